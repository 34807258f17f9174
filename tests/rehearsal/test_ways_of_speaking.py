"""Ways of speaking that a file asks for are kept in every answer; those that cannot be played are told."""

from __future__ import annotations

import re

import pytest

from tests.rehearsal.stage import Room, ask, interview, people, person
from troupe_mcp.models.rehearsal.english.phrases import matters
from troupe_mcp.models.rehearsal.english.third_person import by_name
from troupe_mcp.models.rehearsal.voice.habits import beyond
from troupe_mcp.simulation.people.persona import Persona

QUESTIONS = [
    "What do you do on Sundays?",
    "What do you do for a living?",
    "What annoys you most?",
    "How can I help you?",
    "Should children have phones?",
    "What are you proud of?",
]


def speaking(stem: str, style: str) -> Persona:
    return Persona.of({**person(stem).spec, "style": style})


@pytest.mark.parametrize("stem", ["Lisa_Carter", "Oscar", "Solveig_Rustad"])
@pytest.mark.parametrize("style", ["Speaks of themselves in the third person.", "Refers to himself by his own name."])
def test_who_speaks_in_the_third_person_never_says_i(stem: str, style: str) -> None:
    someone = speaking(stem, style.replace("Refers to himself", "Speaks of himself"))
    told = interview(someone, QUESTIONS, seed=2)

    assert not [line for line in told if re.search(r"\b(?:I|I'm|I've|my|me|myself)\b", line, re.IGNORECASE)]
    assert sum(someone.name.split()[0] in line for line in told) >= len(told) - 1


def test_verbs_follow_the_name_as_far_as_they_belong_to_it() -> None:
    expected = {
        "I earn 118,000 dollars and save a fifth of it.": "Rosa earns 118,000 dollars and saves a fifth of it.",
        "I'm a bailiff, so I couldn't tell you.": "Rosa is a bailiff, so she couldn't tell you.",
        "Nobody invites me twice.": "Nobody invites Rosa twice.",
        "My hip hurts on stairs.": "Rosa's hip hurts on stairs.",
        "I don't mind frost.": "Rosa doesn't mind frost.",
        "In May I check the shed.": "In May Rosa checks the shed.",
        "Where do I begin?": "Where does Rosa begin?",
        "I like bread and butter.": "Rosa likes bread and butter.",
        "I was born in Leeds and have two sons.": "Rosa was born in Leeds and has two sons.",
        'I say "I am here" to my wife.': 'Rosa says "I am here" to her wife.',
    }

    assert {text: by_name(text, "Rosa", "female") for text in expected} == expected


@pytest.mark.parametrize("stem", ["Lisa_Carter", "Oscar", "Raghav_Deshmukh"])
def test_who_always_ends_with_a_question_does_and_varies_it(stem: str) -> None:
    told = interview(speaking(stem, "Calm. Ends every answer with a question."), QUESTIONS, seed=2)

    assert all(line.endswith("?") for line in told)
    assert len({line.rsplit(". ", 1)[-1] for line in told}) == len(told)


def test_very_short_answers_are_shorter_than_those_of_others() -> None:
    for someone in ("Lisa_Carter", "Oscar", "Fetu_Leavasa"):
        usual = interview(speaking(someone, "Calm."), QUESTIONS, seed=2)
        short = interview(speaking(someone, "Very short answers."), QUESTIONS, seed=2)
        assert len(" ".join(short).split()) < 0.75 * len(" ".join(usual).split())


def test_formal_address_is_said_and_has_no_contractions() -> None:
    told = " ".join(interview(speaking("Lisa_Carter", "Formal address. Calls everybody sir."), QUESTIONS, seed=2))

    assert ", sir" in told
    assert not re.search(r"\w(?:n't|'m|'ve|'ll|'re)\b", told)


def test_habits_are_kept_in_a_room_too() -> None:
    room = Room(speaking("Oscar", "Speaks in the third person. Always ends with a question."), person("Lisa_Carter"))
    room.stimulus("What do you think of electric cars?")
    said = room.round()["Oscar"]

    assert said.endswith("?")
    assert not re.search(r"\bI\b", said)


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("Never answers directly.", "never a direct answer"),
        ("Evasive and slow.", "never a direct answer"),
        ("Swears a lot.", "swearing"),
        ("Talks only in proverbs.", "proverbs"),
        ("Answers in rhymes.", "rhymes"),
        ("Gives one-word answers.", "one-word answers (they are short instead)"),
        ("Has a thick Scottish accent.", "another language or a dialect"),
    ],
)
def test_what_cannot_be_played_is_known(style: str, told: str) -> None:
    assert beyond({"name": "Ida Moss", "style": style}) == (told,)


@pytest.mark.parametrize("style", ["Never swears.", "Avoids proverbs.", "Warm and chatty.", "", 7, ["Never swears."]])
def test_what_a_style_is_without_is_no_way_of_speaking(style: object) -> None:
    assert beyond({"name": "Ida Moss", "style": style}) == ()


def test_the_people_who_come_along_are_played_as_they_speak_but_for_swearing() -> None:
    assert {way for someone in people() for way in beyond(someone.spec)} <= {"swearing"}


def test_a_quote_keeps_its_marks_and_the_sentence_ends_once() -> None:
    ida = Persona.of({"name": "Ida Moss", "age": 60, "other_facts": ["Your motto is “Drink it.”"]})

    assert "My motto is “Drink it”." in ask(ida, "Who are you?")


def test_a_deed_is_no_trade() -> None:
    assert [matter.ref for matter in matters("I'm Ida, 60. I volunteer at the library.")] != ["an I volunteer"]
    assert not [matter for matter in matters("I volunteer.") if matter.kind == "job"]
