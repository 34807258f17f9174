"""How far the answers of two groups lie apart, as one figure, beside what chance alone puts between two such groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import pi, sqrt
from typing import TYPE_CHECKING, Any

from troupe_mcp.studies.statistics.intervals import correlation
from troupe_mcp.studies.statistics.people import Sample, effective_size, number
from troupe_mcp.studies.statistics.tallies import shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.studies.statistics.people import Respondent


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance by its name; `chance` is what two groups of this size from one population have on average."""

    name: str
    value: float
    chance: float | None = None


def total_variation(
    first: Sequence[Respondent], second: Sequence[Respondent], options: Sequence[str], *, single: bool
) -> Distance:
    """Return half the sum of the differences of shares (0-1; Levin & Peres 2017, Markov Chains, 4.1).

    Of several choices (not `single`) each option is a yes or no of its own, and the mean over options is taken.
    """
    p, q = ({name: each.value for name, each in shares(side, options).items()} for side in (first, second))
    scaled = 0.5 if single else 1 / len(options)
    n, m = _sizes(first, second)
    pooled = [(n * p[name] + m * q[name]) / (n + m) for name in options]
    name = "total variation" if single else "total variation, mean over options"
    by_chance = scaled * sum(_by_chance(share, n, m) for share in pooled)
    return Distance(name, scaled * sum(abs(p[each] - q[each]) for each in options), by_chance)


def wasserstein(first: Sequence[Respondent], second: Sequence[Respondent], span: float, unit: str) -> Distance:
    """Return how far answers must move on average to be distributed like the others', over `span` (Vallender 1973).

    `unit` says what the span is. Each repeat counts, with its part of the person's weight.
    """
    sides = [sorted(_values(side)) for side in (first, second)]
    totals = [sum(weight for _, weight in side) for side in sides]
    n, m = _sizes(first, second)
    points = sorted({value for side in sides for value, _ in side})
    steps = [dict.fromkeys(points, 0.0), dict.fromkeys(points, 0.0)]
    for side, total, step in zip(sides, totals, steps, strict=True):
        for value, weight in side:
            step[value] += weight / total
    f = g = moved = by_chance = 0.0
    for low, high in pairwise(points):
        f, g = f + steps[0][low], g + steps[1][low]
        moved += abs(f - g) * (high - low)
        by_chance += _by_chance((n * f + m * g) / (n + m), n, m) * (high - low)
    return Distance(f"Wasserstein, in {unit}", moved / span, by_chance / span)


def spearman(first: Mapping[str, float], second: Mapping[str, float]) -> Distance:
    """Return how alike two orders of the same options are, by their mean ranks: 1 the same, -1 reversed (1904)."""
    sides = [_mid_ranks([side[name] for name in first]) for side in (first, second)]
    weights = (1.0,) * len(first)
    return Distance("Spearman of mean ranks", correlation(Sample(sides[0], weights), Sample(sides[1], weights)))


def _by_chance(share: float, n: float, m: float) -> float:
    """Return the mean absolute difference of a share between two groups of one population, by its normal limit."""
    return sqrt(2 / pi * max(0.0, share * (1 - share)) * (1 / n + 1 / m))


def _sizes(first: Sequence[Respondent], second: Sequence[Respondent]) -> tuple[float, float]:
    n, m = (effective_size(person.weight for person in side) for side in (first, second))
    return n, m


def _values(people: Sequence[Respondent]) -> Iterator[tuple[float, float]]:
    for person in people:
        for value in person.values:
            for point, share in _spread(value):
                yield point, person.weight * share / len(person.values)


def _spread(value: Any) -> list[tuple[float, float]]:
    if isinstance(value, Mapping):
        total: float = sum(value.values())  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return [(float(point), share / total) for point, share in value.items()]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return [(number(value), 1.0)]


def _mid_ranks(values: Sequence[float]) -> tuple[float, ...]:
    return tuple(
        sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2 for value in values
    )
