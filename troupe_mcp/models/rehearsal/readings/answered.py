"""An answer as data: its own words, without the courtesy around them and what is asked back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import keys, normal
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.voice.manner import dresses
from troupe_mcp.models.rehearsal.voice.shrugs import is_shrug

_LEAD = re.compile(r"^[^:.!?…\d]{1,40}:\s+(?=\S+ )")
_CALLED = re.compile(r"(?<=\w), (?:my )?(?:friend|dear|sir|madam|love|mate|man)(?=[.!…]|$)")


def answers(text: str) -> list[tuple[Any, str]]:
    """Return what an answer says and the words it stands in; nothing where it is a shrug."""
    if is_shrug(text):
        return []
    parts = [part for part in sentences(text) if not part.endswith("?") and not is_courtesy(part)]
    if not parts or not keys(" ".join(parts)):
        return []
    start, end = text.index(parts[0]), 0
    for part in parts:
        if end and text[end:].lstrip()[: len(part)] != part:
            break  # what stands between is asked back
        end = text.index(part, max(start, end)) + len(part)
    quote = text[start:end]
    lead = _opener().match(quote)
    told = _LEAD.sub("", quote[lead.end() :] if lead else quote)
    return [(bare(_CALLED.sub("", told)), quote)]


def is_courtesy(sentence: str) -> bool:
    """Return whether a sentence only greets, thanks, takes leave or shows a face, and tells nothing."""
    if _SHOWN.match(sentence) or normal(sentence) in _courtesies():
        return True
    return _GREETS.match(sentence) is not None and len(sentence.split()) <= _LONGEST_GREETING


_GREETS = re.compile(
    r"^\W*(?:hello|hi|hey|welcome|bye|goodbye|cheers|good (?:morning|afternoon|evening|day|night)|thanks?\b|thank you"
    r"|(?:I'm |I am )?(?:happy|glad|nice|pleased|good|honou?red) to (?:be|answer|help|meet|see|join|hear))\b",
    re.IGNORECASE,
)
_LONGEST_GREETING = 9
_SHOWN = re.compile(r"^\s*(?:\([^()]*\)|\*[^*]*\*|\[[^\[\]]*\])\s*$")
"""What somebody does beside what they say: "(laughs)"."""


@lru_cache(maxsize=1)
def _courtesies() -> frozenset[str]:
    return frozenset(normal(wording) for wording in _worn("open", "close"))


@lru_cache(maxsize=1)
def _opener() -> re.Pattern[str]:
    """Return how an answer may begin before it says anything: "Since you ask: …"."""
    listed = sorted((wording.rstrip(" ,.:;!…") for wording in _worn("open")), key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, listed))})(?:[,.:;!…]+\s+|\s+(?=[a-z])))+", re.IGNORECASE)


def _worn(*families: str) -> list[str]:
    listed = [wording for name, known in frames().items() if name.split(".")[0] in families for wording in known]
    return [dress for wording in listed if "{" not in wording for dress in dresses(wording)]
