"""Whether somebody lives alone or with others, as far as their file tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_ALONE = re.compile(
    r"\b(?:liv(?:e|es|ing) (?:alone|by (?:my|your)self|on (?:my|your) own)|widow(?:ed|er)?)\b", re.IGNORECASE
)
_SHARES = re.compile(
    r"\b(?:[Mm]y|[Oo]ur) (?:\w+ )?"
    r"(?:wife|husband|girlfriend|boyfriend|partner|twins|toddler|baby|flatmates?|roommates?)\b"
    r"|\blive with\b|\bchild living at home\b|\bhouse with \w+ people\b"
)
_NO_MORE = re.compile(
    r"\b(?:late (?:wife|husband|partner)|died|dead|left me|ex-?(?:wife|husband)|divorced|separated)\b", re.IGNORECASE
)
_PARTED = re.compile(
    r"\b(?:divorced|separated) from\b|\b[Mm]y (?:\w+ )?(?:wife|husband|partner)\b.*\b(?:died|left me)\b"
    r"|\b[Mm]y (?:late|ex-?|former) ?(?:wife|husband|partner)\b|\bI am (?:divorced|separated)\b"
)
_ASKED = re.compile(r"\b(?:live|living|household|home)\b", re.IGNORECASE)
_BY_ONESELF = re.compile(
    r"(?:live )?(?:alone|by (?:my|your)self|on (?:my|your) own|single(?:[- ]person)?)\b", re.IGNORECASE
)
_TOGETHER = re.compile(r"(?:live )?(?:with|together|shar\w+)\b", re.IGNORECASE)


def homes_offered(question: str, options: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the letters of living alone and with others, where a question offers just these two."""
    alone = [letter for letter, text in options.items() if _BY_ONESELF.match(text)]
    others = [letter for letter, text in options.items() if _TOGETHER.match(text)]
    both = _ASKED.search(question) is not None and [len(alone), len(others), len(options)] == [1, 1, 2]
    return (alone[0], others[0]) if both else None


def lived_in(person: Portrait) -> tuple[int, Fact] | None:
    """Return 0 for who lives alone or 1 for who doesn't, and the fact that tells it; nothing where none does."""
    told = [fact for fact in person.of("family", "origin", "other", "money", "routine") if not fact.thing]
    shared = [fact for fact in told if _SHARES.search(fact.said) and not _NO_MORE.search(fact.said)]
    by_oneself = [fact for signs in (_ALONE, _PARTED) for fact in told if signs.search(fact.said)]
    if by_oneself and (_ALONE.search(by_oneself[0].said) or not shared):
        return 0, by_oneself[0]
    return (1, shared[0]) if shared else None
