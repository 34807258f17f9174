"""What somebody has at stake in a matter: the own life where it meets a public question, and never a verdict."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import capital, keys, light, plain_words, shared
from troupe_mcp.models.rehearsal.lexicon import stakes
from troupe_mcp.models.rehearsal.life.particulars import of_others
from troupe_mcp.models.rehearsal.life.selves import PRIVATE
from troupe_mcp.models.rehearsal.matters.criteria import is_decided
from troupe_mcp.models.rehearsal.matters.grounds import nearness
from troupe_mcp.models.rehearsal.voice.gaps import measure_in

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_LIVED = ("work", "habit", "routine", "trouble", "media", "money", "health", "past", "family", "other")


@lru_cache(maxsize=5000)
def _met(question: str) -> tuple[int, ...]:
    """Return the places of the parts of a life that a question touches, the narrow ones first."""
    return tuple(n for n, stake in enumerate(stakes()) if stake.asked.search(question))


@lru_cache(maxsize=20_000)
def _tells(n: int, said: str) -> bool:
    return stakes()[n].own.search(said) is not None


def staked(person: Portrait, question: str) -> list[Fact]:
    """Return the facts by which a public question touches the own life, what shares its words first."""
    found: list[Fact] = []
    for n in _met(question):
        told = [f for f in person.of(*(stakes()[n].kinds or _LIVED)) if not f.thing and _tells(n, f.said)]
        kin = "family" in stakes()[n].kinds
        told = [f for f in told if nearness(f.said, question) >= _SURE or _of_oneself(f.said, kin=kin)]
        found += sorted(told, key=lambda fact: -nearness(fact.said, question))
    return list(dict.fromkeys(found))


def _of_oneself(said: str, *, kin: bool) -> bool:
    return _OWN.match(said) is not None and (kin or not of_others(said))


_OWN = re.compile(r"I\b|My\b|Our\b")
_SURE = 3


def hinge(voice: Voice, question: str) -> str:
    """Return what a matter hangs on for anybody who thinks of it in the concrete, as long as it wasn't said."""
    if _GRAVE.search(question) or (_lately(voice) and voice.rng.random() < _SKIPPED):
        return ""
    families = [f"want.{stakes()[n].name}" for n in _met(question)]
    fresh = next((family for family in families if not voice.worn(family)), "")
    fitting = tuple(measure for measure in voice.listed(fresh) if not _is_asked(measure, question)) if fresh else ()
    return capital(voice.least(fitting, own=True))


def _is_asked(measure: str, question: str) -> bool:
    """Return whether a measure only repeats the question: what it's allowed to decide, where one asks who decides."""
    return any(len(word) > _LETTERS and word in plain_words(question) for word in plain_words(measure))


_LETTERS = 4


_GRAVE = re.compile(
    r"\b(?:hit|hits|hitting|beat|beaten|kill\w*|tortur\w+|rape\w*|abus\w+|death penalty|executi\w+|suicide|abortion"
    r"|euthanasia|war|wars|racis\w+|slave\w*|genocide|murder\w*)\b",
    re.IGNORECASE,
)
"""Where "it depends" would be a verdict."""
_SKIPPED = 0.15


def _lately(voice: Voice) -> bool:
    return bool(voice.own_lines) and measure_in(voice.own_lines[-1]) != ""


_OPEN = re.compile(
    r"^\W*(?:(?:so|and|but|well|now|then|okay)\b,? )*(?:what|who|which|why|how|where|when)\b"
    r"(?! (?:do|would|did) you (?:all |each )?(?:\w+ )?(?:think|feel|make|say|see)| about"
    r"|(?:['’]s| is| are) your (?:\w+ )?(?:opinions?|views?|take|thoughts?))",
    re.IGNORECASE,
)
"""A question for a thing, a way or a reason: what a matter hangs on doesn't answer it."""


def is_open(question: str) -> bool:
    """Return whether a question wants a thing, a way or a reason rather than a view."""
    return _OPEN.match(question) is not None


def own_side(voice: Voice, question: str) -> list[str]:
    """Return the own side of a matter as what it is, or what it hangs on; nothing where it touches nothing."""
    if is_open(question):
        return []
    fact = next(iter(voice.fresh(staked(voice.portrait, question))), None)
    if fact is None:
        return [turn] if (turn := hinge(voice, question)) else []
    draw = voice.rng.random()
    close = [key for key in shared(keys(question), fact.keys) if key not in light()]
    if PRIVATE.search(fact.said) and (turn := hinge(voice, question)):
        return [turn]
    if draw < _TURNED and not is_decided(fact.said) and (turn := hinge(voice, question)):
        return [turn, voice.tell(fact)]
    return [voice.tell(fact)] if close and draw > _BARE else [voice.fill("side", fact=voice.tell(fact))]


_TURNED, _BARE = 0.35, 0.65
