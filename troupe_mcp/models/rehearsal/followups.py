"""Ideas of others: picking one, building on it, objecting to it, by name and with an own reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.company import first_name, hook_from, worded
from troupe_mcp.models.rehearsal.ideas import idea_of, kindred_trouble, mechanism
from troupe_mcp.models.rehearsal.words import concepts, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact
    from troupe_mcp.models.rehearsal.voice import Voice
    from troupe_mcp.simulation.perception import Perceived

_WITHOUT = re.compile(
    r"\b(?:no|never|not|dead|push-button|buttons|drawer|cracked|steal\w*|can't|stay out)\b", re.IGNORECASE
)


def judge_idea(voice: Voice, lines: tuple[Perceived, ...], question: str) -> list[str]:
    """Pick, build on or object to an idea that another person gave, by name."""
    line, trouble = _nearest(voice, lines)
    name, hook = first_name(line.source), idea_of(line.content) or hook_from(line.content)
    move = _move(voice, question)
    if move == "build":
        found = mechanism(voice, line.content, tuple(other.content for other in lines))
        if found is not None and hook:
            act, own = found
            return [voice.fill("build", name=name, hook=hook, mechanism=act), voice.tell(own)]
        move = "prefer"
    fact = trouble if move == "prefer" else _obstacle(voice, line.content)
    if move == "object" and fact is None:
        move, fact = "prefer", trouble
    return [worded(voice, move, name, hook, fact)]


def _obstacle(voice: Voice, text: str) -> Fact | None:
    """Return an own fact that stands in the way of an idea: how one reads, pays, or what one refuses."""
    wary = [fact for fact in voice.portrait.of("media", "money", "habit", "dislike", "belief") if not fact.thing]
    wanted = tuple(concept for concept in (*concepts(text), "tech") if concept in {"tech", "privacy", "safety"})
    close = [
        fact
        for fact in voice.fresh(wary)
        if shared(fact.concepts, wanted)
        and fact.kind in {"media", "belief"}
        and (fact.sign < 0 or _WITHOUT.search(fact.said))
    ]
    return close[0] if close else None


def _move(voice: Voice, question: str) -> str:
    if re.search(r"\bbuild\b", question, re.IGNORECASE) and re.search(r"\bobject", question, re.IGNORECASE):
        return "object" if voice.rng.random() < 0.4 - 0.25 * voice.portrait.level("agreeableness") else "build"
    agreeable = voice.portrait.level("agreeableness")
    if re.search(r"\b(?:weak|critic|object|worst|wrong with|against)", question, re.IGNORECASE):
        return "object"
    if re.search(r"\b(?:which|best|favou?rite|vote|choose|prefer|pick)\b", question, re.IGNORECASE):
        return "prefer"
    if re.search(r"\b(?:build|improve|combine|extend|add)\b", question, re.IGNORECASE):
        return "build" if voice.rng.random() < 0.8 + 0.2 * agreeable else "object"
    draw = voice.rng.random() + 0.2 * agreeable
    return "object" if draw < 0.3 else "build" if draw < 0.75 else "prefer"


def _nearest(voice: Voice, lines: tuple[Perceived, ...]) -> tuple[Perceived, Fact | None]:
    """Return the idea that would meet an own trouble, with the trouble; else one of them."""
    ideas = tuple(line for line in lines if idea_of(line.content)) or lines
    for line in voice.rng.sample(ideas, len(ideas)):
        trouble = kindred_trouble(voice, line.content)
        if trouble is not None:
            return line, trouble
    return ideas[voice.rng.randrange(len(ideas))], None
