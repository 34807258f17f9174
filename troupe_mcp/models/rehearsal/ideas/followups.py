"""Ideas of others: picking one, building on it, objecting to it, by name and with an own reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.moment import named
from troupe_mcp.models.rehearsal.company.exchanges import remark
from troupe_mcp.models.rehearsal.english.words import concepts, shared
from troupe_mcp.models.rehearsal.ideas.devices import device_in
from troupe_mcp.models.rehearsal.ideas.ideas import kindred_trouble, mechanism, named_after
from troupe_mcp.models.rehearsal.ideas.proposals import hook_in
from troupe_mcp.models.rehearsal.person.troubles import kindred

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_AGREE = re.compile(r"\b(?:dis)?agree\b", re.IGNORECASE)
_DEGREE = 0.5
_WITHOUT = re.compile(
    r"\b(?:no|never|not|dead|push-button|buttons|drawer|cracked|steal\w*|can't|stay out)\b", re.IGNORECASE
)


def ideas_heard(lines: tuple[Perceived, ...], here: tuple[str, ...]) -> tuple[Perceived, ...]:
    """Return the lines of other people that propose something, each device once, with who proposed it first."""
    found: dict[str, Perceived] = {}
    for line in lines:
        hook = hook_in(line.content) if line.source in here else ""
        if hook:
            found.setdefault(hook, line)
    return tuple(found.values())


def judge_idea(voice: Voice, lines: tuple[Perceived, ...], question: str, topic: str = "") -> list[str]:
    """Pick, build on or object to an idea that another person gave, by name; without ideas that is said."""
    if not lines:
        return [voice.frame("noidea.heard")]
    meant = tuple(line for line in lines if line.source in named(question, voice.together))
    line, trouble = _nearest(voice, meant or lines)
    name, hook = voice.called(line.source), hook_in(line.content)
    if _AGREE.search(question):
        return _agreed(voice, line, trouble)
    move = _move(voice, question)
    if not question and trouble is None and move == "prefer":
        move = "build"
    if move == "object":
        return _objection(voice, lines, line)
    if move == "build" and (parts := _built(voice, line, lines, question, topic)):
        return parts
    if trouble is not None:
        return [voice.fill("prefer", name=name, hook=hook, fact=voice.tell(trouble))]
    return [voice.fill("prefer.far", name=name, hook=hook)]


def _agreed(voice: Voice, line: Perceived, trouble: Fact | None) -> list[str]:
    """Say how far one goes along with the ideas heard, and which of them one would take."""
    name, hook = voice.called(line.source), hook_in(line.content)
    if trouble is not None and not trouble.thing:
        return [voice.fill("concede", name=name, hook=hook, fact=voice.tell(trouble))]
    degree = remark(voice, "of_all", "") if voice.rng.random() < _DEGREE else ""
    return [degree] if degree else [voice.fill("prefer.far", name=name, hook=hook)]


def _built(voice: Voice, line: Perceived, lines: tuple[Perceived, ...], question: str, topic: str) -> list[str]:
    """Add an own device to an idea: one against the same trouble, else one of the same product."""
    device = device_in(line.content)
    heard = tuple(other.content for other in lines)
    found = mechanism(voice, question, topic, heard, kindred(device.theme)) if device else None
    found = found or mechanism(voice, question, topic, heard)
    if found is None:
        return []
    name, told = voice.called(line.source), voice.spoken(found.fact)
    text = voice.fill("build", name=name, hook=hook_in(line.content), mechanism=named_after(found.device.act, "", ""))
    return [text] if told else [text, voice.tell(found.fact)]


def _objection(voice: Voice, lines: tuple[Perceived, ...], near: Perceived) -> list[str]:
    """Object to the idea that has least to do with the own life, with what stands in its way."""
    far = [line for line in lines if line is not near and kindred_trouble(voice, line.content) is None]
    line = far[voice.rng.randrange(len(far))] if far else near
    fact = obstacle(voice, line.content)
    name, hook = voice.called(line.source), hook_in(line.content)
    if fact is None:
        return [voice.fill("object.far", name=name, hook=hook)]
    return [voice.fill("object", name=name, hook=hook, fact=voice.tell(fact))]


def obstacle(voice: Voice, text: str) -> Fact | None:
    """Return an own fact that stands in the way of an idea: how one reads or what one refuses."""
    wary = [fact for fact in voice.portrait.of("media") if not fact.thing]
    told = re.sub(r"\bmachines?\b", "", text, flags=re.IGNORECASE)
    wanted = tuple(concept for concept in concepts(told) if concept in {"tech", "privacy", "safety"})
    close = [fact for fact in voice.fresh(wary) if shared(fact.concepts, wanted) and _WITHOUT.search(fact.said)]
    return close[0] if close else None


def _move(voice: Voice, question: str) -> str:
    agreeable = voice.portrait.level("agreeableness")
    if re.search(r"\bbuild\b", question, re.IGNORECASE) and re.search(r"\bobject", question, re.IGNORECASE):
        return "object" if voice.rng.random() < 0.4 - 0.25 * agreeable else "build"
    if re.search(
        r"\b(?:weak\w*|critic\w*|object|worst|wrong|against|problem|risk|flaws?|faults?|missing)\b",
        question,
        re.IGNORECASE,
    ):
        return "object"
    if re.search(r"\b(?:which|best|favou?rite|vote|choose|prefer|pick)\b", question, re.IGNORECASE):
        return "prefer"
    if re.search(r"\b(?:build|improv\w*|combine|extend|add|better|chang\w*|differently)\b", question, re.IGNORECASE):
        return "build"
    draw = voice.rng.random() + 0.2 * agreeable
    return "object" if draw < 0.3 else "build" if draw < 0.75 else "prefer"


def _nearest(voice: Voice, lines: tuple[Perceived, ...]) -> tuple[Perceived, Fact | None]:
    """Return the idea that would meet an own trouble, with the trouble; else one of them."""
    for line in voice.rng.sample(lines, len(lines)):
        trouble = kindred_trouble(voice, line.content)
        if trouble is not None:
            return line, trouble
    return lines[voice.rng.randrange(len(lines))], None
