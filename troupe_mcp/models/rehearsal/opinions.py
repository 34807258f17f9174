"""Opinions: a signed fact decides, else a value is named as the criterion, else an honest gap."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.claims import Claim, asked_claim, claim_of, verdict
from troupe_mcp.models.rehearsal.purse import VALUED, at_price, funds
from troupe_mcp.models.rehearsal.words import concepts, coverage, faint, keys, lowered, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice import Voice

_TASTE = re.compile(
    (
        r"\b(?:do|don't|would|did) you (?:really |still )?(?P<verb>like|love|enjoy"
        r"|hate|dislike|mind|want)\s+(?P<thing>[^?.!,]+)"
    ),
    re.IGNORECASE,
)
_YES_NO = re.compile(
    (
        r"^(?:\W*(?:so|and|but|well|now|then|[A-Z]\w+)\b,?\s+)*(?:do|does|did|are"
        r"|is|was|were|should|shouldn't|would|could|can|will|have|has|don't|isn't"
        r"|aren't|doesn't|must|may)\b"
    ),
    re.IGNORECASE,
)
_ABLE = re.compile(
    r"\b(?:can|could) you (?!tell|say|imagine|describe|explain|give|name|think|see)([^?.!,]+)", re.IGNORECASE
)
_MOSTLY = 0.66
_VAGUE = ("work", "time", "social", "home", "simple", "quality", "design", "local")


def decided(person: Portrait, asked: Claim) -> tuple[int, Fact | None]:
    """Return the sign with which a held belief answers a claim, and the belief; 0 where none does."""
    best: tuple[float, int, Fact | None] = (0.0, 0, None)
    for fact in person.of("belief"):
        held = claim_of(fact.said)
        sign = verdict(held, asked)
        if sign:
            overlap = coverage(asked.keys, held.keys) + coverage(held.keys, asked.keys)
            if overlap > best[0]:
                best = (overlap, sign, fact)
    return best[1], best[2]


def taste(person: Portrait, question: str) -> tuple[int, Fact | None]:
    """Return whether a thing asked for is liked (1) or disliked (-1), and the fact that says so."""
    able = _ABLE.search(question)
    if able is not None:
        asked = keys(able.group(1))
        known = [fact for fact in person.of("skill") if asked and coverage(asked, fact.keys) >= _MOSTLY]
        return (known[0].sign, known[0]) if known else (0, None)
    match = _TASTE.search(question)
    if match is None:
        return 0, None
    wanted = keys(match.group("thing"))
    flip = -1 if match.group("verb").lower() in {"hate", "dislike", "mind"} else 1
    for fact in person.of("like", "dislike", "interest"):
        if wanted and fact.thing and coverage(wanted, fact.keys) >= _MOSTLY and coverage(fact.keys, wanted) >= 0.3:
            return (1 if fact.kind != "dislike" else -1) * flip, fact
    return 0, None


def answer_opinion(voice: Voice, question: str, context: str) -> list[str]:
    """Return the sentences of a stance, or of a criterion, or of a gap."""
    person = voice.portrait
    asked = asked_claim(question)
    if _YES_NO.match(question.strip()):
        sign, fact = taste(person, question)
        if not sign and asked:
            sign, fact = decided(person, asked)
        if sign and fact is not None:
            return _with_verdict(voice, sign, fact)
    priced = at_price(voice, f"{question}\n{context}")
    if priced:
        return priced
    related = _related(voice, question, context)
    if related is not None:
        if related.kind == "belief":
            return [voice.fill("relate", x=_inside(voice, voice.tell(related)))]
        parts = [voice.tell(related)]
        second = voice.pick([fact for fact in touching(person, question) if fact is not related], keys(question))
        return [*parts, voice.tell(second)] if second and person.manner.facts > 2 else parts
    value = _criterion(voice, f"{question} {context}")
    if value is not None:
        return [voice.fill("criterion", x=_inside(voice, voice.tell(value)))]
    return [voice.frame("gap")]


def _with_verdict(voice: Voice, sign: int, fact: Fact) -> list[str]:
    spoken = voice.spoken(fact)
    voice.told.append(fact)
    word = voice.frame("yes" if sign > 0 else "no")
    if spoken:
        return [word, voice.frame("close", must=False)]
    return [word, voice.tell(fact)]


def _inside(voice: Voice, claim: str) -> str:
    return lowered(claim, voice.proper())


def _related(voice: Voice, question: str, context: str) -> Fact | None:
    person = voice.portrait
    for text in (question, f"{question} {context}" if context else ""):
        if not text:
            continue
        close = voice.fresh(touching(person, text))
        if close:
            return close[0]
        kin = voice.fresh(near(person, text))
        if kin:
            return kin[0]
    return None


def touching(person: Portrait, text: str) -> list[Fact]:
    """Return facts that share a telling word with a text, beliefs first."""
    wanted, weak = keys(text), faint()
    counted: list[tuple[int, int, Fact]] = []
    for place, fact in enumerate(
        person.of(
            "belief",
            "trouble",
            "media",
            "money",
            "habit",
            "dislike",
            "like",
            "interest",
            "health",
            "work",
            "goal",
            "family",
            "past",
            "other",
            "routine",
        )
    ):
        common = shared(fact.keys, wanted)
        if any(key not in weak and not key.isdigit() for key in common) or len(common) > 2:
            rank = sum(1 if key in weak else 3 for key in common) + (1 if fact.kind == "belief" else 0)
            counted.append((-rank, place, fact))
    return [fact for _, _, fact in sorted(counted, key=lambda entry: entry[:2])]


def near(person: Portrait, text: str) -> list[Fact]:
    """Return beliefs and habits of reading that are about the same kind of thing as a text."""
    wanted = tuple(concept for concept in concepts(text) if concept not in (*_VAGUE, "budget"))
    ranked = [
        (-len(shared(fact.concepts, wanted)), place, fact) for place, fact in enumerate(person.of("belief", "media"))
    ]
    return [fact for count, _, fact in sorted(ranked, key=lambda entry: entry[:2]) if count < 0]


@lru_cache(maxsize=2000)
def _broad(text: str) -> bool:
    """Return whether a belief can serve as a measure for other things."""
    return (
        re.search(
            (
                r"\b(?:worth|price|cost|should|must|better|fair|never|every|all|only|nobody"
                r"|machine|quality|state|people|good|parts|measured)\b"
            ),
            text,
            re.IGNORECASE,
        )
        is not None
    )


def _criterion(voice: Voice, text: str) -> Fact | None:
    person = voice.portrait
    about = concepts(text)
    if not about:
        return None
    if any(concept in about for concept in ("budget", "luxury")) and (money := voice.pick(funds(person))):
        return money
    plain = tuple(concept for concept in about if concept != "budget")
    fitting = [
        fact
        for fact in person.of("belief")
        if _broad(fact.said) and shared(fact.concepts, about if VALUED.search(fact.said) else plain)
    ]
    return voice.pick(fitting)
