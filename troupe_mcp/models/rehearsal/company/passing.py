"""Having nothing of one's own to say among others: something near it, a nod, an honest pass; silence sparingly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import named
from troupe_mcp.models.rehearsal.asked.intents import asks_opinion, fields_of
from troupe_mcp.models.rehearsal.asked.wants import (
    is_complaint,
    is_of_a_life,
    is_of_what_is_dear,
    matter_of,
    names_a_thing,
)
from troupe_mcp.models.rehearsal.company.exchanges import invites, is_empty, remark
from troupe_mcp.models.rehearsal.english.words import capital
from troupe_mcp.models.rehearsal.life.situations import asked_in, fitting
from troupe_mcp.models.rehearsal.matters.either import between
from troupe_mcp.models.rehearsal.matters.grounds import grounds_of, same_matter
from troupe_mcp.models.rehearsal.matters.outlook import brought_by_a_plan, held_on, near_by_words
from troupe_mcp.models.rehearsal.matters.sides import side, since_asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_OWN_USE = re.compile(r"\b(?:would|could|will) you\b(?! (?:all )?(?:say|tell|explain))", re.IGNORECASE)
"""What somebody would do, which nobody else knows better."""
_HUSH = (0.05, 0.2, 0.4)
"""How often the outgoing, the others and the withdrawn keep still where they have nothing of their own to say."""

_SPARED = 0.5
"""How often somebody with nothing to complain of says so by whoever had."""


def without_own(voice: Voice, moment: Moment, gap: list[str]) -> list[str]:
    """Return what is said where the question finds no answer: something near it, a nod, a gap; else silence."""
    held = held_on(voice, moment) or near_by_words(voice, moment)
    if held is not None:
        told = voice.tell(held)
        return [capital(held.said) if is_of_what_is_dear(moment.asked) else told]
    lines = list(reversed(since_asked(moment)))
    spoken = [line for line in lines if not is_empty(line.content)]
    if parts := side(voice, spoken):
        return parts
    if moment.task.person in named(moment.text, moment.task.together):
        return _passed(voice, moment, gap)
    if picked := between(voice, moment.text):
        return picked
    if brought := brought_by_a_plan(voice, moment):
        return [brought]
    quiet = bool(moment.own) and is_empty(moment.own[-1])
    nodded = any(is_empty(line.content) for line in lines)
    if not quiet and not nodded and (text := _nod(voice, moment, spoken)):
        return [text]
    outgoing = voice.portrait.level("extraversion")
    silent = voice.rng.random() < _HUSH[1 - outgoing]
    passed = sum(is_empty(line.content) for line in lines)
    if (silent and lines) or passed > 2:
        return []
    return _passed(voice, moment, gap)


def _nod(voice: Voice, moment: Moment, spoken: Sequence[Perceived]) -> str:
    """Return a nod to what somebody has just said: to a claim, to a trouble, or to who knows more of the matter."""
    if voice.rng.random() < 0.35:
        return ""
    for line in spoken:
        kinds = [kind for kind, _ in invites(line.content)]
        name = voice.called(line.source)
        if "claim" in kinds and not (is_of_a_life(moment.asked) or is_complaint(moment.asked)):
            return remark(voice, "nod", name)
        cold = voice.portrait.manner.has("hostile") or voice.portrait.manner.has("rude")
        if "trouble" in kinds and "trouble" in fields_of(moment.asked) and not cold:
            return remark(voice, "trouble", name)
    knower = "" if _OWN_USE.search(moment.asked) else _knower(moment, matter_of(moment))
    return remark(voice, "hand_over", voice.called(knower)) if knower else ""


def _passed(voice: Voice, moment: Moment, gap: list[str]) -> list[str]:
    """Return an honest short pass: one that fits the kind of question, else the gap that the question got."""
    asked = moment.asked
    family = "" if names_a_thing(asked) or not asks_opinion(asked) else "pass_view"
    if is_complaint(asked):
        told = any(voice.spoken(fact) for fact in fitting(voice.portrait.of("trouble"), matter_of(moment)))
        family = "pass_told" if told and asked_in(matter_of(moment)) else "pass_trouble"
        worse = [line for line in _told_by_others(moment) if len(line.content.split()) > _FEW]
        if worse and family == "pass_trouble" and voice.rng.random() < _SPARED:
            text = remark(voice, "spared", voice.called(worse[-1].source))
            if text:
                return [text]
    text = remark(voice, family, "") if family else ""
    return [text] if text else gap or [voice.frame("gap")]


def _told_by_others(moment: Moment) -> list[Perceived]:
    """Return what the others have told since the question, without gaps, nods and questions."""
    return [line for line in since_asked(moment) if not is_empty(line.content) and "?" not in line.content]


_FEW = 4


def _knower(moment: Moment, asked: str) -> str:
    """Return somebody here who has spoken of the very matter."""
    if not grounds_of(asked):
        return ""
    lately = since_asked(moment)
    return next(
        (line.source for line in reversed(moment.heard) if line.source in moment.task.here
         and not any(late.source == line.source and is_empty(late.content) for late in lately)
         and not is_empty(line.content) and same_matter(line.content, asked)), ""
    )  # fmt: skip
