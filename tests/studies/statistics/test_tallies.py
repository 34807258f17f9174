"""Counting one question: the person is the unit, weights and repeats count as they should, and nothing is made up."""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.studies.statistics.panels import said
from troupe_mcp.errors import RequestError
from troupe_mcp.studies.statistics.axes import Item, axes
from troupe_mcp.studies.statistics.demand import demand
from troupe_mcp.studies.statistics.maxdiff import Judged, balanced_sets, best_worst
from troupe_mcp.studies.statistics.people import Respondent
from troupe_mcp.studies.statistics.sameness import choice_sameness, text_likeness
from troupe_mcp.studies.statistics.sensitivity import PRICES, sensitivity
from troupe_mcp.studies.statistics.tallies import points, ranks, shares, tally_numbers, tally_open


def test_shares_are_of_people_not_of_answers() -> None:
    people = [Respondent("ana", ("tea",)), Respondent("ben", ("tea", "coffee", "coffee", "coffee"))]
    found = shares(people, ("tea", "coffee"))
    assert found["tea"].value == pytest.approx(0.625)
    assert found["coffee"].value == pytest.approx(0.375)
    assert found["tea"].n == 2


def test_chances_count_like_answers_and_those_without_an_answer_do_not() -> None:
    people = [*said([{"tea": 0.8, "coffee": 0.2}, "tea"]), Respondent("zoe", (None,)), Respondent("yan", ())]
    found = shares(people, ("tea", "coffee"))
    assert found["tea"].value == pytest.approx(0.9)
    assert found["tea"].n == 2


def test_several_choices_may_add_up_to_more_than_one() -> None:
    found = shares(said([["a", "b"], ["a"], []]), ("a", "b", "c"))
    assert [round(each.value, 3) for each in found.values()] == [0.667, 0.333, 0.0]
    assert found["c"].interval
    assert found["c"].interval.low == 0


def test_weights_move_the_share_and_widen_its_interval() -> None:
    even = shares(said(["a"] * 10 + ["b"] * 10), ("a", "b"))["a"]
    heavy = shares(said(["a"] * 10 + ["b"] * 10, [3.0] * 10 + [1.0] * 10), ("a", "b"))["a"]
    assert heavy.value == pytest.approx(0.75)
    assert heavy.effective == pytest.approx(16)
    assert even.effective == 20


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused_with_the_person(weight: float) -> None:
    with pytest.raises(RequestError, match="p0 has the weight"):
        shares(said(["a"], [weight]), ("a", "b"))


def test_nobody_and_one_person_get_no_interval_but_what_they_said() -> None:
    assert shares([], ("a", "b"))["a"].interval is None
    assert tally_numbers([]) is None
    one = tally_numbers(said([4]))
    assert one
    assert (one.mean.value, one.mean.interval) == (4, None)


def test_a_mean_without_spread_claims_no_certainty() -> None:
    found = tally_numbers(said([4] * 30))
    assert found
    assert found.mean.interval is None


def test_means_on_a_scale_stay_on_it_and_claim_more_room_inward_where_nearly_all_stand_at_its_end() -> None:
    for values in ([5.0] * 19 + [2.0], [5.0] * 20):
        found = tally_numbers(said(values), (1, 5))
        assert found
        assert found.mean.interval
        low, high = found.mean.interval.low, found.mean.interval.high
        assert high <= 5
        assert found.mean.value - low > high - found.mean.value
    alike = tally_numbers(said([4.0] * 20), (1, 5))
    assert alike
    assert alike.mean.interval is None


def test_numbers_have_mean_median_deviation_and_extremes_of_people() -> None:
    found = tally_numbers([Respondent("ana", (1, 3)), *said([4, {"1": 0.5, "5": 0.5}])])
    assert found
    assert (found.mean.value, found.median, found.deviation, found.low, found.high) == (3, 3, 1, 2, 4)


def test_a_ratings_points_are_counted() -> None:
    found = points(said([1, 5, 5, {"5": 1.0}]), (1, 5))
    assert [each.value for each in found.values()] == [0.25, 0, 0, 0, 0.75]


def test_ranks_and_first_places() -> None:
    found = ranks(said([["a", "b", "c"], ["b", "a", "c"], ["a"]]), ("a", "b", "c"))
    assert [round(each.value, 3) for each in found.ranks.values()] == [1.333, 1.833, 2.833]
    assert found.first["a"].value == pytest.approx(2 / 3)


def test_words_are_counted_beyond_case_and_spaces() -> None:
    found = tally_open([Respondent("ana", ("Too dear", "too  dear")), *said(["Nice"])])
    assert (found.n, found.answers, found.distinct) == (2, 3, 2)


def test_demand_falls_and_the_best_price_is_where_price_times_share_is_most() -> None:
    prices = {"EUR 5": 5.0, "EUR 10": 10.0, "EUR 20": 20.0}
    people = said([["EUR 5", "EUR 10"]] * 60 + [["EUR 5"]] * 30 + [["EUR 20"]] * 2 + [[]] * 8)
    found = demand(people, prices, seed=1)
    assert [point.buyers.value for point in found.points] == [0.9, 0.6, 0.02]
    assert [round(point.revenue, 2) for point in found.points] == [4.5, 6.0, 0.4]
    assert found.best
    assert found.best.option == "EUR 10"
    assert found.best_price
    assert (found.best_price.low, found.best_price.high) == (10, 10)
    assert found.inconsistent == 2
    assert demand(people, prices, seed=1) == found


def test_without_a_buyer_there_is_no_best_price() -> None:
    found = demand(said([[], []]), {"5": 5.0})
    assert (found.best, found.best_price) == (None, None)


def test_price_points_lie_where_the_lines_cross() -> None:
    rows = [(10, 20, 30, 40), (20, 30, 40, 50), (30, 40, 50, 60)]
    found = sensitivity(said([dict(zip(PRICES, row, strict=True)) for row in rows]))
    # Symmetric: too cheap falls and too expensive rises around 35; cheap and expensive likewise.
    assert [each and each.value for each in found.points.values()] == pytest.approx([30.0, 35.0, 35.0, 40.0])
    assert found.range == (30.0, 40.0)
    assert found.curves["too_cheap"][0] == (10, 1.0)
    assert found.curves["too_expensive"][-1] == (60, 1.0)


def test_curves_that_lie_on_each_other_cross_in_the_middle_of_where_they_do() -> None:
    rows = [(5, 8, 20, 30)] * 24 + [(12, 13, 14, 40)] * 3 + [(2, 3, 9, 10)] * 3
    found = sensitivity(said([dict(zip(PRICES, row, strict=True)) for row in rows]))
    optimal = found.points["opp"]
    assert optimal
    assert optimal.value == pytest.approx(11), "from 10 to 12 it is too cheap to 3 of 30, and too expensive to 3"


def test_prices_out_of_order_are_counted_and_left_out() -> None:
    good = dict(zip(PRICES, (5, 10, 15, 20), strict=True))
    bad = dict(zip(PRICES, (15, 10, 5, 20), strict=True))
    found = sensitivity(said([good, good, bad]))
    assert (found.n, found.invalid) == (2, 1)
    assert sensitivity(said([bad])).range is None


def test_sets_of_maxdiff_show_options_and_pairs_alike() -> None:
    for seed in range(20):
        sets = balanced_sets("abcdefgh", size=4, times=3, rng=Random(seed))
        shown = {option: sum(option in each for each in sets) for option in "abcdefgh"}
        pairs = [sum({a, b} <= {*each} for each in sets) for a in "abcdefgh" for b in "abcdefgh" if a < b]
        assert set(shown.values()) == {3}
        assert all(len({*each}) == 4 for each in sets)
        assert max(pairs) <= 3
    with pytest.raises(RequestError, match="a set has 2 to 3"):
        balanced_sets("abc", size=4, times=1, rng=Random(1))


def test_best_worst_scores_run_from_always_worst_to_always_best() -> None:
    shown = ("a", "b", "c")
    found = best_worst(said([(Judged(shown, "a", "c"), Judged(shown, "a", "b")), (Judged(shown, "a", "c"),)]), shown)
    assert [round(each.value, 2) for each in found.values()] == [1, -0.25, -0.75]


def test_axes_reverse_what_says_so_and_use_one_scale() -> None:
    people = ([5, 1, 3], [1, 5, 3], [10, 0, 5])
    items = [
        Item(axis, scale, said(list(each)))
        for axis, scale, each in zip(("calm", "-calm", "calm"), ((1, 5), (1, 5), (0, 10)), people, strict=True)
    ]
    (axis,) = axes(items).values()
    assert axis.scores == {"p0": 5, "p1": 1, "p2": 3}
    assert axis.items == 3
    assert axis.alpha
    assert axis.alpha.value == pytest.approx(1.0)


def test_one_voice_has_no_variety_and_many_voices_have_all_of_it() -> None:
    one = choice_sameness(said(["a"] * 10), "abcd")
    many = choice_sameness(said(list("abcd" * 5)), "abcd")
    assert one
    assert many
    assert (one.modal, one.modal_share, one.variety, one.used) == ("a", 1.0, 0.25, 0.0)
    assert (many.variety, many.used) == (pytest.approx(1.0), pytest.approx(1.0))


def test_texts_that_repeat_each_other_are_alike() -> None:
    same = text_likeness(["I love the taste!", "i love, the taste"])
    other = text_likeness(["I love the taste", "Much too expensive for me"])
    assert same
    assert other
    assert (same.words, same.distinct) == (1, 0.5)
    assert (other.words, other.distinct) == (0, 1)


@pytest.mark.torture
def test_ten_thousand_people_are_counted_in_two_seconds() -> None:
    rng = Random(1)
    choice = said([rng.choice("abcd") for _ in range(10_000)])
    rating = said([rng.randint(1, 5) for _ in range(10_000)])
    price = said([dict(zip(PRICES, sorted(rng.uniform(1, 99) for _ in PRICES), strict=True)) for _ in range(10_000)])
    start = time.process_time()
    shares(choice, "abcd")
    tally_numbers(rating)
    sensitivity(price)
    took = time.process_time() - start
    print(f"10,000 people, 3 questions: {took:.2f} s")
    assert took < 2
