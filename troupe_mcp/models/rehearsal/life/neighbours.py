"""Neighbouring ground: where nothing is held of what is asked, the nearest thing held of the same region of life."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.words import keys, lowered
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.life.selves import PRIVATE, job_again

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice


@dataclass(frozen=True, slots=True)
class Region:
    """A region of life: what asks for it, what it is called, and where its neighbours stand, the nearest first."""

    name: str
    called: str
    asked: re.Pattern[str]
    fields: tuple[str, ...]
    same: re.Pattern[str] | None
    """The words of a belief that is on this very matter."""
    own: bool
    """Whether only a question of the own life asks for it, and no view of the world."""
    open: bool
    """Whether one speaks of debts, illness and grief where this is asked."""
    answers: re.Pattern[str] | None
    """The questions that a neighbour answers by itself, with nothing to admit: a free hour, by whatever one likes."""
    near: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    once: str
    """What one of its occasions is called: a quarrel, a journey."""
    family: str
    """The family of wordings of its own that a bridge to it has."""


@cache
def regions() -> tuple[Region, ...]:
    """Return the regions of a life, the narrow ones first."""
    return tuple(map(_region, cast("list[dict[str, Any]]", read("neighbours.json"))))


def _region(entry: dict[str, Any]) -> Region:
    same = str(entry.get("same", ""))
    return Region(
        entry["name"],
        entry["called"],
        re.compile(entry["asked"], re.IGNORECASE),
        tuple(str(entry.get("fields", "")).split()),
        re.compile(same, re.IGNORECASE) if same else None,
        bool(entry.get("own")),
        bool(entry.get("open")),
        re.compile(entry["answers"], re.IGNORECASE) if "answers" in entry else None,
        tuple((tuple(kinds.split()), re.compile(sign, re.IGNORECASE)) for kinds, sign in entry["near"]),
        str(entry.get("once", "")),
        str(entry.get("family", "bridge")),
    )


@lru_cache(maxsize=5000)
def regions_of(question: str, fields: tuple[str, ...] = ()) -> tuple[Region, ...]:
    """Return the regions that a question names, then those of the fields it asks for."""
    named = tuple(region for region in regions() if region.asked.search(question))
    return named or tuple(region for region in regions() if any(field in region.fields for field in fields))


def on_matter(person: Portrait, text: str) -> list[Fact]:
    """Return beliefs on the very matter of a question, in whatever words: of robots where it is about computers."""
    signs = [region.same for region in regions_of(text) if region.same is not None]
    return [fact for sign in signs[:1] for fact in person.of("belief") if sign.search(fact.said)]


def neighbour(voice: Voice, text: str, fields: tuple[str, ...] = ()) -> tuple[Region, Fact] | None:
    """Return the nearest thing held of the region that is asked for, not told yet, with the region."""
    asked = [region for region in regions_of(text, fields) if fields or not region.own]
    for region in asked:
        for kinds, sign in region.near:
            if not fields and not sign.pattern and kinds not in _EVERYDAY:
                continue  # nobody drags just any trouble into a view of the world
            if not fields and sign.pattern and all(kind in _BY_THE_WAY for kind in kinds):
                continue
            fact = voice.pick(_fitting(voice, region, kinds, sign), keys(text))
            if fact is not None:
                return region, fact
    return None


_EVERYDAY = (("work",), ("job",), ("media",), ("money",), ("origin",))


_BY_THE_WAY = ("work", "routine")
"""Kinds of facts whose words touch much that they aren't about: "before lunch" is no word on food."""


def near_in(voice: Voice, region: Region) -> list[Fact]:
    """Return all that is held near a region and not told yet, the nearest first."""
    found = [fact for kinds, sign in region.near for fact in voice.fresh(_fitting(voice, region, kinds, sign))]
    return list(dict.fromkeys(found))


def _fitting(voice: Voice, region: Region, kinds: Sequence[str], sign: re.Pattern[str]) -> list[Fact]:
    told = [as_sentence(voice, fact) for fact in voice.portrait.of(*kinds)]
    return [
        fact
        for fact in told
        if fact.said
        and sign.search(fact.said)
        and (region.open or fact.kind == "belief" or not PRIVATE.search(fact.said))
        and not (fact.thing and fact.kind == "skill" and not region.own)
        and not (fact.thing and fact.kind != "like" and voice.portrait.manner.has("terse"))
    ]


def as_sentence(voice: Voice, fact: Fact) -> Fact:
    """Return a fact as something that can be told: a home and a trade stand in a file as bare words."""
    if fact.kind == "job":
        return replace(fact, said=job_again(voice))
    if fact.kind == "goal" and fact.said.startswith("To "):
        return replace(fact, said=f"I want {lowered(fact.said)}")
    if fact.kind != "origin" or fact.said.startswith("I "):
        return fact
    return replace(fact, said=f"I live in {fact.said}" if fact.about in _HOMES else "")


_HOMES = ("residence", "location", "city", "home", "lives in")
