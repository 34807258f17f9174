"""Persona signal: the share of the variance of answers that lies between people, and not between a person's repeats."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from troupe_mcp.studies.statistics.distributions import f_quantile, t_quantile
from troupe_mcp.studies.statistics.intervals import LEVEL, Interval
from troupe_mcp.studies.statistics.people import Respondent, answering, chosen, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Signal:
    """The persona signal (1: a person always answers alike and people differ; 0: all is noise), its interval and basis.

    `within` is how alike a person's repeats are: agreement (0-1) of choices, or the standard deviation of numbers.
    `n` people answered at least twice, `repeats` times on average.
    """

    value: float
    interval: Interval
    method: str
    within: float
    n: int
    repeats: float


def number_signal(people: Iterable[Respondent], level: float = LEVEL) -> Signal | None:
    """Return ICC(1) of ratings or numbers (Shrout & Fleiss 1979, F interval; unequal repeats by Searle's mean).

    None with fewer than three people who answered twice, or where all answers are the same.
    """
    rows = [[number(value) for value in person.values] for person in answering(people) if len(person.values) > 1]
    n = len(rows)
    total = sum(map(len, rows))
    if n < 3:
        return None
    grand = sum(map(sum, rows)) / total
    means = [sum(row) / len(row) for row in rows]
    between = sum(len(row) * (middle - grand) ** 2 for row, middle in zip(rows, means, strict=True)) / (n - 1)
    within = sum((x - middle) ** 2 for row, middle in zip(rows, means, strict=True) for x in row) / (total - n)
    k = (total - sum(len(row) ** 2 for row in rows) / total) / (n - 1)
    if between + within <= 1e-12:
        return None
    if within <= 1e-12 * between:
        return Signal(1.0, Interval(1.0, 1.0, level, "F"), "ICC(1)", 0.0, n, k)
    f = between / within
    low, high = (_icc(f / f_quantile(p, n - 1, total - n), k) for p in ((1 + level) / 2, (1 - level) / 2))
    return Signal(
        max(0.0, _icc(f, k)), Interval(max(0.0, low), max(0.0, high), level, "F"), "ICC(1)", sqrt(within), n, k
    )


def _icc(f: float, k: float) -> float:
    return (f - 1) / (f + k - 1)


def choice_signal(people: Iterable[Respondent], options: Sequence[str], level: float = LEVEL) -> Signal | None:
    """Return how much more a person agrees with themselves than with others: (within - between) / (1 - between).

    For choices this is what ICC(1) is for numbers, the intraclass kappa (Fleiss & Cuzick 1979; several choices: the
    mean over options, by their variance). The interval is a jackknife over people. None as for numbers.
    """
    kept = [person for person in answering(people) if len(person.values) > 1]
    n = len(kept)
    if n < 3:
        return None
    spreads = [_Spread.of(person, options) for person in kept]
    everybody = sum(spreads, start=_Spread.nobody(len(options)))
    value = everybody.signal
    if value is None:
        return None
    without = [value if (each := (everybody - one).signal) is None else each for one in spreads]
    middle = sum(without) / n
    error = sqrt((n - 1) / n * sum((each - middle) ** 2 for each in without))
    half = t_quantile((1 + level) / 2, n - 1) * error
    repeats = sum(len(person.values) for person in kept) / n
    single = abs(sum(everybody.sums) / n - 1) < 1e-9
    agreement = 1 - everybody.within / n * (1 if single else 2 / len(options))
    interval = Interval(max(0.0, min(1.0, value - half)), max(0.0, min(1.0, value + half)), level, "jackknife")
    return Signal(max(0.0, value), interval, "intraclass kappa", agreement, n, repeats)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Sums over people: the variance within, and by option the shares, their squares, and the squares of repeats."""

    n: int
    within: float
    sums: tuple[float, ...]
    squares: tuple[float, ...]
    repeated: tuple[float, ...]

    @classmethod
    def nobody(cls, options: int) -> _Spread:
        nothing = (0.0,) * options
        return cls(0, 0.0, nothing, nothing, nothing)

    @classmethod
    def of(cls, person: Respondent, options: Sequence[str]) -> _Spread:
        repeats = [chosen(Respondent(person.name, (value,)), options) for value in person.values]
        m = len(repeats)
        shares = tuple(sum(column) / m for column in zip(*repeats, strict=True))
        repeated = tuple(sum(x * x for x in column) / m for column in zip(*repeats, strict=True))
        squares = tuple(p * p for p in shares)
        within = (sum(repeated) - sum(squares)) * m / (m - 1)
        return cls(1, within, shares, squares, repeated)

    def __add__(self, other: _Spread) -> _Spread:
        return self._with(other, 1)

    def __sub__(self, other: _Spread) -> _Spread:
        return self._with(other, -1)

    def _with(self, other: _Spread, sign: int) -> _Spread:
        def joined(mine: tuple[float, ...], others: tuple[float, ...]) -> tuple[float, ...]:
            return tuple(a + sign * b for a, b in zip(mine, others, strict=True))

        return _Spread(
            self.n + sign * other.n,
            self.within + sign * other.within,
            joined(self.sums, other.sums),
            joined(self.squares, other.squares),
            joined(self.repeated, other.repeated),
        )

    @property
    def signal(self) -> float | None:
        """1 - disagreement of one person's repeats / disagreement of two people; None where people never differ."""
        n = self.n
        pairs = zip(self.sums, self.squares, self.repeated, strict=True)
        between = sum((n - 1) * again - total * total + square for total, square, again in pairs) / (n * (n - 1))
        return 1 - self.within / n / between if between > 1e-12 else None


def overall(signals: Sequence[Signal]) -> Signal | None:
    """Return one signal for a study: the mean over its questions, with the mean of their intervals."""
    if not signals:
        return None
    count = len(signals)
    return Signal(
        sum(each.value for each in signals) / count,
        Interval(
            sum(each.interval.low for each in signals) / count,
            sum(each.interval.high for each in signals) / count,
            LEVEL,
            signals[0].interval.method,
        ),
        signals[0].method if len({each.method for each in signals}) == 1 else "mean over questions",
        sum(each.within for each in signals) / count,
        min(each.n for each in signals),
        sum(each.repeats for each in signals) / count,
    )
