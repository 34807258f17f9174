"""Signed claims: what a sentence asserts, whether it affirms or denies it, and how strongly it is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.tags import without_tag
from troupe_mcp.models.rehearsal.english.words import plain_words, stem
from troupe_mcp.models.rehearsal.lexicon import tenses, words

_GIVEN_UP = re.compile(r"\b(?:gave up|given up|quit|stopped|refuses?|declines?|skips?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """Content stems, in the present and with words of opposite sense brought to one; a sign; `ought`, `may` or `is`."""

    keys: tuple[str, ...]
    sign: int
    mood: str


@lru_cache(maxsize=5000)
def claim_of(text: str) -> Claim:
    """Return the claim that a statement makes."""
    known, plain_form = words(), tenses()
    sign, mood = 1, "is"
    found: dict[str, None] = {}
    for told in plain_words(without_tag(text)):
        word = plain_form.get(told, told)
        if known.has("negators", word) or word.endswith("n't"):
            sign = -sign
        if known.has("ought", word):
            mood = "ought"
        elif known.has("may", word) and mood == "is":
            mood = "may"
        plain, flip = _signed(word)
        if flip < 0:
            sign = -sign
        if (flip or not (known.has("stop", word) or known.has("stop", told))) and not known.has("negators", word):
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
