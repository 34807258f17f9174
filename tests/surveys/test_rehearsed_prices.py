"""Yes or no to a price, rehearsed: what is chosen goes with what is said of it."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import Any

from tests.doubles import Table, table
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.simulation.events import Answered

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
