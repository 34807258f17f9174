"""A story tells what was asked, tells of everybody who spoke, and speaks correct English."""

from __future__ import annotations

import pytest

from tests.rehearsal.stage import answer
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.worlds.transcript import Utterance
from troupe_mcp.studies.tasks import MinibioTask, StoryTask

NAMES = ("Pieter Mol", "Marijke Bos", "Sanne Dam", "Koen Hof", "Anouk Smit", "Ilse Vos", "Ruud Kok", "Femke Pot")
ASKED = [
    ("Welcome, all. {} Nothing has been decided yet, and every word helps us. What do you like about it?",
     "What do you like about it?"),
    ("Thank you for that. Let me come to the money, which is never easy to speak about. {} Would you take it at 12?",
     "Would you take it at 12?"),
]  # fmt: skip
IDEAS = [
    "We plan a gym app that counts the repetitions through the camera of a phone.",
    "A dog hotel is about to open where each dog sleeps in a room of its own.",
    "The school canteen will cook without meat from Monday to Thursday.",
]


def story(idea: str, words: int, people: tuple[str, ...] = NAMES, setting: str = "A focus group in Leeds.") -> str:
    lines = [Utterance(1, 1, "situation", "moderator", setting, (), from_outside=True)]
    for step, (put, _) in enumerate(ASKED, 1):
        lines.append(Utterance(len(lines) + 1, step, "say", "moderator", put.format(idea), (), from_outside=True))
        for name in people:
            said = f"{name.split()[0]} has thought it over at length, and so has the neighbour. It is step {step}."
            lines.append(Utterance(len(lines) + 1, step, "TALK", name, said))
    cast = tuple((name, "34; Dutch; Baker; Leeds") for name in people)
    return answer(StoryTask(tuple(lines), cast, private=False, words=words))["story"]


@pytest.mark.parametrize("idea", IDEAS)
@pytest.mark.parametrize("words", [180, 300])
def test_the_question_is_told_and_nobody_who_spoke_vanishes(idea: str, words: int):
    told = story(idea, words)
    assert all(f"asked: “{question}”" in told or question in told for _, question in ASKED), told
    assert "“Welcome, all.”" not in told
    quoted = [name for name in NAMES if f"“{name.split()[0]} has thought" in told]
    assert len(quoted) >= 6, told
    assert all(told.count(name.split()[0]) > 1 for name in NAMES), told


@pytest.mark.parametrize(
    ("setting", "begins"),
    [
        ("A focus group in Leeds.", "The setting was a focus group in Leeds."),
        ("A young baker rings at his door to win a customer.", "The scene was set in these words: “A young baker"),
        ("The trainer opens the gym at six.", "The scene was set in these words: “The trainer opens"),
        ("A market hall in the evening", "The setting was a market hall in the evening."),
    ],
)
def test_a_setting_that_is_a_sentence_stands_in_its_own_words(setting: str, begins: str):
    assert story(IDEAS[0], 400, NAMES[:3], setting).startswith(begins)


def test_whoever_has_no_idea_refuses_nothing():
    lines = (
        Utterance(1, 1, "say", "moderator", "Would you take it?", (), from_outside=True),
        Utterance(2, 1, "TALK", "Bo Lind", "No idea, I'm afraid."),
        Utterance(3, 1, "TALK", "Ana Ruiz", "No. Too dear for me."),
    )
    told = answer(StoryTask(lines, (("Bo Lind", ""), ("Ana Ruiz", "")), private=False, words=200))["story"]
    assert told.count("none of it") + told.count("said no") == 1
    assert "Bo would have none" not in told
    assert "Bo Lind said no" not in told


@pytest.mark.parametrize(
    ("gender", "work", "told"),
    [
        ("female", "You judge a price by looking and are never wrong.",
         "She judges a price by looking and is never wrong."),
        ("male", "You train three teams and have no assistant.", "He trains three teams and has no assistant."),
    ],
)  # fmt: skip
def test_a_portrait_in_the_third_person_inflects_both_verbs(gender: str, work: str, told: str):
    spec = {
        "name": "Marijke Postma",
        "age": 56,
        "gender": gender,
        "occupation": {"title": "Potter", "description": work},
    }
    assert told in answer(MinibioTask("Marijke Postma", Persona.of(spec)))["story"]
