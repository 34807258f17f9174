"""Between groups and within people: the right test, what takes its place where it cannot hold, and what is said."""

from __future__ import annotations

from random import Random

import pytest

from tests.studies.statistics.panels import drawn, said
from troupe_mcp.studies.statistics.groups import compare_choices, compare_numbers, compare_ranks, share_differences
from troupe_mcp.studies.statistics.order import Pick, order_effect
from troupe_mcp.studies.statistics.paired import compare_paired_choices, compare_paired_numbers
from troupe_mcp.studies.statistics.people import Respondent
from troupe_mcp.studies.statistics.permutation import hypergeometric
from troupe_mcp.studies.statistics.signal import choice_signal, number_signal


def test_a_test_is_repeatable_by_its_seed_and_bounded_away_from_zero() -> None:
    groups = {"young": said(["a"] * 30), "old": said(["b"] * 30)}
    found = compare_choices(groups, "ab", seed=7)
    assert found == compare_choices(groups, "ab", seed=7)
    assert found.p == pytest.approx(1 / 2000)
    assert found.effect
    assert found.effect.value == pytest.approx(1.0)
    assert found.groups == {"young": 30, "old": 30}


def test_groups_of_one_are_left_out_and_named() -> None:
    found = compare_numbers({"a": said([1, 2, 3, 4, 5]), "b": said([3, 4, 5, 5, 5]), "lonely": said([3])})
    assert found.p is not None
    assert any("lonely" in note for note in found.notes)
    only = compare_choices({"a": said(["x"]), "b": said(["y"])}, "xy")
    assert only.p is None
    assert "fewer than two groups" in only.notes[-1]


def test_no_spread_in_a_group_and_in_all_is_said() -> None:
    some = compare_numbers({"a": said([3] * 8), "b": said([1, 2, 3, 4, 5, 3, 2, 4])})
    assert some.method == "permutation of F"
    assert any("no spread in a" in note for note in some.notes)
    every = compare_numbers({"a": said([3] * 8), "b": said([3] * 8)})
    assert (every.p, every.effect) == (None, None)
    assert "all answered the same" in every.notes[-1]
    assert compare_choices({"a": said(["x"] * 3), "b": said(["x"] * 3)}, "xy").p is None


def test_few_expected_people_are_said() -> None:
    found = compare_choices({"a": said(list("xxxy")), "b": said(list("xyyy"))}, "xy")
    assert found.method == "permutation chi-square"
    assert "expected count is 2.0" in found.notes[0]


def test_very_many_people_of_many_kinds_use_the_limit_distribution() -> None:
    rng = Random(1)
    groups = {name: said([rng.gauss(0, 1) for _ in range(600)]) for name in "ab"}
    found = compare_numbers(groups)
    assert found.method == "Welch's F"
    assert found.p
    weighted = {name: said(rng.choices("xyz", k=600), [rng.uniform(0.5, 2) for _ in range(600)]) for name in ("a", "b")}
    assert compare_choices(weighted, "xyz").method == "chi-square, Kish-corrected"


def test_ranks_and_shares_are_compared_by_option() -> None:
    rng = Random(2)
    a = said([["x", "y", "z"]] * 20)
    b = said([rng.sample("xyz", 3) for _ in range(20)])
    found = compare_ranks({"a": a, "b": b}, "xyz")
    assert (found["x"].p or 1) < 0.05
    gap = share_differences(said(["x"] * 10), said(["x"] * 5 + ["y"] * 5), "xy")
    assert gap["x"].value == -0.5
    assert gap["x"].interval
    assert gap["x"].interval.high < 0


def test_the_same_people_twice_are_matched_by_name() -> None:
    before = said(["a"] * 12)
    after = [*said(["b"] * 9 + ["a"] * 2), Respondent("new", ("a",))]
    found = compare_paired_choices(before, after, "ab")
    assert found.method == "McNemar, exact"
    assert found.p == pytest.approx(2 / 2**9)
    assert found.n == 11
    assert found.moved == tuple(f"p{at}" for at in range(9))
    assert found.differences["b"].value == pytest.approx(9 / 11)
    assert found.notes == ("2 answered only once and are left out",)
    assert compare_paired_choices(before, [], "ab").p is None


def test_nobody_moved_is_no_difference() -> None:
    found = compare_paired_choices(said(list("abc")), said(list("abc")), "abc")
    assert (found.p, found.moved) == (1.0, ())
    assert compare_paired_numbers(said([1, 2]), said([1, 2])).p == 1.0


def test_regrouping_by_counts_draws_what_it_should() -> None:
    rng = Random(3)
    draws = [hypergeometric(30, 70, 20, rng) for _ in range(20_000)]
    assert sum(draws) / len(draws) == pytest.approx(6, abs=0.05)
    assert sum(x * x for x in draws) / len(draws) - 36 == pytest.approx(20 * 0.3 * 0.7 * 80 / 99, abs=0.2)
    assert {hypergeometric(5, 0, 3, rng), hypergeometric(0, 5, 3, rng)} == {3, 0}


@pytest.mark.parametrize("n", [12, 300])
def test_a_planted_order_effect_is_found_with_its_size(n: int) -> None:
    rng = Random(n)
    picks = [Pick(0 if rng.random() < 0.6 else rng.randrange(4), 4) for _ in range(n)]
    found = order_effect(picks)
    assert found
    assert found.p < 0.01
    assert found.expected == 0.25
    assert found.excess_interval.holds(0.45)
    assert sum(found.places.values()) == pytest.approx(1)


@pytest.mark.torture
@pytest.mark.parametrize("n", [12, 60, 1000])
def test_shuffled_options_raise_no_order_effect(n: int) -> None:
    rng = Random(n)
    found = [order_effect([Pick(rng.randrange(k), k) for k in (3, 5) for _ in range(n // 2)]) for _ in range(400)]
    alarms = sum(each is not None and each.p <= 0.05 for each in found) / 400
    print(f"order effects found where there are none, {n} picks: {alarms:.3f} at p <= 0.05")
    assert alarms <= 0.08


def test_a_persona_signal_is_one_for_the_faithful_and_none_for_dice() -> None:
    faithful = [Respondent(f"p{at}", ("abc"[at % 3],) * 3) for at in range(30)]
    found = choice_signal(faithful, "abc")
    assert found
    assert (found.value, found.within) == (pytest.approx(1), pytest.approx(1))
    dice = choice_signal(drawn(Random(1), 200, {"a": 0.5, "b": 0.5}, 3), "ab")
    assert dice
    assert dice.interval.low == 0
    assert dice.value < 0.1
    assert choice_signal(said(list("abc")), "abc") is None
    assert choice_signal([Respondent(str(at), ("a", "a")) for at in range(9)], "ab") is None
    assert number_signal([Respondent(str(at), (at, at)) for at in range(9)])
