"""Why somebody hates or loves a thing, and how they feel when it happens: the like or dislike that it touches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys
from troupe_mcp.models.rehearsal.matters.grounds import bearing

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_WHY = re.compile(
    r"\bwhy (?:do|did|would|don't) you (?:\w+ )?(?:hate|dislike|loathe|love|like|enjoy|mind|avoid|detest|fear"
    r"|resent)\b"
    r" ?(?P<it>[^?]*)|\bwhat(?:'s| is| do you have) (?:so (?:bad|wrong|good) about|against"
    r"|wrong with) (?P<that>[^?]+)",
    re.IGNORECASE,
)
_FEEL = re.compile(
    r"\bhow (?:do|does|would|did) (?:you|it|that) (?:\w+ )?(?:feel|react|like it|take it)(?: for you)?,? (?:when"
    r"|if|about|to have"
    r"|being)\b(?P<it>[^?]+)|\bdo you (?:mind|like|hate|enjoy) (?:it )?(?:when|if|being) (?P<that>[^?]+)"
    r"|\bwhat is it like (?:for you )?(?:when|to be|being) (?P<those>[^?]+)",
    re.IGNORECASE,
)
_HATES = re.compile(r"\bwhy do you (?:\w+ )?(?:hate|dislike|loathe|detest)\b", re.IGNORECASE)
_ALIKE = (("questioned", "asked"), ("questions", "asks"), ("question", "ask"), ("interviewed", "asked"))
_LOOSE = ("like", "not", "than", "people", "somebody", "someone", "anybody", "without", "els", "person", "you")
"""Words that join no question to a like or a dislike by themselves."""


def felt(voice: Voice, moment: Moment) -> list[str]:
    """Return why somebody likes or dislikes what a question names, or how they feel about it; else nothing."""
    if moment.by_person or not moment.questions:
        return []
    asked = moment.asked.replace("’", "'")
    why, feel = _WHY.search(asked), _FEEL.search(asked)
    found = why or feel
    about = next((part for part in found.groups() if part), "") if found else ""
    fact = next(iter(touched_by(voice, about)), None) if about else None
    if fact is None and not (about and why and _HATES.search(asked)):
        return []
    voice.draw_alone()
    if fact is None:
        return [voice.frame("felt.denied")]
    if why is None:
        known = voice.spoken(fact)
        said = voice.frame("felt.bad" if fact.sign < 0 else "felt.good")
        behind = None if not known else _behind(voice, fact)
        return [f"{said} {voice.tell(behind)}" if behind else said if known else f"{said} {_told(voice, fact)}"]
    behind = _behind(voice, fact)
    said = voice.frame("felt.why")
    return [f"{said} {voice.tell(behind)}" if behind is not None else f"{said} {_told(voice, fact)}"]


def touched_by(voice: Voice, text: str) -> list[Fact]:
    """Return the likes and dislikes, told or not, that some words touch, the nearest first."""
    wanted = _stems(text)
    found = [
        (-len([key for key in _stems(fact.said) if key in wanted]), place, fact)
        for place, fact in enumerate(voice.portrait.of("dislike", "like"))
    ]
    return [fact for size, _, fact in sorted(found, key=lambda entry: entry[:2]) if size]


def _stems(text: str) -> list[str]:
    plain = text.lower()
    for word, instead in _ALIKE:
        plain = re.sub(rf"\b{word}\b", instead, plain)
    return [key for key in (*keys(plain), *("ask" for _ in _ASKS.finditer(plain))) if key not in _LOOSE]


_ASKS = re.compile(r"\bask(?:s|ed|ing)?\b")


def _told(voice: Voice, fact: Fact) -> str:
    return voice.fill(f"own.{fact.kind}", x=fact.said).rstrip(".") + "."


def _behind(voice: Voice, fact: Fact) -> Fact | None:
    """Return an own matter near a like or dislike, by which it can be understood."""
    near = [other for other in bearing(voice, fact.said, ("trouble", "past", "work", "belief")) if not other.thing]
    if near or "ask" not in _stems(fact.said):
        return near[0] if near else None
    return voice.pick([other for other in voice.portrait.of("trouble") if _ASKING.search(other.said)])


_ASKING = re.compile(r"\b(?:explain|offices?|forms?|ask\w*|questions?|answer\w*|strangers)\b", re.IGNORECASE)
