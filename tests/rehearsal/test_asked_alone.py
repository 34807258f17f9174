"""Whoever is asked alone says what they speak of and something of their own, and never passes one off as the other."""

from __future__ import annotations

import re

import pytest

from tests.rehearsal.stage import ask
from troupe_mcp.models.rehearsal.asked.intents import asks_ease, asks_ideas
from troupe_mcp.models.rehearsal.asked.occasions import asks_occasion
from troupe_mcp.models.rehearsal.matters.policies import policy_matter
from troupe_mcp.simulation.people.persona import Persona

CRANE = Persona.of(
    {
        "name": "Milka Drobac",
        "age": 34,
        "gender": "female",
        "residence": "Bar, Montenegro",
        "occupation": {"title": "Port crane driver", "description": "You lift containers off ships."},
        "beliefs": ["Voting changes nothing in this country.", "Loans for weddings are madness."],
        "preferences": {"interests": ["free diving"], "likes": ["grilled squid"], "dislikes": ["cruise ship crowds"]},
        "behaviors": {"routines": {"morning": ["Climbs the ladder at six with a thermos."]}},
        "frustrations": ["The lift in the crane has been out of order since March."],
        "money": ["You earn 1,150 euros a month."],
        "other_facts": ["You drive a Yugo of 1988."],
        "relationships": [{"name": "Vuk", "description": "Your brother owes you for two tyres and laughs about it."}],
    }
)
HOLDS = re.compile(
    r"crane|lift|ladder|1,150|Yugo|tyres|squid|diving|cruise|thermos|voting|weddings|Bar\b", re.IGNORECASE
)
SEEDS = range(1, 7)


@pytest.mark.parametrize(
    "question",
    [
        "What is the hardest part of your work, and what would make it easier?",
        "What wears you out most at work, and what change would help you?",
        "Which part of your day do you dread, and what would make it better?",
    ],
)
def test_what_would_make_a_life_easier_is_its_trouble_and_no_device(question: str):
    for seed in SEEDS:
        assert "out of order" in ask(CRANE, question, seed=seed), seed


@pytest.mark.parametrize(
    "question",
    [
        "What app would make your work easier?",
        "How could we make your day better?",
        "Brainstorm what helps you at work.",
    ],
)
def test_a_product_asked_for_is_still_thought_up(question: str):
    assert not asks_ease(question)
    assert asks_ideas(question)


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Should governments ban cars from the centres of large towns?", "cars"),
        ("Should towns build more bicycle lanes?", "bicycle lanes"),
        ("Is it right for a town to charge tourists an entrance fee?", "entrance fee"),
        ("Should the government limit how many flights people take each year?", "flights"),
        ("Should schools ban mobile phones?", "mobile phones"),
        ("Do you think the state should pay for funerals?", "funerals"),
        ("Should we trust journalists?", ""),
        ("Should I stay?", ""),
    ],
)
def test_the_matter_of_a_policy_is_what_is_to_be_changed_and_not_who_changes_it(question: str, matter: str):
    assert policy_matter(question) == matter


def test_no_belief_about_who_acts_answers_what_is_to_be_done():
    for seed in SEEDS:
        said = ask(CRANE, "Should governments ban cars from the centres of large towns? Tell me why.", seed=seed)
        assert not re.search(r"voting|weddings", said, re.IGNORECASE), (seed, said)
        assert "cars" in said.lower(), (seed, said)
        assert "Yugo" in said, (seed, said)
        assert not re.match(r"(?:yes|no)\b", said, re.IGNORECASE), (seed, said)


def test_a_last_time_that_is_not_held_is_named_and_admitted_beside_what_is_near():
    question = "Tell me about the last time you disagreed with somebody in your family. How did it end?"
    for seed in SEEDS:
        said = ask(CRANE, question, seed=seed)
        assert "quarrel" in said.lower(), (seed, said)
        assert "owes me for two tyres" in said, (seed, said)


@pytest.mark.parametrize(
    ("question", "occasion"),
    [
        ("Tell me about the last time you were late.", True),
        ("Think of a time when somebody helped you.", True),
        ("Describe one day when everything went wrong for you.", False),
        ("When did you last buy a car?", False),
        ("What time do you get up?", False),
    ],
)
def test_an_occasion_is_known_by_its_wording(question: str, occasion: bool):
    assert asks_occasion(question) is occasion


SHOWN = (
    "Ad 1: Harbour Jazz Night. A trio, candles and a bar open until two. 18 at the door.\n"
    "Ad 2: Cook Together. A chef, eight strangers and one long table. 45 per person.\n"
    "Ad 3: Starlight Cinema. An old film on the castle wall and blankets. 12 per seat."
)


def test_a_choice_and_a_sum_stand_beside_something_of_the_own_life():
    for seed in SEEDS:
        chosen = ask(CRANE, "Which of these would you book for a free evening, and why?", seed=seed, shown=SHOWN)
        assert HOLDS.search(chosen), (seed, chosen)
        paid = ask(CRANE, "How much would you pay for a lamp that wakes you with light?", seed=seed)
        assert HOLDS.search(paid), (seed, paid)


def test_why_not_the_others_asked_with_which_one_is_a_choice_first():
    for seed in SEEDS:
        said = ask(CRANE, "Which of these three would you take, and why not the others?", seed=seed, shown=SHOWN)
        assert re.search(r"Ad [123]|Jazz|Cook|Cinema|film|table", said), (seed, said)


def test_people_asked_the_same_apart_do_not_all_word_it_alike():
    names = ("Ana Perić", "Ivo Kralj", "Mara Lončar", "Niko Babić", "Olga Zec", "Petar Rus")
    said = [
        ask(Persona.of({**CRANE.spec, "name": name}), "Tell me about the last time you fell out with a relative.")
        for name in names
    ]
    assert len(set(said)) > len(names) / 2, said
