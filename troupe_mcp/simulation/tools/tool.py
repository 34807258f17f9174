"""A tool of people: the actions it adds to a world, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from troupe_mcp.simulation.turns.actions import ActionKind
    from troupe_mcp.simulation.worlds.artifacts import Artifact

SIMULATED = "simulated: nothing left this machine"
"""The mark on whatever would touch the real world."""


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody uses a tool: the action with its content, who else is here, and what the person knows of the tool."""

    person: str
    type: str
    content: str
    here: tuple[str, ...]
    known: Sequence[Artifact]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a use comes to: an artifact of this title, or a notice to the person that says why nothing came of it.

    `seen` is what others perceive of it (empty: its content), `to` who they are where the action reaches only some;
    `data` goes into the artifact.
    """

    title: str = ""
    seen: str = ""
    to: tuple[str, ...] = ()
    data: Mapping[str, Any] | None = None
    notice: str = ""


def no_outlook(_: Sequence[Artifact], __: str) -> str:
    """Show nothing."""
    return ""


@dataclass(frozen=True, slots=True)
class TinyTool:
    """Something people work with.

    `use` is pure. `outlook(known, now)` is what its user always has before their eyes: a line for the prompt of what
    they know of it, empty for none; `now` is the world's time, empty where it has none. Where it `touches_world`, all
    that is done with it is marked as simulated, and nothing is ever done. `noun` says what one of its artifacts is.
    """

    name: str
    noun: str
    kinds: tuple[ActionKind, ...]
    use: Callable[[Use], Outcome]
    outlook: Callable[[Sequence[Artifact], str], str] = no_outlook
    touches_world: bool = False

    @property
    def actions(self) -> tuple[ActionKind, ...]:
        """The actions it adds, as prompts tell them."""
        if not self.touches_world:
            return self.kinds
        return tuple(replace(kind, words=f"{kind.words} ({SIMULATED})") for kind in self.kinds)
