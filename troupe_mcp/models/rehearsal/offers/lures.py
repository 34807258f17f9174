"""What an offer plainly brings (the sea, silence, a fixed price), who is tied to it, and what one says of it.

A need of `needs.py` decides without words; a fact is told for an offer only where both name the same lure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.lexicon import lures_data, trades_data, words
from troupe_mcp.models.rehearsal.person.means import means, tells_money
from troupe_mcp.models.rehearsal.person.needs import Leaning, leanings
from troupe_mcp.models.rehearsal.person.wishes import WEIGHT, child_fact, condemns, inclined, wishes

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_TOLD = ("like", "dislike", "interest", "habit", "routine", "skill", "goal", "media", "other")
"""Kinds of facts that may tie somebody to any lure; the other kinds only to those that name them."""
_AVERSE = -0.25
LEAVING = "leaving home"
"""The lure that nobody names: to be away for some days, which a life may not allow."""
_SIMILE = re.compile(r"\blike an? \w+", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:I|My [\w ]+?)(?:'m|'ve)?\s(?:[\w'-]+(?:,\d+)?\s*){2,}$")
_LITTLE = re.compile(
    r"\b(?:one|two|three|four|five|six|[1-6])\b(?! (?:children|daughters|sons|kids|grand))"
    r"|\b(?:baby|toddler|twins|newborn|infant)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lure:
    """One thing that an offer may bring, with the word for it and what is said for it, against it, for want of it."""

    name: str
    word: str
    needs: tuple[str, ...]
    want: tuple[str, ...]
    shun: tuple[str, ...]
    lack: tuple[str, ...]
    weight: float
    kinds: tuple[str, ...]
    trades: tuple[str, ...]
    child: bool
    money: bool


@cache
def lures() -> dict[str, Lure]:
    """Return all lures by name."""
    return {
        name: Lure(
            name,
            entry["word"],
            tuple(entry.get("need", ())),
            tuple(entry["want"]),
            tuple(entry["shun"]),
            tuple(entry.get("lack", ())),
            float(entry.get("weight", 1.0)),
            tuple(entry.get("only", (*_TOLD, *entry.get("kinds", ())))),
            tuple(entry.get("for", ())),
            bool(entry.get("child")),
            bool(entry.get("money")),
        )
        for name, entry in lures_data().items()
    }


@cache
def _of_state() -> tuple[Lure, ...]:
    """Return the lures to which children or the money tie somebody, whatever the words of their facts."""
    return tuple(lure for lure in lures().values() if lure.child or lure.money)


def plain(text: str) -> str:
    """Return a text without what it only compares a thing with: "folds like a letter"."""
    return _SIMILE.sub(" ", text)


@lru_cache(maxsize=5000)
def trade_of(text: str) -> str:
    """Return the trade that a question and what it offers belong to, by the most of its words; empty if by none."""
    counted = [(len(dict.fromkeys(wording.findall(text.lower()))), name) for name, wording in trades_data()]
    most = max(count for count, _ in counted)
    return next((name for count, name in counted if count == most), "") if most else ""


@lru_cache(maxsize=5000)
def brought(text: str, trade: str) -> dict[str, int]:
    """Return the lures of an offer of a trade: 1 for what it brings, -1 for what it lacks; none that is by the way."""
    found: dict[str, int] = {}
    for leaning in leanings(plain(text), offer=True, fine=True):
        trades = lures()[leaning.need].trades
        if not trade or not trades or trade in trades:
            found[leaning.need] = found.get(leaning.need, 0) + leaning.value
    return {name: 1 if total > 0 else -1 for name, total in found.items() if total}


@lru_cache(maxsize=500)
def ties(person: Portrait) -> dict[str, tuple[tuple[Fact, float], ...]]:
    """Return the lures that a life names, with the facts that name them and their sign and size."""
    found: dict[str, list[tuple[Fact, float]]] = {}
    for fact in person.facts:
        held: dict[str, float] = {}
        for leaning in leanings(fact.said, offer=False, fine=True):
            if fact.kind in lures()[leaning.need].kinds:
                held[leaning.need] = held.get(leaning.need, 0.0) + _signed(fact, leaning)
        for name, value in held.items():
            if value:
                found.setdefault(name, []).append((fact, WEIGHT.get(fact.kind, 0.5) * max(-1.1, min(1.1, value))))
    child = child_fact(person)
    level = means(person)
    money = [
        (fact, size)
        for fact, size in wishes(person).get("thrift", ())
        if fact.kind == "money" and tells_money(fact, short=size > 0) and size * level < 0
    ]
    for lure in _of_state():
        if lure.child and child is not None and (lure.weight > 0 or _is_little(child)):
            found.setdefault(lure.name, []).insert(0, (child, 1.1))
        if lure.money:
            # Who counts every coin says so; nobody takes a thing because they own three flats.
            found.setdefault(lure.name, []).extend((fact, size) for fact, size in money if size > 0)
    return {name: tuple(listed) for name, listed in found.items()}


def _is_little(child: Fact) -> bool:
    """Return whether a child is the own one and too small to be taken anywhere."""
    return _LITTLE.search(child.source) is not None and "grand" not in child.source.lower()


def _signed(fact: Fact, leaning: Leaning) -> float:
    """Return what the words of a lure in a fact say of the person: for it or against it."""
    if fact.kind == "skill" and leaning.value < 0:
        return 0.0
    if fact.kind == "trouble" and not leaning.state:
        return 1.0 if leaning.value < 0 and not leaning.denied else 0.0
    if leaning.state:
        return 0.0 if fact.kind == "dislike" and leaning.value < 0 else float(leaning.value)
    if fact.kind == "belief" and not leaning.denied and condemns(fact.said):
        return float(-leaning.value)
    if fact.kind == "dislike" and (fact.thing or not leaning.denied):
        return float(-leaning.value)
    return float(leaning.value)


def clause_of(fact: Fact, name: str) -> str:
    """Return the one clause of a compound fact that names the lure: "I sleep badly (and quit drinking)"."""
    for joint in re.finditer(r" and ", fact.said):
        first, second = fact.said[: joint.start()], fact.said[joint.end() :]
        if not _CLAUSE.match(first):
            continue
        if lures()[name].child or _names(first, name):
            return first
        verb = second.split()[0]
        deed = verb == "owe" or words().has("verbs", verb)
        if deed and fact.said.startswith("I ") and _names(f"I {second}", name):
            return f"I {second}"
    return fact.said


def _names(text: str, name: str) -> bool:
    if lures()[name].money:
        return any(leaning.need == "thrift" for leaning in leanings(text, offer=False))
    return any(leaning.need == name for leaning in leanings(text, offer=False, fine=True))


def leaning_to(person: Portrait, lure: Lure) -> float:
    """Return how much somebody would like a lure, by character, age and all that they need."""
    temper = inclined(person)
    held = sum(size for _, size in ties(person).get(lure.name, ()))
    coarse = sum(
        temper.get(need, 0.0) + 0.4 * sum(size for _, size in wishes(person).get(need, ())) for need in lure.needs
    )
    return (held + coarse) * (1 if lure.weight > 0 else -1 if held else 1)


def out_of_place(person: Portrait, text: str, trade: str) -> int:
    """Return how many lures of an offer are for people with children, where the person has none."""
    return sum(
        lures()[name].child and name not in ties(person) for name, value in brought(text, trade).items() if value > 0
    )


def welcome(person: Portrait, text: str, trade: str) -> list[tuple[Lure, float]]:
    """Return the lures of an offer for which somebody might take it, without those that they shun."""
    found = [(lures()[name], value) for name, value in brought(text, trade).items()]
    liked = [
        (lure, leaning_to(person, lure))
        for lure, value in found
        if value > 0 and lure.want and not (lure.child and lure.name not in ties(person))
    ]
    return [(lure, size) for lure, size in liked if size > _AVERSE]
