"""Looking at runs without changing them, and stopping them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.app.runs.answers import awaited, taken
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import trouble, turns
from troupe_mcp.app.runs.seeking import by_words
from troupe_mcp.app.views import RunPage, RunView
from troupe_mcp.language.budget import Amount
from troupe_mcp.runs.log import from_records, read_log, until_step
from troupe_mcp.simulation.people.persona import slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.store import RunRecord


def list_runs(self: App, *, query: str = "", cursor: str = "", limit: int = 20) -> RunPage:
    """Return the latest runs with their true status, by page.

    All words of the query stand in a run's row, in the names of its people or in what they were asked or shown.
    """
    records = self.store.list_runs(query=query, after=cursor, limit=limit + 1)
    runs: list[RunRecord] = []
    for record in records[:limit]:
        status, reason = self.player.status(record)
        runs.append(replace(record, status=status, reason=reason))
    return RunPage(tuple(runs), runs[-1].id if len(records) > limit else "")


async def get_run(self: App, run: str, *, at_step: int | str | None = None, play: Play | None = None) -> RunView:
    """Return a run as it stands, or as it was at a step; where it is playing, after waiting, with what is new of it.

    Raises NotFound.
    """
    play = replace(play or Play(), lent=None, answers=None)  # whoever only looks is not asked to play
    found = self.run(run)
    if found.status == "running":
        view = await self.follow(found.id, play)
    else:
        log = await read_log(self.store, found.id)
        cast = tuple(self.cast(found))
        view = RunView(
            found,
            cast,
            log,
            warnings=(*by_words(found, log), *trouble(found)),
            awaited=awaited(self, found),
            taken=taken(self, found),
            turns=turns(self, found, cast),
        )
    if at_step is not None:
        past = until_step(view.log, await self.step_of(found, at_step))
        view = replace(view, log=view.log[: len(past)], since=0)
    return await _with_shares(self, view)


async def _with_shares(self: App, view: RunView) -> RunView:
    """Return a view with what each step and each person of the run has cost, by where its answers were asked for."""
    read: Mapping[str, Sequence[str]] = view.run.settings.get("spec", {}).get("people", {})
    people = [member.name for member in view.cast] + [name for names in read.values() for name in names]
    names = {slug(name): name for name in people}
    by_step: dict[int, Amount] = {}
    by_person: dict[str, Amount] = {}
    for (kind, place, *whose), amount in await self.store.paid(view.run.id):
        if kind == "step":
            by_step[int(place)] = by_step.get(int(place), Amount()) + amount
        if whose and (name := names.get(whose[0])):
            by_person[name] = by_person.get(name, Amount()) + amount
    return replace(view, by_step=by_step, by_person=by_person)


async def cancel_run(self: App, run: str) -> RunView:
    """Stop a run, whichever server plays it. What was done stays, and can be continued. Raises NotFound."""
    found = self.run(run)
    warnings = (
        ()
        if found.status in {"running", "paused", "needs_answers"}
        else (f"It was {found.status} already; nothing to stop.",)
    )
    if not warnings:
        await self.player.cancel(found)
    now = self.run(found.id)
    log = from_records(await self.store.all_events(found.id))
    return RunView(now, tuple(self.cast(now)), log, warnings=(*warnings, *trouble(now)))
