"""Examination: a mechanical reader guesses who spoke and what was asked from replies without names."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.rehearsal.stage import ask, people
from troupe_mcp.language.model import Model
from troupe_mcp.simulation.people.persona import Persona

KEY: dict[str, tuple[str, str]] = {
    # question: the parts of a file that answer it, and words that tell that it is answered
    "What do you do for a living?": ("occupation", r"\bI'm an? |\bI am an? |\bI (?:drive|teach|design|sell|write)\b"),
    "Where do you live?": ("residence", r"\blive\b|\brooms?\b|\bflat\b|\bapartment\b"),
    "Tell me about your family.": (
        "relationships",
        r"\b(?:wife|husband|daughter|son|mother|father|brother|sister|cousin|girlfriend|boyfriend|friend|twins)\b",
    ),
    "What annoys you most at work?": ("frustrations", r"\b(?:because|wait|lose|only after|can't|too)\b"),
    "What do you dream of?": ("long_term_goals", r"\bI want to\b"),
    "How do you get by with money?": (
        "money",
        r"\b(?:earn|month|pesos|euros|dollars|rupees|pounds|kroner|naira|debts?|price|buy|pay|savings?)\b",
    ),
    "How is your health?": ("health", r"\b(?:back|knees?|sleep|allerg\w*|blood|doctor|aches?|wrist|eyes|bad|pain)\b"),
    "What do you watch, read or listen to?": (
        "media",
        r"\b(?:read|watch|listen|radio|television|newspapers?|ads?|phone|videos?|films?|news)\b",
    ),
    "What can't you stand?": (
        "dislikes",
        r"\b(?:can't stand|do without|no patience|hate|avoid|can't bear|not care for)\b",
    ),
    "What do you do at the weekend?": ("weekend", r"\b(?:Saturdays?|Sundays?|Fridays?|weekend)\b"),
    "What did you study?": (
        "education",
        r"\b(?:stud(?:y|ied)|school|university|trained|degree|learned|diploma|class)\b",
    ),
    "What do you do in the morning?": ("morning", r"\b(?:mornings?|dawn|breakfast|[4-8]:\d\d)\b"),
}


@dataclass(frozen=True, slots=True)
class Guessed:
    """How many of the replies were put to the right person, how many to the right question."""

    person: float
    question: float


def guess(model: Model, seeds: Sequence[int] = (1, 2)) -> Guessed:
    """Let everybody answer every question alone; guess speaker and question of each reply from its words."""
    cast = people()
    files = {p.name: _words(_text(p.spec)) for p in cast}
    names = {part.lower() for p in cast for part in p.name.split()}
    rare = _rarity(list(files.values()))
    parts = {p.name: {q: _words(_part(p, key)) for q, (key, _) in KEY.items()} for p in cast}
    right = [0, 0]
    replies = 0
    for seed in seeds:
        for p in cast:
            for question in KEY:
                text = ask(p, question, seed=seed, model=model)
                said = [word for word in _words(text) if word not in names]
                replies += 1
                speaker = max(files, key=lambda name: _likeness(said, files[name], rare))
                right[0] += speaker == p.name and _likeness(said, files[speaker], rare) > 0
                right[1] += _question(text, said, parts[speaker], rare) == question
    return Guessed(right[0] / replies, right[1] / replies)


def _question(text: str, said: list[str], parts: dict[str, list[str]], rare: dict[str, float]) -> str:
    """Return the question that a reply answers: the part of the speaker's file it is from, helped by its wording."""
    asked = [
        question for question in KEY if len(set(_words(question)) & set(said)) >= max(3, len(set(_words(question))) - 1)
    ]
    if asked:
        return ""  # an echo answers nothing
    scores = {
        question: _likeness(said, parts[question], rare) + 2.0 * bool(re.search(KEY[question][1], text, re.IGNORECASE))
        for question in KEY
    }
    best = max(scores, key=lambda question: scores[question])
    return best if scores[best] > 0 else ""


def _likeness(said: list[str], held: list[str], rare: dict[str, float]) -> float:
    known = set(held)
    return sum(rare.get(word, 0.0) for word in set(said) if word in known) / math.sqrt(1 + len(known) / 200)


def _rarity(files: list[list[str]]) -> dict[str, float]:
    counted = Counter(word for words in files for word in sorted(set(words)))
    return {word: math.log((1 + len(files)) / count) for word, count in counted.items()}


def _words(text: str) -> list[str]:
    return [re.sub(r"(?:ing|ed|es|s)$", "", word) for word in re.findall(r"[^\W_]{3,}", text.lower())]


def _part(p: Persona, key: str) -> str:
    """Return the text under a key, wherever it stands in the file."""
    return " ".join(_text(value) for value in _under(p.spec, key))


def _under(value: object, key: str) -> list[object]:
    if isinstance(value, dict):
        pairs: list[tuple[str, object]] = [(str(name), part) for name, part in value.items()]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return [found for name, part in pairs for found in ([part] if name == key else _under(part, key))]
    return []


def _text(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(_text(part) for part in value.values())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list):
        return " ".join(_text(part) for part in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return str(value)
