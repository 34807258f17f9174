"""`troupe-mcp doctor`: what will answer, whether it does, and where things lie."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from troupe_mcp.cli.opened import BROKEN, fail
from troupe_mcp.errors import TroupeError

if TYPE_CHECKING:
    from troupe_mcp.app.findings import Finding

MARKS = {"good": "ok", "note": "-", "broken": "BROKEN"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="What was found as JSON, for programs")
@click.pass_obj
def doctor(config: Path | None, *, as_json: bool) -> None:
    """Say who will answer and why, whether that works, what a group costs, and where data lies.

    It asks a configured model at most three very small questions. Exit codes: 0 all is well, 1 something is broken,
    2 the configuration or the command is wrong.
    """
    import anyio

    try:
        found = anyio.run(_found, config, as_json)
    except TroupeError as error:
        fail(error)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(each) for each in found], indent=2))
    if any(each.state == "broken" for each in found):
        sys.exit(BROKEN)


async def _found(config: Path | None, silent: bool) -> list[Finding]:  # noqa: FBT001 - anyio.run passes by position
    from troupe_mcp.app.doctor import examine
    from troupe_mcp.settings import given_settings, load_settings, read_keys

    settings = load_settings(config, os.environ)
    found: list[Finding] = []
    async for each in examine(settings, read_keys(os.environ), given_settings(config, os.environ)):
        if not silent:
            if not found or found[-1].topic != each.topic:
                click.echo(f"{each.topic}")
            click.echo(f"  {MARKS[each.state]:<7}{each.text}")
        found.append(each)
    return found
