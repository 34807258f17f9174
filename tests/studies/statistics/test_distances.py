"""Distances between two groups' answers, against figures worked out by hand, and what chance puts between them."""

from __future__ import annotations

from random import Random

import pytest

from troupe_mcp.studies.statistics.distances import Distance, spearman, total_variation, wasserstein
from troupe_mcp.studies.statistics.people import Respondent
from troupe_mcp.studies.statistics.wording import compare_words


def group(*values: object, weight: float = 1.0) -> list[Respondent]:
    return [Respondent(f"Person {at}", (value,), weight) for at, value in enumerate(values)]


def test_total_variation_is_half_the_sum_of_the_differences_of_shares() -> None:
    found = total_variation(group(*"aaab"), group(*"abcc"), "abc", single=True)
    assert found.value == pytest.approx((0.5 + 0 + 0.5) / 2)
    several = total_variation(group(("a", "b"), ("a",)), group(("b",), ("b",)), "ab", single=False)
    assert several.value == pytest.approx((1.0 + 0.5) / 2)
    assert total_variation(group(*"ab"), group(*"ba"), "ab", single=True).value == 0.0


def test_wasserstein_is_how_far_answers_move_weights_repeats_and_chances_counted() -> None:
    assert wasserstein(group(1, 2, 3), group(2, 3, 4), 6, "").value == pytest.approx(1 / 6)
    assert wasserstein(group(1, 5), group(3, 3), 4, "").value == pytest.approx(0.5), (
        "the means are alike, people aren't"
    )
    weighed = [*group(1, weight=3.0), *group(5, weight=1.0)]
    assert wasserstein(weighed, group(1), 4, "").value == pytest.approx(0.25)
    repeated = [Respondent("Ana", (1, 5))]
    assert wasserstein(repeated, group({"1": 0.5, "5": 0.5}), 4, "").value == 0.0


def test_orders_are_alike_at_one_and_reversed_at_minus_one_with_ties_in_the_middle() -> None:
    assert spearman({"a": 1.0, "b": 2.2, "c": 2.8}, {"a": 1.4, "b": 2.1, "c": 2.5}).value == pytest.approx(1.0)
    assert spearman({"a": 1.0, "b": 2.0, "c": 3.0}, {"a": 3.0, "b": 2.0, "c": 1.0}).value == pytest.approx(-1.0)
    assert spearman({"a": 1.5, "b": 1.5, "c": 3.0}, {"a": 1.0, "b": 2.0, "c": 3.0}).value == pytest.approx(
        0.866, abs=1e-3
    )


def test_what_chance_alone_gives_is_the_mean_distance_of_groups_of_one_population() -> None:
    rng = Random(7)
    shares, scales = list[Distance](), list[Distance]()
    for _ in range(150):
        chosen, others = (group(*rng.choices("abc", [5, 3, 2], k=k)) for k in (40, 60))
        shares.append(total_variation(chosen, others, "abc", single=True))
        rated, again = (group(*rng.choices(range(1, 8), k=k)) for k in (40, 60))
        scales.append(wasserstein(rated, again, 6, ""))
    for kept in (shares, scales):
        assert sum(each.value for each in kept) == pytest.approx(sum(each.chance or 0 for each in kept), rel=0.08)


def test_words_are_told_apart_where_they_differ_and_seldom_where_they_do_not() -> None:
    rng = Random(3)
    words = [f"word{at}" for at in range(20)]

    def texts(known: list[str]) -> list[str]:
        return [" ".join(rng.sample(known, 4)) for _ in range(15)]

    same = [compare_words(texts(words), texts(words), seed=at) for at in range(40)]
    other = [compare_words(texts(words[:12]), texts(words[8:]), seed=at) for at in range(5)]
    assert sum(found.p < 0.05 for found in same if found) <= 5
    assert all(found and found.p < 0.01 for found in other)
    assert compare_words(["alone"], texts(words)) is None
    nothing = compare_words(["the same"] * 3, ["the same"] * 3)
    assert nothing
    assert (nothing.p, nothing.distance.value) == (1.0, 0.0)
