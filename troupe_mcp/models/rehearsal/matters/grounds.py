"""Common ground: the everyday matters that two sentences are both about, and the own facts that bear on a text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import faint, keys, plain_words, shared, stem
from troupe_mcp.models.rehearsal.lexicon import grounds

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

LIVED = ("trouble", "habit", "work", "past", "other", "routine", "media", "money", "family", "health")
_KINDS = ("belief", *LIVED, "goal")
_LOOSE = (
    "wrong lost lose last first day year time hour line state city street call end side hand part point number name"
    " word free real true life world old young full half open close turn"
    " monday tuesday wednesday thursday friday saturday sunday morning evening weekend spring summer autumn winter"
)
_PARK = re.compile(r"\bcar parks?\b", re.IGNORECASE)
_AT_HOME = re.compile(r"\b(?:work\w*|job) (?:mostly |only )?(?:from|at) home\b", re.IGNORECASE)


@cache
def _table() -> dict[str, str]:
    return {stem(word): name for name, listed in grounds().items() for word in listed}


@cache
def _weak() -> dict[str, None]:
    return {**faint(), **{stem(word): None for word in _LOOSE.split()}}


@lru_cache(maxsize=20_000)
def grounds_of(text: str) -> tuple[str, ...]:
    """Return the everyday matters that a text is about, each once, in order."""
    table = _table()
    found = [table[key] for word in plain_words(_PARK.sub("", text)) if (key := stem(word)) in table]
    return tuple(dict.fromkeys((*found, *(["homeoffice"] if _AT_HOME.search(text) else []))))


@lru_cache(maxsize=20_000)
def nearness(left: str, right: str) -> int:
    """Return how surely two texts are about the same thing: 0 where it can't be told."""
    weak = _weak()
    words = [key for key in shared(keys(left), keys(right)) if key not in weak and not key.isdigit()]
    return 3 * len(words) + 2 * len(shared(grounds_of(left), grounds_of(right)))


def same_matter(left: str, right: str) -> bool:
    """Return whether two texts surely are about the same: they share a word and the everyday matter."""
    return nearness(left, right) >= _SURE


_SURE = 5


def bearing(voice: Voice, text: str, kinds: tuple[str, ...] = _KINDS) -> list[Fact]:
    """Return own unspoken facts that bear on a text, the nearest first."""
    person = voice.portrait
    ranked: list[tuple[int, int, Fact]] = []
    for place, fact in enumerate(person.of(*kinds)):
        near = 0 if fact.thing else nearness(fact.said, text)
        if near:
            ranked.append((-near, place, fact))
    ranked.sort(key=lambda entry: entry[:2])
    return voice.fresh([fact for _, _, fact in ranked])
