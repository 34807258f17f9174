"""Permutation tests by counts: who belongs to which group is drawn anew, from the few kinds of answers that there are.

A p value is (1 + draws at least as extreme) / (1 + draws), so it is never 0 and never too small (Phipson & Smyth 2010).
Where many draws are extreme it is known early, and drawing stops (Besag & Clifford 1991).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import exp, lgamma
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

PERMUTATIONS = 1999
"""Draws of a test: a p value of 0.05 has a standard error of 0.005."""
WORK = 1_000_000
"""Draws × people of a test that shuffles people one by one; larger ones use the limit distribution instead."""
ALL_SIGNS = 12
"""People with a change up to whom every pattern of signs is tried, so that the p value is exact."""
CLEAR = 100
"""Extreme draws after which no more are needed: the p value is over 0.05, and known to a tenth of itself."""
_SAME = 1 - 1e-9


def regroupings(
    table: Sequence[Sequence[int]], rng: Random, draws: int = PERMUTATIONS
) -> Iterator[list[list[int]]] | None:
    """Yield tables of groups × kinds with the margins of `table`, as random regrouping of its people gives them.

    None where there are too many people of too many kinds to do so within `WORK`.
    """
    sizes = [sum(row) for row in table]
    kinds = [sum(column) for column in zip(*table, strict=True)]
    people = sum(sizes)
    if len(kinds) * 8 <= people:
        return (_by_counts(sizes, kinds, rng) for _ in range(draws))
    return (_by_people(sizes, kinds, rng) for _ in range(draws)) if people * draws <= WORK else None


def _by_people(sizes: Sequence[int], kinds: Sequence[int], rng: Random) -> list[list[int]]:
    people = [kind for kind, count in enumerate(kinds) for _ in range(count)]
    rng.shuffle(people)
    table: list[list[int]] = []
    start = 0
    for size in sizes:
        row = [0] * len(kinds)
        for kind in people[start : start + size]:
            row[kind] += 1
        table.append(row)
        start += size
    return table


def _by_counts(sizes: Sequence[int], kinds: Sequence[int], rng: Random) -> list[list[int]]:
    left = list(kinds)
    table: list[list[int]] = []
    for size in sizes[:-1]:
        row: list[int] = []
        wanted, pool = size, sum(left)
        for count in left:
            drawn = hypergeometric(count, pool - count, wanted, rng)
            row.append(drawn)
            wanted -= drawn
            pool -= count
        left = [have - drawn for have, drawn in zip(left, row, strict=True)]
        table.append(row)
    return [*table, left]


def hypergeometric(good: int, bad: int, draws: int, rng: Random) -> int:
    """Return how many of `draws` taken from good + bad without replacement are good, by inversion from the mode."""
    low, high = max(0, draws - bad), min(good, draws)
    if low == high:
        return low
    mode = min(high, max(low, (draws + 1) * (good + 1) // (good + bad + 2)))
    density = exp(_choose(good, mode) + _choose(bad, draws - mode) - _choose(good + bad, draws))
    u = rng.random() - density
    down, up, below, above = mode, mode, density, density
    while u > 0 and (down > low or up < high):
        if up < high:
            above *= (good - up) * (draws - up) / ((up + 1) * (bad - draws + up + 1))
            up += 1
            u -= above
            if u <= 0:
                return up
        if down > low:
            below *= down * (bad - draws + down) / ((good - down + 1) * (draws - down + 1))
            down -= 1
            u -= below
            if u <= 0:
                return down
    return mode


@lru_cache(maxsize=65536)
def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def tail(observed: float, drawn: Iterator[float]) -> float:
    """Return the p value of an observed statistic among drawn ones."""
    extreme = total = 0
    for value in drawn:
        total += 1
        extreme += value >= observed * _SAME
        if extreme == CLEAR:
            return extreme / total
    return (1 + extreme) / (1 + total)


def sign_tail(
    rows: Sequence[Sequence[float]], statistic: Callable[[Sequence[float]], float], rng: Random
) -> tuple[float, bool]:
    """Return the p value of changes, a row a person, when each person's may as well have been the other way round.

    `statistic` is asked of the sums of the columns. Exact (the second value) for few people with any change.
    """
    moved = [row for row in rows if any(row)]
    if not moved:
        return 1.0, True
    width = range(len(moved[0]))
    observed = statistic([sum(row[at] for row in moved) for at in width])
    if len(moved) <= ALL_SIGNS:
        signs: Iterator[Sequence[int]] = product((1, -1), repeat=len(moved))
        drawn = [
            statistic([sum(s * r[at] for s, r in zip(each, moved, strict=True)) for at in width]) for each in signs
        ]
        return sum(value >= observed * _SAME for value in drawn) / len(drawn), True
    kinds: dict[tuple[float, ...], int] = {}
    for row in moved:
        flipped = tuple(-value for value in row)
        key = max(tuple(row), flipped)
        kinds[key] = kinds.get(key, 0) + 1

    counts, columns = [*kinds.values()], [*zip(*kinds, strict=True)]

    def draws() -> Iterator[float]:
        for _ in range(PERMUTATIONS):
            nets = [2 * rng.getrandbits(count).bit_count() - count for count in counts]
            yield statistic([sum(map(mul, nets, column)) for column in columns])

    return tail(observed, draws()), False
