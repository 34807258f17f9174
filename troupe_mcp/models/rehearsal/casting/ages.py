"""Between which ages the people are whom a description means: a range it gives, or that of whoever it names."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.casting.sketch import decade_in

_MEASURE = (
    r"(?!\s*(?:euros?|€|dollars?|\$|pounds?|£|%|percent|hours?|minutes?|o'?clock|am|pm|km|kilomet|miles?|employees"
    r"|people|square|kg|days?|weeks?|months?|times|per)\b)(?!\s*[€$£%])"
)
_RANGE = re.compile(
    r"\b(?:aged?|ages|between|from)?(?: the)?(?: ages?)?(?: of)? ?(?P<low>\d{2})\s*(?:-|–|to|and)\s*(?P<high>\d{2})\b"
    rf"{_MEASURE}(?: years?(?: old| of age)?\b)?",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:over|above|older than|at least) (\d{2})\b|\b(\d{2})\+")
_UNDER = re.compile(r"\b(?:under|below|younger than|at most|up to) (\d{2})\b")
_GROUPS = (
    (r"\bteen(?:age|agers?|s)\b", 14, 18),
    (r"\bstudents?\b|\bgen ?z\b|\bapprentices?\b", 18, 26),
    (r"\byoung professionals?\b", 24, 34),
    (r"\byoung (?:famil|parent|couple)", 25, 39),
    (r"\byoung\b", 20, 32),
    (r"\bmillennials?\b", 28, 44),
    (r"\bbab(?:y|ies)\b|\bnewborns?\b|\bfirst-time (?:mother|mum|mom|father|dad|parent)s?\b|\bpregnant\b", 24, 40),
    (
        r"\b(?:parent|mother|father|mum|mom|dad)s?\b|\bfamil(?:y|ies)\b|\bwith (?:small |young )?(?:children|kids)\b",
        27,
        49,
    ),
    (r"\bmiddle-aged\b", 42, 59),
    (
        r"\b(?<!year )(?<!years )old(?:er)? (?:people|folks?|adults|residents|neighbou?rs|couples|men|women|ladies)\b",
        65,
        82,
    ),
    (r"\b(?:retired|retirees?|pensioners?|seniors?|elderly|grand\w+)\b", 65, 82),
)
ANYBODY = (19, 76)
WORKING = (23, 64)


def ages_in(text: str, age: int, *, busy: bool) -> tuple[int, int]:
    """Return between which ages the people of a description are; those who have a trade are of working age."""
    if between := range_in(text):
        return between
    low, high = group_in(text) or (WORKING if busy else ANYBODY)
    over, under = _OVER.search(text), _UNDER.search(text)
    if over:
        low = int(over.group(1) or over.group(2))
        high = max(high, low + 20)
    if under:
        high = int(under.group(1))
        low = min(low, high - 10)
    return (age, age + 1) if age and not over and not under and re.search(rf"\b{age}\b", text) else (low, high)


def told_ages(text: str) -> tuple[int, int] | None:
    """Return between which ages a description says that people are in figures; nothing where it gives none."""
    told = range_in(text) or _OVER.search(text) or _UNDER.search(text)
    return ages_in(text, 0, busy=False) if told else None


def range_in(text: str) -> tuple[int, int] | None:
    """Return the ages that a description gives: "between 25 and 75", "in their thirties"."""
    if between := _RANGE.search(text):
        low, high = sorted((int(between["low"]), int(between["high"])))
        return low, high + 1
    decade = decade_in(text)
    return (decade[0], decade[1] + 1) if decade else None


def group_in(text: str) -> tuple[int, int] | None:
    """Return the ages of those whom a description names, e.g. of students; nothing where they may be of any age."""
    return next(((low, high) for pattern, low, high in _GROUPS if re.search(pattern, text, re.IGNORECASE)), None)


def without_range(text: str) -> str:
    """Return a text without the range of ages that it gives."""
    return _RANGE.sub(" ", text)


def ages_of(what: str, of_all: tuple[int, int], given: tuple[int, int] | None, *, busy: bool) -> tuple[int, int]:
    """Return between which ages one kind of people among others is, within what is said of them all."""
    low, high = range_in(what) or group_in(what) or (WORKING if busy else of_all)
    if given and max(low, given[0]) < min(high, given[1]):
        return max(low, given[0]), min(high, given[1])
    return given or (low, high)


def retired_in(what: str) -> bool:
    """Return whether somebody is called retired."""
    return re.search(r"\b(?:retired|retiree|pensioner|senior)\b", what) is not None
