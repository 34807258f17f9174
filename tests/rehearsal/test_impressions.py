"""A product that is named is a thing: people say whether it would be for them, and never take it for a person."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import REHEARSAL, Table, table

LIBRARY = ["Ximena Undurraga", "Oscar", "Lisa Carter", "Raghav Deshmukh", "Ngozi Adeleke", "Caio Marinho",
           "Solveig Rustad", "Evaristo Cob"]  # fmt: skip
APP = "Speiche is an app that shows quiet cycling routes and where a bicycle can be repaired nearby."
LAMP = "Lumo: a lamp that wakes you with light. 79 euros."
MISTAKEN = re.compile(r"somebody else|wrong (?:person|account)|never (?:said|spoken)|from somewhere|sold you|reported")


async def said(at: Table, run: str) -> dict[str, str]:
    return {event["person"]: event["content"] for event in await at.events(run) if event.get("type") == "TALK"}


@pytest.mark.parametrize(
    "told",
    [
        {"situation": APP, "say": "What do you think of Speiche?"},
        {"say": f"{APP} What do you think of Speiche?"},
        {"situation": APP, "say": "Would you use Speiche?"},
        {"say": f"{APP} Would you try it?"},
        {"show": APP, "say": "How do you like the app?"},
    ],
)
async def test_people_judge_a_product_that_was_described_by_its_own_name_or_as_it(tmp_path: Path, told: dict[str, str]):
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=LIBRARY, seed=1, **told, **REHEARSAL)
        lines = await said(at, talk.run)

    assert list(lines) == LIBRARY
    assert not [line for line in lines.values() if MISTAKEN.search(line)]
    assert "password" in lines["Solveig Rustad"], "it would be one more, and she has four"
    assert "four phones' worth of apps" in lines["Caio Marinho"]
    assert len(set(lines.values())) == len(lines)


@pytest.mark.parametrize("question", ["What do you think of Lumo?", "Would you buy Lumo?", "What do you think of it?"])
async def test_a_price_that_stands_in_the_offer_is_what_they_speak_of(tmp_path: Path, question: str):
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=LIBRARY, show=LAMP, say=question, seed=1, **REHEARSAL)
        lines = await said(at, talk.run)

    priced = re.compile(r"79 euros|price|dear|figure|charge|much|for that|I(?:'d| would) give|take it", re.IGNORECASE)
    assert not [line for line in lines.values() if not priced.search(line) or "should" in line]


@pytest.mark.parametrize(
    "question",
    ["What do you think of Speiche?", "What do you know about Lumo?", "Would you buy Lumo?", "How do you use Trello?",
     "What do you think of Germany?", "What comes to mind when you hear of Oatly?"],
)  # fmt: skip
async def test_a_thing_that_nobody_described_is_no_stranger_they_are_taken_for(tmp_path: Path, question: str):
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=LIBRARY, say=question, seed=1, **REHEARSAL)
        lines = await said(at, talk.run)

    assert not [line for line in lines.values() if MISTAKEN.search(line)]


async def test_a_person_or_a_past_that_nobody_told_of_is_still_not_accepted(tmp_path: Path):
    async with table(tmp_path) as at:
        answers: Any = {}
        for question in ("What did you do when you lived in Marrakesh?", "How is your dog Bruno?"):
            talk = await at.ok("listen_and_act", people=LIBRARY, say=question, seed=1, **REHEARSAL)
            answers[question] = await said(at, talk.run)

    assert all(MISTAKEN.search(line) or "confusing" in line for lines in answers.values() for line in lines.values())
