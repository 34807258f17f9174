"""Whether one assertion answers another: same matter, same sense, and then the product of the signs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.claims.assertions import Assertion, assertions
from troupe_mcp.models.rehearsal.english.words import coverage
from troupe_mcp.models.rehearsal.lexicon import stances

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 0.7
_HALF = 0.5
_LIGHT = ("pay", "giv", "tak")  # doings that a question may leave out: "higher taxes for the rich"


@lru_cache(maxsize=20_000)
def verdict(held: str, asked: tuple[Assertion, ...]) -> int:
    """Return 1 or -1 where a held sentence answers what is asked, else 0: overlap alone answers nothing."""
    signs = [sign for claim in asked if (sign := _first(assertions(held), claim))]
    return signs[0] if signs and all(sign == signs[0] for sign in signs) else 0


def closeness(held: str, asked: Sequence[Assertion]) -> float:
    """Return how fully two sentences cover each other's matter, for choosing among several that answer."""
    return max(
        (coverage(a.keys, h.keys) + coverage(h.keys, a.keys) for a in asked for h in assertions(held)), default=0.0
    )


def _first(held: tuple[Assertion, ...], asked: Assertion) -> int:
    return next((sign for claim in held if (sign := _answers(claim, asked))), 0)


def _answers(held: Assertion, asked: Assertion) -> int:
    if bool(held.other) != bool(asked.other) or not _same_mood(held, asked) or not _same_sense(held, asked):
        return 0
    if held.other:
        return _compared(held, asked)
    if not _covers(held, asked) or _turned_round(held, asked):
        return 0
    return held.sign * asked.sign


def _compared(held: Assertion, asked: Assertion) -> int:
    if not held.keys or not asked.keys:
        return 0
    straight = coverage(asked.other, held.other) * coverage(asked.keys, held.keys)
    crossed = coverage(asked.other, held.keys) * coverage(held.other, asked.keys)
    if straight >= _MOST and coverage(held.keys, asked.keys) >= _HALF and coverage(held.other, asked.other) >= _HALF:
        return held.sign * asked.sign
    return -held.sign * asked.sign if crossed >= _MOST else 0


def _same_mood(held: Assertion, asked: Assertion) -> bool:
    if asked.mood == "mine":
        return asked.judges and held.judges
    if asked.judges != held.judges:
        return False
    return asked.judges or held.mood == asked.mood or "ought" not in (held.mood, asked.mood)


def _same_sense(held: Assertion, asked: Assertion) -> bool:
    if held.sense == asked.sense or {held.sense, asked.sense} == {"", "good"}:
        return True
    if asked.sense in ("", "good"):
        return held.sense in stances().serves or (held.sense == "more" and held.sign > 0)
    return False


def _covers(held: Assertion, asked: Assertion) -> bool:
    """Return whether the matter of both is the same: all that restricts the held claim is asked for as well."""
    met = (*held.keys, *(held.beside if len(asked.keys) > 2 else ()))
    common = [key for key in asked.keys if key in held.keys]
    missing = [key for key in held.bound if key not in (*asked.keys, *asked.beside, *_LIGHT)]
    if not common or len(missing) > (1 if len(held.bound) > 2 else 0):
        return False
    if coverage(asked.keys, met) < (_MOST if len(asked.keys) > 2 else 1.0):
        return False
    whole = coverage(held.keys, (*asked.keys, *asked.beside))
    if held.judges and held.matter and held.matter[0] not in (*asked.keys, *asked.beside):
        agents = stances().agents
        unnamed = held.matter[0] in agents and bool(held.bound) and next(iter(asked.keys), "") not in agents
        return whole >= (0.6 if unnamed else _MOST)
    return whole >= (_HALF if held.judges else 0.75)


def _turned_round(held: Assertion, asked: Assertion) -> bool:
    """Return whether doer and sufferer have changed places: parents reading children's messages, or the reverse."""
    agents = stances().agents
    left = [key for key in held.keys if key in agents and key in asked.keys]
    right = [key for key in asked.keys if key in agents and key in held.keys]
    return left[:1] != right[:1]
