"""Plans for everybody: what a ban, a building or a machine brings with it, seen by temper; never a verdict."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.lexicon import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.voice.voice import Voice

_SIDES = ("plus", "minus", "ask")


class Plan(NamedTuple):
    """A kind of plan: how it is asked about, and what the hopeful, the wary and the careful say of it."""

    asked: re.Pattern[str]
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    ask: tuple[str, ...]
    names: bool
    """Whether it answers a question for a thing rather than for a view."""
    first: bool
    """Whether it comes before what in the own life only brushes the matter."""


@cache
def plans() -> tuple[Plan, ...]:
    """Return the kinds of plans, the narrower ones first."""
    listed = cast("list[dict[str, list[str]]]", read("plans.json")["plans"])
    return tuple(
        Plan(
            re.compile(str(entry["asked"]), re.IGNORECASE),
            tuple(entry["plus"]),
            tuple(entry["minus"]),
            tuple(entry["ask"]),
            "of" in entry,
            "before" in entry,
        )
        for entry in listed
    )


@lru_cache(maxsize=5000)
def plan_in(question: str) -> Plan | None:
    """Return the kind of plan that a question is about, nothing where it is about none."""
    return next((plan for plan in plans() if plan.asked.search(question)), None)


def consequence(voice: Voice, plan: Plan) -> str:
    """Return what a plan brings with it, in nobody's words yet and as this temper sees it; empty where all is said."""
    level = voice.portrait.level
    draw = voice.rng.random() * 3 + 0.7 * (level("agreeableness") + level("openness") - level("neuroticism"))
    hopeful, wary = (plan.plus, plan.ask, plan.minus), (plan.minus, plan.ask, plan.plus)
    order = hopeful if draw > 2 else wary if draw < 1 else (plan.ask, plan.minus, plan.plus)
    return next((text for side in order if (text := voice.least(side))), "")


def _plain(text: str) -> str:
    """Return a line as who drops articles and who doesn't say it alike."""
    return " ".join(word for word in normal(text).split() if word not in {"the", "a", "an"})


@cache
def _sides() -> tuple[tuple[str, str], ...]:
    return tuple((_plain(line), side) for plan in plans() for side in _SIDES for line in getattr(plan, side))


@lru_cache(maxsize=5000)
def side_in(text: str) -> str:
    """Return the side of a plan that a line names: `plus`, `minus`, or `ask` where it asks; empty for another line."""
    said, parts = f" {_plain(text)} ", [_plain(part) for part in sentences(text)]
    return next((side for line, side in _sides() if f" {line} " in said and _is_named(line, parts)), "")


def _is_named(line: str, parts: Sequence[str]) -> bool:
    """Return whether a line is not only the few words that it shares with another sentence: "the last word"."""
    length = len(line.split())
    return length >= _LONG or any(line in part and 2 * length >= len(part.split()) for part in parts)


_LONG = 4


@lru_cache(maxsize=5000)
def is_of_a_side(sentence: str) -> bool:
    """Return whether a sentence is one of those in which the side of a plan is named."""
    said = _plain(sentence)
    return side_in(sentence) != "" or (len(said.split()) > 2 and any(said in line for line, _ in _sides()))
