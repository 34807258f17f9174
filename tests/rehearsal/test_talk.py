from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from tests.rehearsal.stage import Room, ask, people, person
from troupe_mcp.models.rehearsal.intents import asks_about_ideas, asks_ideas
from troupe_mcp.models.rehearsal.lexicon import devices, frames
from troupe_mcp.models.rehearsal.phrases import matters
from troupe_mcp.models.rehearsal.proposals import hook_in, proposal_of
from troupe_mcp.models.rehearsal.words import keys
from troupe_mcp.simulation.persona import Persona

ASKS = [
    "What should an AI in a word processor do for you?",
    "What feature would make you pay for a word processor?",
    "How could a word processor help you?",
    "Give me one idea for a word processor.",
    "What would make a word processor better for you?",
    "Name one thing you'd change about your word processor.",
    "What is missing from the word processors that you know?",
]


@pytest.mark.parametrize("question", ASKS)
def test_each_wording_is_an_ask_for_an_idea_and_gets_a_device_for_an_own_trouble(question: str):
    assert asks_ideas(question)
    text = ask(person("Oscar"), question)
    assert hook_in(text)
    assert any(device.heard.search(text) and "text" in device.topics for device in devices())


@pytest.mark.parametrize(
    "question",
    [
        "What do you do on Sundays?",
        "What would you change about your life?",
        "How can I help you?",
        "What do you think about advertising?",
        "Should AI decide who gets a loan?",
        "What can you do?",
        "What annoys you most at work?",
        "How do you get by with money?",
        "Would you buy it for 90 euros?",
        "What do you do with your children on Sundays?",
        "What should one know about you?",
    ],
)
def test_a_question_about_a_life_or_an_opinion_is_no_ask_for_an_idea(question: str):
    assert not asks_ideas(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which of these ideas would you pay for, and why?",
        "What is wrong with the others' ideas?",
        "Improve somebody else's idea.",
    ],
)
def test_a_question_about_the_ideas_of_others_is_known_as_one(question: str):
    assert asks_about_ideas(question)


def test_the_product_may_have_been_named_before_the_ask():
    room = Room(person("Lisa_Carter"), person("Oscar"))
    room.stimulus("We are here to talk about a word processor.")
    room.stimulus("Give one idea.")
    said = room.round()
    assert all("word processor" in text and hook_in(text) for text in said.values())


def test_somebody_without_a_fitting_trouble_claims_no_idea_and_says_what_annoys():
    potter = Persona.of({"name": "Ada", "frustrations": ["Your glaze runs in wet weather."]})
    text = ask(potter, "What should an AI in a word processor do for you?")
    assert not hook_in(text)
    assert "glaze runs" in text


def test_device_and_trouble_stand_together():
    for p in people():
        text = ask(p, "We build an app that saves time at work. Give one idea for it.")
        device = next((device for device in devices() if device.heard.search(text)), None)
        assert device, (p.name, text)
        assert any(device.meets(trouble) for trouble in p.spec["frustrations"]), (p.name, text)


@pytest.mark.parametrize(
    "follow", ["Which of these ideas would you pay for, and why?", "What is wrong with the others' ideas?"]
)
def test_a_follow_up_takes_a_real_idea_of_somebody_named(follow: str):
    stems = ("Lisa_Carter", "Oscar", "Fetu_Leavasa", "Raghav_Deshmukh", "Ngozi_Adeleke")
    for seed in range(4):
        room = Room(*(person(stem) for stem in stems), seed=seed)
        room.stimulus("What should an AI in a word processor do for you?")
        given = {name: hook_in(text) for name, text in room.round().items()}
        room.stimulus(follow)
        for name, text in room.round().items():
            chosen = [other for other, hook in given.items() if other != name and hook and f'"{hook}"' in text]
            assert len(chosen) == 1, (name, text)
            assert chosen[0].split()[0] in text
            spec = person(name.replace(" ", "_")).spec
            own = {key for fact in (*spec["frustrations"], spec["media"]) for key in keys(fact)}
            assert set(keys(re.sub(r'"[^"]*"', "", text))) & own, (name, text)


def test_an_opinion_is_never_picked_as_an_idea():
    room = Room(person("Lisa_Carter"), person("Oscar"))
    for listener, speaker in (("Lisa Carter", "Oscar"), ("Oscar", "Lisa Carter")):
        from troupe_mcp.simulation.perception import Perceived

        room.logs[listener].append(Perceived(1, "TALK", speaker, "Nurses should be paid more before any new machine."))
    room.stimulus("Which of these ideas would you pay for?")
    assert all('"' not in text for text in room.round().values())


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        ("Picture it: the app keeps one final version that nobody can touch! I lose files!", "The app keeps one final"),
        ("What if it warned me before the milk runs out?", "It warned me before the milk"),
        ("I'd add a button that hides the menu.", "A button that hides the menu"),
        ("Nurses should be paid more before any new machine is bought.", ""),
        ("I like rain, and it rains here.", ""),
        ('Fetu\'s "keeps one final version" would spare me most. I lose files.', ""),
        ("It leaves mine open: I wait two days.", ""),
        ("For that I have no idea worth the name.", ""),
    ],
)
def test_an_idea_is_what_proposes_something_that_acts(text: str, idea: str):
    found, quote = proposal_of(text)
    assert found.startswith(idea) if idea else not found
    assert quote in text


def hold(line: str) -> list[str]:
    return [matter.ref for matter in matters(line)]


def test_the_matter_of_a_line_is_a_short_phrase_turned_towards_the_speaker():
    assert hold("I inspect the pod factory every second Wednesday.") == ["the pod factory"]
    assert hold("My daughter Mina is three and lives with me.") == ["your daughter"]
    assert hold("I wait because the logging tables arrive late.") == ["the logging tables"]
    assert hold("What is the hardest part of it?") == []


PAIRS = [
    ("Lisa_Carter", "Oscar"), ("Oscar", "Lisa_Carter"), ("Fetu_Leavasa", "Ngozi_Adeleke"),
    ("Caio_Marinho", "Evaristo_Cob"), ("Solveig_Rustad", "Mahrous_Gaballah"), ("Aruzhan_Seitkali", "Raghav_Deshmukh"),
    ("Ximena_Undurraga", "Ilona_Szabados"), ("Evaristo_Cob", "Fetu_Leavasa"), ("Ngozi_Adeleke", "Lisa_Carter"),
    ("Raghav_Deshmukh", "Solveig_Rustad"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_pair_takes_up_what_was_said_or_asks_on(first: str, second: str):
    a, b = person(first), person(second)
    room = Room(a, b)
    room.stimulus(f"Talk to {b.name.split()[0]} to know more about him", to=(a.name,))
    lines: list[str] = []
    for _ in range(2):
        lines.extend(room.round().values())
    assert all(lines)
    for before, text in pairwise(lines):
        taken = any(ref.rsplit(" ", 1)[-1] in text for ref in hold(before))
        assert "?" in text or "?" in before or taken, (before, text)
    assert not re.search(r"room lies elsewhere|distribution|Different sample", " ".join(lines))


def test_a_signature_tag_comes_at_most_once_in_five_turns():
    tags = [tag for name, listed in frames().items() if name.startswith(("close", "open", "relate")) for tag in listed]
    asked = [
        "What do you like?",
        "What do you do in the evening?",
        "What do you think about software?",
        "Who is close to you?",
    ]
    asked += ["What do you do on Sundays?", "Should AI decide?", "What annoys you?", "What do you dream of?"]
    for p in people():
        room = Room(p, private=True)
        said: list[str] = []
        for question in asked:
            room.stimulus(question, source="interviewer")
            said.append(room.round()[p.name])
        for tag in tags:
            stub = max(re.split(r"\{\w+\}", tag), key=len).strip(" .:")
            hits = [n for n, text in enumerate(said) if len(stub) > 4 and stub in text]
            assert all(later - sooner >= 5 for sooner, later in pairwise(hits)), (p.name, tag, said)


def test_thoughts_never_begin_twice_the_same_way_and_attention_is_a_short_phrase():
    for p in people():
        room: Any = Room(p, person("Oscar") if p.name != "Oscar" else person("Lisa_Carter"))
        for question in ["Tell me about your life.", "What annoys you at work?", "Do you trust advertising?"] * 3:
            room.stimulus(question)
            room.round()
        own = [turn for name, turn in room.turns if name == p.name]
        heads = [" ".join(turn["thought"].split()[:3]).lower() for turn in own]
        assert len(set(heads)) == len(heads), (p.name, heads)
        assert all(1 <= len(turn["mind"]["attention"].split()) <= 7 for turn in own)
        assert own[1]["mind"]["attention"] == "what annoys me"
        assert own[2]["mind"]["attention"] == "advertising"
