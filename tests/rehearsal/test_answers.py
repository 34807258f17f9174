from __future__ import annotations

import re

import pytest

from tests.rehearsal.stage import ask, interview, person
from tests.rehearsal.strangers import strangers
from troupe_mcp.models.rehearsal.voice.gaps import measure_in
from troupe_mcp.simulation.people.persona import Persona

MINER = Persona.of(
    {
        "name": "Tadeusz Wolny", "age": 71, "gender": "male", "occupation": "Retired miner",
        "background": "You worked thirty-one years underground. You lost two friends in an explosion in 1985. "
        "You go to church but argue with the priest.",
        "frustrations": ["The lift is broken every second week.", "Your lungs whistle on the stairs."],
        "likes": ["pickled herring", "pigeons"], "dislikes": ["self-service tills"],
        "relationships": ["Your wife Halina decides everything.", "Your son works in Dublin and calls on Sundays."],
        "routines": {"morning": "Feeds the pigeons, buys a newspaper", "evening": "Watches the news and shouts at it"},
        "dreams": "You want to see the sea once more with Halina.",
    }
)  # fmt: skip
SHEARER = Persona.of(
    {
        "name": "Kiri Tamihana", "age": "24", "gender": "female",
        "description": "Kiri is a shearer from Gisborne. She shears three hundred sheep on a good day. She left school "
        "at fifteen. She cooks for the gang on Sundays. She saves for a house deposit. She hates lazy dogs. "
        "She reads crime novels in the van. She has a bad wrist.",
    }
)  # fmt: skip
NURSE = Persona.of({"name": "Tomoko Arai", "description": "A 29-year-old nurse who lives in Osaka.", "style": "Terse."})


@pytest.mark.parametrize(
    ("p", "question", "told"),
    [
        (MINER, "How do you get to work?", "retired"),
        (MINER, "Who makes the decisions at home?", "Halina decides"),
        (MINER, "How long have you been doing this?", "thirty-one years"),
        (MINER, "How do you keep in touch with your family?", "calls on Sundays"),
        (MINER, "What's the hardest thing you've ever done?", "explosion"),
        (MINER, "What takes up your time that you'd gladly be rid of?", "lift|lungs"),
        (MINER, "What do you read or watch?", "news"),
        (MINER, "Do you consider yourself a religious person?", "church"),
        (MINER, "What can't you live without?", "herring|pigeons"),
        (MINER, "What would you do with an extra hundred a month?", "the sea"),
        (SHEARER, "What do you do for a living?", "shear"),
        (SHEARER, "How do you spend your weekends?", "Sundays"),
        (SHEARER, "What do you read or watch?", "crime novels"),
        (SHEARER, "How is your health?", "wrist"),
        (SHEARER, "What are you saving for?", "deposit"),
        (SHEARER, "What can't you stand?", "lazy dogs"),
        (SHEARER, "How did you get into that?", "school"),
    ],
)
def test_a_question_is_answered_from_wherever_the_life_tells_it(p: Persona, question: str, told: str):
    for seed in (1, 2, 3):
        assert re.search(told, ask(p, question, seed=seed)), (seed, question)


@pytest.mark.parametrize(
    "question",
    [
        "When did your phone last let you down?", "When did a bank last waste your time?", "How often do you eat out?",
        "How much do you spend on coffee?", "What frustrates you about your phone?", "Which apps do you use most?",
        "How do you decide which shoes to buy?", "Why do you live where you live?", "Do you cook?",
    ],
)  # fmt: skip
def test_a_question_narrower_than_what_is_held_is_a_gap_and_not_the_next_best_fact(question: str):
    for seed in (1, 2, 3):
        said = ask(MINER, question, seed=seed)
        assert said
        assert not re.search(r"lift|lungs|herring|pigeons|Halina|Dublin|1985|miner|sea\b|newspaper", said), (seed, said)


def test_nobody_falls_silent_however_many_questions_meet_nothing():
    things = ("hat", "boat", "garden", "piano", "tent", "camera", "bicycle", "sofa", "umbrella", "kite")
    asked = [f"{lead} your {thing}?" for thing in things for lead in ("What annoys you about", "When did you buy")]
    for p in (NURSE, MINER, *strangers()[:3]):
        said = interview(p, asked)
        assert all(said), [question for question, text in zip(asked, said, strict=True) if not text]


def test_the_trade_asked_for_again_is_said_again():
    for p in (MINER, person("Oscar"), person("Ximena_Undurraga")):
        said = interview(p, ["Tell me about yourself.", "What do you do for a living?"])[1]
        assert re.search(r"miner|architect|credit", said), said


def test_another_belief_about_the_matter_doesnt_stand_as_the_answer_to_a_yes_no_question():
    fetu = person("Fetu_Leavasa")
    for seed in range(6):
        said = ask(fetu, "Do you trust advertising?", seed=seed)
        assert "alcohol advertising" in said.lower()
        assert not said.lower().startswith(("alcohol", "yes", "no")), (seed, said)


def test_what_a_matter_hangs_on_is_said_only_of_that_matter_and_never_of_a_grave_one():
    for seed in range(4):
        assert not measure_in(ask(NURSE, "Should parents hit their children?", seed=seed))
        assert not measure_in(ask(NURSE, "What makes a good boss?", seed=seed))
        assert not measure_in(ask(NURSE, "Should quantum ledgers be braided?", seed=seed))
        assert measure_in(ask(NURSE, "Should city centres be closed to cars?", seed=seed))


def test_things_of_one_kind_are_named_in_one_breath():
    said = ask(MINER, "What do you like?")
    assert said.count("I like") + said.count("fond") + said.count("any day") <= 1
    assert "pigeons" in said
