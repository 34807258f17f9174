"""Signed claims: what a sentence asserts, whether it affirms or denies it, and how strongly it is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.words import plain_words, stem

_LEAD = re.compile(
    r"^(?:(?:so|and|but|well|now|honestly|in your (?:opinion|view)|tell (?:me|us)|[A-Z]\w+),?\s+)*"
    r"(?:(?:do|don't|did|would|wouldn't|could|can) you (?:really |also |personally |not )?"
    r"(?:think|believe|say|agree|feel|find|accept|hold|consider)(?: with (?:the idea"
    r"|this|the claim))?(?: it is| it)?(?: that)?"
    r"|is it (?:true|right|fair to say|correct)(?: that)?|isn't it (?:true|right)(?: that)?"
    r"|are you (?:for|in favou?r of)"
    r"|do you support|(?:how much )?do you agree(?: or disagree)?(?: with)?(?: that)?(?: the statement)?:?"
    r"|is it (?:good|acceptable|ok|okay)(?: that| to)?)\s*[:,]?\s*",
    re.IGNORECASE,
)
_MINUS_LEAD = re.compile(
    r"\b(?:(?:do|would) you (?:disagree|deny|doubt|oppose|reject)(?: with)?(?: that)?|are you (?:against|opposed to)"
    r"|is it (?:wrong|false|untrue|a mistake|nonsense|bad)(?: to say| to think| to believe)?(?: that| to)?"
    r"|it is (?:wrong|false|not true|not the case)(?: that)?)\s*",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(r"\b(?:gave up|given up|quit|stopped|refuses?|declines?|skips?)\b", re.IGNORECASE)
_TAG = re.compile(
    r",?\s*(?:right|isn't it|don't you think|do you|don't you|aren't they|or not|yes or no|true or false)\s*\?*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Content stems, with words of opposite sense brought to one; a sign; `ought`, `may` or `is`."""

    keys: tuple[str, ...]
    sign: int
    mood: str


@lru_cache(maxsize=5000)
def claim_of(text: str) -> Claim:
    """Return the claim that a statement makes."""
    known = words()
    sign, mood = 1, "is"
    found: dict[str, None] = {}
    for word in plain_words(text):
        if known.has("negators", word) or word.endswith("n't"):
            sign = -sign
        if known.has("ought", word):
            mood = "ought"
        elif known.has("may", word) and mood == "is":
            mood = "may"
        plain, flip = _signed(word)
        if flip < 0:
            sign = -sign
        if (flip or not known.has("stop", word)) and not known.has("negators", word):
            found[stem(plain)] = None
    return Claim(tuple(found), sign, mood)


def _signed(word: str) -> tuple[str, int]:
    table = words().opposites
    for form in (
        word,
        word.removesuffix("s"),
        word.removesuffix("ed"),
        word.removesuffix("d"),
        word.removesuffix("es"),
        word.removesuffix("ly"),
    ):
        if form in table:
            return table[form]
    return word, 0


def sign_of(text: str) -> int:
    """Return whether a statement affirms (1) or denies (-1)."""
    known = words()
    sign = -1 if _GIVEN_UP.search(text) else 1
    for word in plain_words(text):
        if known.has("negators", word) and word not in {"without", "against", "wrong"}:
            sign = -sign
    return sign


def asked_claim(question: str) -> Claim | None:
    """Return the claim that a yes-no question puts up; nothing where it puts up none."""
    text = _TAG.sub("", question.strip().rstrip("?!. "))
    minus = _MINUS_LEAD.search(text)
    rest = text[minus.end() :] if minus else _LEAD.sub("", text)
    claim = claim_of(rest)
    if not claim.keys:
        return None
    return Claim(claim.keys, -claim.sign if minus else claim.sign, claim.mood)


def verdict(held: Claim, asked: Claim) -> int:
    """Return 1 or -1 where the held claim answers the asked one, else 0: overlap alone answers nothing."""
    common = sum(1 for key in asked.keys if key in held.keys)
    if not common or common / len(asked.keys) < 0.66 or common / len(held.keys) < 0.5:
        return 0
    if common < 2 and len(held.keys) > 1:
        return 0
    if {held.mood, asked.mood} == {"ought", "is"} and common < len(held.keys):
        return 0
    if "may" in (held.mood, asked.mood) and held.mood != asked.mood:
        return 0
    return held.sign * asked.sign
