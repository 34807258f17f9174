"""What people answered is found again as data, in their own words; a shrug is nothing said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import REHEARSAL, Table, table
from tests.rehearsal.test_claims import held, reciting
from troupe_mcp.simulation.worlds.events import Answered

LIBRARY = ["Ximena Undurraga", "Oscar", "Lisa Carter", "Raghav Deshmukh", "Ngozi Adeleke", "Caio Marinho",
           "Solveig Rustad", "Evaristo Cob"]  # fmt: skip
ASKED = [
    "What annoys you most about meetings?",
    "What would you pay for a meal box with four dinners a week?",
    "What do you wish your phone could do?",
    "How often do you cook at home?",
]
FIELDS: dict[str, Any] = {
    "trouble": "what annoys them most",
    "price": {"type": "number", "description": "what they would pay for the box"},
    "wishes": "what they wish of the phone",
    "cooking": "how often they cook",
}


async def extracted(at: Table, run: str, **call: Any) -> dict[str, dict[str, Any]]:
    found = await at.ok("extract_results", run=run, objective="what annoys them", **call)
    return {row["person"]: row for row in found.data["results"]}


async def test_the_answer_to_a_question_of_a_survey_is_the_value_of_the_field_that_asks_the_same(tmp_path: Path):
    async with table(tmp_path) as at:
        survey = await at.ok("ask_people", people=LIBRARY, questions=ASKED, seed=1)
        rows = await extracted(at, survey.run, fields=FIELDS)
        said = [event.content for event in await at.log(survey.run) if isinstance(event, Answered)]

    assert list(rows) == LIBRARY, "everybody's answers are read"
    assert rows["Ximena Undurraga"]["trouble"].lower().startswith("i travel nine hours by road")
    assert all(row["trouble"] is None for name, row in rows.items() if name != "Ximena Undurraga")
    assert all(row["price"] > 0 for row in rows.values())
    assert "mutton" in rows["Solveig Rustad"]["cooking"]
    assert rows["Oscar"]["cooking"] is None, "a shrug"
    assert all(any(quote in text for text in said) for row in rows.values() for quote in row["quotes"].values())


@pytest.mark.parametrize("grouped", ["person", "run"])
async def test_without_fields_the_objective_says_which_answers_are_wanted(tmp_path: Path, grouped: str):
    async with table(tmp_path) as at:
        survey = await at.ok("ask_people", people=LIBRARY, questions=ASKED[:2], seed=1)
        rows = await extracted(at, survey.run, group_by=grouped)

    found = {name: row["answer"] for name, row in rows.items() if row["answer"]}
    assert list(found) == ["Ximena Undurraga"]
    assert "nine hours" in found["Ximena Undurraga"]


async def test_an_interviewers_question_is_answered_by_who_was_asked_and_courtesy_is_no_value(tmp_path: Path):
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=LIBRARY, say=ASKED[0], seed=1, **REHEARSAL)
        rows = await extracted(at, talk.run, fields={"trouble": FIELDS["trouble"]})
        lines = {
            event["person"]: event["content"] for event in await at.events(talk.run) if event.get("type") == "TALK"
        }

    found = {name: row for name, row in rows.items() if row["trouble"]}
    assert list(found) == ["Ximena Undurraga"]
    assert found["Ximena Undurraga"]["quotes"]["trouble"] in lines["Ximena Undurraga"]
    assert not found["Ximena Undurraga"]["trouble"].startswith(("Since you", "To put it"))


async def test_an_answer_to_another_question_fills_no_field(tmp_path: Path):
    async with table(tmp_path) as at:
        survey = await at.ok("ask_people", people=LIBRARY, questions=["What do you like about your bank?"], seed=1)
        rows = await extracted(at, survey.run, fields={"price": FIELDS["price"], "often": "how often they go there"})

    assert all(row["price"] is None and row["often"] is None for row in rows.values())


async def test_of_two_questions_for_a_trouble_the_one_in_the_fields_words_fills_it(tmp_path: Path):
    questions = [ASKED[0], "What is your biggest frustration?"]
    fields = {"trouble": "what annoys them most", "frustration": "their biggest frustration"}
    async with table(tmp_path) as at:
        survey = await at.ok("ask_people", people=LIBRARY, questions=questions, seed=1)
        rows = await extracted(at, survey.run, fields=fields)

    assert [name for name, row in rows.items() if row["trouble"]] == ["Ximena Undurraga"]
    assert all(row["frustration"] for row in rows.values())


async def test_a_field_after_nothing_in_particular_is_filled_by_the_question_of_its_words_and_shape(tmp_path: Path):
    questions = ["Where do you live?", "What do you do for a living?", "How old are you?"]
    fields = {"job": "what they do for a living", "home": "where they live", "bank": "which bank they use"}
    async with table(tmp_path) as at:
        survey = await at.ok("ask_people", people=LIBRARY, questions=questions, seed=1)
        rows = await extracted(at, survey.run, fields=fields)

    assert "architect" in rows["Oscar"]["job"]
    assert all(row["home"] and row["home"] != row["job"] and row["bank"] is None for row in rows.values())


CENTRE: dict[str, Any] = {
    "strangers": True,
    "people": ["Ann Poe", "Ben Ode", "Cy Rao", "Dee Lund"],
    "steps": [
        {
            "say": "Should the town ban cars from the centre?",
            "said": {
                "Ann Poe": "Yes, the air is awful.",
                "Ben Ode": "No. My shop lives from drivers.",
                "Cy Rao": "I'm against it: my knees are bad.",
                "Dee Lund": "I couldn't say.",
            },
        },
        {
            "say": "Would you pay 15 pounds a month for a parking app?",
            "said": {
                "Ann Poe": "10 pounds is fair.",
                "Ben Ode": "Fair enough, I'd pay 20 pounds.",
                "Cy Rao": "No, too much for me.",
                "Dee Lund": "No.",
            },
        },
        {
            "say": "What would keep you from subscribing?",
            "said": {
                "Ann Poe": "I have no car.",
                "Ben Ode": "Another password to forget.",
                "Cy Rao": "My pension is small.",
                "Dee Lund": "The bus is good enough.",
            },
        },
    ],
}


async def found_in(at: Table, **call: Any) -> dict[str, dict[str, Any]]:
    run = await held(at, CENTRE)
    told = await at.ok("extract_results", run=run, **call)
    return {row["person"]: row for row in told.data["results"]}


@pytest.mark.parametrize("objective", ["main reason against", "why they would not subscribe"])
async def test_a_reason_against_is_what_somebody_says_keeps_them_from_it(tmp_path: Path, objective: str):
    async with table(tmp_path, reciting(CENTRE)) as at:
        rows = await found_in(at, objective=objective, fields=["reason"])

    assert {name: row["reason"] for name, row in rows.items()} == {
        "Ann Poe": "I have no car",
        "Ben Ode": "Another password to forget",
        "Cy Rao": "My pension is small",
        "Dee Lund": "The bus is good enough",
    }


async def test_a_field_called_position_is_told_like_any_other_and_no_view_is_one_of_its_values(tmp_path: Path):
    position = {"type": "string", "enum": ["for", "against", "unsure"]}
    async with table(tmp_path, reciting(CENTRE)) as at:
        run = await held(at, CENTRE)
        told = await at.ok(
            "extract_results", run=run, objective="position on the ban of cars", fields={"position": position}
        )

    found = {row["person"]: row["position"] for row in told.data["results"]}
    assert found == {"Ann Poe": "for", "Ben Ode": "against", "Cy Rao": "against", "Dee Lund": "unsure"}
    assert "| Ann Poe | for |" in told.text
    assert told.data["tally"]["position"] == {"against": 2, "for": 1, "unsure": 1}


async def test_whether_people_are_for_a_thing_is_yes_or_no(tmp_path: Path):
    fields = {"bans": {"type": "boolean", "description": "whether they are for the ban of cars"}}
    async with table(tmp_path, reciting(CENTRE)) as at:
        rows = await found_in(at, objective="the ban", fields=fields)

    assert [row["bans"] for row in rows.values()] == [True, False, False, None]
