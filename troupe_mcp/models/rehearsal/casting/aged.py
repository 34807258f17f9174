"""The ways in which an age is written, "a nurse of 34", "(36)", "turned fifty", as the one that is read: ", 34,"."""

from __future__ import annotations

import re
from functools import cache

from troupe_mcp.models.rehearsal.lexicon import describing

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELLED = re.compile(rf"\b(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)}))?|{'|'.join(_TEENS)})\b", re.IGNORECASE)
_YEARS = re.compile(rf"{_SPELLED.pattern}(?=[- ]years?[- ]old\b| years old\b)", re.IGNORECASE)
_END = r"(?=[,.;:]|$| (?:who|whose|with|in|from|at|near|and|but|living|working)\b)"
_AFTER = re.compile(
    rf"(?P<before>\b(?:aged?|turn(?:ed|s|ing)|is|(?P<noun>[a-z]+) of) |, )(?P<age>{_SPELLED.pattern}){_END}",
    re.IGNORECASE,
)
_OF = re.compile(rf"\b(?P<noun>[a-z][\w'-]*),? of (?P<age>\d{{2}}){_END}", re.IGNORECASE)
_TURNED = re.compile(
    r"(?:,? who)? (?:has |is |just |recently |soon )*turn(?P<how>ed|s|ing) (?P<age>\d{2})"
    r"(?: (?:last|this|next) \w+| recently| in [A-Z][a-z]+| soon| today)?(?=[,.;]|$| and\b)"
)
_ROUGHLY = re.compile(
    r"(?P<before>^|, |\bis |\baged )"
    r"(?:about|around|roughly|nearly|almost|approaching|pushing|just (?:over|under|past)) "
    r"(?P<age>\d{2})(?=[,.;]|$| who\b| years?\b)"
)
_ALONE = re.compile(r"(?P<before>^|, )(?P<age>\d{2}) years?(?=[,.;]|$)")
_LETTER = re.compile(r"(?<![\w€$£])(?:(?P<age>\d{2}) ?/? ?(?P<sex>[fmFM])|(?P<before>[FM])(?P<later>\d{2}))(?=[,.;]|$)")
_BRACKETS = re.compile(r"\s*\((?:aged? )?(\d{2})\)(?=(,)?)")
_DASHED = re.compile(r"^\W*(\d{2})\s+[–—-]\s+")


def as_aged(text: str) -> str:
    """Return a text with each age of somebody in figures, between commas or before "years old"."""
    plain = _YEARS.sub(lambda found: _figures(found.group()), text)
    plain = _AFTER.sub(_spelled, plain)
    plain = _BRACKETS.sub(lambda found: f", {found[1]}{'' if found[2] else ','}", plain)
    plain = _LETTER.sub(_lettered, plain)
    plain = _TURNED.sub(lambda found: f", {int(found['age']) - (found['how'] == 'ing')},", plain)
    plain = _ROUGHLY.sub(lambda found: f"{found['before']}{found['age']}", plain)
    plain = _ALONE.sub(lambda found: f"{found['before']}{found['age']}", plain)
    plain = _OF.sub(_noted, plain)
    return re.sub(r",\s*(?=[,.;]|$)", "", _DASHED.sub(r"\1, ", plain)).lstrip(" ,")


def _noted(match: re.Match[str]) -> str:
    """Return "a nurse, 34," of "a nurse of 34"; of a team of 34 nobody is 34."""
    if match["noun"].lower() in _gatherings():
        return match.group()
    return (
        f"{match['noun']}, {match['age']}{'' if match.string[match.end() :][:1] in {'', ',', '.', ';', ':'} else ','}"
    )


def _spelled(match: re.Match[str]) -> str:
    if match["noun"] and match["noun"].lower() in _gatherings():
        return match.group()
    return f"{match['before']}{_figures(match['age'])}"


def _lettered(match: re.Match[str]) -> str:
    sex = (match["sex"] or match["before"]).lower()
    return f"{match['age'] or match['later']}, {'female' if sex == 'f' else 'male'}"


def _figures(spelled: str) -> str:
    first, _, rest = spelled.lower().replace("-", " ").partition(" ")
    if first in _TEENS:
        return str(13 + _TEENS.index(first))
    return str(20 + 10 * _TENS.index(first) + (1 + _ONES.index(rest) if rest else 0))


@cache
def _gatherings() -> frozenset[str]:
    return frozenset(describing()["gatherings"].split())
