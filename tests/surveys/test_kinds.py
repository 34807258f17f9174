"""Each kind of question through the tool: what is asked in which words, and whether the figures find the truth."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.doubles import USAGE, Told, table
from tests.surveys.panels import Answering, Raw, always, answering, made, panel, question
from troupe_mcp.language.completion import Completion
from troupe_mcp.studies.questionnaire import POINTS
from troupe_mcp.studies.survey.tasks import Asked, AskTask

PEOPLE = 120
ADS = ["Ad one", "Ad two", "Ad three", "None of these"]
SHARES = {"Ad one": 0.5, "Ad two": 0.3, "Ad three": 0.15, "None of these": 0.05}


async def asked(directory: Path, answers: Answering, put: dict[str, Any], people: int = PEOPLE, **more: Any) -> Told:
    async with table(directory, answering(answers)) as at:
        crowd = await made(at, panel(people))
        return await at.ok("ask_people", people=[crowd], questions=[{"text": "Well?", **put}], seed=7, **more)


def drawn(rng: Random) -> str:
    return rng.choices([*SHARES], [*SHARES.values()])[0]


async def test_shares_of_a_choice_are_found_within_their_intervals_whatever_letters_options_had(tmp_path: Path) -> None:
    told = await asked(tmp_path, lambda _, __, rng: drawn(rng), {"id": "ad", "kind": "choice", "options": ADS})

    found = question(told.data, "ad")
    assert found["n"] == PEOPLE
    assert sum(found["shares"].values()) == pytest.approx(1, abs=0.01)
    for name, share in SHARES.items():
        low, high = found["interval"][name]
        assert low <= share <= high, (name, found)
        assert high - low < 0.2
    assert set(found["chosen_by"]) == set(ADS)
    for name, share in found["shares"].items():
        more = round(share * PEOPLE) - 10
        assert found["chosen_by"][name][10:] == ([f"and {more} more"] if more > 0 else [])
    assert len(found["quotes"]) == 6
    assert "Ad one         ██" in told.text


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["Ad A: soup", "Ad B: " + "more soup " * 9, "None of these"], ["Ad A", "Ad B", "None of these"]),
        (["Ad A: soup", "Ad B: stew"], ["Ad A", "Ad B"]),
        (["When: at noon", "When: at night"], ["When: at noon", "When: at night"]),
        (["red", "a" * 41], ["1. red", f"2. {'a' * 35}…"]),
    ],
)
async def test_options_of_a_question_are_all_named_by_their_heads_or_none_is(
    tmp_path: Path, options: list[str], names: list[str]
) -> None:
    told = await asked(tmp_path, lambda _, each, rng: rng.choice(each.shown.options).id, {
        "kind": "choice", "options": options,
    }, people=24)  # fmt: skip

    assert [*question(told.data, "q1")["shares"]] == names


async def test_sameness_says_how_evenly_the_options_were_taken(tmp_path: Path) -> None:
    def answers(person: str, asked: Asked, _: Random) -> str:
        return asked.question.options[int(person.rsplit(maxsplit=1)[-1]) % 2].id

    told = await asked(tmp_path, answers, {"kind": "choice", "options": ADS}, people=12)

    assert told.data["trust"]["homogeneity"].startswith("50% on the commonest answer, evenness over the options 50%")


async def test_probabilities_give_the_same_shares_with_narrower_intervals(tmp_path: Path) -> None:
    percents = {name: 100 * share for name, share in SHARES.items()}
    put = {"id": "ad", "kind": "choice", "options": ADS}
    told = await asked(tmp_path, always(percents), put, people=40, elicitation="probabilities")

    found = question(told.data, "ad")
    assert found["shares"] == pytest.approx(SHARES, abs=0.001)
    assert all(high - low < 0.2 for low, high in found["interval"].values())


async def test_several_choices_are_counted_each_by_itself(tmp_path: Path) -> None:
    def answers(_: str, __: Asked, rng: Random) -> list[str]:
        return [name for name, share in SHARES.items() if rng.random() < share]

    found = question((await asked(tmp_path, answers, {"kind": "choices", "options": ADS})).data, "q1")
    for name, share in SHARES.items():
        low, high = found["interval"][name]
        assert low <= share <= high, (name, found)


async def test_a_rating_has_its_mean_and_the_share_of_each_point(tmp_path: Path) -> None:
    def answers(_: str, __: Asked, rng: Random) -> int:
        return rng.choices([1, 2, 3, 4, 5], [0.1, 0.1, 0.2, 0.4, 0.2])[0]

    found = question((await asked(tmp_path, answers, {"kind": "rating", "scale": [1, 5]})).data, "q1")
    low, high = found["interval"]["mean"]
    assert low <= 3.5 <= high
    assert high - low < 0.5
    assert found["median"] == 4
    assert found["shares"]["4"] == pytest.approx(0.4, abs=0.1)


async def test_a_rating_in_probabilities_is_its_expected_value(tmp_path: Path) -> None:
    chances = {"1": 0, "2": 25, "3": 25, "4": 50, "5": 0}
    told = await asked(tmp_path, always(chances), {"kind": "rating"}, people=12, elicitation="probabilities")
    assert question(told.data, "q1")["mean"] == 3.25


async def test_a_number_is_averaged_and_who_could_not_say_is_counted_apart(tmp_path: Path) -> None:
    def answers(person: str, _: Asked, rng: Random) -> Any:
        lost = Raw({"number": None if person.endswith("00") else 1e308, "reason": "No idea."})
        return lost if person.endswith("0") else rng.gauss(20, 4)

    found = question((await asked(tmp_path, answers, {"kind": "number"})).data, "q1")
    low, high = found["interval"]["mean"]
    assert low <= 20 <= high
    assert found["missing"] == {"no_answer": 12}
    assert found["n"] == 108


async def test_a_ranking_tells_mean_ranks_and_who_came_first(tmp_path: Path) -> None:
    def answers(_: str, __: Asked, rng: Random) -> list[str]:
        return sorted(ADS[:3], key=lambda name: ADS.index(name) + rng.gauss(0, 1))

    told = await asked(tmp_path, answers, {"kind": "ranking", "options": ADS[:3]})
    found = question(told.data, "q1")
    assert sorted(found["ranks"], key=found["ranks"].get) == ADS[:3]
    assert found["shares"]["Ad one"] > found["shares"]["Ad two"] > found["shares"]["Ad three"]
    assert sum(found["ranks"].values()) == pytest.approx(6, abs=0.01)
    assert "mean rank, 1 = best" in told.text
    assert f", first for {round(100 * found['shares']['Ad one'])} %" in told.text
    assert len(found["quotes"]) == 6


async def test_maxdiff_finds_the_order_from_sets_in_which_each_option_comes_up_alike(tmp_path: Path) -> None:
    order = ["taste", "price", "speed", "size", "noise", "colour"]
    model = answering(always(order))
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(30))
        put = {"text": "Most and least?", "kind": "maxdiff", "options": [*reversed(order)]}
        told = await at.ok("ask_people", people=[crowd], questions=[put], seed=7)

    scores = question(told.data, "q1")["scores"]
    assert sorted(scores, key=scores.get, reverse=True) == order
    assert (scores["taste"], scores["colour"]) == (1, -1)
    assert "score from 1 (always the best) to -1 (always the worst)" in told.text
    task = model.asked[0].task
    assert isinstance(task, AskTask)
    times = [option.id for options in task.asked[0].shown.sets for option in options]
    assert {times.count(name) for name in order} <= {3, 4}


async def test_prices_as_options_tell_who_buys_at_each_and_which_brings_most(tmp_path: Path) -> None:
    def answers(_: str, asked: Asked, rng: Random) -> list[str]:
        limit = rng.uniform(0, 100)
        return [option.id for option in asked.question.options if (option.price or 0) <= limit]

    put = {"kind": "price", "options": ["$80", "$20", 50]}
    found = question((await asked(tmp_path, answers, put)).data, "q1")
    assert list(found["shares"]) == ["$20", "50", "$80"]
    for name, share in {"$20": 0.8, "50": 0.5, "$80": 0.2}.items():
        low, high = found["interval"][name]
        assert low <= share <= high, found
    revenue = {name: float(name.strip("$")) * 100 * share for name, share in found["shares"].items()}
    assert found["revenue"] == pytest.approx(revenue, rel=0.01)
    assert found["buyers"] == {name: round(share * PEOPLE) for name, share in found["shares"].items()}
    best = max(found["revenue"], key=found["revenue"].get)
    assert f"most revenue at {best}: {found['revenue'][best]:,.0f} for each 100 people asked" in found["notes"][0]
    assert re.search(r"any from \d+ to \d+ \(95 % or more\)|would most likely be the same", found["notes"][0])


async def test_a_best_price_at_the_end_of_those_asked_is_said_to_be_there(tmp_path: Path) -> None:
    for limit, end in ((25, "20 is the lowest price that was asked: whether a lower one"), (99, "80 is the highest")):
        put = {"kind": "price", "options": ["$20", "$50", "$80"]}
        buys = [f"${price}" for price in (20, 50, 80) if price <= limit]
        told = await asked(tmp_path / end[:2], always(buys), put, people=30)
        assert end in "\n".join(question(told.data, "q1")["notes"])
        assert "rehearsed" not in told.text


def as_money(price: float) -> str:
    return f"{price:,.2f}".removesuffix(".00")


@pytest.mark.parametrize("worth", [1.31, 3.7, 1_300, 1_234_567])
async def test_prices_are_told_as_money_is_with_two_decimals_or_none(tmp_path: Path, worth: float) -> None:
    def answers(_: str, __: Asked, rng: Random) -> dict[str, float]:
        own = worth * rng.uniform(0.8, 1.2)
        four = (0.5, 0.8, 1.2, 1.5)
        return {name: round(own * part, 2) for name, part in zip(POINTS, four, strict=True)}

    told = await asked(tmp_path, answers, {"kind": "price", "unit": "EUR"}, 40)
    found = question(told.data, "q1")
    lines = [line for line in told.text.splitlines() if re.search(r"optimal|indifference|marginal|acceptable", line)]
    figures = [figure for line in lines for figure in re.findall(r"\d[\d.,e+]*", line)]
    assert len(figures) >= 4 + 8 + 4, "points, intervals, sentences"
    assert [each for each in figures if not re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d\d)?", each)] == []
    assert [price for price in found["prices"].values() if round(price, 2) != price] == []


async def test_a_price_without_options_is_four_prices_and_where_their_curves_cross(tmp_path: Path) -> None:
    def answers(_: str, __: Asked, rng: Random) -> dict[str, float]:
        worth = rng.uniform(80, 120)
        return {"too_cheap": worth * 0.5, "cheap": worth * 0.8, "expensive": worth * 1.2, "too_expensive": worth * 1.5}

    found = question((await asked(tmp_path, answers, {"kind": "price", "unit": "EUR"})).data, "q1")
    prices = found["prices"]
    assert 60 < prices["marginal cheapness"] < prices["optimal"] < prices["marginal expensiveness"] < 140
    assert prices["optimal"] == pytest.approx(90, abs=4)
    low, high = (as_money(prices[f"marginal {end}"]) for end in ("cheapness", "expensiveness"))
    notes = "\n".join(found["notes"])
    assert f"the acceptable range is {low} to {high} EUR: below it more people doubt the quality" in notes
    assert f"the optimal price is {as_money(prices['optimal'])} EUR: it puts off fewest" in notes
    assert f"the indifference price is {as_money(prices['indifference'])} EUR" in notes
    low, high = found["interval"]["optimal"]
    assert low <= prices["optimal"] <= high


async def test_a_point_of_a_price_that_is_only_one_of_those_that_nobody_minds_is_told_as_such(tmp_path: Path) -> None:
    def answers(person: str, _: Asked, __: Random) -> dict[str, float]:
        own = int(person.removeprefix("Person ")) % 4
        return {"too_cheap": 20 + own, "cheap": 30 + own, "expensive": 31 + own, "too_expensive": 41 + own}

    found = question((await asked(tmp_path, answers, {"kind": "price", "unit": "EUR"})).data, "q1")
    notes = {note.split(" is ")[0]: note for note in found["notes"]}
    assert found["prices"]["optimal"] == 32
    assert notes["the optimal price"].endswith(
        "; but nobody finds anything between 23 and 41 too cheap or too expensive: it is only one of these"
    )
    assert "nobody" not in notes["the indifference price"], "which curves cross in"


WORTH: dict[str, Any] = {"id": "worth", "kind": "price", "unit": "EUR"}


def unwilling(person: str, _: Asked, __: Random) -> Any:
    """Return four prices of those with an even number, and none of the others, who say why."""
    number = int(person.removeprefix("Person "))
    if number % 2:
        return Raw({"prices": dict.fromkeys(POINTS), "reason": f"Not even as a gift, says {number}."})
    return dict(zip(POINTS, (2 + number, 4 + number, 6 + number, 9 + number), strict=True))


async def test_whoever_would_not_have_it_at_any_price_answered_and_is_quoted_and_no_refusal(tmp_path: Path) -> None:
    async with table(tmp_path, answering(unwilling)) as at:
        crowd = await made(at, panel(12))
        told = await at.ok("ask_people", people=[crowd], questions=[{"text": "Well?", **WORTH}], seed=7)
        transcript = await at.ok("get_run", run=told.run, detail="transcript")
        report = await at.read(f"troupe://runs/{told.run}/export/markdown")
        happened = await at.events(told.run)

    found = question(told.data, "worth")
    assert "price, n = 6, 6 at no price" in told.text
    assert "6 of 12 would not have it at any price; all prices here are of the others" in found["notes"]
    assert found["prices"]
    assert {"person": "Person 1", "quote": "Not even as a gift, says 1.", "answer": "at no price"} in found["quotes"]
    assert "“Not even as a gift, says 1.” – Person 1 (at no price)" in told.text
    assert "Person 1 [worth]: at no price (Not even as a gift, says 1.)" in transcript.text
    assert [each["content"] for each in happened if each["kind"] == "answer"].count("at no price") == 6
    assert told.data["trust"]["n"] == 12
    assert told.data["trust"]["refusals"] == "0 of 12 answers refused or missing"
    assert "refusals" not in [flag["name"] for flag in told.data["trust"]["flags"]]
    assert "Not even as a gift, says 1" in report


async def test_a_price_that_is_refused_or_half_named_is_still_missing(tmp_path: Path) -> None:
    half = Raw({"prices": {**dict.fromkeys(POINTS), "cheap": 4}, "reason": "I can't tell."})
    model = answering(always(half))
    some = model.script
    model.script = lambda prompt: (
        Completion("", "refused", usage=USAGE)
        if isinstance(prompt.task, AskTask) and prompt.task.moment.person == "Person 1"
        else some(prompt)
    )
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(6))
        told = await at.ok("ask_people", people=[crowd], questions=[{"text": "Well?", **WORTH}], seed=7)

    assert question(told.data, "worth")["missing"] == {"no_answer": 5, "refused": 1}
    assert told.data["trust"]["refusals"] == "6 of 6 answers refused or missing"


async def test_of_fewer_than_five_people_no_price_comes_out_and_what_each_answered_is_told(tmp_path: Path) -> None:
    named = await asked(tmp_path / "open", unwilling, WORTH, people=4)
    buys = {"kind": "price", "options": ["4 EUR", "6 EUR"]}
    bought = await asked(tmp_path / "options", lambda name, _, __: ["4 EUR"] * (name == "Person 2"), buys, people=4)

    for told in (named, bought):
        [found] = told.data["questions"]
        assert not {"prices", "shares", "revenue", "interval"} & found.keys()
        assert "no price comes out of fewer than 5 people" in told.text
        assert not re.search("acceptable|most revenue|would most likely be the same|which price", told.text)
        assert told.data["next"].startswith("tell the user what each answered, and that no price comes out of so few")
    assert "Person 2: too cheap: 4, cheap: 6, expensive: 8, too expensive: 11" in named.data["questions"][0]["notes"][0]
    assert "Person 1: none of them; Person 2: 4 EUR;" in bought.data["questions"][0]["notes"][0]


async def test_a_best_price_that_rests_on_a_few_buyers_is_not_said_to_hold_for_other_people(tmp_path: Path) -> None:
    buys = {"kind": "price", "options": ["4 EUR", "6 EUR"]}
    one = await asked(tmp_path / "one", lambda name, _, __: ["4 EUR"] * (name == "Person 2"), buys, people=12)
    all_ = await asked(tmp_path / "all", always(["4 EUR"]), buys, people=12)

    assert "it rests on 1 who would buy, and of so few any other may be better" in one.text
    assert "with other people of this kind it would most likely be the same" not in one.text
    assert "with other people of this kind it would most likely be the same" in all_.text


async def test_open_answers_are_told_in_their_own_words(tmp_path: Path) -> None:
    told = await asked(tmp_path, lambda person, _, __: f"{person} says so.", {"kind": "text"}, people=25)
    found = question(told.data, "q1")
    assert [each["quote"] for each in found["answers"][:2]] == ["Person 0 says so.", "Person 1 says so."]
    assert len(found["answers"]) == 20
    assert "interval" not in found
    assert "“Person 19 says so.” – Person 19" in told.text


async def test_ratings_of_an_axis_are_joined_and_reversed_ones_turned_round(tmp_path: Path) -> None:
    def answers(_: str, asked: Asked, __: Random) -> int:
        return {"glad": 6, "sad": 2, "other": 1}[asked.question.id]

    async with table(tmp_path, answering(answers)) as at:
        crowd = await made(at, panel(12))
        scale = {"kind": "rating", "scale": [1, 7]}
        told = await at.ok(
            "ask_people",
            people=[crowd],
            questions=[
                {"id": "glad", "text": "I am glad.", "axis": "mood", **scale},
                {"id": "sad", "text": "I am sad.", "axis": "-mood", **scale},
                {"id": "other", "text": "It rains.", "axis": "weather", **scale},
            ],
        )
    [mood, weather] = told.data["axes"]
    assert (mood["axis"], mood["mean"], mood["n"]) == ("mood", 6, 12)
    assert mood["people"]["Person 3"] == 6
    assert weather["mean"] == 1
