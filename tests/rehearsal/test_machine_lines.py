from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.rehearsal.exam_wear import QUESTIONS
from tests.rehearsal.stage import Room, interview, people
from tests.rehearsal.strangers import strangers
from tests.rehearsal.toys import TOYS
from troupe_mcp.language.model import Model
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona

HERE = Path(__file__).parent
ADS = (
    'Ad 1: "Nordlys 55 TV. A picture so clear that the whole family moves closer. 799 euros, five years of warranty."\n'
    'Ad 2: "ArenaX. 144 Hz, zero lag, win every night. From 1,199 euros."'
)
SCRIPTS = (
    (
        "The town plans a new tram line through your street. What do you think about it?",
        "What would you tell the mayor?",
    ),
    ("What should an AI in a word processor do for you?", "Do you agree with what the others said?"),
    ("Should phones be banned in schools?", "Who of you has changed their mind?"),
    ("We build an oven app. What would help you in the kitchen?", "Which of these ideas would you use?"),
    ("Do you trust advertising?", "When did an advertisement last work on you?"),
    ("What do you think about working from home?", "What gets lost when everybody works from home?"),
    ("Should tips be abolished and wages raised instead?", "Tell me about a tip you remember."),
    ("The neighbourhood wants a shared garden on the car park. What do you think?", "What could go wrong?"),
    ("How do you live with odd hours?", "What do day people not understand?"),
    ("Which of the two ads convinces you more, and why?", "What is wrong with the other one?"),
)


@cache
def machine_lines() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the wordings that a fresh reader marked as a machine's, each with what gave it away."""
    listed: list[dict[str, str]] = json.loads((HERE / "machine_lines.json").read_text("utf-8"))
    return tuple((re.compile(entry["pattern"]), entry["why"]) for entry in listed)


def casts(size: int = 4) -> Iterator[tuple[Persona, ...]]:
    """Yield groups that mix the library with strangers, everybody in some of them."""
    everyone = [p for pair in zip(people(), (*strangers(), *strangers()), strict=False) for p in pair]
    for start in range(0, len(everyone), 2):
        cast = {p.name: p for p in (*everyone[start:], *everyone[:start])}
        yield tuple(cast.values())[:size]


def talks(model: Model, *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield who said what in groups of four, two rounds a question, and in interviews."""
    for cast, script in zip(casts(), (*SCRIPTS, *SCRIPTS), strict=False):
        room = Room(*cast, seed=seed, model=model)
        if "ads" in script[0]:
            room.stimulus(ADS, kind="show")
        for question in script:
            room.stimulus(question)
            for _ in range(2):
                yield from room.round().items()
    for p in (*people(), *strangers()):
        yield from ((p.name, text) for text in interview(p, list(QUESTIONS), seed=seed, model=model))


def complaints(model: Model, *, seed: int = 1) -> list[str]:
    """Return the lines that sound like a machine, with the reason."""
    said = [(name, text) for name, text in talks(model, seed=seed) if text]
    return [f"{name}: {text} ({why})" for name, text in said for sign, why in machine_lines() if sign.search(text)]


def test_no_line_that_a_reader_once_marked_is_ever_said_again():
    assert len(machine_lines()) >= 40
    assert complaints(Rehearsal()) == []


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(2, 12))
def test_no_marked_line_is_said_whatever_the_seed(seed: int):
    assert complaints(Rehearsal(), seed=seed) == [], seed


def test_the_template_is_marked():
    assert complaints(TOYS[2])


def test_a_group_takes_each_other_up_by_name_and_nobody_makes_the_same_move_twice_running():
    named = turns = 0
    for cast, script in zip(casts(), SCRIPTS, strict=False):
        room = Room(*cast, seed=3)
        said: dict[str, list[str]] = {p.name: [] for p in cast}
        for question in script:
            room.stimulus(question)
            for _ in range(2):
                for name, text in room.round().items():
                    said[name].append(text)
                    others = [p.name.split()[0] for p in cast if p.name != name]
                    turns += bool(text)
                    named += any(re.search(rf"\b{other}\b", text) for other in others)
        for name, lines in said.items():
            spoken = [text for text in lines if text]
            names = "|".join(p.name.split()[0] for p in cast if p.name != name)
            asked = [re.search(rf"\b(?:{names})\?$", text) for text in spoken]
            assert not any(left and right for left, right in pairwise(asked)), (name, spoken)
    assert named / turns > 0.2
