"""Checkpoints: names for closed steps of a run, to find them, read up to them and branch from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.errors import NotFound, RequestError
from troupe_mcp.language.text import one_line
from troupe_mcp.runs.log import read_log, to_records
from troupe_mcp.simulation.worlds.events import Marked, StepEnded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.store import RunRecord

LONGEST = 60


async def checkpoint(self: App, run: str, name: str, at_step: int | str | None = None) -> RunView:
    """Give a closed step of a run that rests a name; without `at_step` its last one. Costs nothing.

    Raises RequestError for a name that is none, NotFound for a step that isn't there, Conflict while the run plays.
    """
    called = checkpoint_name(name)
    found = self.resting(run)
    step = await self.step_of(found, at_step)
    lock = self.player.reserve(found)
    try:
        after = self.store.last_position(found.id)
        await self.store.append(found.id, to_records([Marked(step, called)], after), after=after)
    finally:
        lock.release()
    return await self.get_run(found.id)


async def step_of(self: App, run: RunRecord, at_step: int | str | None) -> int:
    """Return the closed step that is meant by its number, by a checkpoint's name, or, by nothing, the last one.

    Raises NotFound with what there is.
    """
    events = [event for _, event in await read_log(self.store, run.id)]
    last = max((event.step for event in events if isinstance(event, StepEnded)), default=0)
    if at_step is None:
        return last
    if isinstance(at_step, int) or at_step.isdecimal():
        if not 0 <= int(at_step) <= last:
            raise NotFound(f"{run.id} has steps 0-{last}, so at_step={at_step} does not exist.")
        return int(at_step)
    named = checkpoints(events)
    folded = {name.casefold(): step for name, step in named.items()}
    if at_step.strip().casefold() not in folded:
        there = ", ".join(f"{name!r} (step {step})" for name, step in named.items()) or "none"
        raise NotFound(f"{run.id} has no checkpoint {at_step[:LONGEST]!r}; there: {there}, and steps 0-{last}.")
    return folded[at_step.strip().casefold()]


def checkpoints(events: Iterable[Event]) -> Mapping[str, int]:
    """Return the names that steps have, with the step that each was given to last."""
    return {event.name: event.step for event in events if isinstance(event, Marked)}


def checkpoint_name(name: str) -> str:
    """Return a checkpoint's name as it is kept. Raises RequestError where it is empty, long or only a number."""
    called = one_line(name)
    if not called or len(called) > LONGEST or called.isdecimal():
        raise RequestError(
            f"checkpoint={name[:LONGEST]!r} is no name: up to {LONGEST} characters, not only digits, "
            "e.g. 'before the price'."
        )
    return called
