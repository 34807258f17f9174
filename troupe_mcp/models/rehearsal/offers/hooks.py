"""The one phrase of an offer that somebody quotes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys, light, plain_words, stem
from troupe_mcp.models.rehearsal.person.needs import leanings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.offers.options import Option

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


_LINES = re.compile(
    r"\b(?:slogans?|headlines?|tag ?lines?|strap ?lines?|catch ?phrases?|mottos?|claims?|brand names?|names? for)\b",
    re.IGNORECASE,
)


def is_line(option: Option, asked: str) -> bool:
    """Return whether an option is nothing but its words, as a slogan or a name is, which no life decides."""
    bare = len(option.text.split()) <= len(option.title.split()) + 2
    return bare and (option.quoted or _LINES.search(f"{option.kind} {asked}") is not None)


@lru_cache(maxsize=5000)
def telling(line: str, others: str) -> tuple[str, ...]:
    """Return the phrases of a line that the others don't have, else its words: "at your door", "stone"."""
    whole = line.strip(" \"“”'‘’.!?")
    known = (*keys(others), *light())
    parts = [part for clause in _CLAUSE.findall(line) for part in _joined(_CUTS.split(clause.strip(" \"“”'‘’")))]
    words = _WORD.findall(line)
    told = [[part for part in listed if any(key not in known for key in keys(part))] for listed in (parts, words)]
    longer = [part for part in parts if " " in part]
    for found in (*told, longer):
        fitting = [part for part in found if part != whole and len(part.split()) <= LONGEST]
        if fitting:
            return tuple(fitting)
    return ()


def _joined(cuts: Sequence[str]) -> list[str]:
    """Return the parts of a clause, each with what follows it and says nothing alone: "at your door by 6"."""
    parts: list[str] = []
    for cut in cuts:
        if parts and not keys(cut):
            parts[-1] = f"{parts[-1]} {cut}"
        else:
            parts.append(cut)
    return [_LED.sub("", part) for part in parts]


_CUTS = re.compile(rf"{_PARTS.pattern}|\s+(?=(?:without|like|before|than)\b)", re.IGNORECASE)
_LED = re.compile(r"^(?:and|or|but|that|which|who|so)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W_]+)*")


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
