"""What somebody wants and shuns: their needs with the facts that show them, and the leanings that nobody speaks of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import plain_words, stem
from troupe_mcp.models.rehearsal.person.means import means, money_fact
from troupe_mcp.models.rehearsal.person.needs import Leaning, leanings, topics, weights

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

WEIGHT = {
    "belief": 0.9, "like": 1.2, "interest": 1.2, "dislike": 1.2, "trouble": 0.8, "work": 0.6, "job": 0.5, "family": 0.7,
    "money": 1.0, "routine": 0.8, "habit": 0.9, "media": 0.9, "goal": 0.8, "past": 0.6, "health": 1.3, "skill": 0.7,
    "origin": 0.4, "education": 0.3, "other": 0.8,
}  # fmt: skip
_ONLY: dict[str, tuple[str, ...]] = {
    "money": ("thrift", "prestige", "fairness"),
    "family": ("children", "animals"),
    "origin": ("country life", "water"),
    "education": ("stars and puzzles", "tech", "beauty"),
}
"""Kinds of facts that speak of other things only by chance, with the needs that they do speak of."""
_TEMPER = (
    ("openness", "novelty", 0.25), ("openness", "adventure", 0.2), ("extraversion", "company", 0.35),
    ("extraversion", "quiet", -0.35), ("conscientiousness", "plain dealing", 0.2), ("neuroticism", "safety", 0.3),
    ("agreeableness", "fairness", 0.2),
)  # fmt: skip
_CHILDREN = ("son", "daughter", "child", "twins", "twin", "babi", "baby", "grandchild", "grandson", "granddaughter")
_GROWN = re.compile(
    r"\b(?:studies|works|accountant|twenty|thirty|forty|lorries|lorry|married|lawyer|phones at|begs|drives|lives in"
    r"|moved|university|student|left home|grown)\b",
    re.IGNORECASE,
)
_SENSED = (
    "quiet", "privacy", "no scents", "short of time", "company", "green", "country life", "prestige", "human touch",
)  # fmt: skip
"""Needs that a disliked thing shows plainly; a dislike says less of what else somebody may want."""
_COMMON: tuple[str, ...] = ("plain dealing", "safety", "ease", "quiet", "health", "human touch", "rest")
_OLD = {
    "ease": 0.35, "quiet": 0.2, "tech": -0.25, "adventure": -0.3, "late hours": -0.2, "dancing": -0.2,
    "lasting things": 0.15,
}  # fmt: skip
_YOUNG = {"tech": 0.2, "novelty": 0.25, "dancing": 0.2, "thrift": 0.2, "adventure": 0.2, "gaming": 0.1, "ease": -0.15}
_CONDEMNS = re.compile(
    r"\b(?:banned|forbidden|fined|abolished|stopped|wrong|lie|lies|lying|swindle|steals?|ruins?|destroys?"
    r"|harms?(?! nobody| no one)|waste"
    r"|overrated|nonsense|poison|stupid|fools?|enemy|distrust|cowardice"
    r"|too (?:much|many|expensive)|mostly decoration)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=500)
def wishes(person: Portrait) -> dict[str, tuple[tuple[Fact, float], ...]]:
    """Return a person's needs with the facts that show them, for (above 0) or against."""
    found: dict[str, list[tuple[Fact, float]]] = {}
    for fact in person.facts:
        weight = WEIGHT.get(fact.kind, 0.0)
        held: dict[str, float] = {}
        for leaning in leanings(fact.said, offer=False) if weight else ():
            held[leaning.need] = held.get(leaning.need, 0.0) + _signed(fact, leaning)
        for need, value in held.items():
            if value and need in _ONLY.get(fact.kind, weights()):
                found.setdefault(need, []).append((fact, weight * max(-1.25, min(1.25, value))))
    if (child := child_fact(person)) is not None:
        found.setdefault("children", []).insert(0, (child, 1.5))
    money, level = money_fact(person), means(person)
    if money is not None and abs(level) >= 0.5 and all(fact is not money for fact, _ in found.get("thrift", ())):
        found.setdefault("thrift", []).append((money, max(-1.2, min(1.2, -level))))
    return {need: tuple(listed) for need, listed in found.items()}


@lru_cache(maxsize=500)
def inclined(person: Portrait) -> dict[str, float]:
    """Return the needs that nobody speaks of: those of character and of age, and those that everybody has a little."""
    found = dict.fromkeys(_COMMON, 0.15)
    for trait, need, size in _TEMPER:
        found[need] = found.get(need, 0.0) + size * person.level(trait)
    for leaning in leanings(person.traits, offer=False, traits=True):
        found[leaning.need] = found.get(leaning.need, 0.0) + 0.3 * leaning.value
    age = int(person.age) if person.age else 40
    for need, size in _OLD.items() if age >= 65 else _YOUNG.items() if age <= 25 else ():
        found[need] = found.get(need, 0.0) + size
    return found


def _signed(fact: Fact, leaning: Leaning) -> float:
    """Return what a leaning in a fact says of the person: disliked things count against, troubles are to be spared."""
    if leaning.state:
        beside = fact.kind == "dislike" or (fact.kind == "belief" and " " not in fact.said[leaning.start : leaning.end])
        return 0.0 if beside else leaning.value * 1.1
    field = leaning.need in topics()
    if (fact.kind == "belief" and field) or (fact.kind == "skill" and not field):
        return 0.0
    if fact.kind == "belief" and not leaning.denied and condemns(fact.said):
        return float(-leaning.value)
    if fact.kind == "belief" and leaning.value < 0:
        return 0.0
    if fact.kind == "trouble":
        return 0.8 if leaning.value < 0 and not leaning.denied else 0.0
    if fact.kind in {"work", "job"} and leaning.need in {"quiet", "company", "rest", "children"}:
        return 0.0
    if fact.kind == "dislike" and leaning.need not in _SENSED:
        return -0.4 * leaning.value
    return float(-leaning.value if fact.kind == "dislike" and (fact.thing or not leaning.denied) else leaning.value)


def condemns(text: str) -> bool:
    """Return whether a belief speaks against what it names."""
    return _CONDEMNS.search(text) is not None


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
