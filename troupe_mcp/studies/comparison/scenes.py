"""Which scenes of a run are laid beside another one: a world's talks together, an interview's in private."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.simulation.worlds.events import SceneSet, StepEnded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from troupe_mcp.simulation.worlds.events import Event


@dataclass(frozen=True, slots=True)
class Scenes:
    """The events that count for a run of its kind, and those of scenes of the other kind, that stand beside it."""

    counted: tuple[Event, ...]
    beside: tuple[Event, ...] = ()
    private: bool = False

    @property
    def last(self) -> SceneSet | None:
        """The scene that held last, of those that count."""
        return next((event for event in reversed(self.counted) if isinstance(event, SceneSet)), None)

    @property
    def steps(self) -> int:
        """How many steps are planned, without those that went to other scenes in between."""
        last = self.last
        if last is None:
            return 0
        return last.last_step - sum(1 for each in self.beside if isinstance(each, StepEnded) and each.step <= last.step)

    @property
    def besides(self) -> str:
        """What the scenes that don't count are called."""
        return "talk together" if self.private else "private talk"


def scenes_of(kind: str, log: Iterable[Event]) -> Scenes:
    """Return the scenes of a run that count for its kind; where it has none of these, or is no talk, all do."""
    events = tuple(log)
    settings = {event.setting == "private" for event in events if isinstance(event, SceneSet)}
    private = kind == "interview" if len(settings) > 1 else True in settings
    if kind not in {"world", "interview"}:
        return Scenes(events, private=private)
    counted: list[Event] = []
    beside: list[Event] = []
    into = counted
    for event in events:
        if isinstance(event, SceneSet):
            into = counted if (event.setting == "private") is private else beside
        into.append(event)
    return Scenes(tuple(counted), tuple(beside), private)
