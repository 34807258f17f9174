"""What somebody is called in a word, "a frugal widow", "picky"; poor eyesight makes nobody poor."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.english.words import plain_words
from troupe_mcp.models.rehearsal.lexicon import pools
from troupe_mcp.models.rehearsal.person.livelihood import PERSONS, all_titles

_CLAUSE = re.compile(r"[,.;:()]|\b(?:who|whose|with|and|but|or|in|from|about|of|to|for|on)\b")
_AT = re.compile(r"^\s*(?:at|in)\b")
_GROUPS = ("people", "men", "women", "families", "household", "households", "children", "student", "students")


def qualities_in(text: str) -> tuple[str, ...]:
    """Return the words by which a text calls somebody something that a life follows from."""
    listed = "|".join(re.escape(word) for quality in pools()["qualities"] for word in quality["words"])
    found = (
        match.group().lower()
        for match in re.finditer(rf"\b(?:{listed})\b", text, re.IGNORECASE)
        if _of_somebody(text[match.end() :])
    )
    return tuple(dict.fromkeys(found))


def _of_somebody(rest: str) -> bool:
    """Return whether a word before this rest is said of a person: nothing follows it, or who they are."""
    if _AT.match(rest):
        return False
    following = plain_words(_CLAUSE.split(rest.replace("-", " "), maxsplit=1)[0])
    heads = {title.split()[-1].lower() for title in all_titles()}
    return not following or any(
        word in _GROUPS or word.removesuffix("s") in PERSONS or word in heads or word.removesuffix("s") in heads
        for word in following
    )
