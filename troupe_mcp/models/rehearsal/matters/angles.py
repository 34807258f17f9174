"""The angles of a matter that people may be for or against: what counts in it, for whom, and how that is said."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from troupe_mcp.models.rehearsal.asked.intents import asks_ideas
from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.matters.consents import NOT_TAKEN, TAKEN, consent_of
from troupe_mcp.models.rehearsal.matters.plans import side_in
from troupe_mcp.models.rehearsal.matters.stakes import is_open
from troupe_mcp.models.rehearsal.offers.purse import funds
from troupe_mcp.models.rehearsal.voice.manner import dresses
from troupe_mcp.models.rehearsal.voice.wordings import begins

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_SIDES = ("plus", "minus", "any")
_OTHER = {"plus": "minus", "minus": "plus"}
_SIGNS = {1: "plus", -1: "minus", 0: "open"}


class Angle(NamedTuple):
    """One thing that counts in a matter: how others call it, the lives in which it counts, and what is said of it."""

    name: str
    of: tuple[str, ...]
    it: tuple[str, ...]
    asked: re.Pattern[str]
    turned: re.Pattern[str] | None
    """The words of a subject that take away what the angle speaks for."""
    said: re.Pattern[str]
    held: dict[str, tuple[tuple[tuple[str, ...], re.Pattern[str] | None], ...]]
    """By side the kinds of own facts, and the words in them, by which it counts; no words: how the money stands."""
    so: dict[str, tuple[str, ...]]
    """By side what follows from such a fact."""
    points: dict[str, tuple[str, ...]]
    """By side what anybody may say."""
    conditions: tuple[str, ...]
    even: tuple[str, ...]
    """What those say whom it leaves even."""

    def side(self, side: str, subject: str) -> str:
        """Return the side of this angle that speaks for a side of a subject."""
        return _OTHER.get(side, side) if self.turned and self.turned.search(subject) else side


@cache
def _data() -> dict[str, Any]:
    return read("angles.json")


@cache
def angles() -> tuple[Angle, ...]:
    """Return all angles, the narrow before the wide."""
    return tuple(_angle(entry) for entry in cast("list[dict[str, Any]]", _data()["angles"]))


def _angle(entry: dict[str, Any]) -> Angle:
    held = cast("dict[str, dict[str, str]]", entry.get("held", {}))
    return Angle(
        entry["name"],
        tuple(entry["of"].split()),
        tuple(entry["it"]),
        re.compile(entry["asked"], re.IGNORECASE),
        re.compile(entry["turned"], re.IGNORECASE) if "turned" in entry else None,
        re.compile(entry["said"], re.IGNORECASE),
        {
            side: tuple((tuple(kinds.split()), None if sign == "funds" else re.compile(sign)) for kinds, sign in listed)
            for side, listed in ((side, facts.items()) for side, facts in held.items())
        },
        {side: tuple(listed) for side, listed in entry.get("so", {}).items()},
        {side: tuple(entry[side]) for side in _SIDES if side in entry},
        tuple(entry.get("if", ())),
        tuple(entry.get("even", ())),
    )


@cache
def _sorts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["name"], re.compile(entry["asked"], re.IGNORECASE)) for entry in _data()["sorts"])


@lru_cache(maxsize=2000)
def angles_of(subject: str) -> tuple[Angle, ...]:
    """Return what counts in a subject, the narrow before the wide; nothing where nobody need take a side in it."""
    sort = next((name for name, asked in _sorts() if asked.search(subject)), "")
    asked = questions_of(subject)
    if asks_ideas(subject) or (sort != "life" and asked and all(map(is_open, asked))):
        return ()
    return tuple(angle for angle in angles() if sort in angle.of and angle.asked.search(subject))


def has_sides(among: tuple[Angle, ...]) -> bool:
    """Return whether one can be for or against a matter, rather than only tell how it is with oneself."""
    return not any("any" in angle.points for angle in among)


@cache
def _lines() -> tuple[tuple[str, str, str], ...]:
    """Return what is said of the angles in all dresses, each with its angle and side."""
    listed = [
        (line, angle.name, side)
        for angle in angles()
        for table in (angle.points, angle.so)
        for side, lines in table.items()
        for line in lines
    ]
    worn = [(line, name, "if") for name, lines in ((a.name, a.conditions) for a in angles()) for line in lines]
    return tuple(
        (said, name, side)
        for line, name, side in (*listed, *worn)
        for said in dict.fromkeys(map(normal, dresses(line)))
    )


@lru_cache(maxsize=5000)
def point_in(line: str) -> tuple[str, str]:
    """Return the angle and the side of a point that somebody's words make; nothing where they make none."""
    said = f" {normal(line)} "
    return next(((name, side) for point, name, side in _lines() if f" {point} " in said), ("", ""))


def angle_in(line: str, among: tuple[Angle, ...]) -> Angle | None:
    """Return the angle of a subject from which somebody's words look at it."""
    name, _ = point_in(line)
    if name:
        return next((angle for angle in among if angle.name == name), None)
    return next((angle for angle in among if angle.said.search(line)), None)


@lru_cache(maxsize=5000)
def side_of(line: str, subject: str) -> str:
    """Return the side that somebody's words take in a subject: plus, minus, open, or none."""
    if begins(line, _BETWEEN):
        return ""
    name, side = point_in(line)
    if side in _OTHER:
        return next(angle for angle in angles() if angle.name == name).side(side, subject)
    if taken := next((side for side, families in _TAKEN if begins(line, families)), ""):
        return taken
    if named := side_in(line):
        return {"ask": "open"}.get(named, named)
    consent = consent_of(line)
    return _SIGNS[consent.sign] if consent is not None else ""


_TAKEN = (
    ("plus", ("debate.sum.plus", "debate.wish", "offer.like", *TAKEN)),
    ("minus", ("debate.sum.minus", "offer.con", *NOT_TAKEN)),
    ("open", ("debate.sum.open",)),
)
"""The wordings that tell a side whatever point stands in them."""
_BETWEEN = ("debate.grant", "debate.middle")
"""Those in which the point is another's: who grants it stays where they are."""


def facts_for(person: Portrait, angle: Angle, side: str) -> list[Fact]:
    """Return the own facts by which an angle counts for somebody, and for this side of it."""
    found: list[Fact] = []
    for kinds, sign in angle.held.get(side, ()):
        if sign is None:
            found += funds(person) if person.tight == {"plus": -1, "minus": 1}[side] else []
        else:
            found += [fact for fact in person.of(*kinds) if not fact.thing and sign.search(fact.said)]
    return list(dict.fromkeys(found))


@cache
def asks() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the questions after a reason (`why`) or a condition (`if`), by the side of who is asked."""
    table = cast("dict[str, dict[str, list[str]]]", _data()["ask"])
    return {kind: {side: tuple(listed) for side, listed in sides.items()} for kind, sides in table.items()}


@lru_cache(maxsize=5000)
def asked_in(text: str) -> str:
    """Return what a question among people is after: a reason (`why`) or a condition (`if`); nothing for another."""
    said = f" {normal(text)} "
    return (
        next((kind for wording, kind in _asked() if f" {wording} " in said), "") if text.rstrip().endswith("?") else ""
    )


@cache
def _asked() -> tuple[tuple[str, str], ...]:
    return tuple(
        (said, kind)
        for kind, sides in asks().items()
        for wording in dict.fromkeys(each for listed in sides.values() for each in listed)
        for said in dict.fromkeys(map(normal, dresses(wording)))
    )
