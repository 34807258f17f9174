"""What counts about a kind of thing, and the own facts by which it counts for somebody."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.words import coverage, keys
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.life.neighbours import as_sentence
from troupe_mcp.models.rehearsal.offers.purchases import things

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Something that counts about things: what in a life makes it count, and how it is said."""

    of: tuple[str, ...]
    held: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    said: dict[str, tuple[str, ...]]
    """By what is asked: what it would take (`if`), what stops one (`no`), what one looks at, what annoys."""

    @property
    def of_all(self) -> bool:
        """Whether it counts about all things."""
        return "*" in self.of

    @property
    def general(self) -> bool:
        """Whether it counts about all things in any life."""
        return self.of_all and any(sign.pattern == "." for _, sign in self.held)


@cache
def points(source: str = "objections.json") -> tuple[Point, ...]:
    """Return the points of a data file in the order in which they are listed."""
    return tuple(map(point_of, cast("list[dict[str, Any]]", read(source)["points"])))


def point_of(entry: dict[str, Any]) -> Point:
    """Return a point as it stands in a data file."""
    said = cast("dict[str, str | list[str]]", entry["say"])
    held = cast("dict[str, str]", entry["held"])
    return Point(
        tuple(str(entry["of"]).split()),
        tuple((tuple(kinds.split()), _sign(wording)) for kinds, wording in held.items()),
        {name: (text,) if isinstance(text, str) else tuple(text) for name, text in said.items()},
    )


def _sign(wording: str) -> re.Pattern[str]:
    return re.compile(wording if wording == "." else rf"(?<!\w)(?:{wording})", re.IGNORECASE)


def counting(voice: Voice, thing: str, tongue: str) -> Iterator[tuple[Point, list[Fact]]]:
    """Yield what counts about a thing and can be said, each point with the untold facts by which it counts."""
    for point in points():
        if tongue in point.said and (thing in point.of or point.of_all) and (fresh := held_by(voice, point)):
            yield point, fresh


def held_by(voice: Voice, point: Point) -> list[Fact]:
    """Return the facts by which a point counts for somebody, and that neither they nor anybody here has told."""
    heard = [keys(line) for line in voice.other_lines]
    fresh = voice.fresh(facts_behind(voice, point))
    return [fact for fact in fresh if not any(coverage(fact.keys, line) >= _SAME for line in heard if fact.keys)]


_SAME = 0.8
"""Of the words of a fact, how many make it one that was heard."""


def facts_behind(voice: Voice, point: Point) -> list[Fact]:
    """Return the facts by which a point counts for somebody, whether they were told or not."""
    return list(dict.fromkeys(fact for kinds, sign in point.held for fact in _matching(voice, kinds, sign)))


def having(voice: Voice, thing: str) -> list[Fact]:
    """Return the untold facts that say that somebody has or uses a thing."""
    sign = things()[thing][1] if thing in things() else None
    return voice.fresh(_matching(voice, _HAVE, sign)) if sign is not None else []


_HAVE = ("other", "media", "routine", "habit", "money", "past")


def _matching(voice: Voice, kinds: tuple[str, ...], sign: re.Pattern[str]) -> list[Fact]:
    told = [_at_home(fact) or as_sentence(voice, fact) for fact in voice.portrait.of(*kinds)]
    return [fact for fact in told if fact.said and sign.search(fact.said) and not _DANGLES.search(fact.said)]


_DANGLES = re.compile(r"\bthe (?:year|day|week) after$|^I \w+ it\b")
"""What makes no sense without the sentence before it."""
_DWELLING = re.compile(
    r", ((?:(?:an?|the|one|two|three|four|five|\d) [a-z]?[\w -]*?|(?:[a-z]+|\d+\w\w) (?=floor))"
    r"\b(?:flats?|studio|apartment|rooms?|attic|houses?|cottage|cabin|farms?|floor|block|dormitory|boat|estate|terrace|loft"
    r"|basement|hut|bungalow|caravan|shop|workshop|island|shelter|bedroom|home)\b[\w -]*)$"
)
_ON = re.compile(r"\b(?:floor of|farm|estate|island|boat)\b")


def _at_home(fact: Fact) -> Fact | None:
    """Return the place where somebody lives without the town: what counts is a studio or a farm."""
    found = _DWELLING.search(fact.said) if fact.kind == "origin" and not fact.said.startswith("I ") else None
    if found is None:
        return None
    place = found.group(1)
    floor = "the " if re.match(r"\w+ floor\b", place) else ""
    said = f"I live {'on' if _ON.search(place) else 'in'} {floor}{place}"
    return replace(fact, said=said, keys=keys(said))
