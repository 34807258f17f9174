"""The one phrase of an offer that somebody quotes."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.needs import leanings
from troupe_mcp.models.rehearsal.words import plain_words, stem

LONGEST = 5
_CLAUSE = re.compile(r"(?:[^.!?;:,\n()|–—-]|(?<=\w)-(?=\w))+")
_PARTS = re.compile(
    r"\s+(?=(?:and|or|but|that|which|who|with|for|in|of|on|at|by|to|from|when|where|under|over|every|since|before|after|until|while|because)\b)",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\bfrom \w+\s*$", re.IGNORECASE)
_LEADS = ("and", "or", "but", "of", "to", "is", "that", "which", "are", "it", "who")
_TRAILS = (
    "the", "a", "an", "of", "and", "to", "for", "with", "in", "or", "your", "is", "on", "at", "by", "every", "no",
    "from", "that", "our", "my", "are", "we", "you", "who", "it",
)  # fmt: skip


@lru_cache(maxsize=5000)
def hook_of(text: str, met: str) -> str:
    """Return the phrase of a text, at most five words, that holds the stem or the need that was met."""
    place = _place(text, met)
    if place is None:
        return ""
    for clause in _CLAUSE.finditer(text):
        if clause.start() <= place[0] < clause.end():
            return _within(text, clause.start(), clause.end(), place)
    return ""


def parts_span(before: str, after: str) -> bool:
    """Return whether a cut would part "from Monday to Friday": nobody quotes the first half alone."""
    return _SPAN.search(before) is not None and re.match(r"\s*to\b", after) is not None


def phrases(text: str, longest: int = LONGEST) -> list[str]:
    """Return the clauses of a text that are short enough to be quoted."""
    clauses = [clause.group().strip(" \"“”'*_#-") for clause in _CLAUSE.finditer(text)]
    return [clause for clause in clauses if 2 <= len(clause.split()) <= longest]


def _place(text: str, met: str) -> tuple[int, int] | None:
    needed = [lean for fine in (False, True) for lean in leanings(text, offer=True, fine=fine) if lean.need == met]
    if needed:
        total = sum(lean.value for lean in needed)
        first = next((lean for lean in needed if lean.value * total > 0), needed[0])
        return first.start, first.end
    for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", text):
        if stem(plain_words(match.group())[0]) == met:
            return match.span()
    return None


def _within(text: str, start: int, end: int, place: tuple[int, int]) -> str:
    """Return the parts of a clause around a place: as many whole ones as the length allows."""
    cuts = [start, *(start + cut.end() for cut in _PARTS.finditer(text[start:end])), end]
    cuts = [cut for cut in cuts if not parts_span(text[start:cut], text[cut:])]
    first = max(n for n, cut in enumerate(cuts[:-1]) if cut <= place[0])
    last = first + 1
    while last < len(cuts) - 1 and cuts[last] < place[1]:
        last += 1
    while last < len(cuts) - 1 and len(text[cuts[first] : cuts[last + 1]].split()) <= LONGEST:
        last += 1
    while first > 0 and len(text[cuts[first - 1] : cuts[last]].split()) <= LONGEST:
        first -= 1
    if len(text[cuts[first] : cuts[last]].split()) < 2:
        first, last = max(0, first - 1), min(len(cuts) - 1, last + 1)
    words = text[cuts[first] : cuts[last]].split()
    if len(words) > LONGEST:
        before = len(text[cuts[first] : place[0]].split())
        head = max(0, min(before - 1, len(words) - LONGEST))
        words = words[head : head + LONGEST]
    while len(words) > 1 and words[-1].lower() in _TRAILS:
        words = words[:-1]
    while len(words) > 1 and words[0].lower() in _LEADS:
        words = words[1:]
    return " ".join(words).strip("\"“”'‘’*_# ")
