from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.rehearsal.exam_polarity import derivations, polarity, traps, verdict
from tests.rehearsal.stage import ask, people
from tests.rehearsal.toys import TOYS, Toy
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.simulation.people.persona import Persona


def test_a_belief_decides_a_question_and_its_negation_in_opposite_ways():
    assert polarity(Rehearsal()) == []


def test_every_belief_of_the_library_and_the_fragments_decides_its_questions():
    assert derivations(Rehearsal()) == []


def test_a_shared_word_decides_nothing():
    assert traps(Rehearsal()) == []


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: toy.name)
def test_the_toys_hold_no_stance(toy: Toy):
    assert len(polarity(toy)) > 60


OPINIONS: list[str] = json.loads(Path(__file__).with_name("opinions.json").read_text("utf-8"))["questions"]


def test_who_holds_no_belief_takes_no_side():
    stranger = Persona.of({"name": "Ola Nor", "age": 29, "occupation": "Accountant"})
    for seed in (1, 2):
        assert [q for q in OPINIONS if verdict(ask(stranger, q, seed=seed))] == []


def test_hardly_an_opinion_question_meets_a_bare_gap():
    gaps = [gap for name, listed in frames().items() if re.match(r"gap\b", name) for gap in listed]
    asked = [(p, question) for p in people() for question in OPINIONS]
    model = Rehearsal()
    bare = [(p.name, q) for p, q in asked if ask(p, q, model=model).startswith(tuple(gaps))]
    assert len(bare) <= len(asked) / 10, bare


def test_a_question_about_the_own_life_gets_no_belief_and_no_measure():
    p = Persona.of({"name": "Ida Holm", "beliefs": ["Nobody owes their parents grandchildren.", "Cars ruin cities."]})
    for question in ("Do you have children?", "Do you own a car?", "Have you ever driven a car?"):
        assert not re.search(r"owes|ruin|depends|want to", ask(p, question)), question


def test_a_question_with_two_sides_is_not_answered_with_yes_or_no():
    p = Persona.of({"name": "Ida Holm", "beliefs": ["Tipping should be abolished."]})
    said = ask(p, "Should tipping be kept or abolished?")
    assert verdict(said) == 0
    assert "abolished" in said
