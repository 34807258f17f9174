"""Tag questions: "It's good, isn't it?" states that it is good, and its tag denies nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.sentences import sentences

_AUX = "is|are|am|was|were|does|do|did|has|have|had|should|can|could|must|will|would|wo|ca"
_WHO = "it|they|he|she|we|you|I|that|this|there|one"
_TAG = re.compile(
    rf"(?:\s*[,–—]|\s-)\s*(?:(?:or )?(?:no|not)|right|yes|yeah|eh|huh|hm+|correct|innit|true|am I right|is that right"
    rf"|don['’]t you (?:think|agree)|wouldn['’]t you (?:say|agree)"
    rf"|(?:{_AUX})(?:n['’]?t| not)? (?:{_WHO})(?: not)?)\s*\?+$",
    re.IGNORECASE,
)
_BARE_TAG = re.compile(r"^\W*(?:no|right|yes|yeah|eh|huh|isn['’]t it|don['’]t you think|or not)\s*\?+$", re.IGNORECASE)
_OF_YOU = re.compile(
    r"^\W*(?:(?:and|so|but|well|oh)\b,? )*you(?P<short>['’](?:re|d|ve|ll))? (?P<verb>[\w’']+)", re.IGNORECASE
)
_ASKED_FIRST = re.compile(r"^(?:are|were|have|had|can|could|must|should|will|would)$", re.IGNORECASE)
_SHORT = {"re": "are", "d": "would", "ve": "have", "ll": "will"}


@lru_cache(maxsize=10_000)
def without_tag(sentence: str) -> str:
    """Return what a sentence states before its tag; a sentence without one as it is."""
    return f"{sentence[: tag.start()]}." if (tag := _TAG.search(sentence)) else sentence


def is_question(sentence: str) -> bool:
    """Return whether a sentence asks: what only ends in a tag states, unless it is about whoever hears it."""
    return sentence.endswith("?") and (_OF_YOU.match(sentence) is not None or without_tag(sentence) == sentence)


@lru_cache(maxsize=5000)
def asked_plainly(text: str) -> str:
    """Return a text that asks with the tags of its questions gone: "You like it, no?" asks "Do you like it?"."""
    return " ".join(_asked(part) for part in sentences(text) if not _BARE_TAG.match(part))


def _asked(sentence: str) -> str:
    stated = without_tag(sentence)
    if stated == sentence:
        return sentence
    who, body = _OF_YOU.match(stated), stated.rstrip(".")
    if who is None:
        return f"{body}?"
    if who["short"]:
        return f"{_SHORT[who['short'][1:].lower()].capitalize()} you {body[who.start('verb') :]}?"
    if _ASKED_FIRST.match(who["verb"]):
        return f"{who['verb'].capitalize()} you{body[who.end('verb') :]}?"
    return f"Do you {body[who.start('verb') :]}?"
