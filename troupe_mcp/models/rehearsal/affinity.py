"""How much a thing on offer has to do with a person, and through which of their facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.needs import leanings, topics, weights
from troupe_mcp.models.rehearsal.wishes import WEIGHT, inclined, wishes
from troupe_mcp.models.rehearsal.words import faint, keys, normal, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact, Portrait

_NAMED = ("like", "dislike", "interest")
_SPOKEN = 0.3
_FAINT_THINGS = (
    "room", "door", "book", "letter", "water", "paper", "hous", "week", "bag", "box", "street", "mile", "card", "hand",
    "team", "plan", "class", "centr", "club", "power", "light", "service", "nam", "small", "group",
)  # fmt: skip
_SIGNED = ("dislike", "belief", "like", "skill", "media", "habit", "money", "past", "routine", "health", "other")
_WITHOUT = re.compile(r"\b(?:no|zero|without|never any|free of)\s+((?:[\w'’-]+\s*){1,2})", re.IGNORECASE)
META = ("advertis", "option", "product", "buy", "convinc", "choos", "offer", "made", "mad", "brand", "honest", "pictur")


@dataclass(frozen=True, slots=True)
class Link:
    """One fact that has to do with an offer: how much, and the stem or need in which they meet."""

    value: float
    fact: Fact
    met: str


@dataclass(frozen=True, slots=True)
class Pull:
    """What draws a person to a thing or away from it: the sum, and the facts behind it, strongest first."""

    score: float
    pros: tuple[Link, ...]
    cons: tuple[Link, ...]


def offer_pull(person: Portrait, text: str) -> Pull:
    """Return how one thing, described in a text, sits with a person."""
    return pull(person, text)


@lru_cache(maxsize=2000)
def pull(person: Portrait, text: str, hide: tuple[str, ...] = ()) -> Pull:
    """Return how an offer sits with a person; `hide` names the stems that all options share."""
    spent: dict[tuple[str, bool], int] = {}
    weighed: list[Link] = []
    fields, offered = topics(), _offered(text)
    for link in sorted(_links(person, text, offered, hide), key=lambda link: (-abs(link.value), link.fact.said)):
        times = spent.get((link.met, link.value > 0), 0)
        spent[link.met, link.value > 0] = times + 1
        weighed.append(Link(link.value * (0.6 if link.met in fields else 0.4) ** times, link.fact, link.met))
    total = sum(link.value for link in weighed) + sum(
        size * offered[need] for need, size in inclined(person).items() if need in offered
    )
    pros = tuple(link for link in weighed if link.value >= _SPOKEN)
    cons = tuple(link for link in weighed if link.value <= -_SPOKEN)
    return Pull(total / (1 + max(0, len(keys(text)) - 12) / 40), pros, cons)


@lru_cache(maxsize=5000)
def _offered(text: str) -> dict[str, float]:
    """Return what an offer gives to each need, or takes from it; a second word for the same counts little."""
    found: dict[str, list[int]] = {}
    for leaning in leanings(text, offer=True):
        found.setdefault(leaning.need, []).append(leaning.value)
    return {
        need: (1 if total > 0 else -1) * (1 + 0.25 * min(2, abs(total) - 1))
        for need, values in found.items()
        if (total := sum(values))
    }


def _links(person: Portrait, text: str, offered: dict[str, float], hide: tuple[str, ...]) -> list[Link]:
    """Return the links by needs and by words."""
    found = _by_words(person, text, hide)
    worded = [(link.fact, link.value > 0) for link in found]
    weight, fields = weights(), topics()
    for need, given in offered.items():
        for fact, size in wishes(person).get(need, ()):
            value = size * given * weight[need]
            if need == "thrift" and size < 0:
                value *= (
                    0.2 if given > 0 else 0.35
                )  # plenty of money makes nothing cheap unwelcome, nor all that is dear
            if need in fields:
                if fact.kind == "dislike" and (fact, False) not in worded:
                    continue
                value *= 0.8
            found.append(Link(value * (0.5 if (fact, value > 0) in worded else 1.0), fact, need))
    return found


def _by_words(person: Portrait, text: str, hide: tuple[str, ...]) -> list[Link]:
    """Return the links by the telling words that a fact shares with an offer."""
    weak, denied = faint(), _denied(text)
    wanted = tuple(
        key
        for key in keys(text)
        if key not in weak and key not in hide and key not in META and key not in _FAINT_THINGS
    )
    said, found = f" {normal(text)} ", list[Link]()
    for fact in person.facts:
        common = shared(fact.keys, wanted) if fact.kind in WEIGHT else ()
        named = fact.kind in _NAMED and fact.keys and f" {normal(fact.said)} " in said
        if named and not any(key in hide for key in fact.keys):
            common = fact.keys
        if not common or " over " in fact.said:
            continue
        sign = fact.sign if fact.kind in _SIGNED else 1
        if fact.kind == "dislike" and any(key in denied and key not in _denied(fact.said) for key in common):
            sign = 1
        if fact.kind == "trouble":
            continue
        telling = [key for key in fact.keys if key not in weak]
        whole = len(common) >= len(telling) or (len(common) > 1 and (fact.thing or len(telling) < 5))
        size = (
            (1.8 if fact.kind == "dislike" else 0.9) + 0.4 * len(common)
            if whole
            else (0.9 if len(telling) == 2 else 0.5)
            if fact.thing
            else 0.25
        )
        found.append(Link(WEIGHT[fact.kind] * sign * size, fact, next(iter(common))))
    return found


def _denied(text: str) -> tuple[str, ...]:
    """Return the stems that an offer promises to be without: "zero unskippable ads"."""
    return tuple(key for match in _WITHOUT.finditer(text) for key in keys(match.group(1)))
