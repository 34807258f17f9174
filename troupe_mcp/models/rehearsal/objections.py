"""What speaks against a thing: an own dislike, a lack of money, a wary belief that bears on it; else an honest gap."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.affinity import money_fact, offer_pull
from troupe_mcp.models.rehearsal.lexicon import pattern
from troupe_mcp.models.rehearsal.words import concepts, faint, lowered, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact
    from troupe_mcp.models.rehearsal.voice import Voice

_FREE = re.compile(r"\b(?:free|gift|gratis|for nothing|given to you|cost nothing)\b", re.IGNORECASE)
_WARY = re.compile(
    r"\b(?:no|never|not|don't|can't|without|only|hate|dead|off|steal\w*|break\w*|broken|too|nobody|wrong|waste\w*|trap)\b",
    re.IGNORECASE,
)
_NEAR = ("tech", "privacy", "food", "home", "health", "green", "local", "quiet", "screen", "car", "fashion")
_BESIDE = ("quality", "simple", "honesty", "time", "work")


def answer_objection(voice: Voice, question: str, context: str) -> list[str]:
    """Return one own reason against the thing, never a wish for it; a gap where none is held."""
    thing = f"{context}\n{pattern('objection').sub(' ', question)}"
    person = voice.portrait
    money = money_fact(person)
    fact = _against(voice, thing)
    if fact is not None:
        return [_said(voice, "refuse", fact)]
    free = _FREE.search(question) is not None
    if money is not None and person.tight > 0 and not free:
        if not voice.spoken(money):
            return [_said(voice, "refuse", money)]
        if not voice.worn("deal.no"):
            return [voice.frame("deal.no")]
    wary = _wary(voice, thing, free=free)
    return [_said(voice, "criterion" if wary.kind == "belief" else "refuse", wary)] if wary else [voice.frame("gap")]


def _said(voice: Voice, family: str, fact: Fact) -> str:
    return voice.fill(family, x=lowered(voice.tell(fact), voice.proper()))


def _against(voice: Voice, thing: str) -> Fact | None:
    """Return a dislike or a denying fact that meets the thing in a telling word."""
    weak = faint()
    for link in offer_pull(voice.portrait, thing).cons:
        telling = link.met in link.fact.keys and link.met not in weak
        if telling and link.fact.kind != "family" and not voice.spoken(link.fact):
            return link.fact
    return None


def _wary(voice: Voice, thing: str, *, free: bool) -> Fact | None:
    """Return what somebody holds against things of this very kind, or measures every purchase by."""
    about = concepts(thing)
    money = () if free else ("budget", "luxury")
    near = tuple(name for name in about if name in _NEAR)
    allowed = (*about, *money, *_BESIDE)
    held = [fact for fact in voice.portrait.of("dislike", "media", "belief", "habit") if _WARY.search(fact.said)]
    fitting = [
        (-len(shared(fact.concepts, near)), place, fact)
        for place, fact in enumerate(voice.fresh(held))
        if all(concept in allowed for concept in fact.concepts)
        and (shared(fact.concepts, near) or (fact.kind == "belief" and shared(fact.concepts, (*money, "quality"))))
    ]
    return min(fitting, key=lambda entry: entry[:2])[2] if fitting else None
