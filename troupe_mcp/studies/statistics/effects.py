"""How large a difference is, whatever the number of people: Cramér's V, Hedges' g, omega squared."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Literal

from troupe_mcp.studies.statistics.distributions import normal_quantile
from troupe_mcp.studies.statistics.intervals import LEVEL, Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.statistics.people import Sample


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect's size by its name, with an interval where there is a sound one."""

    name: Literal["Cramér's V", "Hedges' g", "omega squared"]
    value: float
    interval: Interval | None = None


def cramers_v(table: Sequence[Sequence[float]], *, corrected: bool = True) -> Effect:
    """Return Cramér's V (0-1) of groups × options; `corrected` for the bias of small tables (Bergsma 2013)."""
    rows = [sum(row) for row in table]
    sums = [sum(column) for column in zip(*table, strict=True)]
    n = sum(rows)
    used_rows, used_columns = sum(map(bool, rows)), sum(map(bool, sums))
    if min(used_rows, used_columns) < 2 or n <= 1:
        return Effect("Cramér's V", 0.0)
    phi = (
        sum(
            (count - row * column / n) ** 2 / (row * column / n)
            for counts, row in zip(table, rows, strict=True)
            for count, column in zip(counts, sums, strict=True)
            if row and column
        )
        / n
    )
    if not corrected:
        return Effect("Cramér's V", sqrt(phi / (min(used_rows, used_columns) - 1)))
    r, c = (k - (k - 1) ** 2 / (n - 1) for k in (used_rows, used_columns))
    phi = max(0.0, phi - (used_rows - 1) * (used_columns - 1) / (n - 1))
    return Effect("Cramér's V", min(1.0, sqrt(phi / max(1e-12, min(r, c) - 1))))


def hedges_g(first: Sample, second: Sample, level: float = LEVEL) -> Effect | None:
    """Return the mean of `second` minus that of `first` in standard deviations (Hedges 1981); None without spread."""
    n, m = first.effective, second.effective
    df = n + m - 2
    if df <= 0:
        return None
    pooled = ((n - 1) * first.variance + (m - 1) * second.variance) / df
    if pooled <= 0:
        return None
    g = (1 - 3 / (4 * df - 1)) * (second.mean - first.mean) / sqrt(pooled)
    half = normal_quantile((1 + level) / 2) * sqrt((n + m) / (n * m) + g * g / (2 * (n + m)))
    return Effect("Hedges' g", g, Interval(g - half, g + half, level, "t"))


def omega_squared(samples: Sequence[Sample]) -> Effect | None:
    """Return the share (0-1) of the variance of people that lies between groups, corrected (Hays 1963)."""
    sizes = [each.effective for each in samples]
    total, k = sum(sizes), len(samples)
    if total <= k:
        return None
    middle = sum(n * each.mean for n, each in zip(sizes, samples, strict=True)) / total
    between = sum(n * (each.mean - middle) ** 2 for n, each in zip(sizes, samples, strict=True))
    within = sum((n - 1) * each.variance for n, each in zip(sizes, samples, strict=True))
    noise = within / (total - k)
    if between + within <= 0:
        return None
    return Effect("omega squared", max(0.0, (between - (k - 1) * noise) / (between + within + noise)))
