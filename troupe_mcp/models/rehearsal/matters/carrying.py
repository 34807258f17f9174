"""What a question without a matter of its own is about: the everyday thing of the question before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys, light
from troupe_mcp.models.rehearsal.matters.everyday import angle_of, beside, phrase_in

if TYPE_CHECKING:
    from collections.abc import Sequence

_POINTS = re.compile(r"\b(?:it|this|that|them|these|those|there)\b(?=\W*$)", re.IGNORECASE)
_END = re.compile(r"[\s?.!]+$")
_TAKING = ("miss", "without", "last")
"""What is asked with the thing itself: "What would you miss?" is of the bus."""


def carried(question: str, before: Sequence[str]) -> str:
    """Return a question with the matter of the last one before that had any: "What should change about the bus?"."""
    if not angle_of(question) or phrase_in(question):
        return question
    if any(key not in light() for key in keys(_POINTS.sub("", beside(question)))):
        return question
    thing = next((phrase for text in reversed(before) if angle_of(text) and (phrase := phrase_in(text))), "")
    if not thing:
        return question
    if _POINTS.search(question):
        return _POINTS.sub(thing, question)
    about = "of" if angle_of(question) in _TAKING else "about"
    return f"{_END.sub('', question)} {about} {thing}?"
