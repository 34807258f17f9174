"""What is said for a thing and against it: sentence by sentence, with the sign that its words give it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import faint, keys, normal, plain_words, shared
from troupe_mcp.models.rehearsal.matters.consents import finds_dear, says
from troupe_mcp.models.rehearsal.offers.lures import lures
from troupe_mcp.models.rehearsal.offers.objections import is_objection
from troupe_mcp.models.rehearsal.readings.answered import is_courtesy
from troupe_mcp.models.rehearsal.voice.wordings import begins, closing

if TYPE_CHECKING:
    from collections.abc import Sequence

_BARE = 2
"""So few words are a mere yes or no, and say nothing of a thing."""
_POINTS = re.compile(
    r"^\W*(?:and |but |oh,? )?(?:that|there|one|you)\b"
    r"|\bthe (?:whole|idea|thing|offer|plan|price|look|sound|taste|word)s?\b|\b(?:it|this|they|them|these)\b",
    re.IGNORECASE,
)


def merits(text: str, sign: int, matter: Sequence[str] = ()) -> list[tuple[Any, str]]:
    """Return the sentences of a line that speak for a thing, or with -1 against it.

    One that has only words of praise or blame must point to the thing or have a word of the `matter`.
    """
    telling = tuple(key for key in matter if key not in faint())
    parts = sentences(text)
    found = [part for part in parts[: closing(parts)] if _bears(part, sign, telling)]
    weighty = [part for part in found if not _MERE.search(part)]
    return [(_content(part), part) for part in weighty or found]


def _bears(part: str, sign: int, telling: tuple[str, ...]) -> bool:
    if says("own", part) or _BACK.search(part) or is_courtesy(part):
        return False
    if plainly := _plainly(part):
        return plainly == sign
    return _in_words_of(part) == sign and bool(_POINTS.search(part) or shared(keys(part), telling))


_MERE = re.compile(
    r"^\W*(?:out of the question|no way|i say no|a loud no|not interested|certainly not|never|who takes a thing\b.*"
    r"|you want to hear no|i would send it home|i'd leave it|it's not for me|that's a no|not for me)\W*$",
    re.IGNORECASE,
)
"""A refusal that gives no ground, beside which the ground is what was said."""
_BACK = re.compile(r"^\W*(?:who|what|you|where|how)\b.*\?$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:main|my|one|the only|first|dealbreaker|instant no|what|point|against|i'd (?:turn|say)"
    r"|i would decline|a loud no|no)\b"
    r"[^:.]{0,40}):\s+(?=\S+ )",
    re.IGNORECASE,
)
"""What leads to an objection and is none of it."""


def _content(part: str) -> str:
    return _LEAD.sub("", bare(part))


def _plainly(sentence: str) -> int:
    """Return the sign of what can only be said of an offer: its price, a thing often held against it, a refusal."""
    if finds_dear(sentence) or is_objection(sentence) or normal(sentence) in _wordings("shun", "lack"):
        return -1
    if begins(sentence, ("refuse",)):
        return -1
    if len(plain_words(sentence)) > _BARE and says("no", sentence):
        return -1
    return 1 if says("cheap", sentence) or normal(sentence) in _wordings("want") else 0


def _in_words_of(sentence: str) -> int:
    if says("against", sentence):
        return -1
    return 1 if says("for", sentence) and not sentence.endswith("?") else 0


@cache
def _wordings(*kinds: str) -> dict[str, None]:
    """Return what is said for or against all that an offer may bring."""
    return {normal(said): None for lure in lures().values() for kind in kinds for said in getattr(lure, kind)}
