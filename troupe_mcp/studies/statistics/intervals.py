"""Estimates with confidence intervals: mid-P for shares, Wilson's for means on a scale, Student's t for other means.

Mid-P is taken for what it does: of all shares from 0.01 to 0.5 and n = 10, 30, 200 none is covered less than 91.9 %,
while Wilson's interval falls to 84.2 % (n = 10) and Jeffreys' to 86.8 %. Near 0 and 1, and of
ten people, it covers more than 95 %, as any must that never covers too little: there are too few possible results.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING, Literal

from troupe_mcp.studies.statistics.distributions import beta_cdf, t_quantile
from troupe_mcp.studies.statistics.people import Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEVEL = 0.95
MOST_ANSWERS = 10
"""Answers that one person counts for at most in a share's interval, however often or finely they answered."""

Method = Literal["mid-P", "wilson", "t", "newcombe", "bootstrap", "inversion", "F", "jackknife"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval in the unit of its estimate; `method` names how it was found."""

    low: float
    high: float
    level: float
    method: Method

    def holds(self, value: float) -> bool:
        """Whether a value lies in it."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, its interval (None where it cannot be found), the people it rests on, and how many they count for."""

    value: float
    interval: Interval | None
    n: int
    effective: float


def share(sample: Sample, level: float = LEVEL) -> Estimate:
    """Return a share (0-1) with its interval; each value is a person's own share of answers, 0-1.

    With one answer a person it is the mid-P interval, n Kish's effective size. Where people's shares lie between 0 and
    1 it is Wilson's (1927), n p(1 - p) over the variance of the mean of people, Student's t for z (after Korn &
    Graubard 1998).
    """
    people = len(sample.values)
    if not people:
        return Estimate(0.0, None, 0, 0.0)
    p, kish = sample.mean, sample.effective
    if all(value in (0.0, 1.0) for value in sample.values) or kish < 1 + 1e-9:
        return Estimate(p, mid_p(p, kish, level), people, kish)
    variance = sample.variance / kish
    n = min(p * (1 - p) / variance if variance > 1e-12 else kish * MOST_ANSWERS, kish * MOST_ANSWERS)
    return Estimate(p, _score(p, n, kish, level), people, kish)


def mid_p(p: float, n: float, level: float = LEVEL) -> Interval:
    """Return the mid-P interval of a share p of n > 0 people, n whole or effective (Berry & Armitage 1995)."""
    low, high = _mid_p(round(p * n, 6), round(n, 6), round((1 - level) / 2, 9))
    return Interval(low, high, level, "mid-P")


@lru_cache(maxsize=65536)
def _mid_p(x: float, n: float, tail: float) -> tuple[float, float]:
    def above(p: float) -> float:
        """The chance of more than x of n, and half of that of just x."""
        reached = beta_cdf(p, x, n - x + 1) if x > 0 else 1.0
        passed = beta_cdf(p, x + 1, n - x) if x < n else 0.0
        return (reached + passed) / 2

    return 0.0 if x <= 0 else _where(above, tail, 0.0, x / n), 1.0 if x >= n else _where(above, 1 - tail, x / n, 1.0)


def _where(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2


def _score(p: float, n: float, kish: float, level: float) -> Interval:
    """Return the interval of a share p of n answers, which `kish` people gave."""
    critical = t_quantile((1 + level) / 2, round(kish - 1, 6))
    z2 = critical * critical
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = critical / (1 + z2 / n) * sqrt(max(0.0, p * (1 - p) / n + z2 / (4 * n * n)))
    return Interval(
        0.0 if p <= 0 else max(0.0, middle - half), 1.0 if p >= 1 else min(1.0, middle + half), level, "wilson"
    )


def mean(sample: Sample, level: float = LEVEL) -> Estimate:
    """Return a mean with Student's interval, df = effective n - 1; no interval for one person or without any spread."""
    people = len(sample.values)
    if not people:
        return Estimate(0.0, None, 0, 0.0)
    middle, n, variance = sample.mean, sample.effective, sample.variance
    if people < 2 or n < 1.5 or variance <= 1e-12 * max(1.0, middle * middle):
        return Estimate(middle, None, people, n)
    half = t_quantile((1 + level) / 2, round(n - 1, 6)) * sqrt(variance / n)
    return Estimate(middle, Interval(middle - half, middle + half, level, "t"), people, n)


def mean_within(sample: Sample, low: float, high: float, level: float = LEVEL) -> Estimate:
    """Return a mean of values that lie between two ends: points of a scale, ranks, scores.

    It is found as a share of the way from one end to the other. Near an end, where few people move a mean, Student's
    interval of 10 to 40 people covers 75-93 %, this one 95-99 %. No interval for one person, nor where all say the same
    that is no end.
    """
    people, n = len(sample.values), sample.effective
    plain = Estimate(sample.mean if people else 0.0, None, people, n)
    if people < 2 or n < 1.5:
        return plain
    span = high - low
    way = Sample(tuple(min(1.0, max(0.0, (value - low) / span)) for value in sample.values), sample.weights)
    p, variance = way.mean, way.variance / n
    if all(value in (0.0, 1.0) for value in way.values):
        found = mid_p(p, n, level)
    elif variance <= 1e-12:
        return plain
    else:
        found = _score(p, p * (1 - p) / variance, n, level)
    return replace(plain, interval=replace(found, low=low + span * found.low, high=low + span * found.high))


def share_difference(first: Sample, second: Sample, level: float = LEVEL) -> Estimate:
    """Return the share in `second` minus that in `first`, of different people (Newcombe 1998, method 10)."""
    return _square_and_add(share(first, level), share(second, level), 0.0, level)


def paired_share_difference(before: Sample, after: Sample, level: float = LEVEL) -> Estimate:
    """Return the share after minus that before, of the same people in the same order (Newcombe 1998, paired 10)."""
    return _square_and_add(share(before, level), share(after, level), correlation(before, after), level)


def _square_and_add(first: Estimate, second: Estimate, related: float, level: float) -> Estimate:
    difference = second.value - first.value
    n, effective = min(first.n, second.n), min(first.effective, second.effective)
    a, b = first.interval, second.interval
    if a is None or b is None:
        return Estimate(difference, None, n, effective)

    def reach(mine: float, other: float) -> float:
        return sqrt(max(0.0, mine * mine - 2 * related * mine * other + other * other))

    low = difference - reach(second.value - b.low, a.high - first.value)
    high = difference + reach(b.high - second.value, first.value - a.low)
    return Estimate(difference, Interval(max(-1.0, low), min(1.0, high), level, "newcombe"), n, effective)


def correlation(first: Sample, second: Sample) -> float:
    """Return the weighted correlation of two samples of the same people; 0.0 where one of them has no spread."""
    weights, mx, my = first.weights, first.mean, second.mean
    pairs = list(zip(weights, first.values, second.values, strict=True))
    xx = sum(w * (x - mx) ** 2 for w, x, _ in pairs)
    yy = sum(w * (y - my) ** 2 for w, _, y in pairs)
    return sum(w * (x - mx) * (y - my) for w, x, y in pairs) / sqrt(xx * yy) if xx * yy > 1e-24 else 0.0


def mean_difference(first: Sample, second: Sample, level: float = LEVEL) -> Estimate:
    """Return the mean of `second` minus that of `first`, of different people (Welch 1947)."""
    n, effective = min(len(first.values), len(second.values)), min(first.effective, second.effective)
    if not n:
        return Estimate(0.0, None, 0, 0.0)
    difference = second.mean - first.mean
    parts = [(each.variance / each.effective, each.effective - 1) for each in (first, second)]
    total = sum(part for part, _ in parts)
    if effective < 1.5 or total <= 0:
        return Estimate(difference, None, n, effective)
    df = total * total / sum(part * part / df for part, df in parts)
    half = t_quantile((1 + level) / 2, round(df, 4)) * sqrt(total)
    return Estimate(difference, Interval(difference - half, difference + half, level, "t"), n, effective)


def paired_mean_difference(before: Sample, after: Sample, level: float = LEVEL) -> Estimate:
    """Return the mean change of the same people in the same order, with Student's interval."""
    return mean(Sample(changes(before.values, after.values), before.weights), level)


def changes(before: Sequence[float], after: Sequence[float]) -> tuple[float, ...]:
    """Return after minus before, person by person."""
    return tuple(y - x for x, y in zip(before, after, strict=True))
