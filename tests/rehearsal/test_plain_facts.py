"""What anybody knows of themselves, however often it is asked, and how an examination finds out what isn't so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles import table
from tests.rehearsal.stage import interview
from troupe_mcp.simulation.casting.coverage import reached
from troupe_mcp.simulation.people.persona import Persona

HAL = {
    "name": "Dr. Hal Brook", "age": 70, "gender": "male", "nationality": "British", "residence": "Leeds",
    "occupation": "Retired bus driver", "personality": {"traits": ["You are patient."]}, "likes": ["Tea"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How old are you?", "70"),
        ("Where do you live?", "Leeds"),
        ("Which country are you from?", "Britain"),
        ("Are you a woman or a man?", "a man"),
        ("How would people close to you describe you?", "patient"),
    ],
)
def test_nobody_forgets_what_they_are_because_it_is_asked_again(question: str, said: str):
    told = interview(Persona.of(HAL), [question] * 5)
    assert all(said in line.replace("Patient", "patient") for line in told), told


def test_a_nationality_is_no_place_to_live():
    ada = Persona.of({"name": "Ada Klein", "nationality": "Portuguese", "occupation": "librarian"})
    lives, comes = interview(ada, ["Where do you live?"]) + interview(ada, ["What is your nationality?"])
    assert "Portug" not in lives
    assert "Portug" in comes


@pytest.mark.parametrize(
    ("note", "question", "said"),
    [
        ("Keep a push-button phone in the bread bin", "Where do you keep your phone?", "I keep a push-button phone"),
        ("Search for one document in four tools", "What habits do you have?", "I search for one document"),
        ("Carry the post up every day", "What habits do you have?", "I carry the post up"),
    ],
)
def test_a_note_that_begins_with_a_plain_verb_is_told_of_oneself(note: str, question: str, said: str):
    (told,) = interview(Persona.of({"name": "Ben Ode", "habits": [note], "occupation": "clerk"}), [question])
    assert said in told


async def test_an_examination_finds_out_what_the_file_contradicts(tmp_path: Path):
    expected = "Dr. Hal Brook is 70 years old, a woman, a retired physicist, patient and British."
    async with table(tmp_path) as at:
        await at.ok("create_person", persona=HAL)
        told = await at.ok("validate_person", person="Dr. Hal Brook", expectations=expected, seed=1)

    held = {finding["expectation"].rpartition(" is ")[2]: finding["held"] for finding in told.data["findings"][:5]}
    assert held == {
        "70 years old": "yes", "a woman": "no", "a retired physicist": "no", "patient": "yes", "British": "yes",
    }  # fmt: skip
    assert "3 of 3 facts recalled" in told.text


async def test_an_expectation_is_spelled_out_once_however_many_questions_were_asked_about_it(tmp_path: Path):
    async with table(tmp_path) as at:
        await at.ok("create_person", persona=HAL)
        told = await at.ok("validate_person", person="Dr. Hal Brook", expectations="He likes strong tea.", seed=1)

    asked = [f["question"] for f in told.data["findings"] if f["expectation"] == "He likes strong tea"]
    assert len(asked) == 2
    assert told.text.count("He likes strong tea") == 1
    assert f"asked “{asked[1]}”" in told.text


def test_the_way_somebody_speaks_is_no_category_of_people():
    people = [
        {"name": f"P{n}", "style": "Lively." if n % 2 else "Calm.", "town": "Leeds" if n % 2 else "York"}
        for n in range(6)
    ]
    assert {cell.dimension for cell in reached(people, 6, None)} == {"town"}
