"""Remarks: what somebody is on record with on the asker's own thing, "I love the reminders", and its plain tone.

A remark bears on "our app" and the like, whatever words it has; of any other thing asked it must name that thing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_KEPT = re.compile(
    r"opinion|review|feedback|comment|remark|verdict|impression|testimonial|experience_with|verbatim|nps_reason",
    re.IGNORECASE,
)
_THING = (
    r"(?:app|product|service|software|tool|platform|web ?site|site|shop|store|brand|plan|subscription|course|programme"
    r"|program|hotel|restaurant|cafe|clinic|bank|offer|support|game|device|newsletter|magazine|system|portal|company|gym)"
)
_OURS = re.compile(
    rf"\b(?:our (?!new\b|next\b|planned\b|upcoming\b)(?:\w+ )?{_THING}|(?:the|this) {_THING}"
    r"|(?:recommend|rate|like|with) us|(?:recommend|rate|satisfied with|happy with|keep using) (?-i:[A-Z])\w*)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?:(?:our|this|your) (?=[a-z])|the (?={_THING}\b))(?P<thing>[a-z]+)\b", re.IGNORECASE)
_GOOD = re.compile(
    r"\b(?:recommend(?:ed|s|ing)?|loves?|loved|likes?|liked|enjoy\w*|great|good|excellent|fantastic|wonderful|amazing"
    r"|awesome|perfect\w*|helpful|helps|helped|useful|easy|reliable|best|brilliant|superb|satisfied|happy|pleased"
    r"|delighted|worth (?:it|every|the)|saves?|saved|five stars|fast|intuitive|favou?rite|thankful)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:bugs?|buggy|crash\w*|hates?|hated|dislikes?|disliked|bad|badly|terrible|awful|horrible|worst|useless|slow"
    r"|broken|breaks?|annoy\w*|frustrat\w*|disappoint\w*|confus\w*|complicated|clumsy|expensive|overpriced|unreliable"
    r"|poor|poorly|dissatisfied|unhappy|cancel(?:led|ed|ling)?|waste|rubbish|rip-?off|fails?|failed|errors?|problems?"
    r"|difficult|hard to|rude|never works|gave up|regret\w*|pointless|unusable|ugly|too dear|never again)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|never|no|hardly|nothing|without|(?:don|doesn|didn|isn|wasn|wouldn|won|can|couldn)['’]?t)"
    r"(?: (?:a|an|any|at all|really|very|be|been|would|to|have|even))*\s+$",
    re.IGNORECASE,
)
_BEFORE = 60
"""How far before a word that it denies a "not" may stand."""


def tone_of(text: str) -> int:
    """Return how plainly good (above 0) or bad (below 0) a text speaks, counted in words; 0 for neither or both."""
    found = [(1, match) for match in _GOOD.finditer(text)] + [(-1, match) for match in _BAD.finditer(text)]
    return sum(
        -sign if _NOT.search(text[max(0, match.start() - _BEFORE) : match.start()]) else sign for sign, match in found
    )


def remark_on(person: Portrait, question: str) -> tuple[int, Fact | None]:
    """Return the sign of what somebody is on record with on the thing asked, and the remark; 0 where there is none.

    To a question that asks for the bad, "how annoying is our app", a good remark is a no.
    """
    asked = -1 if tone_of(_OURS.sub(" ", question)) < 0 else 1
    ours = _OURS.search(question) is not None
    things = _named(question)
    if not (ours or things):
        return 0, None
    toned = [(tone_of(fact.source), fact) for fact in person.facts if _bears(fact, things, ours=ours)]
    tone, fact = max(toned, key=lambda pair: abs(pair[0]), default=(0, None))
    if not tone or fact is None:
        return 0, None
    return asked * (1 if tone > 0 else -1), replace(fact, said=_worded(fact))


def _bears(fact: Fact, things: frozenset[str], *, ours: bool) -> bool:
    return bool(ours and _KEPT.search(fact.about)) or not things.isdisjoint(_named(fact.source))


@lru_cache(maxsize=4096)
def _named(text: str) -> frozenset[str]:
    """Return the keys of the things that a text names as somebody's own."""
    return frozenset(key for match in _NAMED.finditer(text) for key in keys(match["thing"]))


def _worded(fact: Fact) -> str:
    """Return a remark as it was made: of "crashes all the time" the thing is meant, not its speaker."""
    own = re.search(r"\b(?:I|you|my|your|me|we|our)\b|\b(?:I|[Yy]ou)['’]", fact.source)
    return fact.said if own else fact.source.rstrip(".")
