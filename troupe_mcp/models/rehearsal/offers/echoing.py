"""Taking an offer at its own words: what one would do there, what it leaves out, a thing that it names."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.words import capital, plain_words
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.offers.hooks import parts_span

_LONGEST = 5
_CLAUSE = re.compile(r"(?:[^.!?;:,\n()\"“”|–—])+")
_OF_OTHERS = re.compile(
    r"\b(?:we|our|us|i|my|me|they|their|its|it's|he|she|this|that|who|which|yourself|ours)\b|\d", re.IGNORECASE
)
_OF_HEARER = re.compile(r"\b(?:your?|it|them)\b", re.IGNORECASE)
_YOU = re.compile(
    r"^(?:and |then |here )?you(?:'ll| can| may| will| get to)? (?!are\b|have\b|were\b|'re|can't|don't|won't)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\w+ (?:(?:the|an?|your|any|every|all|it|them|in|on|to|up|with|at|out|away|and|off|down|back|home|as|for|from)\b"
    r"|(?!is\b|was\b)\w+s\b)",
    re.IGNORECASE,
)
"""A verb and what it is about to take: an order, and no thing that is called like a deed."""
_NOUNS = (
    "last", "live",
    "water", "light", "hand", "head", "iron", "dance", "love", "phone", "test", "ring", "rest", "play", "dry",
    "clean", "clear", "warm", "calm", "close", "welcome", "master", "match", "step", "plan", "garden", "ship", "record",
    "guide", "guard", "smoke", "drink", "work", "cook", "watch", "coach", "set", "dream", "store", "style", "value",
)  # fmt: skip
_NONE = re.compile(r"^(?:no|nobody|nothing|never|without|zero)\b", re.IGNORECASE)
_LEADS = re.compile(r"^(?:and|then|but|or|so)\s+", re.IGNORECASE)
_CUT = re.compile(
    r"\s+(?:with|from|until|till|by|while|whatever|because|so|and|for|in|at|on|to|under|over|as)\b", re.IGNORECASE
)
_TRAILS = re.compile(r"\s+(?:the|an?|of|and|to|for|with|in|or|is|on|at|by|from|are|as|than|every|only)$", re.IGNORECASE)
_BARE = ("in", "on", "at", "to", "of", "for", "by", "as", "with", "from", "is", "are", "now", "when", "if", "whatever")


@lru_cache(maxsize=2000)
def done_there(text: str) -> tuple[str, ...]:
    """Return what one would do, by the offer's own verbs: "Talk to your cow" is "I'd talk to the cow"."""
    found: list[str] = []
    for clause in _clauses(text):
        rest = _YOU.sub("", clause)
        if not plain_words(rest) or not words().has("verbs", plain_words(rest)[0]):
            continue
        if rest == clause and (not _ORDER.match(clause) or plain_words(clause)[0] in _NOUNS):
            continue
        said = _short(re.sub(r"\byour\b", "the", f"{rest[0].lower()}{rest[1:]}"))
        if said and not re.search(r"\byou\b", said):
            found.append(f"I'd {said}")
    return tuple(found)


@lru_cache(maxsize=2000)
def left_out(text: str) -> tuple[str, ...]:
    """Return what an offer does without, in its own words: "No visitors"."""
    held = (clause for clause in _clauses(text) if _NONE.match(clause) and not _OF_HEARER.search(clause))
    return tuple(capital(clause) for clause in held if 1 < len(clause.split()) <= _LONGEST)


@lru_cache(maxsize=2000)
def named_in(text: str) -> tuple[str, ...]:
    """Return the things that an offer names in a clause of their own: "Wood oven"."""
    found: list[str] = []
    for clause in _clauses(text):
        thing = _short(clause)
        parts = plain_words(thing)
        if not parts or parts[0] in _BARE or _NONE.match(thing) or _OF_HEARER.search(thing):
            continue
        if not words().has("verbs", parts[0]) or parts[0] in _NOUNS:
            found.append(capital(thing))
    return tuple(found)


def _clauses(text: str) -> list[str]:
    """Return the clauses that speak of no one but the hearer."""
    found = (_LEADS.sub("", clause.group().strip(" '*_#-")) for clause in _CLAUSE.finditer(text))
    return [clause for clause in found if clause and not _OF_OTHERS.search(clause) and not _TRAILS.search(clause)]


def _short(text: str) -> str:
    """Return a text of at most five words, cut where a phrase ends; empty where it can't be cut."""
    while len(text.split()) > _LONGEST:
        places = (match.start() for match in _CUT.finditer(text))
        cuts = [place for place in places if not parts_span(text[:place], text[place:])]
        if not cuts:
            return ""
        text = text[: cuts[-1]]
    return text if len(text.split()) > 1 and not _TRAILS.search(text) else ""
