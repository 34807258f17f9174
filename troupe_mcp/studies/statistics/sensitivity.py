"""Van Westendorp's price sensitivity meter: four prices a person, four curves, four points where two of them cross."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from math import inf, sqrt
from typing import TYPE_CHECKING, Literal

from troupe_mcp.studies.statistics.distributions import t_quantile
from troupe_mcp.studies.statistics.intervals import LEVEL, Estimate, Interval
from troupe_mcp.studies.statistics.people import answering, effective_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.studies.statistics.people import Respondent

Price = Literal["too_cheap", "cheap", "expensive", "too_expensive"]
PRICES: tuple[Price, ...] = ("too_cheap", "cheap", "expensive", "too_expensive")
Crossing = Literal["pmc", "opp", "ipp", "pme"]
CROSSINGS: dict[Crossing, tuple[Price, Price]] = {
    "pmc": ("too_cheap", "expensive"),
    "opp": ("too_cheap", "too_expensive"),
    "ipp": ("cheap", "expensive"),
    "pme": ("cheap", "too_expensive"),
}
"""A falling and a rising curve each: points of marginal cheapness, optimum, indifference, marginal expensiveness."""
EXACT = 12
"""Digits to which shares are alike: 1 - 27/30 is not 3/30, and curves that lie on each other must be seen to."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The four points in the unit of the prices, None where the curves don't cross; `range` runs from pmc to pme.

    `gaps` are between which prices nobody says what either of two curves counts; their point lies somewhere there.
    `curves` has, by price asked about, `(price, share)`: the falling ones are too_cheap and cheap. `invalid` people,
    whose prices are not in order, are counted and left out.
    """

    points: dict[Crossing, Estimate | None]
    curves: dict[Price, tuple[tuple[float, float], ...]]
    n: int
    invalid: int
    gaps: dict[Crossing, tuple[float, float]]

    @property
    def range(self) -> tuple[float, float] | None:
        """The range of acceptable prices."""
        low, high = self.points["pmc"], self.points["pme"]
        return (low.value, high.value) if low and high else None


def sensitivity(people: Iterable[Respondent]) -> Sensitivity:
    """Return where the curves cross (Van Westendorp 1976); a value is `{too_cheap, cheap, expensive, too_expensive}`.

    Repeats are averaged within a person. Curves are joined linearly between the prices named. An interval is of all
    prices at which the two shares don't differ by more than chance, which needs no bootstrap and covers as well.
    """
    kept = answering(people)
    rows = [(_averages(person.values), person.weight) for person in kept]
    valid = [(row, weight) for row, weight in rows if _in_order(row)]
    weights = [weight for _, weight in valid]
    grid = sorted({price for row, _ in valid for price in row.values()})
    curves: dict[Price, list[float]] = {each: _curve(each, valid, grid) for each in PRICES}
    points: dict[Crossing, Estimate | None] = {
        name: _crossing(name, curves, valid, grid, effective_size(weights)) for name in CROSSINGS
    }
    named: dict[Price, tuple[tuple[float, float], ...]] = {
        each: tuple(zip(grid, curve, strict=True)) for each, curve in curves.items()
    }
    gaps: dict[Crossing, tuple[float, float]] = {
        name: gap for name in CROSSINGS if (gap := _gap(name, [row for row, _ in valid]))
    }
    return Sensitivity(points, named, len(valid), len(rows) - len(valid), gaps)


def _averages(values: Sequence[Mapping[str, float]]) -> dict[Price, float]:
    return {price: sum(float(value[price]) for value in values) / len(values) for price in PRICES}


def _in_order(row: dict[Price, float]) -> bool:
    return row["too_cheap"] <= row["cheap"] <= row["expensive"] <= row["too_expensive"] and (
        row["too_cheap"] < row["too_expensive"]
    )


def _curve(price: Price, rows: Sequence[tuple[dict[Price, float], float]], grid: Sequence[float]) -> list[float]:
    """Return the share at each price of the grid: of those to whom it is (too) cheap, or (too) expensive."""
    named = sorted((row[price], weight) for row, weight in rows)
    prices = [each for each, _ in named]
    below = [0.0, *accumulate(weight for _, weight in named)]
    if price in ("too_cheap", "cheap"):
        return [1 - below[bisect_left(prices, x)] / below[-1] for x in grid]
    return [below[bisect_right(prices, x)] / below[-1] for x in grid]


def _gap(name: Crossing, rows: Sequence[dict[Price, float]]) -> tuple[float, float] | None:
    falling, rising = CROSSINGS[name]
    low = max((row[falling] for row in rows), default=inf)
    high = min((row[rising] for row in rows), default=-inf)
    return (low, high) if low < high else None


def _crossing(
    name: Crossing,
    curves: Mapping[Price, Sequence[float]],
    rows: Sequence[tuple[dict[Price, float], float]],
    grid: Sequence[float],
    effective: float,
) -> Estimate | None:
    falling, rising = CROSSINGS[name]
    gaps = [round(down - up, EXACT) for down, up in zip(curves[falling], curves[rising], strict=True)]
    value = _middle(_zero(grid, gaps))
    if value is None:
        return None
    interval = None
    if effective >= 2:
        both = _both(falling, rising, rows, grid)
        sums = [down + up - 2 * each for down, up, each in zip(curves[falling], curves[rising], both, strict=True)]
        critical = t_quantile((1 + LEVEL) / 2, round(effective - 1, 4))
        reach = [
            critical * sqrt(max(0.0, square - gap * gap) / (effective - 1))
            for square, gap in zip(sums, gaps, strict=True)
        ]
        low = _middle(_zero(grid, [gap - each for gap, each in zip(gaps, reach, strict=True)]))
        high = _middle(_zero(grid, [gap + each for gap, each in zip(gaps, reach, strict=True)], last=True))
        interval = Interval(grid[0] if low is None else low, grid[-1] if high is None else high, LEVEL, "inversion")
    return Estimate(value, interval, len(rows), effective)


def _both(
    falling: Price, rising: Price, rows: Sequence[tuple[dict[Price, float], float]], grid: Sequence[float]
) -> list[float]:
    """Return the share to whom a price is both, which only the cheap and the expensive at one price can be."""
    total = sum(weight for _, weight in rows)
    at: dict[float, float] = {}
    for row, weight in rows:
        if row[falling] == row[rising]:
            at[row[falling]] = at.get(row[falling], 0.0) + weight / total
    return [at.get(x, 0.0) for x in grid]


def _middle(span: tuple[float, float] | None) -> float | None:
    return (span[0] + span[1]) / 2 if span else None


def _zero(grid: Sequence[float], gaps: Sequence[float], *, last: bool = False) -> tuple[float, float] | None:
    """Return from where to where a falling gap is 0; of several such places the first or the last."""
    found: list[tuple[float, float]] = []
    before_x, before = -inf, inf
    start: float | None = None
    for x, gap in zip(grid, gaps, strict=True):
        if gap == 0:
            start = x if start is None else start
        elif start is not None:
            found.append((start, before_x))
            start = None
        elif before > 0 > gap and before_x > -inf:
            crossing = before_x + (x - before_x) * before / (before - gap)
            found.append((crossing, crossing))
        before_x, before = x, gap
    if start is not None:
        found.append((start, before_x))
    if not found:
        return None
    return found[-1] if last else found[0]
