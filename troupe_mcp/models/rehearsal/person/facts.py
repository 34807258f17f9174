"""What the actor holds of a person: typed, signed facts that can be spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.voice.manner import Manner


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that holds of a person.

    `said` is the first-person sentence, or the bare phrase of a liked thing (`thing` is true then); `sign` is -1 for
    dislikes, lacks and negated claims; `source` is the words of the persona.
    """

    kind: str
    said: str
    source: str
    keys: tuple[str, ...]
    concepts: tuple[str, ...]
    sign: int = 1
    thing: bool = False
    about: str = ""
    """A sub-kind: the routine's name, the relation's name, the persona's own key."""


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """A compiled persona: who it is, how it speaks, what it holds by kind."""

    name: str
    first: str
    age: str
    gender: str
    facts: tuple[Fact, ...]
    by_kind: dict[str, tuple[Fact, ...]]
    manner: Manner
    temper: dict[str, int]
    tight: int
    """1 where money is short, -1 where there is plenty, 0 where nothing is said."""
    vocabulary: tuple[str, ...]
    """Every content stem of the document, for telling whether a thing was ever mentioned."""
    traits: str = ""
    """The words for the character, which are shown and never said."""

    def of(self, *kinds: str) -> tuple[Fact, ...]:
        """Return the facts of some kinds, in the order of the kinds."""
        return tuple(fact for kind in kinds for fact in self.by_kind.get(kind, ()))

    def level(self, trait: str) -> int:
        """Return -1, 0 or 1 for a Big Five trait."""
        return self.temper.get(trait, 0)
