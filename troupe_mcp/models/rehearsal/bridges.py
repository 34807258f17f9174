"""Bridges: a gap is admitted, and what lies next to it is told; nobody answers question after question with nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.criteria import subject_of
from troupe_mcp.models.rehearsal.exchanges import is_empty
from troupe_mcp.models.rehearsal.gaps import measure_in, shape_of
from troupe_mcp.models.rehearsal.narrowing import topic_asked
from troupe_mcp.models.rehearsal.neighbours import neighbour
from troupe_mcp.models.rehearsal.particulars import kin_asked, particular_of
from troupe_mcp.models.rehearsal.selves import job_again
from troupe_mcp.models.rehearsal.words import capital, keys, lowered, normal, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.moment import Moment
    from troupe_mcp.models.rehearsal.voice import Voice


def bridged(voice: Voice, moment: Moment, parts: list[str], fields: tuple[str, ...]) -> list[str]:
    """Set the nearest thing held beside a gap, or beside what a matter hangs on; among several one may just pass."""
    if voice.told or moment.by_person or len(moment.task.here) > 1 or not parts:
        return parts
    if measure_in(parts[0]):
        found = neighbour(voice, moment.text)
        beside = f"{parts[0]}. {voice.tell(found[1])}" if found else _from_the_trade(voice, parts[0])
        return [beside or parts[0], *parts[1:]]
    empty = all(is_empty(part) or part in voice.listed("private") for part in parts)
    if not empty or any(part in voice.listed("nomore") for part in parts):
        return parts
    said = bridge(voice, moment.text, moment.asked, fields)
    return [said] if said else parts


def bridge(voice: Voice, text: str, question: str, fields: tuple[str, ...]) -> str:
    """Return the admission that nothing is held of what is asked, with the nearest thing that is.

    Of a view nothing is near, the own trade says from where one looks at it; empty where nothing is near at all.
    """
    view = not fields
    if _NARROW.search(question) or (not view and _is_narrow(question, fields)):
        return ""
    found = neighbour(voice, text, fields)
    if found is None:
        return _from_the_trade(voice) if view else ""
    region, fact = found
    voice.admitted = True
    if region.answers is not None and region.answers.search(text):
        return voice.tell(fact)
    named = subject_of(question) if view else _called(question)
    person = region.name == "people" or shape_of(question) == "who"
    family = "bridge.view" if view else "bridge.who" if person else "bridge"
    return _worded(voice, family, named or region.called, voice.tell(fact), phrase=fact.thing)


_NARROW = re.compile(
    r"\b(?:names?|named|called|numbers?|sizes?|blood|colou?rs?|address|birthdays?|sign|how (?:tall|heavy|old)|weigh"
    r"|do you earn|grades?|dentist|passwords?|star)\b|^\W*which\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"^\W*(?:(?:so|and|but|well|now),? )?(?:do|are|have|is|did|were|can|has|was)\b", re.IGNORECASE)
_SHORT = 8
_WHEN = re.compile(
    r"^\W*(?:(?:and|so|but) )?when (?:did|do|was|were|is|will|have)\b|\btime (?:that )?you\b", re.IGNORECASE
)
_OFFICES = re.compile(r"\b(?:compan(?:y|ies)|offices?|authorit\w+|banks?|customer service|shops?)\b", re.IGNORECASE)
"""Whoever has no trouble with one of these has one with another of their kind."""


def _is_narrow(question: str, fields: tuple[str, ...]) -> bool:
    """Return whether a question of a life wants one exact thing, to which nothing else is near."""
    if shape_of(question) in {"count", "why"} or _WHEN.search(question):
        return True
    if "trouble" in fields and topic_asked(question) and not _OFFICES.search(question):
        return True
    brief = len(question.split()) <= _SHORT
    return brief and (_YES_NO.match(question) is not None or kin_asked(question) not in {"", "family", "friends"})


_SEVERAL = re.compile(r"\b(?:watch|read|listen)\b.*\b(?:watch|read|listen)\b", re.IGNORECASE)


def _called(question: str) -> str:
    thing = None if _SEVERAL.search(question) else particular_of(question)
    return "" if thing is None or thing.unnamed else thing.name


def _worded(voice: Voice, family: str, named: str, told: str, *, phrase: bool = False) -> str:
    """Return a bridge that mostly names what was asked, unless what is told names it anyway.

    A bare phrase is told in a frame of its own, which stands in no subordinate clause.
    """
    wordings = tuple(each for each in voice.listed(family) if not (phrase and "that {fact" in each))
    apart = not shared(keys(named), keys(told)) and voice.rng.random() < _NAMED
    fitting = tuple(each for each in wordings if ("{x}" in each.lower()) == apart) or wordings
    wording = voice.least(fitting, own=True) or voice.least(wordings, own=True) or voice.rng.choice(wordings)
    low = lowered(told, voice.proper())
    for hole, value in (("{x}", named), ("{X}", capital(named)), ("{fact_low}", low), ("{fact}", told)):
        wording = wording.replace(hole, value)
    return wording


_NAMED = 0.8


_APART = re.compile(r",| who | that | and ")


def _from_the_trade(voice: Voice, measure: str = "") -> str:
    """Return from which trade somebody looks at a matter, with what it hangs on or without a view; once in a talk."""
    trade = job_again(voice)
    title = _APART.split(trade.removeprefix("I'm "))[0].rstrip(".")
    if not title or any(normal(title) in normal(line) for line in voice.own_lines):
        return ""
    voice.told.extend(voice.portrait.of("job")[:1])
    voice.admitted = True
    if not measure:
        return _worded(voice, "bridge.trade", "", f"I'm {title}")
    return _worded(voice, "bridge.as", title, measure)
