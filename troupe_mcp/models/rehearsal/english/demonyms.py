"""People who are called by where they live, "Rotterdammers", "a Londoner": as "people in Rotterdam"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from troupe_mcp.models.rehearsal.lexicon import pools

_CALLED = re.compile(r"\b(?P<new>New )?(?P<word>[A-Z][a-zà-ü]{3,})\b")
_ENDING = r"(?:[mn]?ers?|n?ians?|an?s?|ns?|ites?|siders?)"
_AFTER_ONE = re.compile(r"(?: (?:who|with|aged|between|over|under|in|from|of|and|that|living|working)\b|[,.;:]|$)")
_ELSEWHERE = re.compile(r"(?: living| who live)? (?:in|from|near|at) [A-Z]")
_SHORTEST = 4
"""Letters of a place from which on people can be named after it."""


def without_demonyms(text: str) -> str:
    """Return a text that says where people live in place of what they are called for it."""
    return _CALLED.sub(lambda match: _said(match, text), text)


def _said(match: re.Match[str], text: str) -> str:
    place = _place_of(match["word"].lower())
    several = match["word"].endswith("s")
    before, after = text[: match.start()].split(), text[match.end() :]
    called = several or (before and before[-1].islower() and _AFTER_ONE.match(after))
    if not place or not called or before[-1:] in (["called"], ["named"]) or _ELSEWHERE.match(after):
        return match.group()
    return f"{'people' if several else 'person'} in {match['new'] or ''}{place}"


@lru_cache(maxsize=2000)
def _place_of(word: str) -> str:
    """Return the place after which people are called so; nothing where a word names the place itself, or none."""
    if word in _places():
        return ""
    if found := pools()["demonyms"].get(word.removesuffix("s")):
        return str(found)
    named = [place for place, stem in _places().items() if stem and re.fullmatch(f"(?:{place}|{stem}){_ENDING}", word)]
    if not named and word.endswith("s"):
        named = [place for place, stem in _places().items() if stem != place and f"{stem}s" == word]
    return max(named, key=len, default="").title()


@cache
def _places() -> dict[str, str]:
    """Return the towns and countries that are known, each with its stem; short ones have none."""
    listed = (place for entry in pools()["regions"].values() for place in (*entry["places"], *entry["others"]))
    return {place: place.rstrip("aeoy") if len(place) >= _SHORTEST else "" for place in listed}
