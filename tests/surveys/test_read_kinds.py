"""A question without a kind is read by its words: a choice where it names what to choose from, and this is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Told, table

PEOPLE = ["Lisa Carter", "Oscar", "Fetu Leavasa", "Ilona Szabados"]
CHOICES: list[tuple[str, list[str]]] = [
    ("Tea or coffee?", ["Tea", "Coffee"]),
    ("Tea, coffee or both? Why?", ["Tea", "Coffee", "Both"]),
    ("Which one do you like, A or B?", ["Option A", "Option B"]),
    ("Which slogan is better: 1 or 2?", ["Slogan 1", "Slogan 2"]),
    ("Would you rather walk or drive to work?", ["walk", "drive"]),
    ("We plan one thing. Would you prefer a library or a pool?", ["a library", "a pool"]),
    ("Do you work from home or in an office?", ["from home", "in an office"]),
    ("Do you live alone or with a partner or family?", ["alone", "with a partner or family"]),
    ("Who would you vote for, Smith, Jones or Miller?", ["Smith", "Jones", "Miller"]),
    ("Are you for or against a speed limit?", ["for", "against"]),
]
OPEN = [
    "Did you hear or see anything?",
    "Do you have a cat or a dog?",
    "How often do you see friends or family?",
    "Would you buy it or not?",
    "Would you pay 10 euros or more?",
    "What makes you happy, sad or angry?",
    "Should smoking or drinking be banned?",
    "Any questions or comments?",
    "Tea or coffee? And where do you drink it?",
]


async def asked(directory: Path, *questions: str | dict[str, Any], people: list[str] = PEOPLE, **more: Any) -> Told:
    async with table(directory) as at:
        return await at.ok("ask_people", people=people, questions=list(questions), seed=1, **more)


def readings(told: Told) -> list[str]:
    return [warning for warning in told.data["warnings"] if "was read as a choice" in warning]


async def test_what_a_question_names_to_choose_from_becomes_its_options_and_is_said(tmp_path: Path) -> None:
    told = await asked(tmp_path, *[text for text, _ in CHOICES])

    for (text, options), found, reading in zip(CHOICES, told.data["questions"], readings(told), strict=True):
        assert found["kind"] == "choice", text
        assert {*found["shares"]} <= {*options}, text
        assert " | ".join(options) in reading


async def test_what_names_two_things_and_asks_for_something_else_stays_open(tmp_path: Path) -> None:
    told = await asked(tmp_path, *OPEN)

    assert {found["text"]: found["kind"] for found in told.data["questions"]} == dict.fromkeys(OPEN, "text")
    assert not readings(told)


async def test_a_reading_is_told_before_it_is_played_and_a_kind_that_is_given_stands(tmp_path: Path) -> None:
    foreseen = await asked(tmp_path, {"text": "Tea or coffee?", "id": "cup"}, dry_run=True)
    told = await asked(tmp_path / "words", {"text": "Tea or coffee?", "kind": "text"})

    assert "'cup' was read as a choice of Tea | Coffee" in readings(foreseen)[0]
    assert told.data["questions"][0]["kind"] == "text"
    assert not readings(told)


@pytest.mark.parametrize("text", ["Tea or coffee?", "Which one do you like, the sea or the hills?"])
async def test_who_is_to_answer_in_words_names_one_of_the_two_and_says_something_of_it(tmp_path: Path, text: str):
    told = await asked(tmp_path, {"text": text, "kind": "text"})

    two = re.findall(r"\w+(?= or|\?)", text)
    for said in (each["quote"] for each in told.data["questions"][0]["answers"]):
        assert any(word.lower() in said.lower() for word in two), said
        assert len(said.split()) > 2, said


async def test_how_somebody_lives_is_told_by_their_file_and_never_by_lot(tmp_path: Path) -> None:
    told = await asked(tmp_path, "Do you live alone or with a partner or family?")

    [found] = told.data["questions"]
    assert {*found["chosen_by"]["with a partner or family"]} == {"Lisa Carter", "Fetu Leavasa"}
    assert "Priya" in next(each["quote"] for each in found["quotes"] if each["person"] == "Lisa Carter")
    assert "1998" in next(each["quote"] for each in found["quotes"] if each["person"] == "Ilona Szabados")
