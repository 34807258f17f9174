"""What an option is called in talk: "the hut", "the night train", and only where it has no such name "Ad 2"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.lexicon import words

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.offers.layouts import Option

_CUT = re.compile(
    r"\s+(?:with|for|in|of|that|which|from|at|on|by|given|above|under|over|to|without|and|or|beside|behind|near|who|is|are"
    r"|where|when|round|made|into|than|like|you|your|our|we|ready|every|each|once|always)\b|[,;:(.!?\n–—]|\s-\s",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:an?|the|one|your|our)\s+", re.IGNORECASE)
_NO_NAME = re.compile(
    r"^(?:everything|anything|nothing|something|all|no|never|more|less|every|each|why|how|what|when|where|who|i|we|you|it"
    r"|this|that|these|there|not|just|only|now|once|last|first|so|too|for|with|in|on|at|to|from|and|or|be|is|are|do|don't"
    r"|let|make|made|get|go|come|up|as|if|almost|always|simply|\w+ing|\w+ly|\d\S*|one|two|three|four|five|six|seven|ten|week\w*|days?|nights?|hours?|years?|months?|piece|pair|set|lot|way|chance|part|kind|sort|thing|time)$",
    re.IGNORECASE,
)
_SMALL = ("the", "a", "an", "of", "and", "for", "to", "in", "on", "by", "at", "with", "round", "your")
_CLASS = re.compile(
    r"\b(hotel|train|bank|farm|phone|box|gym|app|card|hut|lodge|cabin|camp|ship|ferry|bus|drill|saw|mower|bike|bicycle|car"
    r"|van|watch|lamp|radio|kettle|fridge|oven|kitchen|garden|club|school|course|newspaper|magazine|insurance|loan|island"
    r"|house|flat|studio|apartment|tent|boat|coach|market|basket|crate|pool|library|clinic|studio|workshop|toolbox)\b",
    re.IGNORECASE,
)
_LONGEST, _HEAD = 3, 8


@lru_cache(maxsize=2000)
def names(options: tuple[Option, ...]) -> tuple[str, ...]:
    """Return what each option is called by its content, empty where nothing tells it from the others."""
    found = [_class_of(option, options) or _name(option) for option in options]
    last = [name.split()[-1].lower() if name else "" for name in found]
    return tuple(name if name and last.count(end) == 1 else "" for name, end in zip(found, last, strict=True))


def parts_of(option: Option) -> tuple[str, str]:
    """Return the head of an option and what it says after that: "Wordsmith. One puzzle a day." has both in a line."""
    head, body = option.title, option.text.removeprefix(option.title)
    first, _, rest = head.partition(". ") if ". " in head else head.partition(": ")
    if len(rest.split()) > 2 and len(first.split()) <= _HEAD:
        return first, f"{rest}{body}"
    return head, body


def _name(option: Option) -> str:
    """Return the short name in a title: a proper one as it stands, a common one with its article."""
    title = parts_of(option)[0].strip(" \"'“”.!?")
    parts = title.split()
    if not option.label or option.quoted or not parts or re.search(r"[.!?;]\s", title):
        return ""
    if len(parts) == 1 and parts_of(option)[1].strip(" .") and parts[0][:1].isupper() and not _says(parts[0]):
        return title if not _CLASS.fullmatch(title) else ""
    capitals = [part for part in parts if part.lower() not in _SMALL]
    if len(parts) > 1 and all(part[:1].isupper() or not part[:1].isalpha() for part in capitals):
        return title if len(parts) <= _LONGEST + 1 and not (len(parts) > 2 and _says(parts[0])) else ""
    short = _CUT.split(_ARTICLE.sub("", title), maxsplit=1)[0].split()
    if not short or len(short) > _LONGEST or _NO_NAME.match(short[0]) or _NO_NAME.match(short[-1]):
        return ""
    common = " ".join(short)
    given = _ARTICLE.match(title) is not None
    if not given and (_says(short[0]) or (len(short) == 1 and not _CLASS.fullmatch(common))):
        return ""
    named = any(part[:1].isupper() for part in short[1:]) or common[:2].isupper()
    return f"the {common}" if named else f"the {common[0].lower()}{common[1:]}"


def _class_of(option: Option, options: tuple[Option, ...]) -> str:
    """Return "the hotel" for "Grand Hotel Aurora", where no other option is one."""
    head = parts_of(option)[0]
    title = head.split()
    proper = 1 < len(title) <= _LONGEST + 1 and all(part[:1].isupper() for part in title if part not in _SMALL)
    match = _CLASS.search(head) if proper and option.label and not option.quoted else None
    if match is None or match.group().lower() == option.kind.lower():
        return ""
    same = [other for other in options if re.search(rf"\b{match.group()}", other.text, re.IGNORECASE)]
    return f"the {match.group().lower()}" if len(same) == 1 else ""


def _says(word: str) -> bool:
    """Return whether a title begins with a verb, as a slogan does."""
    low, known = word.lower(), words()
    return known.has("verbs", low) and not known.has("nounish", low)
