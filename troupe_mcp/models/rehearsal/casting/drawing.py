"""Drawing from the pools by chance, never against what is already told of a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.casting.bodies import beyond, touches_any
from troupe_mcp.models.rehearsal.casting.called import of_age
from troupe_mcp.models.rehearsal.claims.claims import sign_of
from troupe_mcp.models.rehearsal.english.words import concepts, coverage, faint, keys, plain_words
from troupe_mcp.models.rehearsal.lexicon import pools
from troupe_mcp.models.rehearsal.person.proprietors import is_own_boss, ruled_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from troupe_mcp.models.rehearsal.casting.telling import Told

_ANIMAL = ("meat", "butter", "egg", "eggs", "cheese", "milk", "fish", "fishing", "sausage", "butcher", "ham", "biscuit")


class Draw:
    """Draws lines that go with what a description tells: no shared matter, and nothing of what it turns down."""

    def __init__(self, told: Sequence[Told], rng: Random) -> None:
        self._rng = rng
        self._used: list[str] = []
        texts = [each.text for each in told]
        self._matter = {key for text in texts for key in keys(text) if key not in faint()}
        refused = [each.text for each in told if each.key == "dislikes" or sign_of(each.text) < 0]
        self._refused = {concept for text in refused for concept in concepts(text)} - {"work", "time", "family"}
        self._told = [set(plain_words(text)) for text in texts]
        self._liked = {key for each in told if each.key == "likes" for key in keys(each.text)}
        self._beyond = beyond(texts)
        if any(map(is_own_boss, texts)):
            self._beyond |= ruled_out()
        self._animal = any(word in text.lower() for text in texts for word in ("vegan", "vegetarian"))

    def lines(self, pool: Sequence[str], count: int, apart: Sequence[str] = ()) -> list[str]:
        """Return so many lines of a pool in a drawn order, none of them drawn before; fewer where fewer go.

        None is of a matter of the lines that it is to stand apart from.
        """
        matters = {key for line in apart for key in _telling(line)}
        fitting = [
            line for line in pool if self._goes(line) and not self._had(line) and not matters & set(_telling(line))
        ]
        drawn = self._rng.sample(fitting, min(count, len(fitting)))
        self._used += drawn
        return drawn

    def one(self, pool: Sequence[str]) -> str:
        """Return one line of a pool, or nothing where none goes."""
        return next(iter(self.lines(pool, 1)), "")

    def sides(self, count: int) -> list[str]:
        """Return stances on so many of the things that divide people, one side of each, where nothing else is held."""
        topics: list[list[str]] = self._rng.sample(pools()["stances"], len(pools()["stances"]))
        held = list(self._used)
        found = [self.lines(self._rng.sample(sides, len(sides)), 1, held) for sides in topics]
        return [side for drawn in found for side in drawn][:count]

    def _had(self, line: str) -> bool:
        """Return whether a line was drawn, or a phrase that says the same in few words."""
        wanted = keys(line)
        return any(line == used or (len(wanted) < 3 and coverage(wanted, keys(used)) == 1) for used in self._used)

    def _goes(self, line: str) -> bool:
        if any(key in self._matter for key in keys(line)) or any(c in self._refused for c in concepts(line)):
            return False
        if any(set(plain_words(line)) <= words for words in self._told):
            return False
        if touches_any(line, self._beyond):
            return False
        if self._liked & set(keys(line.partition(" better than ")[2])):
            return False  # nobody puts anything above what they are told to like
        return not (self._animal and any(word in plain_words(line) for word in _ANIMAL))


def going_tempers(told: Sequence[Told]) -> list[str]:
    """Return the tempers that go with what is told: nobody who avoids apps is enthusiastic about new things."""
    refused = " ".join(each.text for each in told if each.key == "dislikes" or sign_of(each.text) < 0)
    against: dict[str, str] = pools()["against"]
    tempers = sorted(pools()["tempers"])
    return [name for name in tempers if name not in against or not re.search(against[name], refused, re.IGNORECASE)]


def _telling(line: str) -> list[str]:
    """Return the words of a line that tell its matter."""
    return [key for key in keys(line) if key not in faint()]


def named(region: str, gender: str, taken: Sequence[str], rng: Random, age: int = 0) -> str:
    """Return a full name of a region and an age that shares no word with those taken, where there is one left."""
    entry: Mapping[str, Any] = pools()["regions"][region]
    words = {word for name in taken for word in name.split()}
    fitting = of_age(entry[gender], age)
    first = [name for name in fitting if name not in words] or fitting
    last = [name for name in entry["last"] if name not in words] or entry["last"]
    name = f"{rng.choice(first)} {rng.choice(last)}"
    if name in taken:
        free = [f"{one} {other}" for one in fitting for other in entry["last"] if f"{one} {other}" not in taken]
        return str(rng.choice(free)) if free else name
    return name
