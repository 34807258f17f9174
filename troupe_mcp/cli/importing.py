"""`troupe-mcp import`: a study from another machine."""

from __future__ import annotations

from pathlib import Path

import click

from troupe_mcp.cli.opened import with_app


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_(config: Path | None, file: Path) -> None:
    """Take in a study that export_run(format="study") made elsewhere: its runs, people and answers.

    Nothing that is here already is changed. Its answers count as answers here: import only what you trust.
    """
    added = with_app(config, lambda app: app.import_study(file))
    click.echo(
        f"{added.run}: {added.runs} runs, {added.people} people and {added.answers:,} answers are new here. "
        f'Read it with get_run(run="{added.run}"); the call that made it costs nothing here with the same player.'
    )
