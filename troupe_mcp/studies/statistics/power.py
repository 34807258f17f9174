"""What a panel can see: the smallest difference found 4 times of 5, and the people needed for a wanted one.

80 % power at 5 % two-sided, for the tests in `groups` and `paired`. Shares are 0-1; means are in standard deviations
of people unless a deviation is given.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, sqrt
from typing import TYPE_CHECKING

from troupe_mcp.errors import RequestError
from troupe_mcp.studies.statistics.distributions import normal_cdf, normal_quantile, t_quantile
from troupe_mcp.studies.statistics.exact import paired_power, two_share_power

if TYPE_CHECKING:
    from collections.abc import Callable

POWER = 0.8
SIGNIFICANCE = 0.05
MOST_PEOPLE = 10_000_000
RESULTS = 100_000
"""Results up to which the power for shares of two groups is summed over all of them, not read from a formula."""
EXACT = 300
"""People up to whom the power for changes of a share is summed over all results."""


@lru_cache(maxsize=4096)
def smallest_share_difference(n: float, m: float, *, at: float = 0.5, power: float = POWER) -> float | None:
    """Return the smallest difference between the shares of two groups of n and m people, from a share of `at`.

    Towards the middle, where a difference is harder to see. None where even 0 against 1 can't be seen.
    """
    up = at <= 0.5
    return _smallest(lambda d: share_power(n, m, at, at + d if up else at - d) >= power, 1 - at if up else at)


def share_power(n: float, m: float, first: float, second: float) -> float:
    """Return the chance (0-1) to find the difference between two shares in groups of n and m people.

    Exact up to about 300 people each; above by the formula with the continuity correction that makes it hold for
    permutation tests (Casagrande, Pike & Smith 1978; Fleiss 1981).
    """
    gap = abs(second - first)
    if n < 2 or m < 2 or not gap:
        return 0.0
    if n * m <= RESULTS:
        return two_share_power(int(n), int(m), first, second)
    harmonic = 1 / n + 1 / m
    pooled = (n * first + m * second) / (n + m)
    spread = sqrt(first * (1 - first) / n + second * (1 - second) / m)
    critical = normal_quantile(1 - SIGNIFICANCE / 2) * sqrt(pooled * (1 - pooled) * harmonic)
    over = gap - harmonic / 2 - critical
    return normal_cdf(over / spread) if spread else float(over > 0)


def smallest_mean_difference(n: float, m: float, *, deviation: float = 1.0, power: float = POWER) -> float | None:
    """Return the smallest difference between the means of two groups of n and m people."""
    df = n + m - 2
    return _t_reach(df, power) * deviation * sqrt(1 / n + 1 / m) if n >= 2 and m >= 2 else None


@lru_cache(maxsize=4096)
def smallest_paired_share_difference(n: float, *, moving: float = 0.3, power: float = POWER) -> float | None:
    """Return the smallest change of a share that n people answering twice show, when a share `moving` changes at all.

    None where no change could be seen. For McNemar's test; see `paired_share_power`.
    """
    return _smallest(lambda change: paired_share_power(n, moving, change) >= power, moving) if n >= 2 else None


def paired_share_power(n: float, moving: float, change: float) -> float:
    """Return the chance (0-1) to find a change of a share among n people of whom a share `moving` changes at all.

    Exact up to 300 people, above by Miettinen's formula (1968) with a continuity correction.
    """
    if n <= EXACT:
        return paired_power(int(n), moving, change)
    spread = sqrt(max(1e-12, moving - change * change))
    return normal_cdf(((change - 1 / n) * sqrt(n) - normal_quantile(1 - SIGNIFICANCE / 2) * sqrt(moving)) / spread)


def smallest_paired_mean_difference(
    n: float, *, deviation: float = 1.0, related: float = 0.5, power: float = POWER
) -> float | None:
    """Return the smallest change of a mean that n people show, whose two answers correlate as told (`related`)."""
    return _t_reach(n - 1, power) * deviation * sqrt(2 * (1 - related) / n) if n >= 3 else None


def needed_for_share(difference: float, *, at: float = 0.5, power: float = POWER) -> int:
    """Return the people needed in each of two groups to see a difference (0-1) of shares."""
    _positive(difference)
    other = at + difference if at <= 0.5 else at - difference
    return _needed(lambda n: 0 <= other <= 1 and share_power(n, n, at, other) >= power, difference)


def needed_for_paired_share(difference: float, *, moving: float = 0.3, power: float = POWER) -> int:
    """Return the people needed, each answering twice, to see a change of a share."""
    _positive(difference)
    return _needed(lambda n: difference <= moving and paired_share_power(n, moving, difference) >= power, difference)


def smallest_p(n: int, m: int | None = None) -> float:
    """Return the smallest p that can come of groups of n and m people, or of n people who answer twice.

    It is that of the one order, or its mirror, in which all differ as far as they can (signs, or groups, permuted).
    """
    if m is None:
        return min(1.0, 2.0 ** (1 - n))
    return min(1.0, (2 if n == m else 1) / comb(n + m, n))


def can_pass(n: int, m: int | None = None) -> bool:
    """Whether any difference at all could be significant among so many people."""
    return smallest_p(n, m) <= SIGNIFICANCE


def _t_reach(df: float, power: float) -> float:
    return t_quantile(1 - SIGNIFICANCE / 2, round(df, 4)) + t_quantile(power, round(df, 4))


def _smallest(seen: Callable[[float], bool], most: float) -> float | None:
    if not seen(most):
        return None
    low, high = 0.0, most
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if seen(middle) else (middle, high)
    return high


def _needed(seen: Callable[[int], bool], difference: float) -> int:
    low, high = 1, 2
    while not seen(high):
        low, high = high, high * 2
        if high > MOST_PEOPLE:
            raise RequestError(f"A difference of {difference:g} can't be seen here by {MOST_PEOPLE:,} people; try 0.1.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if seen(middle) else (middle, high)
    return high


def _positive(difference: float) -> None:
    if not difference > 0:
        raise RequestError(f"A difference of {difference!r} cannot be looked for: give one above 0, e.g. 0.1.")
