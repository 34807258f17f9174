"""Choosing between things that a question names, "a library or a pool?": by an own fact, else by a lot."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import capital
from troupe_mcp.models.rehearsal.matters.grounds import nearness

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_THING = re.compile(
    r"\b(?:an?|the|another|(?P<bare>cheaper|longer|free|new))"
    r" (?:new )?(?P<thing>(?:[a-z][\w'’-]*[ ]?){1,3})$"
)
_KINDS = ("like", "interest", "belief", "trouble", "health", "family", "routine", "habit", "work", "money")
_LEAST = 3


@lru_cache(maxsize=5000)
def alternatives(text: str) -> tuple[str, ...]:
    """Return the things between which a text lets one choose, as one would name them; empty where it names none."""
    for sentence in sentences(text):
        if not re.search(r"\bor\b", sentence):
            continue
        parts = [part.strip(" ?.!") for part in re.split(r",? or |, |: ", sentence)]
        found = [match for part in parts if (match := _THING.search(part))]
        if len(found) > 1:
            return tuple(
                f"{match.group('bare')} {match.group('thing')}"
                if match.group("bare")
                else f"the {match.group('thing')}"
                for match in found
            )
    return ()


def between(voice: Voice, text: str) -> list[str]:
    """Return the thing that an own fact speaks for, with the fact; else one of them by a lot that stays the same."""
    things = alternatives(text)
    if not things:
        return []
    best: tuple[int, str, Fact] | None = None
    for thing in things:
        for fact in voice.fresh(voice.portrait.of(*_KINDS)):
            near = nearness(fact.said, thing)
            if near >= _LEAST and (best is None or near > best[0]):
                best = near, thing, fact
    if best is not None:
        return [f"{capital(best[1])}.", voice.tell(best[2])]
    lot = Random(f"{voice.lot}/{voice.portrait.name}/{'/'.join(things)}")
    return [voice.fill("either", x=lot.choice(things))]
