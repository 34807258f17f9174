"""The third examination: a belief decides a question and its negation in opposite ways, and no other question."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.rehearsal.stage import ask, people
from troupe_mcp.language.model import Model
from troupe_mcp.simulation.people.persona import Persona

CASES: dict[str, list[list[str]]] = json.loads(Path(__file__).with_name("polarity.json").read_text("utf-8"))
FRAGMENTS = Path(__file__).parents[2] / "fragments"
NO = re.compile(
    r"^\W*(?:no\b(?=\W*(?:$|[,.!?;:…–—-])| (?:way|it|they|that|we|you|i)\b)|nope|nah|never|oh, never|oh… no|mm… no"
    r"|i wouldn't say|i must say no|my answer is no|would you\? no"
    r"|ha, do i|first: no|absolutely not|i'd say no|(?:strongly )?disagree)",
    re.IGNORECASE,
)
YES = re.compile(
    r"^\W*(?:yes|yep|yeah|hard yes|of course|absolutely|naturally|i… yes|mm, yes|i'd say (?:so|yes)|i would say yes"
    r"|my answer is yes|first: yes|does rain|would i say|oh, yes|(?:strongly )?agree)",
    re.IGNORECASE,
)


def verdict(text: str) -> int:
    """Return 1 for a yes, -1 for a no, 0 for neither, as a reader would take the reply."""
    return -1 if NO.match(text) else 1 if YES.match(text) else 0


def holder(belief: str, style: str = "Plain.") -> Persona:
    return Persona.of({"name": "Ida Holm", "style": style, "beliefs": [belief], "occupation": {"title": "Clerk"}})


def fragments() -> dict[str, dict[str, Any]]:
    return {
        path.name.removesuffix(".agent.fragment.json"): json.loads(path.read_text("utf-8"))["persona"]
        for path in sorted(FRAGMENTS.glob("*.agent.fragment.json"))
    }


def derived(belief: str) -> list[tuple[str, int]]:
    """Return questions that any belief gives, each with the answer that the belief gives."""
    claim = belief.rstrip(".")
    claim = claim if claim[:2].isupper() or claim.startswith("I ") else claim[0].lower() + claim[1:]
    asked = [
        (f"Do you think that {claim}?", 1),
        (f"{belief.rstrip('.')}: do you agree?", 1),
        (f"Is it true that {claim}?", 1),
        (f"Do you disagree that {claim}?", -1),
        (f"Is it false that {claim}?", -1),
        (f"Would you deny that {claim}?", -1),
    ]
    modal = re.match(r"^((?:(?! (?:is|are|not) )[^,])+?) (should|must|can) (not )?(?!be able)(?!n't)(.+)$", claim)
    if modal and not re.search(r"\b(?:who|that|which|but|never|nobody|no)\b|, not", claim, re.IGNORECASE):
        subject, verb, negated, rest = modal.groups()
        asked.append((f"{verb.capitalize()} {subject} {rest}?", -1 if negated else 1))
        asked.append((f"{verb.capitalize()} {subject} not {rest}?", 1 if negated else -1))
    return asked


def polarity(model: Model) -> list[str]:
    """Return a complaint for each question about a held belief that gets no answer of its sign."""
    found: list[str] = []
    for belief, plus, minus in CASES["pairs"]:
        p = holder(belief)
        for question, wanted in ((plus, 1), (minus, -1)):
            said = ask(p, question, model=model)
            if verdict(said) != wanted:
                found.append(f"{belief} | {question} | {said}")
    return found


def derivations(model: Model) -> list[str]:
    """Return a complaint for each derived question about a belief of the library or a fragment that goes wrong."""
    found: list[str] = []
    held = [(p, belief) for p in people() for belief in p.spec["beliefs"]]
    held += [(holder(belief), belief) for spec in fragments().values() for belief in spec["beliefs"]]
    for p, belief in held:
        for question, wanted in derived(belief):
            said = ask(p, question, model=model)
            if verdict(said) != wanted:
                found.append(f"{p.name}: {belief} | {question} | {said}")
    return found


def traps(model: Model) -> list[str]:
    """Return a complaint for each question that only shares words with a belief and still gets a verdict."""
    return [
        f"{belief} | {question} | {said}"
        for belief, question in CASES["traps"]
        if verdict(said := ask(holder(belief), question, model=model))
    ]
