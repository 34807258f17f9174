"""The people of a life: which relations a question is after, and the facts that tell of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import plain_words, stem
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.life.particulars import kin_asked
from troupe_mcp.models.rehearsal.person.showing import shown
from troupe_mcp.simulation.people.names import first_name

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_ELSEWHERE = ("past", "origin", "routine", "habit", "work", "health", "money", "goal", "other", "education")
_CONTACT = re.compile(r"\b(?:in touch|in contact|how often do you (?:see|call|visit|speak))\b", re.IGNORECASE)
_REACHES = re.compile(
    r"\b(?:calls?|phones?|writes?|visits?|messages?|letters?|WhatsApp|video|together|lives? with)\b", re.IGNORECASE
)


def kin_told(person: Portrait, question: str) -> list[Fact]:
    """Return the facts that answer a question about people: under their key, else wherever they are named."""
    facts = kin_facts(person, question)
    if _CONTACT.search(question):
        return [fact for fact in facts or shown(person, "family") if _REACHES.search(fact.said)]
    if _LEANS.search(question):
        facts = [fact for fact in facts if not is_small(fact.said)]
    if len(facts) > _FEW and not kin_asked(question):
        facts = [fact for fact in facts if not _hangs(fact.said)] or facts
    return facts or _of_kin(person, question) or ([] if kin_asked(question) else shown(person, "family"))


_FEW = 2
_LEANS = re.compile(
    r"\b(?:turn to|advice|rely|lean on|count on|confide|help|call at|trust|borrow|in trouble|in need)\b", re.IGNORECASE
)
_SMALL = re.compile(
    r"\b(?:is|are|turned|aged)(?: only| just)? (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[1-9]"
    r"|1[0-2])\b(?! (?:years|months|weeks) (?:older|younger))|\b(?:baby|toddler|newborn)\b|-year-old\b"
)
"""Whom nobody leans on: a child."""


def is_small(said: str) -> bool:
    """Return whether a fact tells of a child, whom nobody leans on."""
    return _SMALL.search(said) is not None


def _hangs(said: str) -> bool:
    """Return whether a fact of somebody ends in an own thing that the listener hasn't met: "understand my cakes"."""
    match = _OWN_THING.search(said)
    return match is not None and not words().has("kin", stem_plural(match.group(1).lower()))


_OWN_THING = re.compile(r"\b(?:my|our) (\w+)\W*$")


def kin_facts(person: Portrait, question: str) -> list[Fact]:
    """Return the relations that a question is after."""
    return _about_kin(person, _relations(list(person.of("family")), question), question)


def _of_kin(person: Portrait, question: str) -> list[Fact]:
    """Return facts of other kinds that name the relation asked for: "two older brothers" in the past."""
    named = _kin_words(question)
    return [
        fact
        for fact in person.of(*_ELSEWHERE)
        if kin_asked(question) and any(stem(stem_plural(word)) in named for word in plain_words(fact.said))
    ]


def _relations(facts: list[Fact], question: str) -> list[Fact]:
    """Keep the relations that a question names: a question about a brother isn't answered with a cousin."""
    by_name = [fact for fact in facts if fact.about and re.search(rf"\b{re.escape(fact.about)}\b", question)]
    if by_name:
        return by_name
    wanted = _kin_words(question)
    if not wanted:
        return facts
    return [
        fact for fact in facts if any(key in wanted for key in (stem(word) for word in plain_words(fact.source)[:8]))
    ]


@lru_cache(maxsize=5000)
def _kin_words(question: str) -> tuple[str, ...]:
    """Return the stems of the relations that a question names, with those it means."""
    known = words()
    asked = [
        word
        for word in plain_words(question)
        if known.has("kin", stem_plural(word))
        and word not in {"family", "parents", "partner", "child", "children", "kids"}
    ]
    if re.search(r"\b(?:children|kids|child)\b", question, re.IGNORECASE):
        asked += ["son", "daughter", "twins", "child", "baby"]
    if re.search(r"\b(?:married|spouse|partner)\b", question, re.IGNORECASE):
        asked += ["husband", "wife", "girlfriend", "boyfriend", "partner", "separated", "divorced", "widow", "widowed"]
    if re.search(r"\bparents\b", question, re.IGNORECASE):
        asked += ["mother", "father", "parents"]
    if re.search(r"\bsiblings?\b", question, re.IGNORECASE):
        asked += ["brother", "sister", "twin"]
    if re.search(r"\b(?:boyfriend|girlfriend)\b", question, re.IGNORECASE):
        asked += ["boyfriend", "girlfriend"]
    if re.search(r"\b(?:divorced?|widow(?:ed|er)?)\b", question, re.IGNORECASE):
        asked += ["divorced", "separated", "widow", "widowed", "husband", "wife"]
    if re.search(r"\bfriends?\b", question, re.IGNORECASE):
        asked += ["friend"]
    return tuple(stem(stem_plural(word)) for word in asked)


def _about_kin(person: Portrait, named: list[Fact], question: str) -> list[Fact]:
    """Return the relations asked for, and where one is asked about, whatever else names them."""
    names = {first_name(fact.about) for fact in named if fact.about}
    if len(named) != 1 or not re.search(r"\b(?:like|about|who is)\b", question, re.IGNORECASE):
        return named
    name = min(names, default="")
    return [
        *named,
        *(f for f in person.facts if name and f not in named and re.search(rf"\b{re.escape(name)}\b", f.said)),
    ]


def stem_plural(word: str) -> str:
    """Return `brother` for `brothers` and `wife` for `wives`."""
    return "wife" if word == "wives" else word.removesuffix("s") if word not in {"twins", "kids", "parents"} else word
