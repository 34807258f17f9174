"""What is spoken about and what happens: objections fit the kind of thing, and who speaks first takes in an event."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.doubles import REHEARSAL, table
from tests.rehearsal.test_earlier_talks import BUSES, LIBRARY, last

GADGET = re.compile(
    r"beep|charg|cable|password|line drops|fed like|look after|mended|screen|gadget|its maker", re.IGNORECASE
)


@pytest.mark.parametrize(
    "thing",
    [
        "The council plans a night bus that runs every hour until four.",
        "We plan a laundry service that picks up and brings back in a day.",
        "The library wants to open on Sundays and until ten at night.",
        "The bank branch in your street opens again two days a week.",
    ],
)
@pytest.mark.parametrize("asked", ["What speaks against it?", "What could go wrong with it?"])
async def test_what_is_said_against_a_service_a_line_or_a_place_is_not_said_of_a_gadget(
    tmp_path: Path, thing: str, asked: str
):
    async with table(tmp_path) as at:
        run = (await at.ok("run_world", people=LIBRARY, situation=thing, say=asked, steps=1, seed=4, **REHEARSAL)).run
        said = await last(at, run)

    assert not [line for line in said.values() if GADGET.search(line)]


@pytest.mark.parametrize("kind", ["say", "situation"])
@pytest.mark.parametrize(
    ("event", "thing"),
    [("A carpet is rolled out.", "carpet"), ("The lights go out.", "lights"), ("A waiter brings a cake.", "cake")],
)
async def test_whoever_speaks_first_takes_in_what_happens_and_the_story_tells_it(
    tmp_path: Path, event: str, thing: str, kind: str
):
    async with table(tmp_path) as at:
        happens = [{"when": {"step": 2}, "then": {kind: event}}]
        run = await at.ok("run_world", people=LIBRARY, say=BUSES, steps=2, seed=4, interventions=happens, **REHEARSAL)
        lines = [each for each in await at.events(run.run) if each.get("type") == "TALK" and each["step"] == 2]
        story = await at.ok("tell_story", run=run.run, **REHEARSAL)

    assert thing in lines[0]["content"].lower()
    assert len(lines[0]["content"].split()) < 12
    assert event in story.text
    assert not story.text.split("\n\n")[1].startswith("The setting was the lights")


async def test_who_loves_a_thing_says_so_when_it_comes_in_and_an_offer_is_no_event(tmp_path: Path):
    async with table(tmp_path) as at:
        dog = await at.ok("run_world", people=LIBRARY, say="A dog runs in.", steps=1, seed=4, **REHEARSAL)
        offer = "The bank branch opens again."
        bank = await at.ok("run_world", people=LIBRARY, say=offer, steps=1, seed=4, **REHEARSAL)
        to_the_dog, to_the_bank = await last(at, dog.run), await last(at, bank.run)

    assert "A dog that thinks." in to_the_dog["Solveig Rustad"]
    assert not [
        line for line in to_the_bank.values() if re.match(r"(?:Oh\. |For the record: )?the bank", line, re.IGNORECASE)
    ]
