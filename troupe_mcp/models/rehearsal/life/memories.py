"""Memories by what is asked of them: the best, the worst, how it began, how long it has gone on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.verbs import is_past
from troupe_mcp.models.rehearsal.english.words import keys, light, plain_words, shared
from troupe_mcp.models.rehearsal.person.showing import mine

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_BEST = re.compile(
    r"\b(?:best|proud(?:est)?|happiest|bravest|favou?rite|greatest|success\w*|achievement)\b", re.IGNORECASE
)
_WORST = re.compile(
    r"\b(?:worst|hardest|saddest|toughest|mistakes?|regret\w*|failures?|disappointment|loss|difficult)\b", re.IGNORECASE
)
_SAD = re.compile(
    r"\b(?:lost|lose|died|death|dead|failed|divorced|separated|accident|explosion|fire|fell|broke|crushed|war|air raid"
    r"|flood(?:ed)?|prison|never|dropped out|cancer|closed|bankrupt\w*|sacked|laid off|alone|widow\w*|burnt|funeral"
    r"|until (?:he|she)|miss(?:ed)?|wasted|sold|quit|bug|ruined|stopped)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"^I (?:grew up|was born|was raised|live|am from)\b")


_KIND_OF = re.compile(
    r"\bwhat(?:'s| is| was) an? (?!thing\b|memory\b|moment\b|story\b|time\b)([\w ]+?) (?:that|which|you)\b",
    re.IGNORECASE,
)


def of_kind(facts: list[Fact], question: str) -> list[Fact]:
    """Return the memories of the kind that a question names: a smell, a teacher; all where it names none."""
    asked = _KIND_OF.search(question)
    if asked is None:
        return facts
    wanted = tuple(key for key in keys(asked.group(1)) if key not in light())
    return [fact for fact in facts if shared(wanted, fact.keys)] if wanted else facts


def asks_sort(question: str) -> bool:
    """Return whether a question is after the best or the worst, which not every memory is."""
    return _WORST.search(question) is not None or _BEST.search(question) is not None


def of_sort(facts: list[Fact], question: str) -> list[Fact]:
    """Return the memories that a question for the best or the worst can mean."""
    if _WORST.search(question):
        return [fact for fact in facts if _SAD.search(fact.said)]
    if _BEST.search(question):
        facts = [f for f in facts if f.said.startswith("I ") and not _SAD.search(f.said) and not _GIVEN.match(f.said)]
    return [fact for fact in facts if _lies_back(fact.said)] or facts


@lru_cache(maxsize=5000)
def _lies_back(said: str) -> bool:
    """Return whether a sentence tells of what was, not of what is done every day."""
    parts = plain_words(said)[:6]
    return any(is_past(word) or word in {"was", "were", "had", "once", "ago", "have"} for word in parts[1:])


_ENTERED = re.compile(
    r"\b(?:learn(?:ed|t)|trained|studied|apprentic\w+|used to|left school|taught me|took over|inherited"
    r"|worked(?! for me)|before (?:I|that)|started|became an?|I became|founded|opened)\b"
)


def way_in(person: Portrait) -> list[Fact]:
    """Return how somebody came to what they do: what was learned, and what was done before."""
    told = [f for f in person.of("education", "past", "other", "work", "family") if _ENTERED.search(f.said)]
    return told or list(person.of("education"))


def lasting(person: Portrait, question: str) -> list[Fact]:
    """Return how long something has gone on, where that is asked."""
    if not re.search(r"\bhow long\b", question, re.IGNORECASE):
        return []
    return [f for f in person.of("work", "past", "education", "other") if mine(f) and _LASTS.search(f.said)]


_LASTS = re.compile(r"\byears\b(?! (?:ago|old))|\bsince\b|\bfor \w+ months\b")
