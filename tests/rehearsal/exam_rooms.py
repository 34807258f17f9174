"""The examination of moderated rooms: four people, three questions; what is told fits, and nobody talks by formula."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.rehearsal.stage import Room
from troupe_mcp.language.model import Model
from troupe_mcp.simulation.people.persona import Persona

GUIDES = (
    (
        "The city wants to close the main street to cars on Sundays. What do you think?",
        "What annoys you most when you get around town?",
        "If you had one minute with the mayor, what would you say?",
    ),
    (
        "We are building an app for bus passengers. What should it do for you?",
        "Which of these ideas would you use, and why?",
        "What could go wrong with it?",
    ),
    (
        "Should children have a phone before they are twelve?",
        "What do you argue about at home?",
        "Should families eat together every day?",
    ),
    ("What makes a good boss?", "Should people be allowed to work from home?", "What would make your work easier?"),
    (
        "Everything has become more expensive. Where do you notice it most?",
        "What would you never save on?",
        "Our town will build a new library or a swimming pool. Which would you rather have?",
    ),
    ("Should the town ban fireworks?", "What makes a good neighbour?", "What would you change about your street?"),
)
FITS: dict[str, str] = {
    "What annoys you most when you get around town?": r"bus|road|fuel|van\b|timetable|potholes?|driv|tyres|scooter"
    r"|passengers|taxi|lift|steps|traffic|train|photograph|tram|engine|street|forecast|commut|park",
    "What do you argue about at home?": r"home|parents|children|daughter|son\b|stepson|school|phones?|dinner|flatmates"
    r"|meal|marriage|kitchen|husband|wife|mother|grand",
}
"""What a trouble told in answer must speak of."""
_FORMULA = re.compile(
    r"(?:And you|Does that surprise you|Why, what did you expect|Is that what you wanted to hear|And with you"
    r"|What about you|Clear)\?|I could go on for hours|Imagine!$|Next question\.$|Now it's your turn"
    r"|(?:Who asks this|Why do you want to know|And who wants to know)\?|my own (?:trouble|matter|stone)"
)
_SILENT = 0.2


@cache
def newcomers() -> tuple[Persona, ...]:
    """Return the people of `newcomers.json`, for whom nothing was tuned."""
    listed: list[dict[str, Any]] = json.loads((Path(__file__).parent / "newcomers.json").read_text("utf-8"))
    return tuple(Persona.of(spec) for spec in listed)


def rooms(*, seed: int = 1, model: Model | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each question with who said what to it, in rooms of four newcomers."""
    for guide in GUIDES:
        cast = Random(f"{seed}{guide[0]}").sample(newcomers(), 4)
        room = Room(*cast, seed=seed, model=model)
        for question in guide:
            room.stimulus(question)
            yield question, room.round()


def examine_rooms(*, seed: int = 1, model: Model | None = None) -> list[str]:
    """Complain of formulas, of a sentence said by two, of troubles from elsewhere and of too much silence."""
    complaints: list[str] = []
    turns = silent = 0
    troubles = {person.name: _troubles(person) for person in newcomers()}
    for question, said in rooms(seed=seed, model=model):
        place = f"seed {seed}, {question}"
        spoken = [text for text in said.values() if text]
        turns, silent = turns + len(said), silent + len(said) - len(spoken)
        complaints += [f"{place}: formula: {text}" for text in spoken if _FORMULA.search(text)]
        complaints += [f"{place}: twice: {text}" for text in dict.fromkeys(spoken) if spoken.count(text) > 1]
        for name, text in said.items():
            told = any(trouble in text for trouble in troubles[name])
            if told and question in FITS and not re.search(FITS[question], text, re.IGNORECASE):
                complaints.append(f"{place}: from elsewhere: {text}")
            if re.search(r"[.!] [^.!?]*\b[A-Z]\w+\?$", text):
                complaints.append(f"{place}: a question bolted on: {text}")
    if silent > _SILENT * turns:
        complaints.append(f"seed {seed}: {silent} of {turns} say nothing")
    return complaints


def _troubles(person: Persona) -> list[str]:
    """Return the ends of the troubles as they stand in the file, which stay the same in the first person."""
    listed: list[str] = person.spec["frustrations"]
    return [" ".join(trouble.rstrip(".").split()[-3:]) for trouble in listed]
