"""Talk among people: opening it, answering what somebody said, judging and carrying on their ideas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.claims import asked_claim
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.opinions import decided
from troupe_mcp.models.rehearsal.sentences import sentences
from troupe_mcp.models.rehearsal.words import concepts, keys, light, lowered, normal, plain_words, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact
    from troupe_mcp.models.rehearsal.voice import Voice
    from troupe_mcp.simulation.perception import Perceived

_VAGUE = ("time", "social", "simple", "work", "home")


def first_name(name: str) -> str:
    """Return what somebody is called to their face."""
    return name.split(maxsplit=1)[0] if name.split() else name


def open_talk(voice: Voice, name: str) -> list[str]:
    """Return an opening that addresses somebody, gives a little of oneself and asks one thing."""
    fact = voice.pick([fact for fact in voice.portrait.of("work", "routine", "habit") if fact.said.startswith("I ")])
    fact = fact or voice.pick(voice.portrait.of("trouble", "past", "like"))
    told = voice.tell(fact) if fact else voice.portrait.name
    text = voice.fill("ask.work", name=first_name(name), fact=told)
    return [text]


def _loose(word: str) -> bool:
    """Return whether a word can't end a phrase."""
    return words().has("prepositions", word) or word in {
        "the",
        "a",
        "an",
        "and",
        "or",
        "that",
        "is",
        "my",
        "i",
        "every",
        "who",
        "which",
    }


def hook_from(line: str, longest: int = 5) -> str:
    """Return one phrase of somebody's line to come back to, never a question and never the whole line."""
    best: tuple[int, str] = (0, "")
    for sentence in sentences(line):
        if sentence.endswith("?"):
            continue
        for clause in re.split(r"[,;!…–—\"]+|[.:](?!\d)", sentence):
            parts = clause.split()
            while (
                len(parts) > 1
                and plain_words(parts[0])
                and re.match(
                    r"^(?:i'?m?|my|and|but|so|because|well|oh|yes|no|it'?s?|that'?s?|have|am|do|also)$",
                    parts[0],
                    re.IGNORECASE,
                )
            ):
                parts = parts[1:]
            parts = parts[-longest:] if len(parts) > longest and len(parts) <= longest + 2 else parts[:longest]
            while len(parts) > 1 and _loose(parts[-1].lower()):
                parts = parts[:-1]
            phrase = " ".join(parts).strip("\"“”' ")
            worth = len([key for key in keys(phrase) if key not in light()])
            if (
                worth >= max(best[0], 2)
                and len(parts) >= 2
                and '"' not in phrase
                and not re.search(r"\b(?:my|I|me|you|your)\b", phrase)
            ):
                best = (worth, phrase)
    return best[1]


def kindred(voice: Voice, line: str) -> Fact | None:
    """Return an own unspoken fact that has to do with what somebody said."""
    wanted, about = keys(line), tuple(concept for concept in concepts(line) if concept not in _VAGUE)
    counted = [
        (-2 * len(shared(fact.keys, wanted)) - len(shared(fact.concepts, about)), place, fact)
        for place, fact in enumerate(
            voice.fresh(
                [
                    fact
                    for fact in voice.portrait.facts
                    if not fact.thing and fact.kind not in {"job", "origin", "belief"}
                ]
            )
        )
    ]
    close = [(score, place, fact) for score, place, fact in counted if score < 0]
    return min(close, key=lambda entry: entry[:2])[2] if close else None


def stance(voice: Voice, line: str) -> tuple[int, Fact | None]:
    """Return whether an own belief backs (1) or contradicts (-1) something that somebody said."""
    for sentence in sentences(line):
        claim = None if sentence.endswith("?") else asked_claim(sentence)
        if claim is not None and len(claim.keys) >= 2:
            sign, fact = decided(voice.portrait, claim)
            if sign and fact is not None and not voice.spoken(fact):
                return sign, fact
    return 0, None


def respond(voice: Voice, line: Perceived, *, may_ask: bool) -> list[str]:
    """Answer a statement: take a side where a belief does, else set an own matter beside it, else ask."""
    name = first_name(line.source)
    sign, belief = stance(voice, line.content)
    if belief is not None:
        return [worded(voice, "agree" if sign > 0 else "disagree", name, "", belief)]
    fact = kindred(voice, line.content)
    hook = hook_from(line.content)
    if fact is not None and (voice.rng.random() < 0.6 or not may_ask or not hook):
        return [worded(voice, "hear", name, hook, fact)]
    if may_ask and hook and not voice.was_quoted(hook):
        return [voice.fill("ask.same", name=name, hook=hook)]
    return []


def ask_back(voice: Voice, line: Perceived) -> list[str]:
    """Ask one thing about somebody's last statement."""
    name, hook = first_name(line.source), hook_from(line.content)
    if voice.was_quoted(hook):
        hook = ""
    if hook and voice.rng.random() < 0.7:
        return [voice.fill("ask.same", name=name, hook=hook)]
    return [voice.fill("ask.back", name=name)]


def worded(voice: Voice, family: str, name: str, hook: str, fact: Fact | None) -> str:
    """Return a move towards somebody with an own fact; the fact alone where the wordings are used up."""
    told = voice.tell(fact) if fact is not None else ""
    if told and voice.worn(family):
        return told
    text = (
        voice.fill(family, name=name, hook=hook, fact=told).replace('"", ', "").replace(', ""', "").replace(' ""', "")
    )
    return text if told else re.sub(r"([.!?])[\s.!]+$", r"\1", text)


def ideas_heard(lines: tuple[Perceived, ...], here: tuple[str, ...]) -> tuple[Perceived, ...]:
    """Return the lines of other people that hold a statement."""
    return tuple(
        line
        for line in lines
        if line.source in here and len(plain_words(line.content)) >= 5 and not line.content.rstrip().endswith("?")
    )


def is_repeat(voice: Voice, text: str) -> bool:
    """Return whether the person has said this before."""
    return bool(text) and any(normal(text) == normal(line) for line in voice.own_lines)


def inside(voice: Voice, text: str) -> str:
    """Return a sentence as it stands inside another."""
    return lowered(text, voice.proper())
