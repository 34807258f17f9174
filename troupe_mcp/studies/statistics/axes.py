"""Batteries: ratings joined to one score an axis, '-axis' reversed, and how well they hang together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.studies.statistics.distributions import f_quantile
from troupe_mcp.studies.statistics.intervals import LEVEL, Estimate, Interval, mean_within
from troupe_mcp.studies.statistics.people import Respondent, Sample, answering, numbers

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Item:
    """One rating of a battery: its axis ('-calm' counts towards calm, reversed), its scale, and who answered what."""

    axis: str
    scale: tuple[float, float]
    people: Sequence[Respondent]


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its mean over people and each person's score, on the scale of its first item, and Cronbach's alpha.

    `alpha` rests on those who answered all items; None with one item, fewer than three such people or no spread.
    """

    name: str
    items: int
    scale: tuple[float, float]
    mean: Estimate
    scores: dict[str, float]
    alpha: Estimate | None


def axes(items: Sequence[Item]) -> dict[str, Axis]:
    """Return what the items come to by axis, in the order in which axes are first named.

    A person's score is the mean of the items they answered; items on other scales are stretched to the first one's.
    """
    by_name: dict[str, list[Item]] = {}
    for item in items:
        if name := item.axis.removeprefix("-").strip():
            by_name.setdefault(name, []).append(item)
    return {name: _axis(name, each) for name, each in by_name.items()}


def _axis(name: str, items: Sequence[Item]) -> Axis:
    scale = items[0].scale
    answers = [_scored(item, scale) for item in items]
    weights = {person.name: person.weight for item in items for person in answering(item.people)}
    scores: dict[str, float] = {}
    for person in weights:
        given = [each[person] for each in answers if person in each]
        scores[person] = sum(given) / len(given)
    estimate = mean_within(Sample(tuple(scores.values()), tuple(weights.values())), *scale)
    complete = [[each[person] for each in answers] for person in weights if all(person in each for each in answers)]
    return Axis(name, len(items), scale, estimate, scores, alpha(complete))


def _scored(item: Item, scale: tuple[float, float]) -> dict[str, float]:
    low, high = item.scale
    span = (scale[1] - scale[0]) / (high - low)
    kept = answering(item.people)
    turned = item.axis.startswith("-")
    return {
        person.name: scale[0] + ((high - value) if turned else (value - low)) * span
        for person, value in zip(kept, numbers(kept).values, strict=True)
    }


def alpha(rows: Sequence[Sequence[float]], level: float = LEVEL) -> Estimate | None:
    """Return Cronbach's alpha (1951) of a row of item scores a person, with Feldt's interval (1965)."""
    n, k = len(rows), len(rows[0]) if rows else 0
    if k < 2 or n < 3:
        return None
    total = _variance([sum(row) for row in rows])
    if total <= 1e-12:
        return None
    value = k / (k - 1) * (1 - sum(_variance(column) for column in zip(*rows, strict=True)) / total)
    df1, df2 = n - 1, (n - 1) * (k - 1)
    low, high = (1 - (1 - value) * f_quantile(p, df1, df2) for p in ((1 + level) / 2, (1 - level) / 2))
    return Estimate(value, Interval(low, high, level, "F"), n, float(n))


def _variance(values: Sequence[float]) -> float:
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)
