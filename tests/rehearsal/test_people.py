from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest

from tests.rehearsal.stage import Room, ask, interview, people, person
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.models.rehearsal.ideas.devices import devices
from troupe_mcp.models.rehearsal.lexicon import frames, words
from troupe_mcp.simulation.people.persona import Persona

QUESTIONS = [
    "Tell me about your life.", "How old are you?", "Where do you live?", "What do you do for a living?",
    "What does a normal day look like?", "What do you do in the mornings?", "What do you do on Sundays?",
    "What do you do in the evening?", "What annoys you at work?", "Tell me about your family.", "Do you have children?",
    "What does your brother do?", "How do you get by with money?", "How is your health?", "What do you watch or read?",
    "What do you dream of?", "What do you like?", "What can't you stand?", "What are you good at?",
    "What did you study?", "Do you trust advertising?", "Should AI decide who gets a loan?",
    "Have you ever been married?",
    "What is your favourite film?", "What happened in your past that you still think of?",
]  # fmt: skip


@pytest.mark.parametrize("p", people(), ids=lambda p: p.name)
def test_every_number_name_and_kin_word_is_held_by_the_persona_or_the_question(p: Persona):
    kin = words().lists["kin"]
    held = f"{p.spec!r} {p.name}".lower()
    for seed in (1, 2):
        for question, text in zip(QUESTIONS, interview(p, QUESTIONS, seed=seed), strict=True):
            known = held + question.lower()
            for number in re.findall(r"\d[\d,.:]*\d|\d", text):
                assert number in known, (question, text)
            for word in re.findall(r"(?<=[a-z,] )[A-Z][a-zà-ÿ]+", text):
                assert word.lower() in known, (question, text)
            for word in re.findall(r"[a-z]+", text.lower()):
                assert word not in kin or word in known, (question, text)


def test_the_voices_of_the_library_are_told_apart_by_their_words():
    answers = {p.name: " ".join(interview(p, QUESTIONS[:12])) for p in people()}
    assert answers["Ximena Undurraga"].count("'") <= 4  # possessives only
    assert not re.search(r"\b(?:don't|can't|I'm|isn't)\b", answers["Ximena Undurraga"])
    assert not re.search(r"\b(?:the|a|an)\b (?!lot|few|little|bit)", answers["Mahrous Gaballah"], re.IGNORECASE)
    assert "friend" in answers["Raghav Deshmukh"]
    assert answers["Caio Marinho"].count("!") >= 8
    assert "…" in answers["Fetu Leavasa"]
    lengths = {name: len(text.split()) for name, text in answers.items()}
    assert lengths["Ilona Szabados"] == min(lengths.values())


def test_two_people_share_hardly_a_sentence():
    answers = {p.name: interview(p, QUESTIONS) for p in people()}
    split = {
        name: {s for text in lines for s in re.split(r"(?<=[.!?…])\s+", text) if len(s.split()) > 2}
        for name, lines in answers.items()
    }
    for left, right in combinations(split, 2):
        assert len(split[left] & split[right]) <= 1, (left, right, split[left] & split[right])


def test_the_frames_hold_no_kin_word_no_number_and_no_possession():
    wordings = [wording for family in frames().values() for wording in family]
    wordings += [device.act for device in devices()]
    kin = words().lists["kin"]
    for wording in wordings:
        assert not re.search(r"\d", wording)
        assert not [word for word in re.findall(r"[a-z]+", wording.lower()) if word in kin], wording
        assert not re.search(r"\bmy (?:house|car|job|dog|boss|friends?|shop|work|age|town)\b", wording, re.IGNORECASE)


PLAIN: dict[str, Any] = {
    "name": "Ida Holm",
    "occupation": {"title": "Clerk", "description": "You sort letters in a large office and you rarely make mistakes."},
    "beliefs": ["Shops should close on Sundays."],
}


def styled(style: str, seed: int = 3) -> str:
    return ask(Persona.of({**PLAIN, "style": style}), "What do you do for a living?", seed=seed)


def test_style_changes_structure_and_surface():
    terse, broken, formal = (
        styled("Terse."),
        styled("Broken English: drops articles."),
        styled("Never uses contractions."),
    )
    assert len(terse.split()) < len(formal.split())
    assert re.search(r"\b(?:a|the)\b", broken) is None
    assert re.search(r"\b(?:a|the)\b", formal)
    styles = ("Terse.", "Broken English: drops articles.", "Exuberant.", "Slangy. Fragments.")
    assert len({tuple(styled(style, seed) for seed in range(4)) for style in styles}) == 4


def test_broken_speech_comes_from_the_style_and_never_from_the_nationality():
    p = Persona.of({**PLAIN, "nationality": "Egyptian", "style": "Plain."})
    assert "sort letters in a large office" in ask(p, "What do you do for a living?")


ODD: list[dict[str, Any]] = [
    {"name": "Nobody"},
    {"name": "Ana", "age": "about forty"},
    {"name": "Ana", "age": [3, 4], "behaviors": "Feeds the hens."},
    {"name": "Ana", "personality": {"traits": {"a": 1, "b": ["x"]}}},
    {"name": "Ana", "occupation": "Baker", "relationships": "Her mother Rosa"},
    {"name": "Ana", "relationships": [1, "a brother", {"name": "Bo"}, {"description": "Your aunt."}]},
    {"name": "Ana", "beliefs": {"x": {"y": ["Cats rule."]}}, "preferences": "tea"},
    {
        "name": "김민준",
        "residence": "서울",
        "occupation": {"title": "요리사", "description": "당신은 요리사입니다."},
        "beliefs": ["음식은 사랑이다."],
    },
    {"name": "Añá 🎈", "style": 7, "gender": ["x"], "big_five": "high"},
    {"name": "A.", "behaviors": {"routines": ["Sleeps.", 5]}, "skills": [None, "", "  "]},
    {"name": "Ana", "health": "?" * 500, "money": "; ; ;", "media": "(((("},
    {"name": "Ana", "likes": ["x" * 4000], "dislikes": [["nested"], {"deep": "thing"}]},
    {"name": "Dr. Evans", "description": "You you your you. Your.", "long_term_goals": "To"},
    {"name": "Ana", "occupation": {"title": 5, "organization": ["a"], "description": {"x": "You bake."}}},
    {"name": "\\d+(", "style": "[(", "beliefs": ["(", "["], "relationships": [{"name": "*", "description": "Your *."}]},
]


@pytest.mark.parametrize("spec", ODD, ids=range(len(ODD)))
def test_an_odd_document_still_plays(spec: dict[str, Any]):
    p = Persona.of(spec)
    room = Room(p, person("Oscar"))
    for line in [
        *QUESTIONS,
        "Give one idea for an app.",
        "1. tea\n2. coffee\nWhich do you choose?",
        "Rate it from 1 to 5.",
        f"{p.name}, hello?",
    ]:
        room.stimulus(line)
        room.round()
    assert all(turn["thought"] is not None for _, turn in room.turns)


def test_people_are_compiled_once_and_the_oldest_leaves_first():
    model = Rehearsal(kept=2)
    first, second, third = people()[:3]
    kept = model.portrait(first)
    again = model.portrait(second)
    assert model.portrait(first) is kept
    model.portrait(third)
    assert model.portrait(first) is kept
    assert model.portrait(second) is not again
