"""Being talked into something: what a plea, a promise or a concession moves in somebody, and what they say to it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.words import keys, light, shared
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.life.likings import touched_by
from troupe_mcp.models.rehearsal.matters.grounds import bearing
from troupe_mcp.models.rehearsal.offers.appraising import leaning, one_point, opinion_of, stranger_to
from troupe_mcp.models.rehearsal.offers.offering import offering_in, offering_of
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.points import held_by, point_of
from troupe_mcp.models.rehearsal.offers.twists import news_in

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.offers.offering import Offering
    from troupe_mcp.models.rehearsal.offers.points import Point
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_NEUTRAL = ("moderator", "interviewer")
"""Who asks without wanting to sell anything."""
_DECIDE = re.compile(
    r"\b(?:will|would|could|can|do|won't) you (?:\w+ ){0,2}?(?:try|take|give|have|come|sign|let|order|buy|accept"
    r"|agree|join"
    r"|book|say yes|switch|start|do it|want it|use it|go for)\b|\b(?:shall|may|can|could) (?:we"
    r"|I) (?:\w+ )?(?:bring|put you"
    r"|send|come|count|sign you|start|note|leave)\b|\bis (?:that|this|it) (?:all right|ok(?:ay)?|fine|acceptable"
    r"|a deal|possible)\b"
    r"|\b(?:deal|agreed|all right|okay|ok)\?|\b(?:it|this|that|one|offer|deal)\b.*\byes or no\b"
    r"|\bwhat do you say\b|\bhow about it\b"
    r"|\bdo we have a deal\b",
    re.IGNORECASE,
)
_PLEA = re.compile(
    r"\bplease\b|\b(?:just|only) (?:once|one)\b|\bone (?:try|chance|time)\b|\bgive (?:it|us|me) (?:a|one)\b"
    r"|\bcome on\b"
    r"|\btrust (?:me|us)\b|\bbelieve me\b|\byou(?:'ll| will| would) (?:\w+ )?(?:love|like|see|not regret|be glad"
    r"|thank)\b"
    r"|\btry it\b|\bhave a (?:go|taste|look)\b|\blet (?:me|us)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\bmay I (?:ask|have|talk|speak|bother|disturb)\b|\bdo you have a (?:minute|moment)\b", re.IGNORECASE
)
_YES, _NO = 0.5, -0.2
_REACH = 1.2
_GAIN, _MET = 0.22, 0.4
"""What a concession moves in anybody, and what more where the own life asks for it."""


def courted(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody alone says to whoever wants to win them; nothing where nobody does."""
    cue = moment.cue
    if cue is None or moment.by_person or moment.task.here or cue.kind != "say" or options_in(moment.shown):
        return []
    offer = offering_of(moment)
    conceded = _conceded(moment.text)
    pressed = bool(conceded or _PLEA.search(moment.text))
    news = news_in(moment)
    if offer is None or news == "rival" or (news and not conceded):
        return []
    if cue.source in _NEUTRAL and (not pressed or "device" in offer.aspects):
        return []
    voice.draw_alone()
    voice.shaped = True
    if _DECIDE.search(moment.text):
        return [_decision(voice, moment, offer)]
    may = _MAY.search(moment.asked) is not None
    if not may and any(part.endswith("?") for part in moment.questions):
        return []
    if offering_in(moment.text) is not None:
        return [*(_asked_at_all(voice) if may else []), opinion_of(voice, offer)]
    if may:
        return _asked_at_all(voice) or [voice.frame("court.ask")]
    return [_moved(voice, moment, offer) if pressed else _heard(voice, moment, offer)]


@cache
def _concessions() -> dict[str, tuple[re.Pattern[str], Point, tuple[str, ...]]]:
    table = cast("dict[str, dict[str, Any]]", read("courting.json")["concessions"])
    return {
        name: (
            re.compile(entry["told"], re.IGNORECASE),
            point_of({"of": "*", "held": entry["held"], "say": {"said": entry["said"]}}),
            tuple(entry["said"]),
        )
        for name, entry in table.items()
    }


def _conceded(text: str) -> tuple[str, ...]:
    """Return the concessions that a text makes."""
    return tuple(name for name, (told, _, _) in _concessions().items() if told.search(text.replace("’", "'")))


def _so_far(moment: Moment, *, now: bool) -> tuple[str, ...]:
    """Return the concessions made in this talk, each once, with or without those of the cue."""
    lines = [p.content for p in moment.task.perceived if p.kind == "say" and not p.own and (now or p is not moment.cue)]
    return tuple(dict.fromkeys(name for line in lines for name in _conceded(line)))


def _willing(voice: Voice, offer: Offering, conceded: tuple[str, ...]) -> str:
    """Return yes, maybe or no: the offer, the temper, and what was conceded, most where the own life asks for it."""
    if stranger_to(voice, offer):
        return "no"
    data, person = read("courting.json"), voice.portrait
    size = max(-_REACH, min(_REACH, 0.35 * leaning(voice, offer))) + 0.3 * person.level("agreeableness")
    traits = person.traits.lower()
    size += 0.4 * bool(re.search(data["soft"], traits)) - 0.6 * bool(re.search(data["gruff"], traits))
    size += sum(_GAIN + _MET * bool(_behind(voice, name)) for name in conceded)
    return "yes" if size >= _YES else "no" if size < _NO else "maybe"


def _behind(voice: Voice, name: str) -> list[Fact]:
    point = _concessions()[name][1]
    return [fact for kinds, sign in point.held for fact in voice.portrait.of(*kinds) if sign.search(fact.said)]


def _decision(voice: Voice, moment: Moment, offer: Offering) -> str:
    """Return yes, no or maybe, with what was conceded just now, else with what speaks for or against it."""
    will = _willing(voice, offer, _so_far(moment, now=True))
    lead = voice.frame(f"court.{will}")
    if will != "no" and (taken := _taken_up(voice, moment.text)):
        return f"{lead} {taken}"
    tongue, family = ("like", "offer.like") if will == "yes" else ("bother", "offer.con")
    return f"{lead} {one_point(voice, offer, tongue, family)}"


def _moved(voice: Voice, moment: Moment, offer: Offering) -> str:
    """Return how far a plea or a concession has moved somebody."""
    before, after = (_willing(voice, offer, _so_far(moment, now=now)) for now in (False, True))
    taken = _taken_up(voice, moment.text)
    if after == "no":
        return f"{voice.frame('court.unmoved')} {one_point(voice, offer, 'bother', 'offer.con')}"
    if taken:
        return f"{taken} {voice.frame(f'court.{after}')}"
    tongue, family = ("like", "offer.like") if before == "yes" else ("if", "weigh.if")
    return f"{voice.frame(f'court.{after}')} {one_point(voice, offer, tongue, family)}"


def _taken_up(voice: Voice, text: str) -> str:
    """Return a word on what was just conceded, with the own fact that asks for it; empty where nothing was."""
    found = sorted(_conceded(text), key=lambda name: not _behind(voice, name))
    if not found:
        return ""
    _, point, listed = _concessions()[found[0]]
    said = voice.least(listed, own=True) or voice.rng.choice(listed)
    fact = voice.pick(held_by(voice, point))
    return f"{said}. {voice.tell(fact).rstrip('.')}." if fact is not None else f"{said}."


def _heard(voice: Voice, moment: Moment, offer: Offering) -> str:
    """Return a word on what somebody told to win one, with an own matter near it or what still stands against it."""
    said = voice.frame("court.heard")
    near = [
        fact for fact in bearing(voice, moment.text, ("past", "work", "other", "family", "origin")) if not fact.thing
    ]
    telling = [key for key in keys(moment.text) if key not in light()]
    fact = next((fact for fact in near if shared(fact.keys, tuple(telling))), None)
    return f"{said} {voice.tell(fact)}" if fact else f"{said} {one_point(voice, offer, 'bother', 'offer.con')}"


def _asked_at_all(voice: Voice) -> list[str]:
    """Return what somebody has against being asked, where they have anything against it."""
    fact = next((fact for fact in touched_by(voice, "being asked by strangers") if fact.sign < 0), None)
    return [voice.tell(fact)] if fact is not None else []
