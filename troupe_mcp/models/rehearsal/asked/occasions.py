"""An occasion is asked for, a last time or some time when: what a life holds near it is told, never as that day."""

from __future__ import annotations

import re
from functools import lru_cache

_ONCE = re.compile(
    r"\b(?:last|a|an|one|any|another|first|recent|particular|single|specific) (?:\w+ )?(?:times?|occasion|day|moment"
    r"|situation|instance|evening|morning|week)\b"
    r"(?= (?:(?:that|when|in which|where|on which) )?(?:you|your|some\w+|an?|the|things?|it|people)\b)"
    r"|\b(?:the|your) (?:last|latest|most recent|first) (?:\w+ ){0,2}(?:quarrel|argument|row|disagreement|fight|mistake"
    r"|complaint|favour|favor|surprise|illness|trip|journey|present|gift|failure)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^\W*(?:(?:please|now|so|and|okay|well|just),? )*(?:tell|talk|walk|take|think|describe|remember|recall"
    r"|can you|could you|would you|was there|is there|have you|do you remember|give|share|what was|name)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=5000)
def asks_occasion(question: str) -> bool:
    """Return whether a question wants one day of a life told: "Tell me about the last time you …"."""
    return _TOLD.search(question) is not None and _ONCE.search(question) is not None
