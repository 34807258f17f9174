"""What a description says of somebody's body in a word, "a deaf cook", and what such a body leaves out of a life."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.casting.telling import Told
from troupe_mcp.models.rehearsal.english.words import plain_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_BODILY = (
    r"deaf|blind|mute|lame|bald|left-handed|colou?r-blind|(?:short|near|far|long)-?sighted|partially sighted"
    r"|hard[- ]of[- ]hearing|(?:hearing|visually)[- ]impaired|one-(?:legged|armed|eyed|handed|eared)"
    r"|diabetic|asthmatic|epileptic|dyslexic|autistic|arthritic|paraly[sz]ed|disabled|overweight|obese|pregnant|tall"
)
_CALLED = re.compile(
    r"^(?P<before>(?:\d+, )?(?:(?!(?:who|of|in|at|for|from|with|to|and|near|the)\b)[\w'-]+ ){0,4}?)"
    rf"(?P<how>(?:(?:almost|totally|completely|half|very|profoundly) )?(?:{_BODILY})) (?P<next>(?!and\b)[a-z])",
    re.IGNORECASE,
)
_WHEELED = re.compile(r"\bwheelchair[- ](?:using|bound) (?=[a-z])|\b(?:wheelchair users?\b)", re.IGNORECASE)
_LACKING: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(r"\bdeaf\b(?! in one ear)(?! on one)", re.IGNORECASE),
        ("radio", "podcast", "podcasts", "music", "sing", "sings", "song", "songs", "listen", "listens", "listening",
         "hear", "hears", "phone", "phones", "concerts", "choir", "hymns", "noise", "quiet", "shouting", "loud",
         "headphones", "call", "calls", "aloud"),
    ),
    (
        re.compile(r"\bblind\b", re.IGNORECASE),
        ("read", "reads", "reading", "watch", "watches", "film", "films", "series", "crossword", "crosswords",
         "photographs", "photograph", "newspaper", "paper", "screen", "drive", "drives", "television", "glasses",
         "car", "bike", "headlines", "look", "looks", "draws"),
    ),
    (
        re.compile(r"\bwheelchair\b|\bparaly[sz]ed\b|\bone-legged\b|\bone leg\b", re.IGNORECASE),
        ("run", "runs", "running", "hike", "hiking", "walk", "walks", "bike", "bikes", "swimming", "stairs", "football",
         "stands", "stand", "standing", "climbs", "ladder", "dances", "cycles"),
    ),
)  # fmt: skip


def bodily_in(text: str) -> tuple[str, tuple[Told, ...]]:
    """Return a description without what it calls somebody's body before their trade, and that as statements."""
    found: list[Told] = []
    while called := _CALLED.match(text):
        found.append(Told("health", f"You are {called['how'].lower()}."))
        text = f"{called['before']}{text[called.start('next') :]}"
    if _WHEELED.search(text):
        found.append(Told("health", "You use a wheelchair."))
        text = _WHEELED.sub("", text)
    return text, tuple(found)


def beyond(told: Sequence[str]) -> frozenset[str]:
    """Return the words of what somebody cannot do by what is told of their body."""
    return frozenset(word for signs, words in _LACKING if any(map(signs.search, told)) for word in words)


def touches_any(line: str, words: frozenset[str]) -> bool:
    """Return whether a line has one of the words."""
    return bool(words) and any(word in words for word in plain_words(line))
