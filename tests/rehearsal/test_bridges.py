from __future__ import annotations

import re

import pytest

from tests.rehearsal.exam_gaps import empty_replies, outskirts
from tests.rehearsal.exam_held import audit, gaps
from tests.rehearsal.stage import ask, interview
from tests.rehearsal.toys import Echo, Toy
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona

MOST = 5 / 60
RIGGER = Persona.of(
    {
        "name": "Odile Marchetti",
        "age": 36,
        "gender": "female",
        "occupation": {"title": "Theatre rigger", "description": "You hang lamps and scenery above an opera stage."},
        "beliefs": ["You think robots will hang the straight bars and break the crooked ones."],
        "preferences": {"interests": ["Embroiders handkerchiefs.", "Wrestles on Mondays."]},
        "money": "You pay off a van in monthly instalments.",
        "frustrations": ["Directors change the set at midnight."],
        "education": "You learned rigging on a circus ship.",
    }
)
ADMITS = re.compile(r"tell|say|come(?:s)? to mind|think of", re.IGNORECASE)


@pytest.mark.parametrize("seed", [1, 2])
def test_few_replies_could_be_anybodys_though_little_of_what_is_asked_is_written(seed: int):
    people, questions = outskirts()
    found = empty_replies(people, questions, Rehearsal(), seed)
    assert len(found) <= MOST * len(people) * len(questions) * _SPARSE, "\n".join(found)


_SPARSE = 1.5
"""These files hold less than those that a reader is given."""


@pytest.mark.parametrize("toy", [Echo()], ids=lambda toy: toy.name)
def test_a_toy_that_tells_nothing_of_a_life_is_seen(toy: Toy):
    people, questions = outskirts()
    assert len(empty_replies(people, questions, toy)) > len(people) * len(questions) / 2


def test_nothing_is_invented_beside_a_gap():
    people, questions = outskirts()
    inventions = audit(people, questions, Rehearsal())
    assert [line for line in inventions if "ex-" not in line and "the two of them" not in line] == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Tell me about the last expensive thing you bought and how you chose it.", "instalments"),
        ("Where did you grow up, and what was it like?", "circus ship"),
        ("Many say that computers will soon do most jobs. How do you see that?", "crooked ones"),
        ("What do you do with a free hour?", "handkerchiefs|Mondays"),
        ("What do you dread about the next ten years?", "crooked ones|instalments|midnight"),
    ],
)
def test_where_nothing_is_held_the_nearest_thing_held_is_told(question: str, told: str):
    for seed in range(4):
        said = ask(RIGGER, question, seed=seed)
        assert re.search(told, said), (seed, said)


def test_what_lies_beside_the_question_is_never_passed_off_as_the_answer():
    for question in ("Tell me about the last expensive thing you bought.", "Where did you grow up?"):
        for seed in range(6):
            said = ask(RIGGER, question, seed=seed)
            assert ADMITS.search(said), (seed, said)


def test_an_exact_thing_that_is_not_held_has_no_neighbour():
    for question in ("What is your shoe size?", "When did you last buy a car?", "Why do you live where you live?"):
        for seed in range(4):
            assert gaps([RIGGER], [question], Rehearsal(), seed) == []
            assert not re.search(r"instalments|circus|midnight", ask(RIGGER, question, seed=seed))


def test_a_trade_without_a_view_says_so_once():
    asked = ["Is chess a sport?", "Should statues be taken down?", "Is opera better than jazz?", "Is Latin useful?"]
    said = " ".join(interview(RIGGER, asked, seed=3))
    assert said.count("theatre rigger") <= 1


def test_what_stands_verb_first_among_interests_is_done_whether_its_verb_is_known_or_not():
    said = " ".join(ask(RIGGER, "What are your hobbies?", seed=seed) for seed in range(6))
    assert "I embroider handkerchiefs" in said
    assert "I wrestle on Mondays" in said
    assert "embroiders" not in said.lower()
