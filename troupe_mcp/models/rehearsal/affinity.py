"""How much a thing on offer has to do with a person, and through which of their facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.words import concepts, keys, light, plain_words, shared, stem

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact, Portrait

_WEIGHT = {
    "belief": 1.0,
    "like": 1.2,
    "interest": 1.2,
    "dislike": 1.2,
    "trouble": 0.8,
    "work": 0.7,
    "job": 0.7,
    "family": 0.9,
    "money": 1.0,
    "routine": 0.7,
    "habit": 0.8,
    "media": 0.9,
    "goal": 0.8,
    "past": 0.5,
    "health": 0.5,
    "skill": 0.6,
    "origin": 0.3,
    "education": 0.3,
    "other": 0.6,
}
_VAGUE = (
    "work",
    "time",
    "social",
    "home",
    "simple",
    "tech",
    "design",
    "quality",
    "local",
    "quiet",
    "budget",
    "luxury",
    "family",
)
_CHILDREN = (
    "son",
    "daughter",
    "child",
    "twins",
    "twin",
    "babi",
    "baby",
    "grandchild",
    "grandson",
    "granddaughter",
    "pupil",
)

_GROWN = re.compile(
    r"\b(?:studies|works|accountant|twenty|thirty|forty|lorries|lorry|married|lawyer|phones at|begs)\b", re.IGNORECASE
)
_SPOKEN = 0.4
META = ("advertis", "option", "product", "buy", "convinc", "choos", "offer", "made", "mad", "brand", "honest", "pictur")


@dataclass(frozen=True, slots=True)
class Link:
    """One fact that has to do with an offer: how much, and the stem or concept in which they meet."""

    value: float
    fact: Fact
    met: str


@dataclass(frozen=True, slots=True)
class Pull:
    """What draws a person to a thing or away from it: the sum, and the facts behind it, strongest first."""

    score: float
    pros: tuple[Link, ...]
    cons: tuple[Link, ...]


def pull(
    person: Portrait,
    offer_keys: tuple[str, ...],
    offer_concepts: tuple[str, ...],
    text: str,
    hide: tuple[str, ...] = (),
) -> Pull:
    """Return how an offer sits with a person; `hide` names stems and concepts that all options share."""
    skipped = {**light(), **dict.fromkeys(hide), **dict.fromkeys(META)}
    wanted = tuple(key for key in offer_keys if key not in skipped)
    about = tuple(concept for concept in offer_concepts if concept not in hide)
    spent: dict[str, int] = {}
    weighed: list[Link] = []
    for link in sorted(
        _links(person, wanted, about, _denied(text)), key=lambda link: (-abs(link.value), link.fact.said)
    ):
        times = spent.get(link.met, 0)
        spent[link.met] = times + 1
        weighed.append(Link(link.value * 0.7**times, link.fact, link.met))
    total = sum(link.value for link in weighed) + _means(person, about, text)
    pros = tuple(link for link in weighed if link.value >= _SPOKEN)
    cons = tuple(link for link in weighed if link.value <= -_SPOKEN)
    return Pull(total / (1 + len(wanted) / 60), pros, cons)


def _links(person: Portrait, wanted: tuple[str, ...], about: tuple[str, ...], denied: tuple[str, ...]) -> list[Link]:
    """Return the links by words and by concepts; a single word in a long fact counts little."""
    found: list[Link] = []
    for fact in person.facts:
        weight = _WEIGHT.get(fact.kind, 0.0)
        sign = (
            fact.sign if fact.kind in {"dislike", "belief", "like", "skill", "media", "habit", "money", "past"} else 1
        )
        common: tuple[str, ...] = shared(fact.keys, wanted) if weight else ()
        if common and " over " not in fact.said:
            if fact.kind == "dislike" and any(key in denied for key in common):
                sign = 1
            whole = len(common) > 1 or len(fact.keys) <= 2
            size = (1.0 + 0.5 * len(common)) if whole else 0.2 if fact.kind == "belief" else 0.5
            found.append(Link(weight * sign * size, fact, next(iter(common))))
        for concept in shared(fact.concepts, about) if weight else ():
            if concept not in {"budget", "luxury", "honesty", "time"}:
                faint = fact.kind == "belief" or (fact.kind == "media" and concept in {"tech", "screen"})
                size = 0.2 if faint else 0.3 if concept in _VAGUE else 0.8
                found.append(Link(weight * size * (1 if fact.kind == "belief" else sign), fact, concept))
    return found


_WITHOUT = re.compile(r"\b(?:no|zero|without|never any|free of)\s+((?:[\w'’-]+\s*){1,2})", re.IGNORECASE)


def _denied(text: str) -> tuple[str, ...]:
    """Return the stems that an offer promises to be without: "zero unskippable ads"."""
    return tuple(key for match in _WITHOUT.finditer(text) for key in keys(match.group(1)))


def _means(person: Portrait, about: tuple[str, ...], text: str) -> float:
    """Money and children weigh where the offer speaks of them, whatever words the facts use."""
    score = 0.0
    cheap = "budget" in about and re.search(
        (
            r"\b(?:cheap\w*|afford\w*|budget\w*|saving|save|saves|bargain|discount|low(?:est)? price"
            r"|inexpensive|economical|half the price|less|under)\b"
        ),
        text,
        re.IGNORECASE,
    )
    if cheap:
        score += 1.5 * person.tight if person.tight else 0.2
    if "luxury" in about:
        score += -1.5 if person.tight > 0 else 0.8 if person.tight < 0 else 0.0
    if "family" in about and has_children(person):
        score += 1.5
    return score


def has_children(person: Portrait) -> bool:
    """Return whether small children are part of the person's life."""
    return child_fact(person) is not None


def offer_pull(person: Portrait, text: str) -> Pull:
    """Return how one thing, described in a text, sits with a person."""
    return pull(person, keys(text), concepts(text), text)


def money_fact(person: Portrait) -> Fact | None:
    """Return the fact that shows best how the money stands."""
    return next(iter(person.of("money")), None)


def child_fact(person: Portrait) -> Fact | None:
    """Return the fact that names a child who is not grown up."""
    return next(
        (
            fact
            for fact in person.of("family")
            if any(stem(word) in _CHILDREN for word in plain_words(fact.source)[:4]) and not _GROWN.search(fact.source)
        ),
        None,
    )
