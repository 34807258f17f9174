"""Honest gaps: saying, in one's own manner, that there is nothing to tell of the thing asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import capital, lowered, normal
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.voice.manner import dresses

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.voice.voice import Voice


@lru_cache(maxsize=1)
def _measures() -> tuple[tuple[str, str], ...]:
    listed = [frame for name, known in frames().items() if name.startswith("want.") for frame in known]
    worn = [(dress, frame) for frame in listed for dress in dresses(frame)]
    return tuple(dict.fromkeys((normal(dress), frame) for dress, frame in worn))


@lru_cache(maxsize=5000)
def measure_in(text: str) -> str:
    """Return the wording in which a text says what one would want to know first; empty where it doesn't."""
    said = normal(text)
    return next((wording for dress, wording in _measures() if dress in said), "")


_TIME_OF = (
    r"(?:when(?! (?:you|it|things) (?!born|were born)\w+.*\b(?:what|who|how|where|do|would)\b)"
    r"|what(?:'s| was| is) the (?:last|first) time)\b|(?:tell|walk|talk|take|describe|think|can you|could you)\b"
    r".*\b(?:last|a|one|first|any) (?:time|occasion)\b"
)
_WORDINGS = (
    ("when", _TIME_OF),
    ("count", r"how (?:much|many|often|long|far|high|big|old|soon)\b|(?:at )?what price"),
    ("view", r"who(?:m)? (?:should|must|has to|ought to|is (?:right|wrong|to blame|at fault))\b"),
    ("who", r"(?:with |to |for )?(?:who|whom|whose)\b"),
    ("where", r"(?:from )?where\b"),
    (
        "why",
        r"why\b|how come\b|what (?:made|makes|brought|led) you (?:to )?(?:decide|choose|want|do|become|think|say)\b",
    ),
    ("how", r"(?:in what way|how)\b"),
    ("what", r"(?:(?:in|on|at|for|with|from|of) )?(?:what|which|name)\b"),
)
_LEAD = r"^\W*(?:(?:and|but|so|well|now|then|okay|roughly|about)\b,? )*"
_SHAPES = tuple((shape, re.compile(f"{_LEAD}(?:{wording})", re.IGNORECASE)) for shape, wording in _WORDINGS)


@lru_cache(maxsize=5000)
def shape_of(question: str) -> str:
    """Return what kind of answer a question of a life wants: a time, a number, somebody, a reason, a thing."""
    last = question.strip()
    return next((shape for shape, wording in _SHAPES if wording.match(last)), "self")


def gap_for(voice: Voice, question: str, thing: str = "", shape: str = "") -> str:
    """Return an honest gap that answers a question in its own shape, and names the thing asked for where it has a name.

    What was said least is said; somebody of few words keeps to the short ones.
    """
    manner, known = voice.portrait.manner, frames()
    shape = shape or shape_of(question)
    about = "gap.view.on" if shape == "view" else "gap.on"
    named = bool(thing) and (shape == "self" or voice.rng.random() < _NAMED)
    plain = known[about] if named else known[f"gap.{shape}"]
    own = [] if named and about != "gap.on" else list(voice.listed("gap.on" if named else "gap"))
    if not named and shape not in {"view", "self"}:
        own = own[: 0 if shape == "who" and not manner.has("hostile") else len(own) // 2]  # one knows one's people
    if manner.has("hostile"):
        fresh = [wording for wording in own if not any(normal(wording) in normal(line) for line in voice.own_lines)]
        return _least(voice, fresh or [*own, *plain], thing)
    if manner.has("terse"):
        plain = tuple(wording for wording in plain if len(wording.split()) <= _FEW)
    return _least(voice, [*own, *plain], thing)


_NAMED = 0.4
_FEW = 5


def last_resort(voice: Voice) -> str:
    """Return the gap whose wording was said longest ago: nobody falls silent because the wordings are used up."""
    lines = [normal(line) for line in voice.own_lines]
    wordings = list(dict.fromkeys([*voice.listed("gap"), *frames()["gap.view"][:3], *frames()["gap.what"][:2]]))
    age = {
        wording: max((n for n, line in enumerate(lines) if normal(wording) in line), default=-1) for wording in wordings
    }
    return min(voice.rng.sample(wordings, len(wordings)), key=lambda wording: age[wording])


def drawn(voice: Voice, family: str, thing: str) -> str:
    """Draw the wording that was used least, one of the own manner first; it stays new by what it names."""
    general = [] if voice.portrait.manner.broken else list(frames().get(family, ()))
    own = list(voice.listed(family))
    return _least(
        voice, [*voice.rng.sample(own, len(own)), *voice.rng.sample(general, len(general))], thing, mixed=False
    )


def _least(voice: Voice, wordings: list[str], thing: str, *, mixed: bool = True) -> str:
    said = [normal(line) for line in (*voice.own_lines, *voice.other_lines)]
    order = voice.rng.sample(wordings, len(wordings)) if mixed else wordings
    filled = [(_filled(voice, wording, thing), wording) for wording in order]
    return min(filled, key=lambda each: (_was_said(each[0], said), _uses(each[1], said)))[0]


def _was_said(text: str, said: list[str]) -> bool:
    forms = [normal(dress).removeprefix("i ") for dress in dresses(text)]
    return any(form in line for form in forms for line in said)


def _filled(voice: Voice, wording: str, thing: str) -> str:
    low = lowered(thing, voice.proper())
    for hole, value in (("{x}", thing), ("{X}", capital(thing)), ("{fact}", thing), ("{fact_low}", low)):
        wording = wording.replace(hole, value)
    return wording


def _uses(wording: str, said: list[str]) -> int:
    parts = [max((normal(part) for part in re.split(r"\{\w+\}", dress)), key=len) for dress in dresses(wording)]
    return max(sum(line.count(static) for line in said) if static else 0 for static in parts)


def unheard(voice: Voice, thing: str) -> str:
    """Return that the thing a question takes for granted was never spoken of."""
    return drawn(voice, "unheard", thing)
