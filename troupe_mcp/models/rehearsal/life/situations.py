"""Situations of everyday life: what a question is set in, and which own facts belong there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from troupe_mcp.models.rehearsal.asked.intents import asks_opinion, fields_of
from troupe_mcp.models.rehearsal.english.heads import is_of_another
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.matters.grounds import nearness
from troupe_mcp.models.rehearsal.matters.plans import plan_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_VIEWS = (
    "belief", "trouble", "money", "health", "media", "habit", "family", "other", "work", "routine", "past", "goal",
)  # fmt: skip
_OUGHT = re.compile(r"\b(?:should|must|ought|belongs?|needs?|able to)\b")
_ONLY = {"family": {"home", "chores", "school", "age", "money"}, "money": {"money", "bank", "shop", "housing"}}
"""Situations in which one's relatives, or one's purse, say something."""
_HAPPENS = re.compile(
    r"\b(?:traffic|jams?|wait(?:s|ed|ing)?|late|delay\w*|miss(?:es|ed)?|(?:get|am|got) lost|lose my way|stuck|slow\w*"
    r"|breaks? down|broke down|breakdown|(?:over)?crowd\w*|full|stand(?:s|ing)?|squeez\w+|queue\w*|snow\w*|ice|icy"
    r"|rains?|flood\w*|fog|mud|wet|potholes?|holes|cancel\w*|fails? to (?:come|stop)|puncture|flat tyre|strikes?|fines?"
    r"|satnav|closed|blocked|detours?|travel"
    r"|(?:hours?|minutes|kilomet\w+|miles) (?:a day |each way |by |on |to |through )"
    r"|never (?:comes|stops|arrives)|doesn't (?:come|stop|run|arrive)|stops? running|overtak\w+|horns?|honk\w*|steal\w*"
    r"|stolen|theft|parking|parks? in)\b"
    r"|^(?:the|my|every|no) (?:last |first |school |night )?(?:bus|tram|train|metro|ferry|car|van|bike|lift)s?\b"
    r"(?! wakes)",
    re.IGNORECASE,
)
"""What happens to somebody on the road: a mere word for a vehicle is no trouble on the way."""
_OPEN = {"work"}
"""Situations in which any trouble may be told that belongs to no other."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A corner of life, and how questions and facts name it."""

    name: str
    asked: re.Pattern[str]
    held: re.Pattern[str]
    over: tuple[str, ...]
    """Wider corners that a question isn't set in where it names this one."""


@cache
def situations() -> dict[str, Situation]:
    """Return the situations by name."""
    listed = cast("list[dict[str, str]]", read("situations.json")["situations"])
    return {
        entry["name"]: Situation(
            entry["name"],
            _words(entry["asked"]),
            _words(entry["held"]),
            tuple(entry.get("over", "").split()),
        )
        for entry in listed
    }


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=5000)
def asked_in(question: str) -> tuple[str, ...]:
    """Return the situations that a question is set in, without the wide ones where a narrower one is named."""
    found = [situation for situation in situations().values() if situation.asked.search(question)]
    wide = [name for situation in found for name in situation.over]
    return tuple(situation.name for situation in found if situation.name not in wide)


@lru_cache(maxsize=20_000)
def held_in(said: str) -> tuple[str, ...]:
    """Return the situations that a fact belongs to."""
    return tuple(name for name, situation in situations().items() if situation.held.search(said))


@lru_cache(maxsize=20_000)
def bond(said: str, question: str) -> int:
    """Return how closely a fact belongs where a question is set: 0 not at all, more the surer."""
    inside = _inside(said, question)
    return 2 * inside + nearness(said, question) if inside else 0


def _inside(said: str, question: str) -> int:
    """Return in how many corners of a question a fact belongs; on the way only what can happen there is a trouble."""
    held = held_in(said)
    still = "trouble" in fields_of(question) and not _HAPPENS.search(said)
    return sum(name in held and not (still and name == "way") for name in asked_in(question))


@lru_cache(maxsize=20_000)
def belongs(kind: str, said: str, question: str) -> bool:
    """Return whether a fact surely belongs where a question is set: in two of its corners, a belief also by a word.

    What somebody merely does or has is no view: asked for one, it must share a word with the question as well.
    """
    wanted = min(2, max(1, len(asked_in(question))))
    inside = _inside(said, question)
    worded = nearness(said, question) > 2
    if kind == "belief":
        if is_of_another(said, question) or (not worded and "mayor" not in asked_in(question) and plan_in(question)):
            return False
        return (inside >= wanted and (worded or _OUGHT.search(said) is not None)) or (inside > 0 and worded)
    if not asks_opinion(question):
        return inside >= wanted
    if kind == "trouble":
        return inside >= wanted and nearness(said, question) > 0
    return inside >= wanted and (inside > 1 or worded)


def fitting(facts: Sequence[Fact], question: str) -> list[Fact]:
    """Return the troubles that belong where a question is set, a mere dislike only by its words; all if set nowhere."""
    asked = asked_in(question)
    if not asked:
        return list(facts)
    working = set(asked) <= _OPEN
    return [
        fact for fact in facts if (working and fact.kind == "trouble" and _at_work(fact)) or bond(fact.said, question)
    ]


def _at_work(fact: Fact) -> bool:
    """Return whether a trouble may be one of the working day: it speaks neither of home nor of health."""
    return not any(name in {"home", "health", "neighbour", "chores", "sleep", "housing"} for name in held_in(fact.said))


def views(person: Portrait, question: str) -> list[Fact]:
    """Return what a person surely holds where a question is set, the nearest first, beliefs before the rest."""
    if not asked_in(question):
        return []
    ranked = [
        (-bond(fact.said, question), _OUGHT.search(fact.said) is None, place, fact)
        for place, fact in enumerate(person.of(*_VIEWS))
        if not fact.thing
        and belongs(fact.kind, fact.said, question)
        and (fact.kind not in _ONLY or _ONLY[fact.kind] & {*asked_in(question)})
    ]
    return [fact for *_, fact in sorted(ranked, key=lambda entry: entry[:3])]
