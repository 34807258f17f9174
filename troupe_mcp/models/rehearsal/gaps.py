"""Honest gaps: saying, in one's own manner, that there is nothing to tell of the thing asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.manner import broken, expanded
from troupe_mcp.models.rehearsal.words import capital, lowered, normal

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.voice import Voice


@lru_cache(maxsize=1)
def _measures() -> tuple[tuple[str, str], ...]:
    listed = [frame for name, known in frames().items() if name.startswith("want.") for frame in known]
    worn = [(dress, frame) for frame in listed for dress in (frame, expanded(frame), *_in_pieces(frame))]
    return tuple(dict.fromkeys((normal(dress), frame) for dress, frame in worn))


def _in_pieces(frame: str) -> tuple[str, str]:
    return broken(frame, drops_be=False), broken(frame, drops_be=True)


@lru_cache(maxsize=5000)
def measure_in(text: str) -> str:
    """Return the wording in which a text says what one would want to know first; empty where it doesn't."""
    said = normal(text)
    return next((wording for dress, wording in _measures() if dress in said), "")


def gap_on(voice: Voice, thing: str) -> str:
    """Return a gap that names the thing asked for; a bare gap where it has no name."""
    if not thing:
        return voice.frame("gap", must=False) or drawn(voice, "gap.on", "that")
    return drawn(voice, "gap.on", thing)


def drawn(voice: Voice, family: str, thing: str) -> str:
    """Draw the wording that was used least, one of the own manner first; it stays new by what it names."""
    own = list(voice.listed(family))
    general = [] if voice.portrait.manner.broken else list(frames().get(family, ()))
    said = [normal(line) for line in (*voice.own_lines, *voice.other_lines)]
    wordings = [*voice.rng.sample(own, len(own)), *voice.rng.sample(general, len(general))]
    filled = [(_filled(voice, wording, thing), wording) for wording in wordings]
    return min(filled, key=lambda each: (normal(each[0]) in said, _uses(each[1], said)))[0]


def _filled(voice: Voice, wording: str, thing: str) -> str:
    low = lowered(thing, voice.proper())
    for hole, value in (("{x}", thing), ("{X}", capital(thing)), ("{fact}", thing), ("{fact_low}", low)):
        wording = wording.replace(hole, value)
    return wording


def _uses(wording: str, said: list[str]) -> int:
    static = max((normal(part) for part in re.split(r"\{\w+\}", wording)), key=len)
    return sum(line.count(static) for line in said) if static else 0


def unheard(voice: Voice, thing: str) -> str:
    """Return that the thing a question takes for granted was never spoken of."""
    return drawn(voice, "unheard", thing)
