"""Where a field of a life shows: a life may be written under few keys, and its sentences tell what they are about."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import plain_words
from troupe_mcp.models.rehearsal.lexicon import field_signs

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_ANYWHERE = (
    "routine", "habit", "work", "past", "other", "trouble", "media", "money", "health", "education", "family", "goal",
    "like", "dislike", "interest", "skill",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _signed(field: str, said: str) -> bool:
    sign = field_signs().get(field)
    return sign is not None and sign.search(said) is not None


def shown(person: Portrait, field: str) -> list[Fact]:
    """Return the facts of any kind that tell of a field by their words: a life may be written under few keys."""
    if field == "workday":
        return days(person)
    if field == "work":
        return _at_work(person)
    told = [fact for fact in person.of(*_ANYWHERE) if not fact.thing and _signed(field, fact.said)]
    return [fact for fact in told if field not in _OF_TIME or mine(fact)]


_OF_TIME = ("morning", "evening", "weekend")


def mine(fact: Fact) -> bool:
    """Return whether a fact is something that the person itself does or did."""
    return fact.said.startswith("I ") and fact.kind not in {"trouble", "goal", "dislike"}


def days(person: Portrait) -> list[Fact]:
    """Return what a day consists of: its routines from morning on, else the work that is done."""
    routines = person.of("routine")
    ordered = [fact for about in ("morning", "workday", "evening") for fact in routines if about in fact.about]
    daily = [fact for fact in (*_at_work(person), *person.of("habit")) if _PRESENT.match(fact.said)]
    return ordered or daily or _at_work(person)


_PRESENT = re.compile(
    r"^I (?!(?:have|was|did|had|never|say|\w+ed|save|owe|own|hate|love|like|want|think|live|can|can't|don't)\b)"
)


def _at_work(person: Portrait) -> list[Fact]:
    """Return what the person does for a living: the facts of work, else whatever has the trade's own word."""
    titles = [word[:5] for fact in person.of("job") for word in plain_words(fact.source) if len(word) > 5]
    told = [f for f in person.of("habit", "other", "past") if any(w[:5] in titles for w in plain_words(f.said))]
    return list(person.of("work")) or told
