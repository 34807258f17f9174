"""What "it" means where somebody is asked if they would use it: what was announced before, "a night bus every hour"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.usage import DEED

if TYPE_CHECKING:
    from collections.abc import Iterable

_POINTS = re.compile(
    rf"\b(?P<would>(?:would|will|could|can) you (?:\w+ )?(?:\w+ to )?{DEED}) (?:it|one|that|this)\b(?! \w+ing\b)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:city|town|village|council|mayor|district|county|region|state|government|university|hospital|school|library"
    r"|railway|landlord|neighbou?rhood|they)\b[^.!?]*?\b(?:run|open|start|introduce|launch|offer|build|create|set up"
    r"|put on|bring in|lay on)(?:s|ning|ing)? (?P<it>(?:an?|more|free|new)\b[^.!?,;:]{3,80}?)"
    r"(?= (?:and|so that|because|that (?:would|will))\b|[.!?,;:]|$)",
    re.IGNORECASE,
)


def named(question: str, said: Iterable[str]) -> str:
    """Return a question with the thing itself in the place of "it", where the latest words announced one."""
    if _POINTS.search(question) is None:
        return question
    thing = next((found["it"] for text in said if (found := _ANNOUNCED.search(text))), "")
    return _POINTS.sub(lambda asked: f"{asked['would']} {thing}", question) if thing else question
