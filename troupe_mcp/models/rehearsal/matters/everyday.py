"""Everyday things and what can be said of them: what is asked, of which thing, and by which concern one sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.words import keys, light
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.offers.objections import loose

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

Said = dict[str, dict[str, tuple[str, ...]]]
_SAME = "{x}"
"""In what a fact must hold to be about a thing: the very word of the question."""
_NP = r"(?:(?:the|your|our|these|those|an?) (?:[\w'’-]+ ){0,2}?)?"
_LAST = re.compile(
    r"\b(?:about|of|with|at|on|without) ((?:(?:the|your|our|these|those|an?) )?(?:[\w'’-]+ )?[\w'’-]{3,})\W*$",
    re.IGNORECASE,
)
"""The thing that a question of no known one ends with."""
_NO_THING = re.compile(
    r"^(?:it|this|that|them|these|those|there|you|yourself|me|us|him|her|all|everything|anything|first|most|others?"
    r"|the (?:others?|idea|ideas|plan|offer|product|proposal|talk|thing)|(?:your|our|the) (?:life|day|self|own|way))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """A kind of everyday thing: how it is named, which facts are about it, and what is said of it by concern."""

    name: str
    asked: re.Pattern[str]
    held: str
    said: Said
    left: tuple[str, ...]
    """What is asked of it that others answer better."""
    spare: re.Pattern[str]
    """The names by which it is free time: then what one does then is what one likes."""


@dataclass(frozen=True, slots=True, eq=False)
class Concern:
    """A way of looking at things: the facts that show it, the words that voice it, and what it says of any thing."""

    name: str
    shown: dict[str, re.Pattern[str]]
    beside: dict[str, re.Pattern[str]]
    """The facts that can be told beside what it says."""
    voiced: re.Pattern[str]
    said: dict[str, tuple[str, ...]]

    def facts(self, person: Portrait) -> list[Fact]:
        """Return the facts of a person that show it."""
        return [fact for kind, sign in self.shown.items() for fact in person.of(kind) if sign.search(fact.said)]

    def told(self, person: Portrait) -> list[Fact]:
        """Return the facts of a person that can be told beside what it says."""
        return [fact for kind, sign in self.beside.items() for fact in person.of(kind) if sign.search(fact.said)]


@cache
def angles() -> dict[str, re.Pattern[str]]:
    """Return what may be asked of a thing, by the wording."""
    listed = cast("dict[str, str]", read("everyday.json")["angles"])
    return {name: re.compile(wording, re.IGNORECASE) for name, wording in listed.items()}


@cache
def things() -> tuple[Thing, ...]:
    """Return the kinds of things; the last is any other thing."""
    return tuple(
        Thing(
            entry["name"],
            re.compile(rf"\b{_NP}(?P<noun>{entry['asked'] or '(?!)'})(?![\w-])", re.IGNORECASE),
            entry["held"],
            {angle: _worded(said) for angle, said in entry["say"].items()},
            tuple(str(entry.get("leave", "")).split()),
            re.compile(str(entry.get("spare", "(?!)")), re.IGNORECASE),
        )
        for entry in cast("list[dict[str, Any]]", read("everyday.json")["things"])
    )


def _worded(said: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(listed) for name, listed in said.items()}


def _signs(listed: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(sign, re.IGNORECASE) for kind, sign in listed.items()}


@cache
def concerns() -> tuple[Concern, ...]:
    """Return the ways of looking at things."""
    listed = cast("dict[str, dict[str, Any]]", read("everyday.json")["concerns"])
    return tuple(
        Concern(
            name,
            _signs(entry["held"]),
            _signs(entry["beside"]),
            re.compile(entry["voiced"], re.IGNORECASE),
            _worded(entry["say"]),
        )
        for name, entry in listed.items()
    )


@lru_cache(maxsize=5000)
def angle_of(question: str) -> str:
    """Return what a question wants to know of a thing; empty where it is another question."""
    plain = question.replace("’", "'")
    return next((name for name, wording in angles().items() if wording.search(plain)), "")


@lru_cache(maxsize=5000)
def phrase_in(question: str) -> str:
    """Return the everyday thing that a question names, in its own words: "the bus", "your kitchen"; else nothing."""
    rest = beside(question)
    for thing in things()[:-1]:
        if found := thing.asked.search(rest):
            return found.group()
    found = _LAST.search(question) if angle_of(question) else None
    return found[1] if found and not _NO_THING.match(found[1]) and _tells(found[1]) else ""


def _tells(phrase: str) -> bool:
    return any(key not in light() for key in keys(phrase))


@lru_cache(maxsize=5000)
def beside(question: str) -> str:
    """Return what a question says beside what it wants."""
    plain = question.replace("’", "'")
    for wording in angles().values():
        plain = wording.sub(" ", plain)
    return plain


@lru_cache(maxsize=5000)
def thing_of(question: str) -> Thing | None:
    """Return the kind of thing that a question is about; any other where it names one that isn't known."""
    rest = beside(question)
    known = next((thing for thing in things()[:-1] if thing.asked.search(rest)), None)
    return known or (things()[-1] if phrase_in(question) else None)


@lru_cache(maxsize=5000)
def about(thing: Thing, phrase: str) -> re.Pattern[str] | None:
    """Return the sign of facts about a thing, in the words of a question where it has no other; nothing for others."""
    if not thing.held:
        return None
    noun = phrase.rsplit(maxsplit=1)[-1] if phrase else ""
    return re.compile(thing.held.replace(_SAME, f"{re.escape(noun.removesuffix('s'))}s?"), re.IGNORECASE)


def is_said(wording: str, line: str) -> bool:
    """Return whether a line says a wording, in whatever manner it is spoken."""
    return f" {_bare(wording)} " in f" {_bare(line)} "


@lru_cache(maxsize=20_000)
def _bare(text: str) -> str:
    return " ".join(loose(text).split())


@cache
def _wordings() -> tuple[tuple[str, Concern, bool], ...]:
    """Return all that is said of things, the longest first, with its concern and whether it speaks well of them."""
    found: list[tuple[str, Concern, bool]] = []
    for concern in concerns():
        for thing in things():
            said = [
                (wording, angle in _WELL) for angle, by in thing.said.items() for wording in by.get(concern.name, ())
            ]
            found.extend((_bare(wording), concern, well) for wording, well in said)
        listed = [(wording, kind.endswith("+")) for kind, said in concern.said.items() for wording in said]
        found.extend((_bare(wording), concern, well) for wording, well in listed)
    return tuple(sorted(found, key=lambda entry: -len(entry[0])))


@lru_cache(maxsize=5000)
def seen_in(line: str) -> tuple[Concern, bool] | None:
    """Return the concern by which a line speaks of a thing, and whether well of it; nothing where it doesn't."""
    said = f" {_bare(line)} "
    return next(((concern, well) for wording, concern, well in _wordings() if f" {wording} " in said), None)


_WELL = ("like", "miss")
