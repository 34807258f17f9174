"""Comings and goings, relations and the time, as lines and fields of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.server.results.played import EventLine
from troupe_mcp.simulation.people.relations import in_words
from troupe_mcp.simulation.worlds.comings import change
from troupe_mcp.simulation.worlds.events import Arrived, Event, Left, Parted, Related, StepBegan
from troupe_mcp.simulation.worlds.reach import Reach

if TYPE_CHECKING:
    from troupe_mcp.app.views import RunView

CHANGES = ("arrived", "left", "related", "parted", "time")
"""Kinds of event lines whose content says all of it."""
MOST_RELATIONS = 60


def changed(position: int, event: Event, *, thoughts: bool) -> EventLine | None:
    """Return who came, went, met or parted, or that time passed; where asked for, the time of each step."""
    words = change(event).rstrip(".")
    match event:
        case Arrived(step=step, person=person) | Left(step=step, person=person):
            kind = "arrived" if isinstance(event, Arrived) else "left"
            return EventLine(position=position, step=step, kind=kind, person=person, content=words)
        case Related(step=step) | Parted(step=step):
            kind = "related" if isinstance(event, Related) else "parted"
            return EventLine(position=position, step=step, kind=kind, content=words)
        case StepBegan(step=step, time=time) if words or (thoughts and time):
            told = ": ".join(filter(None, (words, time)))
            return EventLine(position=position, step=step, kind="time", content=told)
        case _:
            return None


def standing(view: RunView) -> dict[str, Any]:
    """Return what the rules of a world come to by now: who is related, who is not there, what time it is."""
    reach = Reach().through(event for _, event in view.log)
    times = [event.time for _, event in view.log if isinstance(event, StepBegan) and event.time]
    related = [in_words(tie) for tie in reach.relations()] if reach.setting == "network" else []
    return {
        "relations": related[:MOST_RELATIONS] or None,
        "absent": [name for name in reach.people if name not in reach.present] or None,
        "time": times[-1] if times else None,
    }
