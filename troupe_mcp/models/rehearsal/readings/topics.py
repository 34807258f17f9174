"""Taking expectations apart: into single claims, and a claim into the matter that it is about."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import concepts, keys, lowered, plain_words

_HELD = re.compile(
    (
        r"^(?:[A-Z][\w'’-]+|he|she|they)(?: [A-Z][\w'’-]+)?\s+(?:holds|thinks|believes"
        r"|says|feels|is convinced)(?: that)?:?\s+"
    ),
    re.IGNORECASE,
)
_EMPTY = (
    "he",
    "she",
    "they",
    "nobody",
    "things",
    "it",
    "there",
    "people",
    "everyone",
    "who",
    "you",
    "i",
    "his",
    "her",
    "their",
)


_DOES = (
    r"(?:is|has|does|likes|loves|hates|dislikes|lives|works|wants|thinks|believes|knows|enjoys|prefers|values|trusts"
    r"|owns|speaks|doesn['’]t|isn['’]t|hasn['’]t)"
)
"""A verb that begins what else somebody is expected to be or do; a comma before other words is inside one claim."""


def claims_in(expectations: str) -> list[str]:
    """Return the single claims of a text of expectations."""
    found: list[str] = []
    for sentence in sentences(re.sub(r"^\s*(?:[-*•]|\d+[.)])\s*", "", expectations, flags=re.MULTILINE)):
        parts = re.split(
            (
                r"\s*;\s*|,?\s+(?:and|but)\s+(?=(?:(?:never|always)\s+)?(?:is|has|does|[a-z]+s|likes?|dislikes?|wants?"
                r"|works?|would|thinks?|believes?|prefers?|hates?|lives?|spends?"
                r"|speaks?|he|she|they)\b)|,\s+(?=(?:(?:he|she|they|never|always)\s+)*" + _DOES + r"\b)"
            ),
            bare(sentence),
        )
        found.extend(piece for part in parts for piece in _listed(part.strip()) if len(plain_words(piece)) >= 2)
    return found


_IS = re.compile(r"^(?P<who>(?:[\w.’'-]+ ){0,4}?(?:is|was|are)) (?P<what>.+)$")
_JOINED = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_VERB = re.compile(
    r"\b(?:is|are|was|has|have|does|do|doesn't|don't|likes?|loves?|hates?|dislikes?|lives?|works?|wants?|thinks?|believes?"
    r"|holds|says|knows?|never|always|enjoys?|prefers?|values?|trusts?|owns?|would|will|can|should|speaks?)\b",
    re.IGNORECASE,
)
_PIECE = 5
"""So many words may stand in one thing that somebody is, where several are listed."""


def _listed(part: str) -> list[str]:
    """Return the single claims of a list of what somebody is: "She is a nurse, patient and German" makes three."""
    found = _IS.match(part)
    what = found["what"] if found else "" if _VERB.search(part) else part
    pieces = [piece.strip() for piece in _JOINED.split(what) if piece.strip()]
    if len(pieces) < 2 or any(_belongs(piece) for piece in pieces):
        return [part]
    return [f"{found['who'] if found else 'is'} {piece}" for piece in pieces]


_NARROWS = re.compile(
    r"(?:but|though|although|yet|even|except|only|not|unless|if|when|or|because|while)\b", re.IGNORECASE
)


def _belongs(piece: str) -> bool:
    """Return whether a piece is no thing of a list: a clause, or what narrows the words before it."""
    return len(piece.split()) > _PIECE or _VERB.search(piece) is not None or _NARROWS.match(piece) is not None


def topic_of(claim: str) -> str:
    """Return the matter of a claim: its subject, else its first telling noun, never its judgement."""
    subject = re.split(
        (
            r"\s+(?:is|are|was|were|should|must|can|could|will|would|has|have|needs?|deserves?"
            r"|don't|do|doesn't|does|that|who|which|can't|shouldn't)\b"
        ),
        _HELD.sub("", bare(claim)),
        maxsplit=1,
    )[0]
    subject = re.sub(r"^(?:all|most|every|good|many|the|some)\s+", "", subject, flags=re.IGNORECASE)
    single = re.match(r"^an?\s+([a-z]+)$", subject, re.IGNORECASE)
    if single:
        return single.group(1) + ("" if single.group(1).endswith("s") else "s")
    if (
        0 < len(subject.split()) <= 4
        and subject != bare(claim)
        and keys(subject)
        and plain_words(subject)[0] not in _EMPTY
    ):
        return lowered(subject)
    judging = (
        "good",
        "bad",
        "important",
        "free",
        "banned",
        "wrong",
        "right",
        "better",
        "worse",
        "trust",
        "believ",
        "think",
        "should",
        "like",
        "hate",
        "love",
        "dislike",
        "support",
        "oppos",
        "lying",
        "fair",
        "essential",
        "tax",
        "person",
        "always",
        "too",
    )
    named = [word for word in plain_words(claim) if keys(word) and keys(word)[0] not in judging and word not in judging]
    nouns = [word for word in named if concepts(word)] or named
    return nouns[-1] if nouns else ""
