"""Lots: what is drawn for people who are written apart, so that they don't turn out alike."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FIVE = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
LEVELS = ("low", "medium", "high")
WORK = (
    "at an office desk", "selling or serving", "nursing, caring or teaching", "building, repairing or making",
    "in a factory, a warehouse or on the road", "in technology or science", "in law, money, media or the arts",
    "with land, sea or animals", "a business of their own", "none that is paid",
)  # fmt: skip
HOME = ("a big city", "a suburb or a middling town", "a small town or a village")
MEANS = ("short", "just enough", "comfortable")
FIRST = "ABCDEFGHIJKLMNOPRSTVWYZ"
LAST = "ABCDEFGHIKLMNOPRSTVWZ"


def initials(count: int, seed: int) -> list[str]:
    """Return initials of a first and a family name for each: all different for as long as there are any."""
    pairs = [f"{first}{last}" for first, last in product(FIRST, LAST)]
    rng = Random(f"{seed}/initials")
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += rng.sample(pairs, len(pairs))
    return drawn[:count]


def leanings(count: int, seed: int) -> list[str]:
    """Return a temperament for each in words, every level of every trait as often as the others."""
    columns = [_evenly(LEVELS, count, Random(f"{seed}/leaning/{trait}")) for trait in FIVE]
    return [
        ", ".join(f"{trait} {level}" for trait, level in zip(FIVE, levels, strict=True))
        for levels in zip(*columns, strict=True)
    ]


def circumstances(count: int, seed: int) -> list[str]:
    """Return a kind of work, of home and of means for each in words, each kind as often as the others."""
    kinds = {"work, now or before": WORK, "home": HOME, "money": MEANS}
    columns = [_evenly(kind, count, Random(f"{seed}/circumstances/{name}")) for name, kind in kinds.items()]
    return [
        ", ".join(f"{name}: {drawn}" for name, drawn in zip(kinds, lots, strict=True))
        for lots in zip(*columns, strict=True)
    ]


def _evenly(kinds: Sequence[str], count: int, rng: Random) -> list[str]:
    return rng.sample([kinds[place % len(kinds)] for place in range(count)], count)
