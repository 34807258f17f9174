"""Memories of earlier runs, brought into a new one as it starts: what the same people perceived, by code alone.

They become events of the new run, so that whatever happens to the others later changes nothing in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from troupe_mcp.app.labels import rehearsed, rests_on_rehearsal
from troupe_mcp.errors import RequestError
from troupe_mcp.runs.log import cast_of, read_log
from troupe_mcp.simulation.memory.gist import notes
from troupe_mcp.simulation.worlds.events import Remembered, TurnTaken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Member
    from troupe_mcp.simulation.memory.memory import Memory
    from troupe_mcp.simulation.worlds.events import MemoryKind
    from troupe_mcp.store import RunRecord

KINDS = ("world", "interview")
LATEST_RUNS = 200
"""Runs that are looked through for people, the latest first."""
MOST_RUNS = 5
"""Runs from which one person's memories are brought, the latest."""
MOST_BROUGHT = 10
"""Memories that one person brings from one run, the most important."""


@dataclass
class Brought:
    """What people bring along: first events of their new run, from which runs, and which of these were rehearsed."""

    events: list[Remembered] = field(default_factory=list[Remembered])
    runs: dict[str, None] = field(default_factory=dict[str, None])
    on_rehearsal: dict[str, None] = field(default_factory=dict[str, None])

    def said(self) -> tuple[str, ...]:
        """Return what has to be said of it."""
        if not self.runs:
            return ("These people were in no finished run before: there are no memories to bring.",)
        names = dict.fromkeys(event.person for event in self.events)
        return (f"Memories brought along by {', '.join(names)}, from {', '.join(self.runs)}.",)


async def memories_to_bring(self: App, members: Sequence[Member], *, again: bool = False) -> Brought:
    """Return what the same people remember of their other finished runs, oldest first; a fork never happened to them.

    Raises RequestError for a run that is not new (`again`): it has its memories.
    """
    if again:
        message = "bring_memories belongs to a new run: one that goes on, or a fork, keeps the memories it has."
        raise RequestError(message)
    latest = [run for run in self.store.list_runs(limit=LATEST_RUNS) if run.kind in KINDS and run.parent is None]
    finished = [run for run in latest if _is_done(self, run)]
    wanted: dict[str, list[tuple[Member, str]]] = {}
    for member in members:
        known = [(run.id, name) for run in finished if (name := _name_in(run, member.person))]
        for run, name in known[:MOST_RUNS]:
            wanted.setdefault(run, []).append((member, name))
    brought = Brought()
    for run in sorted(finished, key=lambda each: each.created):
        if run.id in wanted:
            await _bring(self, run, wanted[run.id], brought)
    return brought


def with_brought(run: RunRecord, brought: Brought) -> RunRecord:
    """Return a new run that knows from which runs memories were brought: it holds parts of them."""
    return replace(run, settings={**run.settings, "brought_from": [*brought.runs]}) if brought.runs else run


async def _bring(self: App, run: RunRecord, who: Sequence[tuple[Member, str]], brought: Brought) -> None:
    from troupe_mcp.simulation.worlds.world import TinyWorld

    log = [event for _, event in await read_log(self.store, run.id)]
    world = TinyWorld.of(cast_of(self.store, run)).after(log)
    for member, name in who:
        person = world.people[name]
        others = [other for other in world.people if other != name]
        lately = notes(person.perceived[person.until :], MOST_BROUGHT, others)
        kept = _most_important([*(memory for memory in person.memories if not memory.source), *lately])
        kinds: tuple[MemoryKind, ...] = ("episode", "reflection")
        for kind in kinds:
            some = [memory for memory in kept if memory.kind == kind]
            if some:
                texts, importance = tuple(m.text for m in some), tuple(m.importance for m in some)
                brought.events.append(Remembered(0, member.name, kind, texts, importance, source=run.id))
                brought.runs[run.id] = None
    if run.id in brought.runs and (
        rests_on_rehearsal(run) or any(isinstance(event, TurnTaken) and rehearsed(event) for event in log)
    ):
        brought.on_rehearsal[run.id] = None


def _most_important(memories: Sequence[Memory]) -> list[Memory]:
    best = sorted(range(len(memories)), key=lambda at: (-memories[at].importance, -at))[:MOST_BROUGHT]
    return [memories[at] for at in sorted(best)]


def _is_done(self: App, run: RunRecord) -> bool:
    return self.player.status(run)[0] == "done"


def _name_in(run: RunRecord, person: str) -> str:
    """Return what a person was called in a run; nothing where they were not in it."""
    return next((entry["name"] for entry in run.cast if entry["person"] == person), "")
