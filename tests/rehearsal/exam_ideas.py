"""The examination of ideas: devices that act, for a trouble of one's own, and nobody says the same thing twice."""

from __future__ import annotations

import re
from itertools import combinations

from tests.rehearsal.stage import Room, ask, interview
from troupe_mcp.language.model import Model
from troupe_mcp.models.rehearsal.english.words import coverage, keys, normal
from troupe_mcp.models.rehearsal.ideas.devices import devices_in
from troupe_mcp.models.rehearsal.offers.objections import is_objection
from troupe_mcp.models.rehearsal.person.portrait import compile_portrait
from troupe_mcp.simulation.people.persona import Persona

PRODUCTS = (
    "What should an AI in a word processor do for you?",
    "How could a smart fridge help you?",
    "What should an oven app do for you?",
    "We build a bank app for payments. Give us one idea for it.",
    "What should a travel booking site do for you?",
    "How could a car navigation help you?",
    "What should a school platform do for you?",
    "What should a hearing aid do for you?",
    "Give one idea for a TV.",
    "What should an energy meter do for you?",
    "Any ideas for a grocery delivery service?",
    "What should a fitness watch do for you?",
    "Give one idea for a dating app.",
    "How could a video-call tool help you?",
    "What would a robot vacuum have to do for you? Give one idea.",
)
DOUBTS = (
    "What puts you off?",
    "What could go wrong with it?",
    "Why wouldn't you buy it?",
    "Play the critic.",
    "What would make you say no?",
    "What are your doubts?",
)


def examine_ideas(cast: list[Persona], *, model: Model | None = None, seed: int = 1) -> list[str]:
    """Complain of answers that are neither a device nor an honest word on what annoys or worries instead."""
    complaints: list[str] = []
    given = 0
    for person in cast:
        facts = compile_portrait(person).facts
        for question in PRODUCTS:
            text = ask(person, question, seed=seed, model=model)
            place = f"seed {seed}, {person.name}, {question}: {text}"
            found = devices_in(text)
            given += bool(found)
            if len(found) > 1:
                complaints.append(f"more than one idea: {place}")
            if not found and not is_objection(text) and not _confesses(text):
                complaints.append(f"neither idea nor confession: {place}")
            if found and not any(device.need.met(fact.said) for device in found for fact in facts):
                complaints.append(f"a device for nothing in this life: {place}")
    if given < 0.55 * len(cast) * len(PRODUCTS):
        complaints.append(f"only {given} ideas in {len(cast) * len(PRODUCTS)} answers")
    return complaints


def examine_rounds(cast: list[Persona], *, model: Model | None = None, seed: int = 1) -> list[str]:
    """Complain of a brainstorming in which a device comes twice, or nobody comes back to what another said."""
    room = Room(*cast, seed=seed, model=model)
    room.stimulus("The product: a word processor with AI.", kind="show")
    room.stimulus("Which features should it have? Give your ideas, and build on each other's.")
    lines = [(name, text) for _ in range(4) for name, text in room.round().items() if text]
    proposed = [(name, device.hook) for name, text in lines for device in devices_in(text)]
    hooks = [hook for _, hook in proposed]
    complaints = [f"seed {seed}: twice: {hook}" for hook in dict.fromkeys(hooks) if hooks.count(hook) > 1]
    complaints += [f"seed {seed}: repeated: {a}" for (_, a), (_, b) in combinations(lines, 2) if normal(a) == normal(b)]
    if len(hooks) < len(cast) - 1:
        complaints.append(f"seed {seed}: only {len(hooks)} ideas of {len(cast)} people")
    names = [person.name.split()[0] for person in cast]
    if not any(name in text for speaker, text in lines for name in names if not speaker.startswith(name)):
        complaints.append(f"seed {seed}: nobody comes back to anybody")
    return complaints


def examine_doubts(cast: list[Persona], *, model: Model | None = None, seed: int = 1) -> list[str]:
    """Complain of anybody who has fewer than six different things against a product they are shown."""
    complaints: list[str] = []
    for person in cast:
        asked = ["A smart fridge that orders by itself.", *DOUBTS]
        said = interview(person, asked, seed=seed, model=model)[1:]
        different = [a for n, a in enumerate(said) if a and not any(_alike(a, b) for b in said[:n])]
        if len(different) < len(DOUBTS):
            complaints.append(f"seed {seed}, {person.name}: {len(different)} different doubts: {said}")
        echoed = [text for text, question in zip(said, DOUBTS, strict=True) if normal(text) == normal(question)]
        complaints += [f"seed {seed}, {person.name}: echoes: {text}" for text in echoed]
        complaints += [f"seed {seed}, {person.name}: wishes: {text}" for text in said if devices_in(text)]
    return complaints


def _alike(left: str, right: str) -> bool:
    one, other = keys(left), keys(right)
    return normal(left) == normal(right) or min(coverage(one, other), coverage(other, one)) > 0.8


def _confesses(text: str) -> bool:
    wordings = r"no idea|nothing|inventing|no proposal|can't think|don't have an idea|making it up|no part|sell you air"
    return re.search(wordings, text, re.IGNORECASE) is not None
