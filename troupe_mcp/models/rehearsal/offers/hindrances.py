"""What would keep somebody from coming to something: what stands against it in their own life, each their own."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.words import capital, normal
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.offers.layouts import Option
from troupe_mcp.models.rehearsal.offers.whims import share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_COMING = (
    r"(?:com(?:e|ing)|go(?:ing)?(?! (?:for|with|back to)\b)|attend(?:ing)?|visit(?:ing)?"
    r"|tak(?:e|ing) part|participat(?:e|ing)"
    r"|turn(?:ing)? up|show(?:ing)? up|join(?:ing)? (?:in|us)|volunteer(?:ing)?|being there|be there)"
)
_ASKS = re.compile(
    rf"\b(?:keeps?|stops?|prevents?|holds?|hinders?)(?: you)?(?: back)? (?:from )?{_COMING}\b"
    rf"|\b(?:keeps?|stops?|prevents?|holds?|hinders?) you (?:back )?(?:from )?{_COMING}\b"
    rf"|\b(?:keeps?|would keep) you away\b|\bwhy (?:would|might|may)(?:n['’]t)? you (?:not )?{_COMING}\b"
    rf"|\b(?:reasons?|anything) (?:not to|against) {_COMING}\b",
    re.IGNORECASE,
)
_LIVED = 0.6
_EXPLAINED = 0.5


def hindrance(voice: Voice, moment: Moment) -> list[str]:
    """Return what would keep somebody away, with the fact behind it now and then; nothing where it isn't asked."""
    if not _ASKS.search(moment.asked) or len(moment.questions) != 1:
        return []
    said, fact = _picked(voice)
    if len(moment.task.here) < 2:
        voice.draw_alone()
    frames = cast("list[str]", _data()["frames"])
    frame = voice.least(tuple(frames), own=True) or frames[0]
    line = frame.replace("{X}", capital(said)).replace("{x}", said)
    told = fact is not None and not voice.spoken(fact) and voice.rng.random() < _EXPLAINED
    return [line, voice.tell(fact)] if told and fact is not None else [line]


def _picked(voice: Voice) -> tuple[str, Fact | None]:
    """Return a hindrance by the person's lot, those of their own life before those that anybody has."""
    before = " | ".join(normal(line) for line in (*voice.own_lines, *voice.other_lines))
    found = [
        (share(voice, (Option("", "", said, said, (), ()),), "away") + _LIVED * (fact is not None), said, fact)
        for said, fact in _known(voice)
    ]
    fresh = [entry for entry in found if normal(entry[1]) not in before] or found
    _, said, fact = max(fresh, key=lambda entry: entry[:2])
    return said, fact


def _known(voice: Voice) -> Iterator[tuple[str, Fact | None]]:
    for entry in cast("list[dict[str, Any]]", _data()["held"]):
        facts = [fact for fact in voice.portrait.of(*entry["kinds"].split()) if re.search(entry["met"], fact.said)]
        for said in entry["say"] if facts else ():
            yield said, facts[0]
    for said in cast("list[str]", _data()["plain"]):
        yield said, None


@cache
def _data() -> dict[str, object]:
    return read("hindrances.json")
