"""Particular things that interviewers ask for: pets, the way to work, shoes; and the facts that tell of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.verbs import is_past
from troupe_mcp.models.rehearsal.english.words import coverage, faint, keys, light, plain_words, shared
from troupe_mcp.models.rehearsal.lexicon import read, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait


@dataclass(frozen=True, slots=True)
class Particular:
    """A particular thing of a life: how a gap calls it, what asks for it, what facts of which kinds tell of it."""

    name: str
    asked: re.Pattern[str]
    held: re.Pattern[str]
    kinds: tuple[str, ...]
    unnamed: bool = False
    """Whether its name is not one that a gap could say."""


@cache
def particulars() -> tuple[Particular, ...]:
    """Return the particular things that interviewers ask for."""
    return tuple(
        Particular(
            str(entry["name"]),
            re.compile(str(entry["asked"]), re.IGNORECASE),
            re.compile(str(entry["held"]), re.IGNORECASE),
            tuple(cast("list[str]", entry.get("kinds", []))),
            bool(entry.get("unnamed")),
        )
        for entry in cast("list[dict[str, Any]]", read("particulars.json")["particulars"])
    )


_OWN = re.compile(r"^(?:I\b|I['’]|My\b)")
_HAS = re.compile(r"^(?:I (?:\w+ly )?(?:own|have|keep|drive|ride|share|speak)\b|I'm\b)")
_OTHERS = re.compile(
    r"^My (?:\w+ )?(?:wife|husband|mother|father|mum|dad|son|daughter|brother|sister|aunt|uncle|niece|nephew|cousin"
    r"|twins|grand\w+|parents|boyfriend|girlfriend|partner|boss|manager|friend|neighbour|colleague|foreman)s?\b",
    re.IGNORECASE,
)
_SILENT = ("belief", "job", "dislike")
_NAMED = re.compile(r"\b(?:your|an?|any|the|some) ((?:[a-z][\w'’-]*[ ]?){1,3})", re.IGNORECASE)
_KIN_AS_ASKED = {
    "wife": "marriage", "husband": "marriage", "spouse": "marriage", "married": "marriage", "child": "children",
    "family": "family", "grandchild": "grandchildren",
}  # fmt: skip
_KIN = re.compile(
    r"\b(?:husband|wife|spouse|married|(?:grand|step)?(?:sons?|daughters?|mothers?|fathers?|parents?|child(?:ren)?)"
    r"|kids|siblings?|brothers?|sisters?|aunts?|uncles?|cousins?|nieces?|nephews?|boyfriends?|girlfriends?|partners?"
    r"|twins|friends?|relatives|relationships?)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=5000)
def particular_of(question: str) -> Particular | None:
    """Return the particular thing that a question names: the first, and among those the most exact."""
    found = [
        (match.start(), match.start() - match.end(), place, entry)
        for place, entry in enumerate(particulars())
        if (match := entry.asked.search(question))
    ]
    return min(found, key=lambda each: each[:3])[3] if found else None


_COUNTS = re.compile(r"^\W*(?:(?:and|so|roughly|about) )?how (much|many|often|long|far)\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|half|third|quarter|no|nothing|don't|never)\b",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"\b(?:once|twice|every|each|daily|weekly|always|often|rarely|seldom|(?:mon|tues|wednes|thurs|fri|satur|sun)days"
    r"|since|until|days?|nights?|weeks?|years?|hours?|only)\b",
    re.IGNORECASE,
)


def counted(facts: Sequence[Fact], question: str) -> list[Fact]:
    """Return the facts that can answer a question for a number or a frequency; all where none is asked for."""
    asked = _COUNTS.match(question)
    if asked is None:
        return list(facts)
    times = asked.group(1).lower() in {"often", "long"}
    return [f for f in facts if _NUMBERED.search(f.said) or (times and _TIMED.search(f.said))]


def held_of(person: Portrait, thing: Particular) -> list[Fact]:
    """Return the facts that tell of a particular thing."""
    return [fact for fact in person.facts if _may(fact, thing) and thing.held.search(fact.said)]


def narrowed(facts: Sequence[Fact], thing: Particular) -> list[Fact]:
    """Return those of some facts that tell of a particular thing."""
    return [fact for fact in facts if thing.held.search(fact.said)]


def closest(facts: Sequence[Fact], question: str) -> list[Fact]:
    """Return facts with what the person itself has or does first, and among them what the question words."""
    wanted = keys(question)
    ranked = [
        (not _OWN.match(fact.said), fact.thing, -len(shared(wanted, fact.keys)), not _HAS.match(fact.said), place, fact)
        for place, fact in enumerate(facts)
    ]
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1])]


def _may(fact: Fact, thing: Particular) -> bool:
    """Return whether a fact can tell of the person's own thing: not what somebody else has or does."""
    if thing.kinds:
        return fact.kind in thing.kinds and ("family" in thing.kinds or not _OTHERS.match(fact.said))
    silent = fact.kind in _SILENT or fact.kind == "family"
    return not silent and not _OTHERS.match(fact.said)


def of_others(said: str) -> bool:
    """Return whether a sentence tells of somebody in the person's life rather than of the person."""
    return _OTHERS.match(said) is not None


def mentioned(person: Portrait, question: str) -> list[Fact]:
    """Return the facts that share at least half of the telling words of a question."""
    weak, listed = faint(), light()
    wanted = tuple(key for key in keys(question) if key not in listed and not words().has("asking_words", key))
    strong = tuple(key for key in wanted if key not in weak)
    if not strong:
        return []
    close = [
        (-len(shared(wanted, fact.keys)), place, fact)
        for place, fact in enumerate(person.facts)
        if fact.kind not in _SILENT and coverage(wanted, fact.keys) >= 0.5 and shared(strong, fact.keys)
    ]
    return [fact for _, _, fact in sorted(close, key=lambda each: each[:2])]


@lru_cache(maxsize=5000)
def kin_asked(question: str) -> str:
    """Return the relation that a question names as a gap calls it; empty where it names none."""
    match = _KIN.search(question)
    if match is None:
        return ""
    word = match.group().lower()
    return _KIN_AS_ASKED.get(word, word if word.endswith(("s", "children")) else f"{word}s")


@lru_cache(maxsize=5000)
def thing_asked(question: str) -> str:
    """Return a short name for what a question is about, in its own words; empty where none can be told."""
    thing = particular_of(question)
    if thing is not None:
        return "" if thing.unnamed else thing.name
    if kin := kin_asked(question):
        return kin
    known = words()
    for match in _NAMED.finditer(question):
        kept: list[str] = []
        for word in match.group(1).split():
            plain = (plain_words(word) or [""])[0]
            ends = any(known.has(name, plain) for name in ("prepositions", "subordinators", "aux", "stop"))
            if ends or is_past(plain) or not plain.isalpha() or plain in {"you", "last", "time", "first"}:
                break
            kept.append(word)
        if kept and keys(kept[-1]) and keys(kept[-1])[0] not in light() and len(kept) < 3:
            if match.group()[:2].lower() not in {"a ", "an"} and not kept[-1].endswith("s"):
                break
            article = (
                "a " if match.group().lower().startswith("a ") else "an " if match.group()[:3].lower() == "an " else ""
            )
            return article + " ".join(kept).lower()
    return ""
