"""Whoever is asked if they would use a thing decides, and whoever is asked if they are content says so."""

from __future__ import annotations

import re

import pytest

from tests.rehearsal.stage import ask, person
from troupe_mcp.models.rehearsal.matters.consents import consent_of
from troupe_mcp.models.rehearsal.voice.shrugs import is_shrug

PEOPLE = ("Lisa_Carter", "Oscar", "Fetu_Leavasa", "Raghav_Deshmukh", "Ilona_Szabados", "Caio_Marinho")
ELSEWHERE = re.compile(r"\bWhen I hear of\b|\bshould ask such people\b|\bI go by what I know\b|\bIf that counts\b")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    "question",
    [
        "Would you use a cable car over the river?",
        "Would you eat bread made of crickets?",
        "Would you be willing to share a washing machine with your neighbours?",
        "Do you think you'd use a repair van that stops in your street?",
        "Can you imagine using a robot in the garden?",
        "Are you interested in a toy library?",
        "Would an allotment be useful to you?",
        "Would you ever rent a Christmas tree?",
        "The city wants to run a night bus every hour. Would you use it?",
        "Our town plans to open a repair shop for bicycles on Saturdays. Would you use it?",
        "The council is going to introduce a swap day every month. Would you try it?",
    ],
)
def test_whoever_is_asked_if_they_would_use_a_thing_says_yes_no_or_maybe(who: str, question: str):
    said = ask(person(who), question)
    assert consent_of(said) is not None, said
    assert not ELSEWHERE.search(said), said


@pytest.mark.parametrize("question", ["Would you use a ferry to town?", "Would you wear shoes made of mushrooms?"])
def test_not_everybody_would_use_the_same_thing(question: str):
    signs = [
        found.sign
        for name in PEOPLE
        for seed in (1, 2, 3)
        if (found := consent_of(ask(person(name), question, seed=seed)))
    ]
    assert len(signs) == 3 * len(PEOPLE)
    assert {1, -1} <= {*signs}


def test_a_mere_name_is_asked_about_and_not_decided_on():
    assert re.search(r"cost|complicated|count|gets", ask(person("Lisa_Carter"), "Would you buy Zentrovo?"))


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    "question",
    [
        "Do you like your job?",
        "Are you happy with your life?",
        "How do you like where you live?",
        "Are you content these days?",
    ],
)
def test_whoever_is_asked_if_they_are_content_says_so(who: str, question: str):
    said = ask(person(who), question)
    assert not is_shrug(said), said


def test_who_is_content_with_their_work_tells_of_it_and_who_is_not_of_its_trouble():
    assert "redraw" not in ask(person("Oscar"), "Are you happy with your job?")
    assert re.search(r"clients|approval|campaign|ads?\b", ask(person("Caio_Marinho"), "Are you happy with your job?"))


def test_an_interest_that_is_named_is_no_question_for_free_time():
    assert "cribbage" not in ask(person("Lisa_Carter"), "Are you interested in politics?")
    assert "cribbage" in ask(person("Lisa_Carter"), "What are you interested in?")
