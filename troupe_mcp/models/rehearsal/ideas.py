"""Ideas as mechanisms: a trouble of the person, met by a device that acts, near the topic; else no idea is claimed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.intents import asks_ideas
from troupe_mcp.models.rehearsal.lexicon import Device, devices
from troupe_mcp.models.rehearsal.words import capital, concepts, keys, lowered, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact
    from troupe_mcp.models.rehearsal.voice import Voice

_NOUN = (
    r"app|device|service|tool|product|machine|assistant|software|system|platform|robot|phone|oven|car|website|shop"
    r"|store|editor|processor|calendar|tv|television|kitchen|box|game|bank|card|watch|fridge|freezer|heater|lamp|bike|engine|spreadsheet|AI"
)
_SUBJECT = re.compile(
    rf"\b(?:an?|the|our|this|new|such an?)\s+(?:(?:[\w'-]+)\s+){{0,2}}?"
    rf"(?P<noun>(?:(?:word|text|search|washing|coffee|smart)\s+)?(?:{_NOUN}))\b",
    re.IGNORECASE,
)
_AI = re.compile(r"\b(?:AI|artificial intelligence)\b")
_STRICT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "text",
        re.compile(
            r"\b(?:word processor|text editor|writing (?:tool|app|software)|office software|documents?"
            r"|spreadsheets?|e-?mail (?:app|client|program)|note-?taking|editor)\b",
            re.IGNORECASE,
        ),
    ),
)
_NEAR: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("kitchen", re.compile(r"\b(?:kitchen|oven|fridge|cook\w*|bak\w+|food)\b", re.IGNORECASE)),
    ("money", re.compile(r"\b(?:bank\w*|money|pay\w*|wallet|card|price|shop\w*)\b", re.IGNORECASE)),
    ("travel", re.compile(r"\b(?:car|bus|train|taxi|travel\w*|navigation|transport)\b", re.IGNORECASE)),
    ("health", re.compile(r"\b(?:health|hospital|clinic|patients?|medical)\b", re.IGNORECASE)),
    ("home", re.compile(r"\b(?:home|house\w*|flat|apartment)\b", re.IGNORECASE)),
    ("calendar", re.compile(r"\b(?:calendar|schedul\w*|appointments?)\b", re.IGNORECASE)),
    ("school", re.compile(r"\b(?:school|class\w*|teach\w*|learn\w*|pupils?)\b", re.IGNORECASE)),
)  # fmt: skip


def answer_idea(voice: Voice, question: str, context: str, heard: tuple[str, ...]) -> list[str]:
    """Return one idea: the device's act and the trouble it meets; else honestly what annoys one instead."""
    topic = f"{question}\n{context}"
    found = mechanism(voice, topic, heard)
    if found is None:
        fact = voice.pick(voice.portrait.of("trouble"), keys(topic))
        return [voice.fill("noidea", fact=voice.tell(fact))] if fact is not None else [voice.frame("gap")]
    device, trouble = found
    return [idea_text(voice, named_after(device.act, question, context), voice.tell(trouble))]


def idea_text(voice: Voice, act: str, trouble: str) -> str:
    """Return a mechanism and a trouble in one of the voice's ways of proposing."""
    low = lowered(trouble, voice.proper())
    frame = voice.frame("idea")
    for hole, value in (
        ("mechanism_low", lowered(act, ("AI",))),
        ("mechanism", capital(act)),
        ("trouble_low", low),
        ("trouble", trouble),
    ):
        frame = frame.replace("{" + hole + "}", value)
    return frame


def topics_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields that a device must come from, and those it had better come from."""
    strict = tuple(name for name, pattern in _STRICT if pattern.search(text))
    return strict, tuple(name for name, pattern in _NEAR if pattern.search(text))


def mechanism(
    voice: Voice, topic: str, heard: tuple[str, ...] = (), themes: tuple[str, ...] = ()
) -> tuple[Device, Fact] | None:
    """Return a device that nobody proposed yet and the trouble it answers, near the topic where possible."""
    person = voice.portrait
    strict, near = topics_of(topic)
    wanted, about = keys(topic), concepts(topic)
    said = "\n".join((*heard, *voice.own_lines))
    ranked: list[tuple[float, Fact, Device]] = []
    for place, fact in enumerate(voice.fresh(person.of("trouble"))):
        for rank, device in enumerate(_met(fact.said)):
            if (strict and not shared(strict, device.topics)) or (themes and device.theme not in themes):
                continue
            if device.heard.search(said):
                continue
            fit = 2 * len(shared(near, device.topics)) + 2 * len(shared(fact.keys, wanted))
            fit += len(shared(fact.concepts, about))
            ranked.append((-fit + 0.6 * rank + 0.01 * place + voice.rng.random(), fact, device))
    if not ranked:
        return None
    _, fact, device = min(ranked, key=lambda entry: entry[0])
    return device, fact


@lru_cache(maxsize=5000)
def _met(trouble: str) -> tuple[Device, ...]:
    """Return the devices that act against a trouble, those with most signs first."""
    return tuple(sorted((device for device in devices() if device.meets(trouble)), key=lambda d: -len(d.signs)))


def named_after(act: str, question: str, context: str = "") -> str:
    """Put the product's name for `it`, where the talk names one: "the app keeps working …"."""
    if not act.startswith("it "):
        return act
    for text in (question, context):
        if _AI.search(text):
            return f"the AI {act[3:]}"
        match = _SUBJECT.search(text)
        if match is not None:
            noun = match.group("noun")
            return f"the {noun if noun.isupper() else noun.lower()} {act[3:]}"
    return act


def names_product(text: str) -> bool:
    """Return whether a text names a product, or asked for ideas before."""
    return _SUBJECT.search(text) is not None or _AI.search(text) is not None or asks_ideas(text)


@lru_cache(maxsize=5000)
def device_in(text: str) -> Device | None:
    """Return the device that somebody's words propose, if it is one of those known here."""
    return next((device for device in devices() if device.heard.search(text)), None)


def kindred_trouble(voice: Voice, text: str) -> Fact | None:
    """Return the own trouble that an idea of somebody else would meet, if there is one."""
    device = device_in(text)
    if device is None:
        return None
    same = [other for other in devices() if other.theme == device.theme]
    return next(
        (
            fact
            for kind in ([device], same)
            for fact in voice.fresh(voice.portrait.of("trouble"))
            if any(other.meets(fact.said) for other in kind)
        ),
        None,
    )
