"""What somebody would pay is one thing: wherever the product is named, and however it is asked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, cast

import pytest

from tests.doubles import Table, table
from troupe_mcp.simulation.worlds.events import Answered

PRODUCTS = {
    "a fresh loaf of bread, delivered to your door at 6 am": ("a loaf", "", (2, 3, 4)),
    "a membership of a gym round the corner, open until 11 pm": ("a gym membership", " a month", (10, 20, 30)),
    "a night in a dog hotel where your dog can run in the garden until 9": ("a night in a dog hotel", "", (15, 30, 60)),
    "an ebook of crime stories, 300 pages long": ("an ebook", "", (3, 9, 15)),
    "an electric bike with a range of 80 km": ("an electric bike", "", (600, 1200, 3000)),
    "a warm school lunch for a child, served at 12:30": ("a school lunch", "", (2, 4, 9)),
}
ELSEWHERE, LESS = 0.1, 0.3
"""How far shares may lie apart where a thing is told elsewhere, and where less is told of what it brings."""


async def told(at: Table, run: str, questions: list[dict[str, Any]], **around: Any) -> list[dict[str, Answered]]:
    """Return to each question what everybody answers."""
    asked = [{"id": f"q{place}", **question} for place, question in enumerate(questions)]
    survey = await at.ok("ask_people", people=[run], questions=asked, seed=5, repeats=1, **around)
    given: list[dict[str, Answered]] = [{} for _ in asked]
    for event in await at.log(survey.run):
        if isinstance(event, Answered):
            given[int(event.question[1:])][event.person] = event
    return given


def takers(given: dict[str, Answered], price: int) -> set[str]:
    """Return who buys at a price: of price options, of yes and no, of a scale, of a number."""
    found: set[str] = set()
    for who, event in given.items():
        value = event.value
        if isinstance(value, list | tuple):
            bought = any(option.strip("€ ") == str(price) for option in cast("list[str]", value))
        elif isinstance(value, str):
            bought = value == "yes"
        else:
            bought = value is not None and value >= price
        found |= {who} if bought else set()
    return found


@pytest.mark.parametrize("long", PRODUCTS)
async def test_the_share_that_buys_hardly_depends_on_how_and_where_it_is_asked(long: str, tmp_path: Path) -> None:
    short, per, prices = PRODUCTS[long]
    plain, signed = [str(price) for price in prices], [f"€{price}" for price in prices]
    which = f"At which price in euros{per} would you buy"
    listed = {"kind": "price", "options": plain}
    of_it = {"text": f"{which} {short}?", **listed}
    async with table(tmp_path) as at:
        run = (await at.ok("create_people", count=40, description="Adults in Rotterdam", seed=3)).run
        (shown,) = await told(at, run, [of_it], show=f"{long.capitalize()}.")
        (around,) = await told(at, run, [of_it], situation=f"A new firm offers {long}.")
        given = await told(
            at,
            run,
            [
                {"text": f"{which} {long}?", **listed},
                {"text": f"{which} {long}?", "kind": "price", "options": signed},
                of_it,
                {"text": f"How many euros{per} would you pay at most for {long}?", "kind": "number"},
                *({"text": f"Would you buy {long}, for {n} euros{per}?", "kind": "choice", "options": ["yes", "no"]}
                  for n in prices),
                *({"text": f"How likely would you buy {long}, for {n} euros{per}?", "kind": "rating"} for n in prices),
            ],
        )  # fmt: skip
    whole, coined, bare, number, *each = given
    for place, price in enumerate(prices):
        buying = takers(whole, price)
        assert takers(coined, price) == buying
        assert takers(number, price) == buying
        assert takers(each[place], price) == buying
        assert takers(each[len(prices) + place], 3) == buying
        for other, near in ((shown, ELSEWHERE), (around, ELSEWHERE), (bare, LESS)):
            assert abs(len(takers(other, price)) - len(buying)) <= near * len(whole), (price, long)
    assert len(takers(whole, prices[0])) > len(takers(whole, prices[-1]))


async def test_what_is_said_of_a_price_fits_what_is_bought_and_few_say_the_same(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = (await at.ok("create_people", count=40, description="Adults in Rotterdam who buy bread", seed=3)).run
        (given,) = await told(
            at, run, [{"text": "At which price would you buy a loaf?", "kind": "price", "options": ["€3", "€4", "€5"]}]
        )
    assert all(event.reason for event in given.values())
    for event in given.values():
        assert "low" not in event.reason, event.reason
        assert ("€4" in event.reason) <= ("€4" in event.value), event.reason
    endings = Counter(event.reason.split(". ")[-1] for event in given.values() if ". " in event.reason)
    assert max(endings.values(), default=0) <= 5, endings


async def test_a_loaf_at_the_price_of_a_bicycle_is_bought_by_nobody(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = (await at.ok("create_people", count=20, description="Adults in Rotterdam", seed=3)).run
        asked = "Would you buy a {} for {} euros?"
        options = {"kind": "choice", "options": ["yes", "no"]}
        loaf, bike = await told(
            at, run, [{"text": asked.format(*each), **options} for each in (("loaf", 400), ("bicycle", 150))]
        )
    assert {event.value for event in loaf.values()} == {"no"}
    assert Counter(event.value for event in bike.values())["yes"] >= 8


async def test_numeric_options_are_shown_as_they_were_given(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = (await at.ok("create_people", count=3, description="Adults in Rotterdam", seed=3)).run
        questions = [{"text": "At which price in euros would you buy a loaf?", "kind": "price", "options": [3, 4.5, 5]}]
        text = (await at.ok("ask_people", people=[run], questions=questions)).text
    assert "3.0" not in text
    assert "4.5" in text


NUMBERS: dict[str, tuple[float, float]] = {
    "How many loaves of bread do you buy in a week?": (0, 9),
    "How often do you go to a gym? (times a month)": (0, 31),
    "How many hours of TV do you watch a day?": (0.5, 9),
    "How many people live in your household?": (1, 6),
    "At what time do you get up on weekdays?": (4, 10),
    "At what time do you go to bed?": (20, 24),
    "How many cups of coffee do you drink a day?": (0, 9),
    "How much do you spend on groceries a week, in euros?": (15, 160),
    "From 0 to 4, how many nights a year would you book a dog hotel?": (0, 4),
    "How many lamps do you own?": (1, 30),
}


async def test_who_is_asked_for_a_number_gives_one_that_can_be_true(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = (await at.ok("create_people", count=30, description="Adults in Rotterdam", seed=3)).run
        given = await told(at, run, [{"text": text, "kind": "number"} for text in NUMBERS])
    for (text, (low, high)), answers in zip(NUMBERS.items(), given, strict=True):
        numbers = [event.value for event in answers.values()]
        assert None not in numbers, text
        assert low <= min(numbers) <= max(numbers) <= high, (text, sorted(numbers))
        assert len({*numbers}) >= 3, (text, numbers)


async def test_a_number_is_that_of_the_own_file_where_it_holds_one(tmp_path: Path) -> None:
    each = [
        {
            "name": "Eva Brandt", "age": 41, "occupation": "Nurse", "health": "You sleep six hours and call it enough.",
            "behaviors": {"routines": {"morning": ["Gets up at half past four."], "evening": ["Goes to bed at nine."]}},
            "relationships": [{"name": "Twins", "description": "Your twins are four."},
                              {"name": "Ola", "description": "Your husband drives a bus."}],
        },
        {
            "name": "Jon Lund", "age": 70, "occupation": "Retired cook",
            "relationships": [{"name": "Ida", "description": "Your daughter lives two hours away."}],
        },
    ]  # fmt: skip
    asked = [
        "At what time do you get up?", "At what time do you go to bed?", "How many hours do you sleep a night?",
        "How many people live in your household?", "How many children do you have?", "How old are you?",
    ]  # fmt: skip
    async with table(tmp_path) as at:
        run = (await at.ok("create_people", each=each)).run
        given = await told(at, run, [{"text": text, "kind": "number"} for text in asked])
    by_name = [sorted((who, event.value) for who, event in answers.items()) for answers in given]
    eva = [answers[0][1] for answers in by_name]
    jon = [answers[1][1] for answers in by_name]
    assert eva == [4.5, 21, 6, 4, 2, 41]
    assert jon[4:] == [1, 70]
    assert jon[3] <= 2


async def test_what_nobody_would_know_gets_no_number(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = (await at.ok("create_people", count=5, description="Adults in Rotterdam", seed=3)).run
        given = await told(
            at,
            run,
            [
                {"text": text, "kind": "number"}
                for text in ("How many stars are there?", "How many people live in Chile?")
            ],
        )
    assert {event.value for answers in given for event in answers.values()} == {None}
