"""Lots: what is drawn for people who are written apart, so that they don't turn out alike."""

from __future__ import annotations

from itertools import product
from random import Random

FIVE = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
LEVELS = ("low", "medium", "high")
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
    columns = [_levels(count, Random(f"{seed}/leaning/{trait}")) for trait in FIVE]
    return [
        ", ".join(f"{trait} {level}" for trait, level in zip(FIVE, levels, strict=True))
        for levels in zip(*columns, strict=True)
    ]


def _levels(count: int, rng: Random) -> list[str]:
    return rng.sample([LEVELS[place % 3] for place in range(count)], count)
