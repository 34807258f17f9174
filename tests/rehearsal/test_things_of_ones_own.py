"""Open questions to many: a thing of one's own, what a text offers, what would keep one from coming."""

from __future__ import annotations

import re

import pytest

from tests.rehearsal.customers import SPECS
from tests.rehearsal.stage import ask
from troupe_mcp.models.rehearsal.readings.chosen import GAP
from troupe_mcp.simulation.people.persona import Persona

CAFE = (
    "A repair café for broken household things opens on Saturdays from ten to two in Armley Library. Volunteers mend "
    "what people bring. Free, tea and cake included."
)


@pytest.mark.parametrize(
    "question",
    [
        "What would you bring?", "What broken thing would you bring?", "Which things have you thrown away lately?",
        "What would you lend to a neighbour?", "What would you like to learn to mend?",
    ],
)  # fmt: skip
def test_people_asked_for_a_thing_of_theirs_name_different_ones(question: str):
    said = [ask(Persona.of(spec), question, shown=CAFE) for spec in SPECS]
    assert not [line for line in said if GAP.search(line)]
    named = [re.search(r"\b(?:an?|the) (\w+(?: \w+)?)", line, re.IGNORECASE) for line in said]
    assert all(named), said
    assert len({found.group(1).lower() for found in named if found}) >= len(said) * 0.7, said


def test_a_thing_that_is_named_fits_the_life():
    player = Persona.of({"name": "Bo", "likes": ["chess"]})
    assert "chess clock" in ask(player, "What broken thing would you bring?", shown=CAFE)
    baker = Persona.of({"name": "Bo", "habits": ["You bake a cake every Friday."]})
    assert "cake" in ask(baker, "What would you bring?", shown="A street party on Sunday.")


def test_what_a_text_offers_is_answered_out_of_the_text():
    said = [ask(Persona.of(spec), "What is this poster offering you?", shown=CAFE) for spec in SPECS]
    assert all(any(part in line for part in ("Volunteers", "repair café", "tea and cake")) for line in said), said
    assert len(set(said)) >= len(said) // 2


def test_everybody_is_kept_from_coming_by_something_else():
    said = [ask(Persona.of(spec), "What would keep you from coming?", shown=CAFE) for spec in SPECS]
    assert len(set(said)) == len(said), said
    rota = Persona.of({"name": "Bo", "occupation": "Nurse", "work": "You work shifts and nights."})
    assert re.search(r"shift|rota", ask(rota, "What would keep you from coming?", shown=CAFE))
