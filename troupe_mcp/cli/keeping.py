"""`troupe-mcp cache` and `troupe-mcp delete`: what is kept, and how it goes."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from troupe_mcp.app.labels import REHEARSAL
from troupe_mcp.app.runs.budgets import price_of
from troupe_mcp.cli.opened import BROKEN, WRONG, with_app

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from troupe_mcp.app import App
    from troupe_mcp.app.runs.keeping import Deletion
    from troupe_mcp.store import Answers

MOST_NAMED = 8
YES = click.option("--yes", is_flag=True, help="Do not ask; needed where no terminal is there to ask")


def _days(_: click.Context, __: click.Parameter, value: str | None) -> float | None:
    """Return an age such as 30d, 12h or 2w in days."""
    if value is None:
        return None
    said = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)([hdw])", value.strip().lower())
    if said is None:
        raise click.BadParameter(f"{value!r} is no age; give hours, days or weeks, such as 12h, 30d or 2w.")
    return float(said[1]) * {"h": 1 / 24, "d": 1, "w": 7}[said[2]]


@click.group(invoke_without_command=True)
@click.pass_context
def cache(ctx: click.Context) -> None:
    """Show the answers that are kept, by model and player; `cache prune` lets some go."""
    if ctx.invoked_subcommand is None:
        click.echo("\n".join(with_app(ctx.obj, _figures)))


async def _figures(app: App) -> list[str]:
    figures = await app.kept_answers()
    unpriced = {each.model for each in figures if price_of(app.settings.prices, each.model) is None}
    return _table(figures, unpriced)


@cache.command()
@click.option("--older-than", "days", callback=_days, metavar="AGE", help="Only answers older than this: 12h, 30d, 2w")
@click.option("--model", default="", help="Only answers of this model, by its name in `troupe-mcp cache`")
@YES
@click.pass_obj
def prune(config: Path | None, days: float | None, model: str, *, yes: bool) -> None:
    """Let answers go that no run needs any more.

    An answer stays while a run uses it that is not done. Runs stay readable without: their words are in their logs.
    Playing the same again asks, and costs, again.
    """
    if days is None and not model:
        raise click.UsageError("Say which: --older-than 30d, --model NAME, or both. For all of them: --older-than 0d.")
    if not _agreed(yes, "Let them go?", [f"Answers {_which(days, model)} that no run needs will be removed."]):
        return
    removed = with_app(config, lambda app: app.forget_answers(days=days or 0, model=model))
    click.echo(f"{_many(removed, 'answer')} removed." if removed else "There were none to remove.")


def _which(days: float | None, model: str) -> str:
    return (
        " ".join(said for said in (f"older than {days:g} days" if days else "", f"of {model}" if model else "") if said)
        or "of any age"
    )


@click.group()
def delete() -> None:
    """Delete runs or a person, with all that only they use. There is no way back."""


@delete.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@YES
@click.pass_obj
def run(config: Path | None, ids: Sequence[str], *, yes: bool) -> None:
    """Delete runs: their logs, and the answers that no other run uses. The people in them stay."""
    planned = with_app(config, lambda app: _planned_runs(app, ids))
    _carry_out(config, planned, yes=yes)


@delete.command()
@click.argument("id_", metavar="ID")
@click.option("--with-runs", is_flag=True, help="Delete the runs that have them in their cast, too")
@YES
@click.pass_obj
def person(config: Path | None, id_: str, *, with_runs: bool, yes: bool) -> None:
    """Delete a person you made, in all versions. Refused while runs have them in their cast."""
    planned = with_app(config, lambda app: _planned_person(app, id_, with_runs=with_runs))
    _carry_out(config, planned, yes=yes)


async def _planned_runs(app: App, ids: Sequence[str]) -> Deletion:
    return app.runs_to_delete(ids)


async def _planned_person(app: App, id_: str, *, with_runs: bool) -> Deletion:
    return app.person_to_delete(id_, with_runs=with_runs)


def _carry_out(config: Path | None, planned: Deletion, *, yes: bool) -> None:
    lines = [f"person {one.id}: {one.name}" for one in planned.people]
    lines += [f"run {one.id}: {one.title or one.kind}, {one.status}" for one in planned.runs]
    if planned.derived:
        told = ", ".join(planned.derived[:MOST_NAMED]) + (" …" if len(planned.derived) > MOST_NAMED else "")
        lines.append(f"This stays, and holds parts of it, as a fork or as what was read out of it: {told}")
    if not _agreed(yes, "Delete this for good?", lines):
        return
    if yes and planned.derived:
        click.echo(lines[-1])
    deleted = with_app(config, lambda app: app.delete(planned))
    runs, people = len(planned.runs), len(planned.people)
    gone = [_many(people, "person", "people")] * bool(people) + [_many(runs, "run")] * bool(runs)
    click.echo(f"Deleted: {', '.join(gone)}, {_many(deleted.answers, 'answer')} that nobody else used.")
    if deleted.copies:
        click.echo(f"Older copies of the database may still hold it; remove them yourself: {', '.join(deleted.copies)}")
    if not deleted.gone:
        click.echo(
            "Somebody was reading the database, so bytes of it are left until the servers that use it end, or until "
            "something is deleted again.",
            err=True,
        )
        sys.exit(BROKEN)


def _agreed(yes: bool, question: str, lines: Sequence[str]) -> bool:  # noqa: FBT001 - as the option says it
    """Return whether whoever runs this wants it; where nobody can be asked, --yes has to say so."""
    if yes:
        return True
    click.echo("\n".join(lines))
    if not sys.stdin.isatty():
        click.echo("troupe-mcp: nothing was removed: nobody can be asked here. Add --yes.", err=True)
        sys.exit(WRONG)
    return click.confirm(question)


def _table(figures: Sequence[Answers], unpriced: Collection[str]) -> list[str]:
    if not figures:
        return ["No answers are kept yet."]
    rows = [("model", "player", "answers", "bytes", "cost", "spare", "oldest", "newest")]
    rows += [
        (each.model, each.player or "-", f"{each.count:,}", f"{each.bytes:,}", _cost(each, unpriced), f"{each.spare:,}",
         _day(each.oldest), _day(each.newest))
        for each in figures
    ]  # fmt: skip
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    count, size, spare = (sum(getattr(each, name) for each in figures) for name in ("count", "bytes", "spare"))
    total = (
        f"{_many(count, 'answer')}, {size:,} bytes. Spare are {spare:,}: all runs that used them are done, and they "
        "are kept only so that the same costs nothing again. `troupe-mcp cache prune --older-than 0d` lets these go."
    )
    return [*lines, "", total]


def _cost(each: Answers, unpriced: Collection[str]) -> str:
    known = each.usd or each.player == REHEARSAL or each.model not in unpriced
    return f"${each.usd:.2f}" if known else "unknown"


def _day(at: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(at / 1000))


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"
