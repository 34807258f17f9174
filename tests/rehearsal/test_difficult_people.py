"""Somebody who is described as difficult is so in manner and character, in whole sentences."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.rehearsal.stage import ask
from tests.rehearsal.test_casting import cast
from troupe_mcp.models.rehearsal.person.portrait import compile_portrait
from troupe_mcp.simulation.people.persona import Persona

UNWILLING = (
    "a retired dock worker who hates being asked anything",
    "A difficult man: a retired dock worker, 71, stubborn, gruff, who hates questions and gives short, annoyed answers",
    "a surly lift mechanic from Oslo, 44",
    "an impatient lawyer who has no time for surveys and gives one-word answers",
    "a taciturn beekeeper who hates questions",
)
MANNERS: tuple[tuple[str, str, str], ...] = (
    ("a teenage gamer who trusts nobody", "Guarded", "dry"),
    ("a suspicious widow who haggles over everything", "Haggles over everything", "sly"),
    ("a know-it-all engineer who corrects everybody", "Corrects everybody", "exact"),
    ("an arrogant surgeon, 55, who interrupts everybody", "Interrupts everybody", "brisk"),
    (
        "a lonely pensioner in Leeds who talks too much and never gets to the point",
        "Never gets to the point",
        "rambling",
    ),
    ("a rude taxi driver from Lyon who swears a lot and hates cyclists", "Swears", "rude"),
    ("an aggressive salesman who won't take no for an answer", "Contradicts first", "hostile"),
    ("a landlord in Naples who talks only in proverbs", "Talks only in proverbs", ""),
    ("a sarcastic teenager who finds everything boring", "Sounds bored", "terse"),
    ("a shy student who apologises for everything", "Apologises", "hesitant"),
    ("a chatty hairdresser who loves gossip but hates being interrupted", "Chatty", "rambling"),
    ("a difficult customer of a phone company who complains about everything", "Finds fault", "brisk"),
)


def features(spec: dict[str, Any]) -> tuple[str, ...]:
    return compile_portrait(Persona.of(spec)).manner.features


@pytest.mark.parametrize("description", UNWILLING)
def test_who_hates_being_asked_is_short_and_likes_no_questions(description: str) -> None:
    for seed in range(6):
        spec = cast(description, seed=seed)
        likes = " ".join(spec["preferences"]["likes"] + spec["preferences"]["interests"])
        assert "terse" in features(spec), f"seed {seed}"
        assert not {"warm", "rambling", "exuberant"} & set(features(spec))
        assert not re.search(r"\basked\b|\bquestions\b", likes), f"seed {seed}"
        assert "unwilling to be asked" in spec["personality"]["traits"]
        assert "bad at saying no" not in spec["personality"]["traits"]
        assert len(ask(Persona.of(spec), "What did you do all those years at work?", seed=seed).split()) < 20


@pytest.mark.parametrize(("description", "style", "feature"), MANNERS)
def test_how_somebody_talks_is_their_style_and_no_fact(description: str, style: str, feature: str) -> None:
    for seed in range(4):
        spec = cast(description, seed=seed)
        facts = json.dumps([spec["other_facts"], spec["frustrations"], spec["behaviors"]])
        assert style in spec["style"]
        assert not feature or feature in features(spec)
        assert not re.search(r"You (?:talk|speak|give|answer|swear|interrupt|correct|apologi|never get to)\b", facts)


def test_a_list_of_adjectives_breaks_no_sentence() -> None:
    for description in UNWILLING:
        text = json.dumps(cast(description))
        assert not re.search(r"You give short\.|You annoyed|You \w+ed answers", text)


def test_who_trusts_nobody_likes_nobody_less_for_it() -> None:
    spec = cast("a teenage gamer who trusts nobody")

    assert "nobody" not in spec["preferences"]["likes"]
    assert "Nobody can be trusted." in spec["beliefs"]
    assert "video games" in spec["preferences"]["interests"]


def test_what_follows_in_a_sentence_is_held_too() -> None:
    assert "cyclists" in cast("a rude taxi driver who swears a lot and hates cyclists")["preferences"]["dislikes"]
    assert "You are mistrustful of city people." in json.dumps(cast("a farmer, mistrustful of city people, 60"))
    assert cast("a stubborn old fisherman who likes silence")["age"] == 70
    assert cast("a know-it-all engineer")["occupation"]["title"] == "Engineer"
    assert cast("a hostile ex-customer of a phone company")["other_facts"][0].startswith("You are a former customer")


def test_nothing_is_liked_and_disliked_at_once() -> None:
    for description in (*UNWILLING, *(each[0] for each in MANNERS)):
        for seed in range(4):
            preferences = cast(description, seed=seed)["preferences"]
            assert not set(preferences["likes"]) & set(preferences["dislikes"])
