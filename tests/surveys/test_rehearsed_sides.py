"""One side that a rehearsed person takes decides what they choose, the number they give and the reason for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Table, table
from tests.rehearsal.test_prices import spearman
from troupe_mcp.models.rehearsal.matters.consents import consent_of
from troupe_mcp.simulation.worlds.events import Acted, Answered

WHO = "people who might come to a repair café for broken household things in Leeds"
CAFE = "A repair café opens in Leeds: people bring broken household things and mend them together with volunteers."
YES_NO = ["Yes", "No"]
FEES = (
    "Would you pay a fee of £5 a visit?",
    "May the repair café ask for a fee of £5 a visit?",
    "May the café ask for £5?",
)
SIDES = (
    *FEES,
    "Would you come?",
    "Would you come, and why, and which evening?",
    "Should the council pay for the repair café?",
)
MOST = 0.9
"""How many of a crowd may be of one mind."""

Given = dict[str, Answered]


async def crowd(at: Table, count: int = 40) -> str:
    return (await at.ok("create_people", count=count, description=WHO, seed=3)).run


async def told(at: Table, run: str, *questions: dict[str, Any], **around: Any) -> list[Given]:
    """Return to each question what everybody answers."""
    asked = [{"id": f"q{place}", **question} for place, question in enumerate(questions)]
    survey = await at.ok("ask_people", people=[run], questions=asked, seed=5, **around)
    given: list[Given] = [{} for _ in asked]
    for event in await at.log(survey.run):
        if isinstance(event, Answered):
            given[int(event.question[1:])][event.person] = event
    return given


def choice(text: str, options: Sequence[str] = YES_NO) -> dict[str, Any]:
    return {"text": text, "kind": "choice", "options": list(options)}


def contradicted(given: Given) -> list[tuple[str, str]]:
    """Return the answers whose reason says the other side."""
    signs = {"Yes": 1, "No": -1}
    return [
        (event.value, event.reason)
        for event in given.values()
        if (stand := consent_of(event.reason)) and stand.sign * signs.get(event.value, 0) < 0
    ]


@pytest.mark.parametrize("around", [{"situation": CAFE}, {"show": CAFE}, {}], ids=["told", "shown", "alone"])
async def test_no_refusal_stands_under_a_yes_no_consent_under_a_no_and_a_crowd_is_never_of_one_mind(
    around: dict[str, Any], tmp_path: Path
) -> None:
    async with table(tmp_path) as at:
        given = await told(at, await crowd(at), *map(choice, SIDES), **around)
    for text, answers in zip(SIDES, given, strict=True):
        counted = Counter(event.value for event in answers.values())
        assert max(counted.values()) <= MOST * len(answers), (text, counted)
        assert not contradicted(answers), text
        assert all(event.reason for event in answers.values()), text
        assert not any("ravelling" in event.reason for event in answers.values()), text


async def test_what_lies_between_is_taken_by_whom_a_price_is_a_little_too_high(tmp_path: Path) -> None:
    options = [*YES_NO, "Only a voluntary donation"]
    async with table(tmp_path) as at:
        run = await crowd(at)
        three, two = await told(at, run, choice(FEES[1], options), choice(FEES[1]), situation=CAFE)
    values = {who: (event.value, two[who].value) for who, event in three.items()}
    assert {value for value, _ in values.values()} == {*options}
    assert all(one == ("No" if other.startswith("Only") else other) for other, one in values.values())
    assert not contradicted(three)


async def test_likelihood_sum_and_number_of_visits_are_in_line_with_the_yes_of_the_same_person(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        comes, likely, gives, often, pays = await told(
            at,
            await crowd(at),
            choice("Would you come?"),
            {"text": "How likely are you to come?", "kind": "rating", "scale": [0, 10]},
            {"text": "How much would you give for a visit, in pounds?", "kind": "number"},
            {"text": "How often a year would you come?", "kind": "number"},
            choice(FEES[0]),
            situation=CAFE,
        )
    people = sorted(comes)
    yes = [float(comes[who].value == "Yes") for who in people]
    rated, sums, visits = ([float(each[who].value) for who in people] for each in (likely, gives, often))
    assert spearman(yes, rated) >= 0.7
    assert spearman(rated, sums) >= 0.5
    assert spearman(rated, visits) >= 0.3
    assert len({*rated}) >= 5
    assert max(Counter(rated).values()) <= len(people) / 3, Counter(rated)
    assert 0 in sums
    for who, paid in pays.items():
        assert (gives[who].value >= 5) == (paid.value == "Yes") or not gives[who].value, (who, paid)


KINDS: list[dict[str, Any]] = [
    {"text": "How likely are you to come?", "kind": "rating", "scale": [0, 10]},
    {"text": "How much would you give for a visit, in pounds?", "kind": "number"},
    {"text": "How many evenings a year would you come?", "kind": "number"},
    {"text": "What would you bring?", "kind": "choices", "options": ["A toaster", "A bicycle", "A lamp", "Clothes"]},
    {"text": "What matters most?", "kind": "ranking", "options": ["The hour", "The price", "The company"]},
    {"text": "At which of these prices would you come?", "kind": "price", "options": ["£2", "£5", "£9"]},
    {"text": "What would you pay for a visit?", "kind": "price"},
]


async def test_whatever_is_asked_a_reason_comes_with_it(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        given = await told(at, await crowd(at, 16), *KINDS, situation=CAFE)
    for question, answers in zip(KINDS, given, strict=True):
        assert all(event.reason for event in answers.values()), question
        assert len({event.reason for event in answers.values()}) > len(answers) / 4, question


async def test_a_low_and_a_high_rating_are_not_given_for_the_same_reason(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        (given,) = await told(at, await crowd(at), KINDS[0], situation=CAFE)
    plain = re.compile(r"made for me|cold|hardly miss|live without|that to others|no great wish|sooner do")
    keen = re.compile(r"something for me|like the sound|give it a chance|little against|appeals|suits? me|worth a try")
    low = [event.reason for event in given.values() if event.value < 4]
    high = [event.reason for event in given.values() if event.value > 6]
    assert low
    assert high
    assert not any(map(keen.search, low)), low
    assert not any(map(plain.search, high)), high


async def test_whoever_takes_none_of_some_posters_likes_the_sound_of_none(tmp_path: Path) -> None:
    posters = ["Loud nights, louder days", "A quiz with strangers", "Shots and screens", "None of these"]
    async with table(tmp_path) as at:
        (given,) = await told(at, await crowd(at), choice("Which poster brings you in?", posters))
    taken = Counter(event.value for event in given.values())
    assert 0 < taken["None of these"] <= MOST * len(given), taken
    for event in given.values():
        named = re.search(r"\bnone\b|nothing there|all of them", event.reason, re.IGNORECASE)
        assert (named is not None) == (event.value == "None of these"), event


async def test_a_ballot_before_and_after_a_talk_fits_its_reasons_and_what_is_said_in_it(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = await crowd(at, 8)
        played = await at.ok("run_world", people=[run], situation=CAFE, say=FEES[0], ballot=FEES[1], steps=1, seed=5)
        log = await at.log(played.run)
    votes = [event for event in log if isinstance(event, Answered)]
    assert {event.question for event in votes} >= {"before", "after"}
    assert not contradicted({f"{event.person}/{event.question}": event for event in votes})
    assert {event.value for event in votes} == {*YES_NO}
    before = {event.person: event.value for event in votes if event.question == "before"}
    said = {event.person: consent_of(event.content) for event in log if isinstance(event, Acted)}
    stands = {who: stand.sign for who, stand in said.items() if stand is not None and stand.sign}
    assert len(stands) >= len(before) / 2
    assert all(sign == {"Yes": 1, "No": -1}[before[who]] for who, sign in stands.items()), (stands, before)


async def test_what_somebody_believes_decides_their_yes_or_no_and_is_the_reason_for_it(tmp_path: Path) -> None:
    held = {"Ida Moe": "Buses should be free.", "Bo Ek": "Buses should not be free."}
    async with table(tmp_path) as at:
        each = [{"name": name, "beliefs": [belief]} for name, belief in held.items()]
        run = (await at.ok("create_people", each=each)).run
        (given,) = await told(at, run, choice("Should buses be free?", ["No", "Yes"]))
    assert [given[name].value for name in held] == ["Yes", "No"]
    assert all("free" in event.reason for event in given.values())
