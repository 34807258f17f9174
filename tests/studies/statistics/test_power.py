"""The smallest visible difference is what a panel sees 4 times of 5, by the very tests that a study makes."""

from __future__ import annotations

from functools import cache
from math import sqrt
from random import Random
from statistics import fmean

import pytest

from tests.studies.statistics.panels import said
from troupe_mcp.errors import RequestError
from troupe_mcp.studies.statistics.exact import paired_power, two_share_power
from troupe_mcp.studies.statistics.groups import compare_choices, compare_numbers
from troupe_mcp.studies.statistics.intervals import mean_difference, paired_mean_difference
from troupe_mcp.studies.statistics.paired import compare_paired_numbers, mcnemar
from troupe_mcp.studies.statistics.power import (
    needed_for_paired_share,
    needed_for_share,
    smallest_mean_difference,
    smallest_paired_mean_difference,
    smallest_paired_share_difference,
    smallest_share_difference,
)
from troupe_mcp.studies.statistics.tallies import of

STUDIES = 2000
WITHIN = 0.02 + 2.6 * sqrt(0.8 * 0.2 / STUDIES)
"""Two points, and what 2,000 simulated studies leave to chance."""


def found(name: str, ps: list[float | None]) -> float:
    power = sum(p is not None and p <= 0.05 for p in ps) / len(ps)
    print(f"{name}: power {power:.3f} at the smallest visible difference ({len(ps)} studies)")
    return power


def test_more_people_see_smaller_differences() -> None:
    sizes = (20, 30, 60, 100, 150, 400, 5000)
    shares = [smallest_share_difference(n, n) or 1.0 for n in sizes]
    means = [smallest_mean_difference(n, n) or 9.0 for n in sizes]
    assert shares == sorted(shares, reverse=True)
    assert means == sorted(means, reverse=True)


def test_the_smallest_mean_difference_is_the_published_one() -> None:
    """Cohen 1988, table 2.4.1: 64 people a group for half a standard deviation."""
    assert (smallest_mean_difference(64, 64) or 9) <= 0.5 < (smallest_mean_difference(63, 63) or 9)


def test_a_panel_too_small_for_any_difference_says_so() -> None:
    assert smallest_share_difference(3, 3) is None
    assert smallest_paired_share_difference(5) is None
    assert smallest_mean_difference(1, 8) is None


def test_the_people_needed_see_what_is_wanted() -> None:
    assert (smallest_share_difference(*[needed_for_share(0.3)] * 2) or 1) <= 0.3 + 1e-3
    assert (smallest_paired_share_difference(needed_for_paired_share(0.2)) or 1) <= 0.2 + 1e-3


@pytest.mark.parametrize("wanted", [0.0, -0.1, float("nan")])
def test_no_difference_is_refused_with_an_example(wanted: float) -> None:
    with pytest.raises(RequestError, match=r"0\.1"):
        needed_for_share(wanted)


def test_a_change_larger_than_the_people_who_change_is_refused() -> None:
    with pytest.raises(RequestError, match="can't be seen"):
        needed_for_paired_share(0.4, moving=0.3)


@pytest.mark.parametrize(("n", "m", "at"), [(330, 330, 0.3), (300, 400, 0.5)])
def test_the_formula_for_large_panels_agrees_with_the_sum_over_all_results(n: int, m: int, at: float) -> None:
    gap = smallest_share_difference(n, m, at=at) or 1
    assert two_share_power(n, m, at, at + gap) == pytest.approx(0.8, abs=0.02)


def test_the_formula_for_large_panels_agrees_with_the_sum_for_changes() -> None:
    gap = smallest_paired_share_difference(310, moving=0.3) or 1
    assert paired_power(310, 0.3, gap) == pytest.approx(0.8, abs=0.02)


@pytest.mark.torture
@pytest.mark.parametrize("n", [20, 60])
def test_shares_of_two_groups(n: int) -> None:
    rng = Random(f"{n}/shares")
    gap = smallest_share_difference(n, n, at=0.3) or 1

    @cache
    def tested(first: int, second: int) -> float | None:
        groups = {str(at): said(["yes"] * each + ["no"] * (n - each)) for at, each in enumerate((first, second))}
        return compare_choices(groups, ("yes", "no"), seed=first * n + second).p

    yes = [[sum(rng.random() < p for _ in range(n)) for p in (0.3, 0.3 + gap)] for _ in range(STUDIES)]
    power = found(f"two groups of {n}, shares 0.3 and {0.3 + gap:.3f}", [tested(*each) for each in yes])
    assert power == pytest.approx(0.8, abs=WITHIN)


@pytest.mark.torture
@pytest.mark.parametrize("n", [5, 10, 30])
def test_means_of_two_groups(n: int) -> None:
    rng = Random(f"{n}/means")
    gap = smallest_mean_difference(n, n) or 1
    first, second = ([of([rng.gauss(at, 1) for _ in range(n)]) for _ in range(STUDIES)] for at in (0.0, gap))
    intervals = [mean_difference(a, b).interval for a, b in zip(first, second, strict=True)]
    ps: list[float | None] = [float(each is not None and each.holds(0)) for each in intervals]
    assert found(f"two groups of {n}, means {gap:.3f} apart", ps) == pytest.approx(0.8, abs=WITHIN)


@pytest.mark.torture
@pytest.mark.parametrize("n", [40, 150])
def test_paired_shares(n: int) -> None:
    rng = Random(f"{n}/paired shares")
    gap = smallest_paired_share_difference(n, moving=0.3) or 1
    ps: list[float | None] = []
    for _ in range(STUDIES):
        pairs = rng.choices(("yy", "ny", "yn"), (0.7, (0.3 + gap) / 2, (0.3 - gap) / 2), k=n)
        gained, lost = pairs.count("ny"), pairs.count("yn")
        ps.append(mcnemar(gained, lost))
    assert found(f"{n} people twice, a change of {gap:.3f}", ps) == pytest.approx(0.8, abs=WITHIN)


@pytest.mark.torture
@pytest.mark.parametrize("n", [10, 40])
def test_paired_means(n: int) -> None:
    rng = Random(f"{n}/paired means")
    gap = smallest_paired_mean_difference(n, related=0.5) or 1
    ps: list[float | None] = []
    for _ in range(STUDIES):
        own = [rng.gauss(0, sqrt(0.5)) for _ in range(n)]
        before, after = ([each + shift + rng.gauss(0, sqrt(0.5)) for each in own] for shift in (0.0, gap))
        interval = paired_mean_difference(of(before), of(after)).interval
        ps.append(float(interval is not None and interval.holds(0)))
    assert found(f"{n} people twice, means {gap:.3f} apart", ps) == pytest.approx(0.8, abs=WITHIN)


@pytest.mark.torture
def test_p_values_are_uniform_where_nothing_differs() -> None:
    rng = Random("null")
    kinds: dict[str, list[float]] = {"numbers": [], "choices": [], "paired": []}
    for seed in range(300):
        groups = {k: said([rng.gauss(0, s) for _ in range(20)]) for k, s in (("a", 1), ("b", 1))}
        kinds["numbers"].append(compare_numbers(groups, seed=seed).p or 0)
        picked = {k: said(rng.choices("abcd", (4, 3, 2, 1), k=n)) for k, n in (("a", 40), ("b", 60), ("c", 50))}
        kinds["choices"].append(compare_choices(picked, "abcd", seed=seed).p or 0)
        twice = [said([rng.gauss(0, 1) for _ in range(20)]) for _ in range(2)]
        kinds["paired"].append(compare_paired_numbers(*twice, seed=seed).p or 0)
    for name, ps in kinds.items():
        ps.sort()
        far = max(abs(p - (at + 0.5) / len(ps)) for at, p in enumerate(ps))
        print(f"{name}: mean {fmean(ps):.3f}, share under 0.05: {sum(p <= 0.05 for p in ps) / 300:.3f}, KS {far:.3f}")
        assert far < 1.63 / sqrt(len(ps))  # Kolmogorov-Smirnov at 1 %
