"""Talk among people: opening it, answering what somebody said, judging and carrying on their ideas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.asking import put_up
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import lowered, normal
from troupe_mcp.models.rehearsal.matters.opinions import decided

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice


def open_talk(voice: Voice, name: str) -> list[str]:
    """Return an opening that addresses somebody, gives a little of oneself and asks one thing."""
    fact = voice.pick([fact for fact in voice.portrait.of("work") if fact.said.startswith("I ")])
    fact = fact or voice.pick([fact for fact in voice.portrait.of("routine", "habit") if fact.said.startswith("I ")])
    fact = fact or voice.pick(voice.portrait.of("trouble", "past", "like"))
    told = voice.tell(fact) if fact else voice.portrait.name
    text = voice.fill("ask.work", name=voice.called(name), fact=told)
    return [text]


def stance(voice: Voice, line: str) -> tuple[int, Fact | None]:
    """Return whether an own belief backs (1) or contradicts (-1) something that somebody said."""
    for sentence in sentences(line):
        claims = () if sentence.endswith("?") else put_up(sentence)
        if any(claim.keys for claim in claims):
            sign, fact = decided(voice.portrait, claims)
            if sign and fact is not None and not voice.spoken(fact):
                return sign, fact
    return 0, None


def worded(voice: Voice, family: str, name: str, hook: str, fact: Fact | None) -> str:
    """Return a move towards somebody with an own fact; the fact alone where the wordings are used up."""
    told = voice.tell(fact) if fact is not None else ""
    if told and voice.worn(family):
        return told
    text = (
        voice.fill(family, name=name, hook=hook, fact=told).replace('"", ', "").replace(', ""', "").replace(' ""', "")
    )
    return text if told else re.sub(r"([.!?])[\s.!]+$", r"\1", text)


def is_repeat(voice: Voice, text: str) -> bool:
    """Return whether the person has said this before."""
    return bool(text) and any(normal(text) == normal(line) for line in voice.own_lines)


def inside(voice: Voice, text: str) -> str:
    """Return a sentence as it stands inside another."""
    return lowered(text, voice.proper())
