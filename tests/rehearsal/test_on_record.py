"""What people are on record with, or said, decides what the rehearsal answers, writes and finds of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Table, Told, table
from troupe_mcp.simulation.worlds.events import Answered

CUSTOMERS = """name,age,occupation,opinion
Ada Klein,34,accountant,I recommended it to three clients
Ben Ode,51,teacher,I love the reminders
Cleo Marsh,29,nurse,Full of bugs
Dan Poe,45,driver,It crashes all the time
"""
GOOD, BAD = ("Ada Klein", "Ben Ode"), ("Cleo Marsh", "Dan Poe")
SAID = {"Ada Klein": "three clients", "Ben Ode": "the reminders", "Cleo Marsh": "Full of bugs", "Dan Poe": "crashes"}


async def asked(directory: Path, **question: Any) -> dict[str, tuple[Any, str]]:
    """Ask the customers one question; return the answer and the reason of each."""
    async with table(directory) as at:
        made = await at.ok("create_people", each=[CUSTOMERS], seed=1)
        survey = await at.ok("ask_people", people=[made.run], questions=[{"id": "q", **question}], seed=1)
        answers = [event for event in await at.log(survey.run) if isinstance(event, Answered)]
    return {event.person: (event.value, event.reason) for event in answers}


@pytest.mark.parametrize("thing", ["our app", "the service", "us", "Mailbird"])
async def test_an_opinion_on_the_thing_asked_decides_the_side_of_a_rating_and_is_its_reason(
    tmp_path: Path, thing: str
) -> None:
    rated = await asked(tmp_path, text=f"Would you recommend {thing}, 0-10?", kind="rating", scale=[0, 10])

    assert all(rated[name][0] >= 7 for name in GOOD)
    assert all(rated[name][0] <= 3 for name in BAD)
    assert all(words in rated[name][1] for name, words in SAID.items())


@pytest.mark.parametrize(
    ("text", "options", "good", "bad"),
    [
        ("Would you keep using our app?", ["Yes", "No", "Not sure"], "Yes", "No"),
        ("How satisfied are you with the app?", ["Very satisfied", "Satisfied", "Dissatisfied"], "Satisfied",
         "Dissatisfied"),
        ("How happy are you with our app?", ["Unhappy", "Happy"], "Happy", "Unhappy"),
    ],
)  # fmt: skip
async def test_an_opinion_on_the_thing_asked_decides_a_choice(
    tmp_path: Path, text: str, options: list[str], good: str, bad: str
) -> None:
    chosen = await asked(tmp_path, text=text, kind="choice", options=options)

    assert {chosen[name][0] for name in GOOD} == {good}
    assert {chosen[name][0] for name in BAD} == {bad}
    assert all(words in chosen[name][1] for name, words in SAID.items())


@pytest.mark.parametrize("thing", ["cats", "our new biscuits", "Germany"])
async def test_an_opinion_decides_nothing_that_it_is_not_about(tmp_path: Path, thing: str) -> None:
    rated = await asked(tmp_path, text=f"How much do you like {thing}?", kind="rating", scale=[1, 5])

    assert not any(words in reason for _, reason in rated.values() for words in SAID.values())


POWER_CUT = "The power was out from 14:10 to 16:00. The vaccine fridge was warm. What do you know of the power cut?"
NOTE = 'Write a short incident note together, one shared document titled "Incident note: power cut"'
STAFF = [
    {"name": "Cleide Duarte", "age": 41, "occupation": "nurse",
     "other_facts": ["You moved the vaccines to the second fridge when the power cut began."]},
    {"name": "Jorge Siqueira", "age": 33, "occupation": "receptionist",
     "other_facts": ["You lost the appointments of the afternoon in the power cut."]},
]  # fmt: skip


async def written(at: Table) -> tuple[Told, list[dict[str, Any]]]:
    made = await at.ok("create_people", each=STAFF, seed=1)
    people = [each["person"] for each in made.data["people"]]
    world = await at.ok("run_world", people=people, say=POWER_CUT, tools=["documents"], seed=1)
    noted = await at.ok("run_world", run=world.run, say=NOTE, steps=2)
    return noted, [event for event in await at.events(noted.run) if event.get("type") == "WRITE"]


async def test_a_document_written_together_is_one_in_versions_under_the_whole_quoted_title(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        noted, texts = await written(at)

    [document] = noted.data["documents"]
    assert (document["title"], document["version"]) == ("Incident note: power cut", 2)
    assert {event["person"] for event in texts} == {"Cleide Duarte", "Jorge Siqueira"}
    last = texts[-1]["content"]
    assert last.startswith("# Incident note: power cut\n")
    assert "The power was out from 14:10 to 16:00." in last
    assert "Cleide Duarte: “I moved the vaccines" in last
    assert "Jorge Siqueira: “I lost the appointments" in last
    assert "What do you know" not in last


async def test_who_has_nothing_to_add_to_a_document_says_so_and_writes_no_version(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        noted, texts = await written(at)
        again = await at.ok("run_world", run=noted.run, say=NOTE)
        more = [event for event in await at.events(again.run) if event.get("type") == "WRITE"]
        said = [event["content"] for event in await at.events(again.run) if event.get("type") == "TALK"]

    assert len(more) == len(texts)
    assert any("nothing to add to “Incident note: power cut”" in line for line in said)


@pytest.mark.parametrize(
    "claim",
    [
        "They changed their minds about remote work",
        "Most prefer to work from home",
        "The group would pay for a premium subscription",
        "Everybody takes safety seriously",
    ],
)
async def test_a_verdict_needs_quotes_with_words_of_the_claim(tmp_path: Path, claim: str) -> None:
    ads = "Ad 1: Quiet doors for old houses.\n\nAd 2: Fast loans for small shops.\n\nWhich one do you choose?"
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=["Oscar", "Lisa Carter"], say=ads, seed=1)
        more = await at.ok(
            "listen_and_act", run=talk.run, say="And now, which ad do you choose? Would you say so again?"
        )
        judged = await at.ok("check_proposition", run=more.run, claim=claim)

    assert judged.data["verdict"] == "unclear"
    assert not judged.data.get("quotes")


async def test_a_rating_is_the_number_that_its_reason_names(tmp_path: Path) -> None:
    thing = "An insurance for bicycles for 15 euros a month, with a name that nobody knows."
    async with table(tmp_path) as at:
        people = (await at.ok("find_people", kind="library", limit=12)).data["people"]
        names = [each["name"] for each in people]
        talk = await at.ok("run_world", people=names, situation=thing, say="What do you think of it?", steps=1, seed=3)
        rate = {"id": "buy", "text": "How likely are you to buy it?", "kind": "rating", "scale": [1, 7]}
        survey = await at.ok("ask_people", run=talk.run, questions=[rate], seed=3)
        answers = [event for event in await at.log(survey.run) if isinstance(event, Answered) and event.reason]

    told = [(re.match(r"\D{0,20}(\d)(?=[.!…])", event.reason), event.value) for event in answers]
    named = [(int(match[1]), value) for match, value in told if match]
    assert named, "nobody names a number, and this test looks in vain"
    assert [pair for pair in named if pair[0] != pair[1]] == []
