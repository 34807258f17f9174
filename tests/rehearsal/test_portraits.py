from __future__ import annotations

from typing import Any

import pytest

from tests.rehearsal.stage import ask
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona

BIO: dict[str, Any] = {
    "name": "Hamid Rezaei",
    "bio": "Hamid is a 52-year-old tailor from Isfahan who now lives in Leeds with his wife and three daughters. "
    "He learned the trade from his uncle at twelve. His eldest daughter, Shirin, studies law and wants him to retire. "
    "He hates fast fashion. He would love to see Isfahan once more before he dies.",
}
FLAT: dict[str, Any] = {
    "name": "Marcos Almeida",
    "age": "35",
    "occupation": "Physician",
    "occupation_description": "You are a physician. You specialize in neurology, and work in a hospital in São Paulo.",
    "routines": [{"routine": "Every morning, you wake up at 6am, and go to the hospital."}],
    "personality_traits": [{"trait": "You are very meticulous, and like things done properly."}],
    "personal_interests": [{"interest": "Pets and animals. You have two cats and a dog."}],
    "skills": [{"skill": "You are very familiar with medical databases."}, {"skill": "You can't play any instrument."}],
    "relationships": [
        {"name": "Julia", "description": "your wife, she is an educator, and works at a school."},
        {"name": "Karl", "description": "Best friend from school. Works nights at the harbour."},
    ],
    "current_datetime": "2024-01-01T08:00",
}
FOREIGN_KEYS: dict[str, Any] = {
    "name": "Lucía Ferrer",
    "edad": 41,
    "Beruf": "Bus driver in Valencia",
    "sueños": ["To buy a small boat."],
    "familia": {"marido": "Her husband repairs lifts."},
    "cosas": ["Hates roundabouts."],
}


@pytest.mark.parametrize(
    ("spec", "question", "held"),
    [
        (BIO, "Where do you live?", "Leeds"),
        (BIO, "How old are you?", "52"),
        (BIO, "What do you do for a living?", "tailor"),
        (BIO, "Do you have any children?", "Shirin"),
        (BIO, "What do you dream of?", "Isfahan once more"),
        (FLAT, "What do you do for a living?", "physician"),
        (FLAT, "Are you married?", "Julia is my wife"),
        (FLAT, "What does a normal morning look like?", "wake up at 6am"),
        (FLAT, "What are you not good at?", "can't play any instrument"),
        (FOREIGN_KEYS, "What do you do for a living?", "bus driver in Valencia"),
        (FOREIGN_KEYS, "Tell me about your family.", "My husband repairs lifts"),
        (FOREIGN_KEYS, "What do you dream of?", "small boat"),
    ],
)
def test_who_somebody_is_is_found_in_files_of_any_shape(spec: dict[str, Any], question: str, held: str):
    assert held in ask(Persona.of(spec), question)


def test_a_relations_doings_are_told_of_the_relation_by_name():
    said = [fact.said for fact in Rehearsal().portrait(Persona.of(FLAT)).of("family")]
    assert "Karl works nights at the harbour" in said
    assert not [each for each in said if each.startswith("I work")]


def test_traits_are_held_as_criteria_and_never_said():
    marcos = Persona.of(FLAT)
    portrait = Rehearsal().portrait(marcos)
    assert portrait.of("trait")
    assert not [fact for fact in portrait.facts if "meticulous" in fact.said]
    asked = ("Tell me about yourself.", "What are you like?", "What is your personality?")
    assert not [question for question in asked if "meticulous" in ask(marcos, question)]


def test_machine_fields_are_no_part_of_a_life():
    assert not [fact for fact in Rehearsal().portrait(Persona.of(FLAT)).facts if "2024" in fact.said]
