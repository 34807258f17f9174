"""A thing of one's own that one is asked for, to bring, mend, lend, sell or throw away: one that fits the own life.

What is named is what such a life has use for. It is said of what one would do, so that nothing is told of a thing
that the person's file doesn't hold.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from troupe_mcp.models.rehearsal.english.words import capital, normal
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.offers.layouts import Option
from troupe_mcp.models.rehearsal.offers.whims import share

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_DEEDS = (
    ("learn", r"(?:learn|know how) to (?:mend|repair|fix)"),
    ("mend", r"(?:mend|repair|fix|have (?:mended|repaired|fixed)|get (?:mended|repaired|fixed))"),
    ("lend", r"(?:lend|share|rent out|let (?:others|people|somebody) (?:use|have))"),
    ("sell", r"(?:sell|donate|give (?:away|up)|swap|part with|exchange|trade in|get rid of)"),
    ("throw", r"(?:throw|thrown|throwing) (?:away|out)|threw (?:away|out)"),
    ("own", r"own that (?:is|breaks|needs|you)"),
    ("bring", r"(?:bring|bring along|bring with you|come with|carry there)"),
)
_YOU = (
    r"\b(?:would|will|could|have|might|should|shall) you"
    r" (?:(?:most|first|ever|like to|want to|be|last|most like to|also|rather|lately|recently) )*"
)
_ASKS = tuple(
    (
        deed,
        re.compile(rf"\b(?:what|which)\b[^?]*{_YOU}(?:{words})\b(?! to (?:this|the) (?:job|team|role))", re.IGNORECASE),
    )
    for deed, words in _DEEDS
)
_BROKEN = re.compile(r"\b(?:repair|mend|fix|broken|defective|worn out)\w*\b", re.IGNORECASE)
_LENDING = re.compile(r"\b(?:lend|lending|borrow\w*|library of things|tool library)\b", re.IGNORECASE)
_SWAPPING = re.compile(
    r"\b(?:swap\w*|jumble|flea market|car boot|second-hand|donat\w+|garage sale|bring-and-buy)\b", re.IGNORECASE
)
_TABLE = re.compile(
    r"\b(?:party|parties|picnic|potluck|dinner|supper|lunch|buffet|barbecue|feast|brunch|festival|get-together)\b",
    re.IGNORECASE,
)
_FACTS = (
    "interest",
    "like",
    "habit",
    "routine",
    "media",
    "skill",
    "work",
    "trouble",
    "goal",
    "past",
    "health",
    "family",
)
_TOLD = ("interest", "routine", "habit", "skill", "work", "like")
_LIVED = 1.0
"""What a life that speaks of a thing counts beside the person's own lot, which is below it."""


def thing_of_own(voice: Voice, moment: Moment) -> list[str]:
    """Return the thing that somebody names, and what in their life it belongs to; nothing where none is asked for."""
    asked = moment.asked
    deed = next((name for name, wording in _ASKS if wording.search(asked)), "")
    if not deed or len(moment.questions) != 1:
        return []
    around = "\n".join([moment.task.situation, *(line.content for line in moment.task.perceived if not line.own)])
    family, pool = _kind(deed, f"{asked}\n{around}")
    if not family:
        return []
    thing, fact = _picked(voice, pool, deed)
    if len(moment.task.here) < 2:
        voice.draw_alone()
    said = voice.least(_say(family), own=True) or _say(family)[0]
    told = fact is not None and fact.kind in _TOLD and not voice.spoken(fact) and voice.rng.random() < _EXPLAINED
    line = said.replace("{X}", capital(thing)).replace("{x}", thing)
    return [line, voice.tell(fact)] if told and fact is not None else [line]


_EXPLAINED = 0.6


def _kind(deed: str, around: str) -> tuple[str, str]:
    """Return in which words a thing is named, and of which things; to bring is said of whatever the talk is about."""
    if deed != "bring":
        return deed, "things"
    for family, words in (("mend", _BROKEN), ("lend", _LENDING), ("sell", _SWAPPING)):
        if words.search(around):
            return family, "things"
    return ("bring", "dishes") if _TABLE.search(around) else ("", "")


def _picked(voice: Voice, pool: str, deed: str) -> tuple[str, Fact | None]:
    """Return the thing that fits the life best, by the person's lot among those that do; never one named before."""
    before = " | ".join(normal(line) for line in voice.own_lines)
    found: list[tuple[float, str, Fact | None]] = []
    for thing, met in _things()[pool]:
        facts = [fact for fact in voice.portrait.of(*_FACTS) if met and re.search(met, fact.said, re.IGNORECASE)]
        lot = share(voice, (Option("", "", thing, thing, (), ()),), deed)
        if normal(thing) not in before and (facts or not met):
            fact = max(facts, key=lambda each: each.kind in _TOLD, default=None)
            found.append((lot + _LIVED * bool(facts), thing, fact))
    _, thing, fact = max(found, key=lambda entry: entry[:2])
    return thing, fact


@cache
def _things() -> dict[str, tuple[tuple[str, str], ...]]:
    data = cast("dict[str, list[dict[str, str]]]", read("belongings.json"))
    return {pool: tuple((entry["thing"], entry["met"]) for entry in data[pool]) for pool in ("things", "dishes")}


@cache
def _say(family: str) -> tuple[str, ...]:
    return tuple(cast("dict[str, dict[str, list[str]]]", read("belongings.json"))["say"][family])
