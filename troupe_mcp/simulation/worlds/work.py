"""What comes next in a world: events, and calls of a wave, which somebody has to answer before it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from troupe_mcp.simulation.memory.meaning import WORDS, Meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.simulation.worlds.world import TinyWorld


@dataclass(frozen=True, slots=True)
class Moves:
    """What comes next: events that happen by the rules alone, and then the calls of a wave, on one past."""

    events: tuple[Event, ...] = ()
    work: tuple[Work, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is left to play."""
        return bool(self.events or self.work)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run froze at its start and every turn of it obeys. `prompt_budget` is in characters.

    `sees`: whoever plays is given the pictures that are shown; others learn only their names.
    """

    seed: int
    language: str
    prompt_budget: int
    sees: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What all calls of a wave start from: the log with its positions, its fold, and how prompts are made.

    `meaning` is what is known of the texts that people compare with the moment.
    """

    world: TinyWorld
    log: Sequence[tuple[int, Event]]
    rules: Rules
    templates: Templates
    meaning: Meaning = WORDS


class Work(Protocol):
    """One call of a wave: a turn, or what else a world needs to have answered before it goes on."""

    def prompt(self, past: Past) -> Prompt:
        """Return what is asked first."""
        ...

    async def done(self, past: Past, model: Model) -> Sequence[Event]:
        """Return what comes of it, as events. Raises ModelFailed where nobody answered at all."""
        ...

    def supposed(self, world: TinyWorld, said: str) -> Sequence[Event]:
        """Return what a forecast takes to come of it, where whoever speaks says `said`."""
        ...
