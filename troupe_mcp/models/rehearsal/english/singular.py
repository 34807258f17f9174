"""What is said of several, "who hate ads and skip them", as it is said of one of them."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.english.verbs import is_base, is_third

_WHO = re.compile(
    r"\bwho (?P<how>(?:\w+ly |all |often |never |always |already |also |still |now )?)(?P<verb>[a-z']+)(?P<rest>[^.;]*)"
)
_AND = re.compile(
    r"\b(?P<and>and|but) (?P<verb>[a-z']+)(?= (?:an?|the|too|their|on|in|at|to|for|with|about|every|up|never|no|more"
    r"|less|twice|once|short|used|not)\b)"
)


def of_one(text: str) -> str:
    """Return a description with what its people do as one of them does it."""
    return _WHO.sub(_singular, text)


def _singular(match: re.Match[str]) -> str:
    """Return "who hate ads and skip them" as it is said of one of them."""
    verb = third(match["verb"])
    rest = match["rest"]
    if verb:
        rest = _AND.sub(lambda more: f"{more['and']} {third(more['verb']) or more['verb']}", rest)
    return f"who {match['how'].replace('all ', '')}{verb or match['verb']}{rest}"


def third(verb: str) -> str:
    """Return what one of several does; nothing where the verb is said of one already."""
    irregular = {"have": "has", "are": "is", "do": "does", "don't": "doesn't", "go": "goes"}.get(verb, "")
    if irregular or not is_base(verb) or is_third(verb):
        return irregular
    stem = re.sub(r"([^aeiou])y$", r"\1ie", verb)
    return f"{stem}es" if stem.endswith(("s", "x", "ch", "sh", "z")) else f"{stem}s"
