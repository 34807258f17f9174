"""Gabor-Granger: the share that would buy at each price, and the price that brings in most (Gabor & Granger 1966)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.studies.statistics.intervals import LEVEL, Estimate, Interval, share
from troupe_mcp.studies.statistics.people import answering, chosen, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.studies.statistics.people import Respondent

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Point:
    """One price: the share (0-1) that would buy, and what one person asked brings in on average (price × share)."""

    option: str
    price: float
    buyers: Estimate
    revenue: float


@dataclass(frozen=True, slots=True)
class Demand:
    """All points by price, the one of most revenue and the prices that may be it, and who bought dear but not cheap.

    `best` is None where nobody would buy at any price; `inconsistent` are people, counted and kept.
    """

    points: tuple[Point, ...]
    best: Point | None
    best_price: Interval | None
    inconsistent: int


def demand(people: Iterable[Respondent], prices: Mapping[str, float], *, seed: int | str = 0) -> Demand:
    """Return the demand curve; each value names the options (of `prices`, name to price) at which a person buys.

    The interval of the best price is of a Bayesian bootstrap of people (Rubin 1981). It ends at prices that were asked,
    and so holds the best one more often than 95 % say, as any set of so few values does.
    """
    options = sorted(prices, key=lambda option: prices[option])
    kept = answering(people)
    if not kept:
        nobody = Estimate(0.0, None, 0, 0.0)
        return Demand(tuple(Point(option, prices[option], nobody, 0.0) for option in options), None, None, 0)
    rows = [chosen(person, options) for person in kept]
    points = tuple(
        Point(option, prices[option], bought, prices[option] * bought.value)
        for option, bought in zip(options, map(share, columns(rows, kept)), strict=True)
    )
    inconsistent = sum(any(dear > cheap for cheap, dear in pairwise(row)) for row in rows)
    best = max(points, key=lambda point: point.revenue)
    if not best.revenue:
        return Demand(points, None, None, inconsistent)
    kinds = Counter((row, person.weight) for row, person in zip(rows, kept, strict=True))
    return Demand(
        points, best, _interval(kinds, [point.price for point in points], Random(f"{seed}/demand")), inconsistent
    )


def _interval(
    kinds: Mapping[tuple[tuple[float, ...], float], int], prices: Sequence[float], rng: Random
) -> Interval | None:
    """Return the prices between which the best one lies in most draws, of one weight a kind of person and draw."""
    if sum(kinds.values()) < 2:
        return None
    buying = [
        (count, [(at, weight * price * row[at]) for at, price in enumerate(prices) if row[at]])
        for (row, weight), count in kinds.items()
    ]
    best: list[float] = []
    for _ in range(DRAWS):
        revenue = [0.0] * len(prices)
        for count, parts in buying:
            drawn = rng.gammavariate(count, 1)
            for at, value in parts:
                revenue[at] += drawn * value
        best.append(prices[max(range(len(prices)), key=revenue.__getitem__)])
    best.sort()
    tail = round(DRAWS * (1 - LEVEL) / 2)
    return Interval(best[tail], best[-1 - tail], LEVEL, "bootstrap")
