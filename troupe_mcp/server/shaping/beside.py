"""What is said beside what happened: whom it did not reach, what it is, what was cut, who played it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.app.labels import REHEARSAL, players, rehearsed
from troupe_mcp.simulation.tools.tool import SIMULATED

if TYPE_CHECKING:
    from troupe_mcp.app.views import RunView
    from troupe_mcp.simulation.worlds.events import Acted, Stimulus, TurnTaken


def has_several_players(view: RunView) -> bool:
    """Whether a run was played by one after the other, so that each turn has to say by whom."""
    return len(players(view.run, view.log)) > 1


def player_of_turn(turn: TurnTaken) -> str:
    """Return who played a turn."""
    return REHEARSAL if rehearsed(turn) else turn.played_by


def what_it_is(event: Stimulus, *, whole: bool = False) -> str | None:
    """Return what a thing shown or read is, beside its content."""
    if event.picture:
        return f"picture, sha256 {event.picture}" if whole else "picture"
    if event.kind != "document":
        return None
    return f"“{event.title}”" + (f", how it begins: {event.whole:,} characters were read" if event.whole else "")


def note_of(event: Acted) -> str | None:
    """Return what has to be said beside an action: whom it did not reach, what its tool made of it, what was cut."""
    unknown = f"nobody here is called {', '.join(event.unknown)}" if event.unknown else ""
    left = event.left
    came = left.notice or (SIMULATED if left.simulated else "") if left else ""
    return noted(unknown or came, event.cut)


def noted(*notes: str | None) -> str | None:
    """Return what there is of several notes, as one."""
    return "; ".join(filter(None, notes)) or None
