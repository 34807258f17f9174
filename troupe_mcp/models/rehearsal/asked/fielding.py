"""Which fields of the own life a question asks for; none where it asks for a view of the world."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.life.particulars import particular_of

_YOURS = re.compile(r"\byour\b|\byou (?:do|have|own|live|work|earn|spend|eat|sleep|drive|go|wake|get)\b", re.IGNORECASE)
_STANCE_FIRST = re.compile(
    (
        r"^\W*(?:should|do you (?:think|agree|believe|trust (?!your\b))|is it|are you (?:for|against)"
        r"|would you|what do you think|how do you see (?!your)|what(?:'s| is) your (?:opinion|view)|agree or)"
    ),
    re.IGNORECASE,
)
_VIEW_FIRST = re.compile(
    r"^\W*(?:should|do you (?:think|agree|believe|support)|is it|are you (?:for|against)|what do you think"
    r"|how do you see|what(?:'s| is) your (?:opinion|view)|how do you feel about)\b(?! your\b)",
    re.IGNORECASE,
)
_CONFIDES = re.compile(
    r"\b(?:have|put|place) (?:any |much |some |a lot of )?(?:faith|confidence|trust) in\b(?! god\b| your(?:self)?\b)",
    re.IGNORECASE,
)
"""Asked for by these words, a view of the world names one's own country or town only by the way."""
_WHAT_FIELD = re.compile(
    (
        r"^\W*(?:what|who|where|when|how)\b(?! (?:do|would|did) you (?:all |each )?(?:think"
        r"|make|say|feel|see)|(?:'s| is| are) your (?:\w+ )?(?:opinion|view|take|stance))"
    ),
    re.IGNORECASE,
)


@lru_cache(maxsize=5000)
def own_fields(question: str) -> tuple[str, ...]:
    """Return the fields of the own life that a question asks for; none where it asks for a view of the world."""
    fields = () if _CONFIDES.search(question) else intents.fields_of(question)
    if fields[:2] == ("skill", "work"):
        return fields[:1]  # what one is good at in a job is no description of it
    if intents.idiom_of(question) and not _VIEW_FIRST.match(question):
        return fields
    view = intents.asks_opinion(question) and not _WHAT_FIELD.match(question)
    if fields and not (view and (_STANCE_FIRST.match(question) or not _YOURS.search(question))):
        return fields
    own = (
        intents.asks_own_life(question)
        and not _CONFIDES.search(question)
        and (not view or particular_of(question) is not None)
    )
    return ("own",) if own and not fields else ()
