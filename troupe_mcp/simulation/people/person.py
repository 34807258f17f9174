"""A persona inside a run: the fold of what it perceived and did."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from troupe_mcp.simulation.memory.memory import size_of
from troupe_mcp.simulation.turns.perception import Mind

if TYPE_CHECKING:
    from troupe_mcp.simulation.memory.memory import Memory
    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.turns.perception import Perceived


@dataclass(frozen=True, slots=True)
class TinyPerson:
    """Somebody in a run: their name there, all they perceived in order, and their mind; as a key, each is only itself.

    `news` is the index in `perceived` of the first thing since their own last turn. What is before `until` they
    know only by their `memories`. In a prompt, these take `held` characters, and all after `until` takes `fresh`, at
    most. `at_once`: their own last turn was taken together with the others'.
    """

    name: str
    persona: Persona
    perceived: tuple[Perceived, ...] = ()
    news: int = 0
    mind: Mind = field(default_factory=Mind)
    memories: tuple[Memory, ...] = ()
    held: int = 0
    until: int = 0
    fresh: int = 0
    at_once: bool = False

    __hash__ = object.__hash__

    def perceiving(self, *more: Perceived) -> TinyPerson:
        """Return the person after something new reached them."""
        return replace(self, perceived=self.perceived + more, fresh=self.fresh + sum(item.size for item in more))

    def remembering(self, memories: tuple[Memory, ...], until: int) -> TinyPerson:
        """Return the person with more memories, which stand for all they perceived before `until`."""
        until = max(self.until, min(until, len(self.perceived)))
        fresh = sum(item.size for item in self.perceived[until:]) if until > self.until else self.fresh
        held = self.held + size_of(memories)
        return replace(self, memories=self.memories + memories, held=held, until=until, fresh=fresh)

    def after_turn(self, mind: Mind, *, at_once: bool) -> TinyPerson:
        """Return the person once their turn is over: all they perceived so far is no longer new."""
        had = self.mind
        kept = Mind(mind.feeling or had.feeling, mind.attention or had.attention, mind.goal or had.goal, mind.time)
        return replace(self, mind=kept, news=len(self.perceived), at_once=at_once)

    def aiming_at(self, goal: str) -> TinyPerson:
        """Return the person with another goal in mind."""
        return replace(self, mind=replace(self.mind, goal=goal))

    @property
    def said(self) -> tuple[str, ...]:
        """What they said aloud, in order."""
        return tuple(item.content for item in self.perceived if item.own and item.kind == "TALK")

    @property
    def has_news(self) -> bool:
        """Whether anything from others reached them since their last turn."""
        return any(not item.own for item in self.perceived[self.news :])
