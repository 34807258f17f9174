"""Examination: whoever holds little of what is asked still says something of their own, and says that it is beside."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.rehearsal.exam_held import held_by
from tests.rehearsal.stage import ask
from troupe_mcp.language.model import Model
from troupe_mcp.simulation.people.persona import Persona

_OUTSKIRTS = Path(__file__).with_name("outskirts.json")


@cache
def outskirts() -> tuple[tuple[Persona, ...], tuple[str, ...]]:
    """Return people of whom some is written, and questions that mostly ask for what isn't."""
    document = json.loads(_OUTSKIRTS.read_text("utf-8"))
    return tuple(map(Persona.of, document["people"])), tuple(document["questions"])


def empty_replies(people: Sequence[Persona], questions: Sequence[str], model: Model, seed: int = 1) -> list[str]:
    """Return every reply that could be anybody's: none of its words are the person's own."""
    found: list[str] = []
    for person in people:
        held = _stems(held_by(person))
        for question in questions:
            text = ask(person, question, seed=seed, model=model)
            own = [word for word in _stems(text) if word in held and word not in _stems(question)]
            if len(own) < _OWN_WORDS:
                found.append(f"seed {seed}, {person.name}, {question!r}: {text!r}")
    return found


_OWN_WORDS = 2


@cache
def _stems(text: str) -> dict[str, None]:
    words = re.findall(r"[^\W\d_]{4,}", text.lower())
    return dict.fromkeys(re.sub(r"(?:ing|ied|ies|ed|es|s|y|e)$", "", word) for word in words)
