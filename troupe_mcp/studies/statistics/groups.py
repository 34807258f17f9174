"""Do groups differ: permutation tests of choices and of numbers, with what takes their place where they cannot hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import mul
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.studies.statistics.distributions import chi2_tail, f_tail
from troupe_mcp.studies.statistics.effects import cramers_v, hedges_g, omega_squared
from troupe_mcp.studies.statistics.intervals import mean_difference, share_difference
from troupe_mcp.studies.statistics.people import Sample, answering, chosen, columns, effective_size, numbers, ranked
from troupe_mcp.studies.statistics.permutation import regroupings, tail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from troupe_mcp.studies.statistics.effects import Effect
    from troupe_mcp.studies.statistics.intervals import Estimate
    from troupe_mcp.studies.statistics.people import Respondent

FEW_EXPECTED = 5
"""Expected people of a cell under which chi-square's own limit distribution isn't to be trusted (Cochran 1954)."""
FEW_IN_GROUP = 5
"""People of a group under whom its own variance is too uncertain for Welch's statistic."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A test: `p` two-sided and before any correction, None where it could not be made; `notes` say what was amiss."""

    method: str
    p: float | None
    statistic: float | None
    effect: Effect | None
    groups: dict[str, int]
    notes: tuple[str, ...] = ()


_Row = tuple[float, ...]
_Kind = tuple[_Row, float]


def compare_choices(
    groups: Mapping[str, Sequence[Respondent]], options: Sequence[str], *, seed: int | str = 0
) -> Comparison:
    """Test whether groups of different people chose alike: permutation chi-square, Cramér's V (bias-corrected).

    For a choice and for several choices; repeats and weights count as in the shares. Groups of one are left out.
    """
    rows = {name: _rows(people, lambda person: chosen(person, options)) for name, people in groups.items()}
    kept, notes = _of_two_or_more(rows)
    sizes = {name: len(each) for name, each in rows.items()}
    if len(kept) < 2:
        return Comparison("none", None, None, None, sizes, (*notes, "fewer than two groups of two people or more"))
    everybody = [row for each in kept.values() for row in each]
    total = sum(weight for _, weight in everybody)
    overall = [sum(row[at] * weight for row, weight in everybody) / total for at in range(len(options))]
    used = [at for at, p in enumerate(overall) if p > 0]
    single = all(abs(sum(row) - 1) < 1e-9 for row, _ in everybody)
    varies = any(len({row[at] for row, _ in everybody}) > 1 for at in used)
    if not varies:
        return Comparison("none", None, None, None, sizes, (*notes, "all answered the same: there is nothing to test"))
    divisors = {at: overall[at] if single else max(1e-12, overall[at] * (1 - overall[at])) for at in used}

    def chi_square(table: Sequence[Sequence[float]]) -> float:
        return sum(
            sum((sums[at + 1] - sums[0] * overall[at]) ** 2 / divisors[at] for at in used) / sums[0]
            for sums in table
            if sums[0]
        )

    moments = _Moments(kept, lambda row, weight: (weight, *(weight * value for value in row)))
    statistic = chi_square(moments.observed)
    smallest = min(sums[0] * overall[at] for sums in moments.observed for at in used)
    if smallest < FEW_EXPECTED:
        notes = (*notes, f"the smallest expected count is {smallest:.1f}, so only a permutation test holds")
    v = cramers_v([[sums[at + 1] for at in used] for sums in moments.observed]) if single else None
    p = moments.permuted(chi_square, statistic, Random(f"{seed}/choices"))
    if p is not None:
        return Comparison("permutation chi-square", p, statistic, v, sizes, notes)
    shrink = effective_size(weight for _, weight in everybody) / total
    df = (len(kept) - 1) * (len(used) - single)
    return Comparison(
        "chi-square, Kish-corrected", chi2_tail(statistic * shrink, df), statistic * shrink, v, sizes, notes
    )


def compare_numbers(groups: Mapping[str, Sequence[Respondent]], *, seed: int | str = 0) -> Comparison:
    """Test whether groups of different people rate alike: permutation of Welch's F; Hedges' g, or omega² from three.

    With a group under five people or without spread, the plain F is permuted, which takes spreads to be equal; of very
    many people Welch's F is read from its own distribution. Groups of one are left out.
    """
    samples = {name: numbers(people) for name, people in groups.items()}
    return _compare_samples(samples, seed)


def compare_ranks(
    groups: Mapping[str, Sequence[Respondent]], options: Sequence[str], *, seed: int | str = 0
) -> dict[str, Comparison]:
    """Test for each option whether groups rank it alike, as `compare_numbers` does."""
    kept = {name: answering(people) for name, people in groups.items()}
    found = {name: columns([ranked(p, options) for p in people], people) for name, people in kept.items() if people}
    return {
        option: _compare_samples({name: each[at] for name, each in found.items()}, f"{seed}/{option}")
        for at, option in enumerate(options)
    }


def share_differences(
    first: Sequence[Respondent], second: Sequence[Respondent], options: Sequence[str]
) -> dict[str, Estimate]:
    """Return for each option its share in `second` minus that in `first`, with Newcombe's interval."""
    a, b = answering(first), answering(second)
    if not a or not b:
        return {}
    pairs = zip(
        options,
        columns([chosen(person, options) for person in a], a),
        columns([chosen(person, options) for person in b], b),
        strict=True,
    )
    return {option: share_difference(one, other) for option, one, other in pairs}


def number_difference(first: Sequence[Respondent], second: Sequence[Respondent]) -> Estimate:
    """Return the mean of `second` minus that of `first`, with Welch's interval."""
    return mean_difference(numbers(first), numbers(second))


def holm(ps: Mapping[str, float]) -> dict[str, float]:
    """Return p values corrected for the number of tests in a study, in the same order (Holm 1979)."""
    corrected: dict[str, float] = {}
    highest = 0.0
    for at, (name, p) in enumerate(sorted(ps.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, p * (len(ps) - at)))
        corrected[name] = highest
    return {name: corrected[name] for name in ps}


def _compare_samples(samples: Mapping[str, Sample], seed: int | str) -> Comparison:
    rows = {
        name: [((value,), weight) for value, weight in zip(each.values, each.weights, strict=True)]
        for name, each in samples.items()
    }
    kept, notes = _of_two_or_more(rows)
    sizes = {name: len(each) for name, each in rows.items()}
    if len(kept) < 2:
        return Comparison("none", None, None, None, sizes, (*notes, "fewer than two groups of two people or more"))
    if len({row for each in kept.values() for row, _ in each}) < 2:
        return Comparison("none", None, None, None, sizes, (*notes, "all answered the same: there is nothing to test"))
    still = [name for name in kept if samples[name].variance <= 0]
    plain = bool(still) or min(map(len, kept.values())) < FEW_IN_GROUP
    if still:
        notes = (*notes, f"no spread in {', '.join(still)}: spreads are taken to be equal")
    elif plain:
        notes = (*notes, f"a group has fewer than {FEW_IN_GROUP} people: spreads are taken to be equal")
    moments = _Moments(kept, lambda row, w: (w, w * row[0], w * row[0] ** 2, w * w))
    used = [samples[name] for name in kept]
    effect = hedges_g(used[0], used[1]) if len(used) == 2 else omega_squared(used)
    test = _pooled_f if plain else _welch_f
    statistic, df = test(moments.observed)
    p = moments.permuted(lambda table: test(table)[0], statistic, Random(f"{seed}/numbers"))
    name = "F" if plain else "Welch's F"
    if p is not None:
        return Comparison(f"permutation of {name}", p, statistic, effect, sizes, notes)
    return Comparison(name, f_tail(statistic, len(kept) - 1, df), statistic, effect, sizes, notes)


def _pooled_f(table: Sequence[Sequence[float]]) -> tuple[float, float]:
    total, summed = sum(s[0] for s in table), sum(s[1] for s in table)
    between = sum(s[1] * s[1] / s[0] for s in table) - summed * summed / total
    within = sum(s[2] - s[1] * s[1] / s[0] for s in table)
    df = sum(s[0] * s[0] / s[3] - 1 for s in table)
    return between / (len(table) - 1) / max(within / max(df, 1e-9), 1e-12), df


def _welch_f(table: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Welch 1951; a group without spread, as a regrouping may have, counts with a trace of the spread of all."""
    overall = (
        sum(s[2] for s in table) / sum(s[0] for s in table) - (sum(s[1] for s in table) / sum(s[0] for s in table)) ** 2
    )
    means: list[float] = []
    precisions: list[float] = []
    freedoms: list[float] = []
    for weight, summed, squares, doubled in table:
        n = weight * weight / doubled
        middle = summed / weight
        variance = max((squares / weight - middle * middle) * n / (n - 1), overall * 1e-6)
        means.append(middle)
        precisions.append(n / variance)
        freedoms.append(n - 1)
    total = sum(precisions)
    middle = sum(p * m for p, m in zip(precisions, means, strict=True)) / total
    k = len(table)
    between = sum(p * (m - middle) ** 2 for p, m in zip(precisions, means, strict=True)) / (k - 1)
    slack = sum((1 - p / total) ** 2 / df for p, df in zip(precisions, freedoms, strict=True))
    return between / (1 + 2 * (k - 2) * slack / (k * k - 1)), (k * k - 1) / (3 * slack)


def _rows(people: Iterable[Respondent], row: Callable[[Respondent], _Row]) -> list[_Kind]:
    return [(row(person), person.weight) for person in answering(people)]


def _of_two_or_more(rows: Mapping[str, list[_Kind]]) -> tuple[dict[str, list[_Kind]], tuple[str, ...]]:
    alone = [name for name, each in rows.items() if len(each) < 2]
    kept = {name: each for name, each in rows.items() if len(each) >= 2}
    return kept, (f"left out, fewer than two people: {', '.join(alone)}",) if alone else ()


class _Moments:
    """What a statistic needs of each group, as sums over its people, for the groups as they are and regrouped."""

    def __init__(
        self, groups: Mapping[str, Sequence[_Kind]], moment: Callable[[_Row, float], tuple[float, ...]]
    ) -> None:
        counted = [Counter(each) for each in groups.values()]
        kinds = list(dict.fromkeys(kind for each in counted for kind in each))
        self._table = [[each[kind] for kind in kinds] for each in counted]
        self._columns = list(zip(*(moment(*kind) for kind in kinds), strict=True))
        self.observed = self._sums(self._table)

    def permuted(
        self, statistic: Callable[[Sequence[Sequence[float]]], float], observed: float, rng: Random
    ) -> float | None:
        tables = regroupings(self._table, rng)
        return None if tables is None else tail(observed, (statistic(self._sums(table)) for table in tables))

    def _sums(self, table: Sequence[Sequence[int]]) -> list[list[float]]:
        return [[sum(map(mul, row, column)) for column in self._columns] for row in table]
