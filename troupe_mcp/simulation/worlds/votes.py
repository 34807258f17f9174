"""What was voted in a world, in private: a small fold beside the world's own; nobody perceives any of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.worlds.events import Answered, SceneSet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.simulation.worlds.events import Event

BEFORE, AFTER, MOVED = "before", "after", "moved"
"""The questions under which votes stand in a log: before and after people talk, and what moved those who changed."""


@dataclass(frozen=True, slots=True)
class Votes:
    """The latest ballot of a world and all answers to it, in order; `open` while the present scene holds it."""

    ballot: Mapping[str, Any] | None = None
    answers: tuple[Answered, ...] = ()
    open: bool = False

    def after(self, event: Event) -> Votes:
        """Return the votes once this has happened; another ballot begins anew."""
        match event:
            case SceneSet() if event.ballot is None:
                return replace(self, open=False) if self.open else self
            case SceneSet():
                same = event.ballot == self.ballot
                return Votes(event.ballot, self.answers if same else (), open=True)
            case Answered() if self.open:
                return replace(self, answers=(*self.answers, event))
            case _:
                return self

    def of(self, person: str, question: str, step: int = 0) -> Answered | None:
        """Return somebody's latest answer, at a step or at all; also one that says why there is none."""
        for event in reversed(self.answers):
            if (event.person, event.question) == (person, question) and step in (0, event.step):
                return event
        return None
