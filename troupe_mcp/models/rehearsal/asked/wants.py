"""What a question to a room wants: a trouble, something of a life, a value, a price, a view; and what it is about."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.intents import fields_of
from troupe_mcp.models.rehearsal.life.situations import asked_in
from troupe_mcp.models.rehearsal.matters.criteria import subject_of
from troupe_mcp.models.rehearsal.matters.grounds import grounds_of

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment

_OF_A_LIFE = re.compile(
    r"^\W*(?:who|whom|when|where|how(?! (?:should|(?:do|would|did) you (?:all |each )?(?:feel|see)))"
    r"|what (?:do|did|have) you(?! (?:all |each )?(?:think|make|say|want|expect|feel|believe|miss)))\b",
    re.IGNORECASE,
)
"""A question for something that happened or is done, which no conviction answers."""
_NAMES = re.compile(
    r"^\W*(?:what|who|whom|which|why|when|where|how|tell|describe|name)\b"
    r"(?! (?:do|would|did) you (?:all |each )?(?:think|make|say|feel)"
    r"|(?:'s| is| are) your (?:opinion|view|take|stance))",
    re.IGNORECASE,
)
"""A question for something, not for a yes, a no or a view."""
_OWN = re.compile(
    r"^\W*(?:(?:so|and|but),? )?(?:would|do|did|have|are|were|will|can) you\b"
    r"(?! (?:\w+ )?(?:think|agree|believe|support|say|find|consider|feel|see)\b)",
    re.IGNORECASE,
)
_SAID = re.compile(r"\bwhat would you (?:say|tell|ask)\b", re.IGNORECASE)
_COMPLAINT = re.compile(
    r"\b(?:wast\w+|goes wrong|go wrong for you|bothers?|annoys?|argue about|complain\w*|slows? you|hardest"
    r"|keeps you up|spoils?|hate|can't stand|do you miss|what would you (?:change|improve)|easier|(?:is|'s) missing)\b",
    re.IGNORECASE,
)
_FELT = re.compile(r"\b(?:notice|feel|hits?|concerns?|touch(?:es)?|affects?)\b", re.IGNORECASE)
_VALUED = re.compile(r"^\W*what (?:makes|is) an? (?:\w+ )?(?:good|bad|perfect|ideal)\b", re.IGNORECASE)
_PAY = re.compile(
    r"\bwould you (?:\w+ )?(?:pay|buy|spend|order|get|subscribe"
    r"|(?:use|want|try|like|have|take) (?:it|this|that|one|such)\b)",
    re.IGNORECASE,
)
_DEAR = re.compile(
    r"\b(?:never (?:save|skimp|economi[sz]e|cut (?:back|down)) on|never give up|(?:live|do|be|go) without)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:it|this|that|there)\b", re.IGNORECASE)


@lru_cache(maxsize=5000)
def is_complaint(question: str) -> bool:
    """Return whether a question wants a trouble told."""
    return "trouble" in fields_of(question) or _COMPLAINT.search(question) is not None


def is_of_a_life(question: str) -> bool:
    """Return whether a question wants what happened or is done, which no conviction answers."""
    return _OF_A_LIFE.match(question) is not None


def is_felt(question: str) -> bool:
    """Return whether a question wants to know where something is felt."""
    return _FELT.search(question) is not None


def names_a_thing(question: str) -> bool:
    """Return whether a question is for something rather than for a yes, a no or a view."""
    return _NAMES.match(question) is not None or _SAID.search(question) is not None


def is_of_everybody(question: str) -> bool:
    """Return whether a question asks for a view of a matter that concerns everybody, not for something of one's own."""
    own = _OWN.match(question) or is_complaint(question) or is_of_a_life(question)
    return not own and not names_a_thing(question)


def is_of_worth(question: str) -> bool:
    """Return whether a question wants to know what makes somebody or something good."""
    return _VALUED.match(question) is not None


def is_of_a_price(question: str) -> bool:
    """Return whether a question is about buying: what one holds of other things doesn't answer it."""
    return _PAY.search(question) is not None


def is_of_what_is_dear(question: str) -> bool:
    """Return whether a question wants what somebody would never do without."""
    return _DEAR.search(question) is not None


def matter_of(moment: Moment) -> str:
    """Return what a question from outside is about, with what the talk was opened with where it names nothing."""
    asked = moment.asked
    if asked_in(asked) or grounds_of(asked) or (not _BACK.search(asked) and (fields_of(asked) or subject_of(asked))):
        return asked
    around = moment.text
    return around if asked_in(around) or grounds_of(around) else " ".join([*moment.shown[-3:-1], around])
