"""A person introduced by the rehearsal: short, in the third person, nothing added."""

from __future__ import annotations

import re

import pytest

from tests.rehearsal.stage import answer, people
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import keys
from troupe_mcp.simulation.people.card import card
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.studies.tasks import MinibioTask

OURS = keys("year-old is from likes can't stand holds comes")


def introduced(person: Persona) -> str:
    return answer(MinibioTask(person.name, person))["story"]


@pytest.mark.parametrize("person", people(), ids=lambda person: person.name)
def test_an_introduction_is_short_true_and_in_the_third_person(person: Persona) -> None:
    told = introduced(person)
    known = {key[:4] for key in keys(card(person))} | {key[:4] for key in OURS}

    assert told.startswith(person.name)
    assert 3 <= len(sentences(told)) <= 4
    assert not re.search(r"\b(?:you|your|I|my|me)\b", told), told
    assert [key for key in keys(told) if key[:4] not in known and not key[0].isdigit()] == [], told


def test_two_people_are_introduced_in_different_words() -> None:
    assert len({sentence for person in people() for sentence in sentences(introduced(person))[1:]}) > 30


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"name": "X"}, "This is X. Little else is known of them."),
        ({"name": "Kim", "age": "about 40", "likes": ["tea"]}, "Kim is 40 years old. They like tea."),
        (
            {
                "name": "Ann",
                "gender": "female",
                "work": "You carry post and try not to fall.",
            },
            "This is Ann. Little else is known of her.",
        ),
        (
            {"name": "Jo", "pronouns": "they/them", "occupation": {"title": "MP", "description": "You hate meetings."}},
            "Jo is an MP. They hate meetings.",
        ),
    ],
)
def test_what_is_not_known_or_not_safe_is_left_out(spec: dict[str, object], told: str) -> None:
    assert introduced(Persona.of(spec)) == told
