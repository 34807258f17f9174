"""Examination: what makes, stops, annoys or decides somebody about a thing is answered from the own life."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from tests.rehearsal.exam_held import held_by
from tests.rehearsal.stage import ask, people
from troupe_mcp.language.model import Model
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.models.rehearsal.voice.shrugs import is_shrug
from troupe_mcp.simulation.people.persona import Persona

QUESTIONS = (
    "What would make you buy an electric car?", "What would stop you from buying an electric car?",
    "What would make you switch to a different bank?", "How did you choose your bank?",
    "What would it take for you to change your phone plan?", "What annoys you most about your phone provider?",
    "What would get you to join a gym?", "Why don't you go to a gym?",
    "What would it take for you to try a meal-kit subscription?", "What would keep you from trying a meal kit?",
    "Why don't you have a smart watch?", "What would convince you to wear a smartwatch?",
    "Walk me through how you choose a restaurant.", "What do you look for in a restaurant?",
    "What bothers you about restaurants?", "What frustrates you most about public transport?",
    "What would get you to use public transport more often?", "How do you decide on an insurance policy?",
    "Why don't you have private health insurance?", "What annoys you about insurance companies?",
    "How do you choose a supermarket?", "What frustrates you about your supermarket?",
    "What would you miss if your supermarket closed?", "What would make you subscribe to a streaming service?",
    "What would make you cancel a streaming service?", "What would it take to make you switch electricity provider?",
    "What do you look for in an electricity provider?", "Why don't you ride a bicycle?",
    "What would make you buy an e-bike?", "How do you decide where to go on holiday?",
    "What holds you back from booking a holiday?", "What do you look for in a coffee machine?",
    "What would stop you from buying a coffee machine?", "What would make you download a new app?",
    "What bothers you most about apps?", "What would you miss if you had no phone?",
    "What would persuade you to subscribe to a newspaper?", "Why don't you read a newspaper?",
    "What would convince you to install a heat pump?", "What would hold you back from getting a heat pump?",
    "Tell me about the last time you were really frustrated by a piece of software.",
    "When did you last buy something expensive, and how did you decide?",
    "Tell me about the last time you complained to a company.", "When was the last time you switched provider?",
    "What do you look for when you buy a new phone?", "Why don't you shop online more often?",
    "What would make you use a budgeting app?", "What annoys you about online shopping?",
)  # fmt: skip
"""What market research asks most, of eighteen kinds of things."""
FOLLOWED = (
    ("What would make you buy an electric car?", "And what would stop you?"),
    ("What would make you switch to a different bank?", "And what holds you back?"),
    ("Why don't you have a smart watch?", "What would convince you to get one?"),
    ("How do you choose a restaurant?", "And what annoys you about them?"),
    ("What would get you to join a gym?", "What else?"),
)
_OWN_WORDS = 2


def answers(
    cast: Sequence[Persona], questions: Sequence[str], seed: int = 1, model: Model | None = None
) -> list[tuple[Persona, str, str]]:
    """Return who was asked what, each question on its own, and what they said."""
    model = model or Rehearsal()
    return [(one, question, ask(one, question, seed=seed, model=model)) for question in questions for one in cast]


def is_bare(person: Persona, question: str, said: str) -> bool:
    """Return whether an answer could be anybody's: a gap, or nothing in it is of the own file."""
    own = [word for word in _stems(said) if word in _stems(held_by(person)) and word not in _stems(question)]
    return len(own) < _OWN_WORDS


def bare(given: Sequence[tuple[Persona, str, str]]) -> list[str]:
    """Return the answers that could be anybody's."""
    return [f"{one.name}, {asked!r}: {said!r}" for one, asked, said in given if is_bare(one, asked, said)]


def _stems(text: str) -> dict[str, None]:
    words = re.findall(r"[^\W\d_]{4,}", text.lower())
    return dict.fromkeys(re.sub(r"(?:ing|ied|ies|ed|es|s|y|e)$", "", word) for word in words)


if __name__ == "__main__":
    given = answers(people(), QUESTIONS, seed=int((sys.argv[1:] or ["1"])[0]))
    asked = ""
    for one, question, said in given:
        if question != asked:
            print(f"\n# {question}")
            asked = question
        print(f"{one.name.split()[0]:9} {'BARE ' if is_bare(one, question, said) else ''}{said}")
    shrugs = sum(is_shrug(said) for *_, said in given)
    print(f"\nbare {len(bare(given)) / len(given):.3f}, shrugs {shrugs / len(given):.3f} of {len(given)}")
