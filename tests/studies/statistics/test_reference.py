"""Our arithmetic against scipy's and against figures printed in the papers and textbooks named."""

from __future__ import annotations

from importlib import import_module
from itertools import product
from random import Random
from typing import Any

import pytest

from tests.studies.statistics.panels import said
from troupe_mcp.studies.statistics.axes import alpha
from troupe_mcp.studies.statistics.distributions import (
    beta_cdf,
    chi2_tail,
    f_quantile,
    f_tail,
    t_quantile,
    t_tail,
)
from troupe_mcp.studies.statistics.effects import cramers_v, hedges_g
from troupe_mcp.studies.statistics.groups import compare_choices, compare_numbers, holm, number_difference
from troupe_mcp.studies.statistics.intervals import Interval, mid_p, share_difference
from troupe_mcp.studies.statistics.paired import compare_paired_numbers, mcnemar
from troupe_mcp.studies.statistics.people import Respondent, effective_size
from troupe_mcp.studies.statistics.signal import number_signal
from troupe_mcp.studies.statistics.tallies import of, tally_numbers

stats: Any = import_module("scipy.stats")
numpy: Any = import_module("numpy")


@pytest.mark.parametrize(("x", "a"), list(product((0.02, 0.3, 0.5, 0.97), (0.5, 1.0, 3.5, 40.0, 900.0))))
def test_beta(x: float, a: float) -> None:
    for b in (0.5, 2.0, 70.0):
        assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("df", "x"), list(product((1.0, 2.5, 9.0, 60.0, 5000.0), (0.01, 0.7, 2.0, 6.0, 40.0))))
def test_tails(df: float, x: float) -> None:
    assert t_tail(x, df) == pytest.approx(2 * stats.t.sf(x, df), rel=1e-8, abs=1e-300)
    assert chi2_tail(x, df) == pytest.approx(stats.chi2.sf(x, df), rel=1e-8, abs=1e-14)
    assert f_tail(x, 3, df) == pytest.approx(stats.f.sf(x, 3, df), rel=1e-8, abs=1e-300)


@pytest.mark.parametrize(("df", "p"), list(product((1.0, 2.5, 9.0, 5000.0), (0.005, 0.3, 0.8, 0.975))))
def test_quantiles(df: float, p: float) -> None:
    assert t_quantile(p, df) == pytest.approx(stats.t.ppf(p, df), rel=1e-8)
    assert f_quantile(p, 4, df) == pytest.approx(stats.f.ppf(p, 4, df), rel=1e-8)


def test_a_mean_and_its_interval() -> None:
    values = [2.0, 4.0, 4.0, 5.0, 1.0, 3.0]
    found = tally_numbers(said(list(values)))
    assert found
    assert found.mean.interval
    low, high = stats.t.interval(0.95, 5, loc=numpy.mean(values), scale=stats.sem(values))
    assert (found.mean.interval.low, found.mean.interval.high) == pytest.approx((low, high))


def test_the_mid_p_interval_lies_where_half_the_chance_of_the_result_counts() -> None:
    interval = mid_p(7 / 30, 30)
    for p in (interval.low, interval.high):
        inside = stats.binom.sf(7, 30, p) + stats.binom.pmf(7, 30, p) / 2
        assert min(inside, 1 - inside) == pytest.approx(0.025, abs=1e-9)


def test_a_difference_of_shares_is_close_to_newcombes_published_one() -> None:
    first, second = of([1.0] * 48 + [0.0] * 32), of([1.0] * 56 + [0.0] * 14)
    found = share_difference(first, second)
    assert found.value == pytest.approx(0.2)
    assert found.interval
    # Newcombe 1998, table II (a), method 10, on Wilson's intervals: 56/70 - 48/80 = 0.20 (0.0524, 0.3339).
    assert (found.interval.low, found.interval.high) == pytest.approx((0.0524, 0.3339), abs=0.003)


def test_a_difference_of_means_is_welchs() -> None:
    rng = Random(1)
    a, b = [rng.gauss(3, 1) for _ in range(12)], [rng.gauss(4, 3) for _ in range(20)]
    found = number_difference(said(list(a)), said(list(b))).interval
    told = stats.ttest_ind(b, a, equal_var=False).confidence_interval(0.95)
    assert found
    assert (found.low, found.high) == pytest.approx((told.low, told.high), rel=1e-4)


def test_chi_square_and_cramers_v() -> None:
    table = [[20, 15, 5], [10, 18, 22]]
    people = [said([name for name, count in zip("abc", row, strict=True) for _ in range(count)]) for row in table]
    found = compare_choices({"x": people[0], "y": people[1]}, ("a", "b", "c"), seed=1)
    told = stats.chi2_contingency(table, correction=False)
    assert found.statistic == pytest.approx(told.statistic)
    assert found.p == pytest.approx(told.pvalue, abs=0.002)
    assert cramers_v(table, corrected=False).value == pytest.approx(
        stats.contingency.association(numpy.array(table), method="cramer")
    )


@pytest.mark.parametrize("table", [[[8, 2], [1, 5]], [[3, 9], [7, 4]], [[12, 1], [8, 6]]])
def test_small_tables_have_fishers_p(table: list[list[int]]) -> None:
    people = [said(["a"] * row[0] + ["b"] * row[1]) for row in table]
    found = compare_choices({"x": people[0], "y": people[1]}, ("a", "b"), seed=2)
    assert found.p == pytest.approx(stats.fisher_exact(table).pvalue, abs=0.03)
    assert any("expected" in note for note in found.notes)


def test_groups_of_numbers_have_welchs_p() -> None:
    rng = Random(4)
    groups = [[rng.gauss(middle, spread) for _ in range(25)] for middle, spread in ((3, 1), (3.8, 2), (3.3, 1.5))]
    two = compare_numbers({"a": said(list(groups[0])), "b": said(list(groups[1]))}, seed=1)
    welch = stats.ttest_ind(groups[0], groups[1], equal_var=False)
    assert two.statistic == pytest.approx(welch.statistic**2)
    assert two.p == pytest.approx(welch.pvalue, rel=0.2, abs=0.02)
    three = compare_numbers({str(at): said(list(each)) for at, each in enumerate(groups)}, seed=1)
    told = stats.f_oneway(*groups, equal_var=False)
    assert three.statistic == pytest.approx(told.statistic)
    assert three.p == pytest.approx(told.pvalue, rel=0.2, abs=0.02)


def test_paired_numbers_have_the_exact_permutation_p() -> None:
    before, after = [3.0, 2.0, 4.0, 1.0, 5.0, 2.0, 3.0], [4.0, 4.0, 4.0, 2.0, 4.0, 5.0, 4.0]
    told = stats.permutation_test(
        (numpy.array(after) - numpy.array(before),), numpy.mean, permutation_type="samples", n_resamples=10_000
    )
    found = compare_paired_numbers(said(list(before)), said(list(after)))
    assert found.p == pytest.approx(told.pvalue)
    assert found.method.endswith("exact")


def test_mcnemars_test() -> None:
    for gained, lost in ((0, 0), (5, 1), (12, 3), (7, 7), (700, 600)):
        told = stats.binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
        assert mcnemar(gained, lost) == pytest.approx(told, abs=1e-3)


def test_hedges_g() -> None:
    # Borenstein et al. 2009, p. 26-29: means 103 and 100, standard deviations 5.5 and 4.5, 50 people each.
    rng = Random(1)

    def sample(middle: float, spread: float) -> Any:
        values = [rng.gauss(0, 1) for _ in range(50)]
        m, s = numpy.mean(values), numpy.std(values, ddof=1)
        return of([middle + spread * (each - m) / s for each in values])

    found = hedges_g(sample(100, 4.5), sample(103, 5.5))
    assert found
    assert found.value == pytest.approx(0.5924, abs=1e-3)
    assert isinstance(found.interval, Interval)


def test_icc_of_shrout_and_fleiss() -> None:
    rows = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
    found = number_signal([Respondent(str(at), row) for at, row in enumerate(rows)])
    assert found
    assert found.value == pytest.approx(0.17, abs=0.005)  # Shrout & Fleiss 1979, table 4
    assert found.interval.high == pytest.approx(0.72, abs=0.01)  # McGraw & Wong 1996: -0.13 to 0.72; below 0 reads 0
    assert found.interval.low == 0


def test_cronbachs_alpha() -> None:
    rng = Random(3)
    rows = [[own + rng.gauss(0, 1) for _ in range(5)] for own in (rng.gauss(0, 1) for _ in range(40))]
    covariance = numpy.cov(numpy.array(rows).T)
    told = 5 / 4 * (1 - numpy.trace(covariance) / covariance.sum())
    found = alpha(rows)
    assert found
    assert found.value == pytest.approx(told)


def test_holms_correction() -> None:
    # The smallest times 4, the next times 3, and so on, none smaller than the one before.
    assert holm({"a": 0.04, "b": 0.01, "c": 0.03, "d": 0.005}) == pytest.approx(
        {"a": 0.06, "b": 0.03, "c": 0.06, "d": 0.02}
    )
    assert holm({}) == {}


def test_kishs_effective_size() -> None:
    assert effective_size([1, 1, 1, 1]) == 4
    assert effective_size([2, 1, 1]) == pytest.approx(16 / 6)
    assert effective_size([]) == 0
