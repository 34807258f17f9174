"""The power of tests of shares, summed over all results: in small panels formulas miss it by up to 12 points."""

from __future__ import annotations

from functools import lru_cache
from math import comb, exp, lgamma, log

ALPHA = 0.05


def two_share_power(n: int, m: int, first: float, second: float) -> float:
    """Return the chance that the permutation test of chi-square finds shares different in groups of n and m people."""
    left, right = _binomial(n, first), _binomial(m, second)
    return sum(left[x] * right[total - x] for total, x in _rejected(n, m))


def paired_power(n: int, moving: float, change: float) -> float:
    """Return the chance that McNemar's exact test finds a change (0-1) of a share, when `moving` of n people change."""
    gaining = (moving + change) / 2 / moving
    power = 0.0
    for moved, chance in enumerate(_binomial(n, moving)):
        most = _most_lost(moved)
        if most >= 0:
            gained = _binomial(moved, gaining)
            power += chance * (sum(gained[: most + 1]) + sum(gained[moved - most :]))
    return power


@lru_cache(maxsize=16)
def _rejected(n: int, m: int) -> tuple[tuple[int, int], ...]:
    """Return the tables at which the test rejects, each as the people with the answer in all and in the first group."""
    found: list[tuple[int, int]] = []
    ways = [lgamma(k + 1) for k in range(n + m + 1)]

    def chance(total: int, x: int) -> float:
        left = ways[n] - ways[x] - ways[n - x] + ways[m] - ways[total - x] - ways[m - total + x]
        return exp(left - ways[n + m] + ways[total] + ways[n + m - total])

    for total in range(1, n + m):
        even = n * total / (n + m)
        tables = range(max(0, total - m), min(n, total) + 1)
        by_distance: dict[float, list[int]] = {}
        for x in tables:
            by_distance.setdefault(round(abs(x - even), 9), []).append(x)
        p = 0.0
        for _, alike in sorted(by_distance.items(), reverse=True):
            p += sum(chance(total, x) for x in alike)
            if p > ALPHA:
                break
            found.extend((total, x) for x in alike)
    return tuple(found)


@lru_cache(maxsize=1024)
def _most_lost(moved: int) -> int:
    """Return the most people who may have changed the rarer way for McNemar's test to reject; -1 if it never does."""
    p, most = 0.0, -1
    for lost in range(moved // 2 + 1):
        p += 2 * comb(moved, lost) / 2**moved
        if p > ALPHA:
            break
        most = lost
    return most


def _binomial(n: int, p: float) -> list[float]:
    if p <= 0 or p >= 1:
        return [float(x == (n if p >= 1 else 0)) for x in range(n + 1)]
    whole = lgamma(n + 1)
    return [exp(whole - lgamma(x + 1) - lgamma(n - x + 1) + x * log(p) + (n - x) * log(1 - p)) for x in range(n + 1)]
