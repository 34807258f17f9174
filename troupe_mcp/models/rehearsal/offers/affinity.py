"""How much a thing on offer has to do with a person, and through which of their facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import coverage, faint, keys, normal, shared
from troupe_mcp.models.rehearsal.offers.lures import brought, lures, out_of_place, plain, ties, trade_of
from troupe_mcp.models.rehearsal.person.needs import leanings, topics, weights
from troupe_mcp.models.rehearsal.person.wishes import WEIGHT, inclined, wishes

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_NAMED = ("like", "dislike", "interest")
_SPOKEN = 0.3
_UNSAID, _FOR_OTHERS = 0.8, 0.35
"""How much a need weighs that no word of the offer names, and what is only for people with children."""
_FAINT_THINGS = (
    "room", "door", "book", "letter", "water", "paper", "hous", "week", "bag", "box", "street", "mile", "card", "hand",
    "team", "joint", "guest", "music", "every", "each", "day", "night",
    "plan", "class", "centr", "club", "power", "light", "service", "nam", "small", "group",
)  # fmt: skip
_SIGNED = ("dislike", "belief", "like", "skill", "media", "habit", "money", "past", "routine", "health", "other")
_WITHOUT = re.compile(r"\b(?:no|zero|without|never any|free of)\s+((?:[\w'’-]+\s*){1,2})", re.IGNORECASE)
_BESIDE = re.compile(
    r"[,;]|\b(?:with|without|on|in|at|after|before|from|for|by|that|who|which|of|to|under|over|near)\b"
)
META = ("advertis", "option", "product", "buy", "convinc", "choos", "offer", "made", "mad", "brand", "honest", "pictur")


@dataclass(frozen=True, slots=True)
class Link:
    """One fact that has to do with an offer: how much, and the stem or need in which they meet."""

    value: float
    fact: Fact
    met: str
    plain: bool = False
    """Whether both name the same thing, so that the fact may be told; what only shares a need decides unsaid."""


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
def pull(person: Portrait, text: str, hide: tuple[str, ...] = (), trade: str = "") -> Pull:
    """Return how an offer sits with a person; `hide` names the stems that all options share."""
    spent: dict[tuple[str, bool], int] = {}
    weighed: list[Link] = []
    fields, offered = topics(), _offered(text)
    for link in sorted(
        _links(person, text, offered, hide, trade or trade_of(text)),
        key=lambda link: (-abs(link.value), link.fact.said),
    ):
        times = spent.get((link.met, link.value > 0), 0)
        spent[link.met, link.value > 0] = times + 1
        share = 0.6 if link.met in fields or link.plain else 0.4
        weighed.append(Link(link.value * share**times, link.fact, link.met, link.plain))
    total = sum(link.value for link in weighed) + sum(
        size * offered[need] for need, size in inclined(person).items() if need in offered
    )
    total -= _FOR_OTHERS * out_of_place(person, text, trade or trade_of(text))
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


def _links(person: Portrait, text: str, offered: dict[str, float], hide: tuple[str, ...], trade: str) -> list[Link]:
    """Return the links by words, by lures and by needs."""
    found = _by_words(person, text, hide, trade)
    worded = [(link.fact, link.value > 0) for link in found if link.plain]
    for name, given in brought(text, trade).items():
        for fact, size in ties(person).get(name, ()):
            value = size * given * lures()[name].weight
            found.append(Link(value * (0.5 if (fact, value > 0) in worded else 1.0), fact, name, plain=True))
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
            value *= _UNSAID
            found.append(Link(value * (0.5 if (fact, value > 0) in worded else 1.0), fact, need))
    return found


def _by_words(person: Portrait, text: str, hide: tuple[str, ...], trade: str) -> list[Link]:
    """Return the links by the telling words that a fact shares with an offer."""
    text = plain(text)
    weak, denied, wanted = faint(), _denied(text), _telling(text, hide)
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
        telling, thing = [key for key in fact.keys if key not in weak], fact.thing or fact.kind in _NAMED
        whole = len(common) >= len(telling) or (len(common) > 1 and (thing or len(telling) < 5))
        size = (
            (1.8 if fact.kind == "dislike" else 0.9) + 0.4 * len(common)
            if whole
            else (0.9 if len(telling) == 2 else 0.5)
            if thing
            else 0.25
        )
        titled = any(key in keys(text.split(".")[0]) for key in common)
        most = len(common) > 1 and coverage(tuple(telling), common) >= 0.5
        named = most or _same_thing(fact, common, titled=titled)
        named = named and (len(common) > 1 or not _is_missed(person, fact, text, trade))
        if named or thing:
            found.append(Link(WEIGHT[fact.kind] * sign * size, fact, next(iter(common)), named))
    return found


@lru_cache(maxsize=2000)
def _telling(text: str, hide: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stems of an offer by which a fact may meet it."""
    weak = (*faint(), *hide, *META, *_FAINT_THINGS)
    return tuple(key for key in keys(text) if key not in weak)


def _is_missed(person: Portrait, fact: Fact, text: str, trade: str) -> bool:
    """Return whether a fact names a lure that an offer doesn't bring."""
    brings = brought(text, trade)
    return any(fact == tied for name, listed in ties(person).items() if name not in brings for tied, _ in listed)


def _same_thing(fact: Fact, common: tuple[str, ...], *, titled: bool) -> bool:
    """Return whether a thing itself is named, no word beside it; one of a special kind only by a title."""
    parts = _BESIDE.split(fact.said) if fact.thing or fact.kind in _NAMED else [""]
    main = keys(parts[0])
    return bool(main) and main[-1] in common and (len(parts) == 1 or (titled and fact.kind != "dislike"))


@lru_cache(maxsize=5000)
def _denied(text: str) -> tuple[str, ...]:
    """Return the stems that an offer promises to be without: "zero unskippable ads"."""
    return tuple(key for match in _WITHOUT.finditer(text) for key in keys(match.group(1)))
