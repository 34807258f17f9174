from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.rehearsal.stage import Room, ask, people
from troupe_mcp.models.rehearsal.asked.intents import asks_objection
from troupe_mcp.models.rehearsal.ideas.proposals import hook_in, proposal_of
from troupe_mcp.models.rehearsal.offers.objections import is_objection
from troupe_mcp.simulation.people.persona import Persona

OBJECTIONS = [
    "What would make you refuse this fridge, even if it was free?",
    "Why would you not buy it?",
    "What puts you off?",
    "What would make you say no?",
]


@pytest.mark.parametrize("question", OBJECTIONS)
def test_an_ask_for_objections_never_gets_a_feature(question: str):
    assert asks_objection(question)
    room = Room(*people())
    room.stimulus("We talk about a smart fridge for 3,000 dollars.", kind="show")
    room.stimulus(question)
    said = list(room.round().values())
    assert sum(map(bool, said)) >= len(said) / 3
    assert not [text for text in said if hook_in(text)]


def test_a_dislike_or_short_money_is_the_objection_and_without_either_it_is_none_of_those():
    shown = "A talking fridge for 900 euros."
    averse = Persona.of({"name": "Bo", "preferences": {"dislikes": ["talking appliances", "a fridge that talks"]}})
    poor = Persona.of({"name": "Bo", "money": "You count every cent of a small pension."})
    blank = Persona.of({"name": "Bo", "preferences": {"likes": ["black radish"]}})
    assert "fridge that talks" in ask(averse, OBJECTIONS[1], shown=shown)
    assert "every cent" in ask(poor, OBJECTIONS[1], shown=shown)
    assert "cent" not in ask(poor, OBJECTIONS[0], shown=shown)
    text = ask(blank, OBJECTIONS[1], shown=shown)
    assert is_objection(text)
    assert not re.search("radish|cent|talk", text)


@pytest.mark.parametrize(
    "question",
    [
        "Give us your ideas, and build on each other.",
        "Any ideas?",
        "Let's brainstorm about a smart fridge",
        "What comes to mind?",
    ],
)
def test_a_first_round_of_ideas_has_ideas(question: str):
    room = Room(*people())
    room.stimulus("A company wants to build a smart fridge.")
    room.stimulus(question)
    said = room.round()
    assert sum(bool(hook_in(text)) for text in said.values()) >= len(said) - 2, said
    for text in said.values():
        assert not re.search(r"[Nn]obody has put|What ideas?\?|heard no idea|not heard a proposal|hear none", text)


def test_one_weak_word_joins_no_fact_to_a_question():
    p = Persona.of(
        {
            "name": "Bo",
            "beliefs": ["Any boy who sweeps eats lunch at my cost."],
            "long_term_goals": ["To win the crossword car"],
            "behaviors": {"general": ["Looks up every day at noon."]},
        }
    )
    for question in (
        "This fridge costs 3,000 dollars. What do you think?",
        "Which fridge would win you over?",
        "What do you say to a look at it one day?",
    ):
        assert not re.search("sweeps|crossword|noon", ask(p, question)), question


def test_a_price_meets_the_money_that_is_held():
    p = Persona.of({"name": "Bo", "money": "You count every cent of a small pension.", "beliefs": ["Cats rule."]})
    told = [ask(p, "This fridge costs 3,000 dollars. What do you think?", seed=seed) for seed in range(1, 6)]
    refused = re.compile("at that|too (much|dear)|well over|do without|justify|wouldn.t pay", re.IGNORECASE)
    assert any("every cent" in text for text in told), told
    assert all(map(refused.search, told)), told


def test_filler_is_no_proposal():
    for text in (
        "Ana's \"keeps the milk cold\", I think… only it doesn't reach mine: I wait for the bus.",
        "It leaves one door open: the app never starts.",
        "What else goes wrong?",
        "There I'm spared, imagine that!",
        "So you can imagine: it can't wait when the money is late!",
    ):
        assert proposal_of(text) == ("", "")


def test_a_model_is_constructed_without_its_parts():
    code = (
        "import sys; from troupe_mcp.models.rehearsal import Rehearsal; Rehearsal(); "
        "print([m for m in sys.modules if m.startswith('troupe_mcp.') and m.rsplit('.', 1)[-1] in "
        "('portrait', 'perception', 'tasks', 'voice', 'turn', 'lexicon')])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
