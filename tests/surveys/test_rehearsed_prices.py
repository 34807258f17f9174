"""Yes or no to a price, rehearsed: what is chosen goes with what is said of it."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Table, table
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.simulation.worlds.events import Answered
from troupe_mcp.studies.amounts import short_amount

OFFERS = {
    "Would you subscribe to BrewBox, fresh coffee beans every two weeks for ${}?": (5, 12, 25, 60),
    "Would you buy this kettle for {} dollars?": (5, 20, 40, 90),
    "Would you join the gym round the corner for {} euros a month?": (5, 15, 30, 70),
}


async def answers(at: Table, options: list[str]) -> list[Answered]:
    """Return what the library answers to each offer at each price."""
    asked = [text.format(price) for text, prices in OFFERS.items() for price in prices]
    questions: list[dict[str, Any]] = [
        {"id": f"q{place}", "text": text, "kind": "choice", "options": options} for place, text in enumerate(asked)
    ]
    library = (await at.ok("find_people", limit=50)).data["people"]
    people = [line["name"] for line in library if line["kind"] == "library"]
    assert len(people) == 12
    survey = await at.ok("ask_people", people=people, questions=questions, seed=5, repeats=1)
    return [event for event in await at.log(survey.run) if isinstance(event, Answered)]


def speaks(stand: str) -> re.Pattern[str]:
    """Return what begins as somebody does who stands so to a price."""
    worded = chain.from_iterable(
        lines for name, lines in frames().items() if re.fullmatch(rf"deal\.{stand}(\.\w+)?", name)
    )
    patterns = (
        re.escape(line.rstrip(".!?")).replace(r"\{n\}", r"\S.*?").replace(r"\{N\}", r"\S.*?") for line in worded
    )
    return re.compile("|".join(sorted(patterns, key=len, reverse=True)), re.IGNORECASE)


async def test_whoever_finds_a_price_too_high_does_not_say_yes_to_it(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        given = await answers(at, ["Yes", "No"])

    refusing, taking = speaks("(?:no|near|none)"), speaks("yes")
    refused = [event for event in given if refusing.match(event.reason)]
    taken = [event for event in given if taking.match(event.reason) and event not in refused]
    assert len(refused) > 20
    assert taken
    assert {event.value for event in refused} == {"No"}
    assert {event.value for event in taken} == {"Yes"}


async def test_a_price_a_little_too_high_is_a_maybe_where_that_is_offered(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        given = await answers(at, ["Yes", "Maybe", "No"])

    near = [event for event in given if speaks("near").match(event.reason)]
    assert near
    assert {event.value for event in near} == {"Maybe"}
    assert {event.value for event in given} == {"Yes", "Maybe", "No"}


ASKED = {
    "At which of these prices would you buy a night at a dog hotel?": ["15", "25", "40", "60"],
    "At which of these prices would you take the gym app for a month?": ["5", "10", "20", "35"],
    "At which of these prices would you buy a school lunch?": ["2", "3", "5", "8"],
}


async def test_a_rehearsed_price_question_answers_at_what_price_to_sell_and_by_whom(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        crowd = await at.ok("create_people", count=16, description="people in Leeds")
        for text, options in ASKED.items():
            put = {"text": text, "kind": "price", "options": options, "unit": "GBP"}
            told = await at.ok("ask_people", people=[crowd.run], questions=[put])
            found = told.data["questions"][0]
            best = max(options, key=lambda option: int(option) * found["shares"][option])

            for option in options:
                bought = found["buyers"][option]
                assert found["revenue"][option] == pytest.approx(100 * int(option) * bought / found["n"])
                assert f" · {bought} of {found['n']} · " in told.text
            assert (
                f"most revenue at {best}: {short_amount(found['revenue'][best])} GBP for each 100 people asked"
                in told.text
            )
            assert "of rehearsed people: it shows how the answer is found, and no price may be set by it" in told.text
            assert "95 %" not in found["notes"][0], "nothing is measured in a rehearsal"
            assert "tell the user which price comes out" in told.data["next"]
            report = await at.read(f"troupe://runs/{told.run}/export/markdown")
            assert f"most revenue at {best}:" in report


async def test_where_nobody_would_buy_that_is_said_of_rehearsed_people_too(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        crowd = await at.ok("create_people", count=8, description="people in Leeds")
        put = {"text": "At which price would you buy a loaf?", "kind": "price", "options": ["90000", "95000"]}
        told = await at.ok("ask_people", people=[crowd.run], questions=[put])

    assert "nobody would buy at any of these prices: ask lower ones\n  of rehearsed people" in told.text


async def test_open_prices_are_told_with_what_their_terms_mean_and_what_to_ask_next(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        crowd = await at.ok("create_people", count=16, description="people in Leeds")
        put = {"text": "What would you pay for a month of a gym app?", "kind": "price", "unit": "GBP"}
        told = await at.ok("ask_people", people=[crowd.run], questions=[put])

    notes = "\n".join(told.data["questions"][0]["notes"])
    assert "above it more find it too expensive than cheap" in notes
    assert re.search(r"the optimal price is [\d.]+ GBP: it puts off fewest", notes)
    assert re.search(r"the indifference price is [\d.]+ GBP: as many find it cheap as expensive", notes)
    assert re.search(r"ask the same with options, e\.g\. \[\"[\d.]+\"", notes)
    assert "of rehearsed people" in notes


async def test_a_price_that_was_shown_decides_nothing_else_and_too_dear_is_said_of_one_that_is(tmp_path: Path) -> None:
    questions: list[dict[str, Any]] = [
        {"id": "dog", "text": "Do you own a dog?", "kind": "choice", "options": ["Yes", "No", "Maybe"]},
        {
            "id": "dear",
            "text": "Is 79 dollars too expensive for this headset?",
            "kind": "choice",
            "options": ["Yes", "No"],
        },
    ]
    async with table(tmp_path) as at:
        people = [line["name"] for line in (await at.ok("find_people", limit=50)).data["people"]]
        survey = await at.ok(
            "ask_people", people=people[:12], questions=questions, seed=5, show=f"{HEADSET}, 79 dollars."
        )
        given = [event for event in await at.log(survey.run) if isinstance(event, Answered)]

    assert "Maybe" not in {event.value for event in given if event.question == "dog"}
    dear = {event.value: event.reason for event in given if event.question == "dear" and event.reason}
    assert dear.keys() == {"Yes", "No"}
    assert re.match(r"\W*(?:yes|yeah|\w+\W+yes)", dear["Yes"], re.IGNORECASE), dear
    assert re.match(r"\W*no\b", dear["No"], re.IGNORECASE), dear


HEADSET = "The Sonoro headset. Wireless, noise cancelling"
