"""Yes, no, or on a condition: where somebody stands on what is offered, and whether they find its price too high."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.tags import is_question
from troupe_mcp.models.rehearsal.english.words import keys, plain_words, shared, stem
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.voice.shrugs import is_shrug
from troupe_mcp.models.rehearsal.voice.wordings import begins, closing

TAKEN = ("deal.yes", "deal.cheap", "new.won", "new.bargain", "new.kept", "new.raised")
NOT_TAKEN = (
    "deal.no", "deal.near", "deal.dear", "deal.none", "new.close", "new.refused", "new.lost", "new.worse", "new.none",
)  # fmt: skip
_DEAR = tuple(family for family in NOT_TAKEN if not family.endswith(".none"))
"""The wordings of a verdict on a price, and those of them that find it too high."""
_SIDES = (
    (0, ("offer.half", "court.maybe", "side.half")),
    (-1, ("offer.no", "court.no", "side.no")),
    (1, ("offer.yes", "court.yes", "side.yes")),
)
"""The wordings of a side that is taken without a price."""
_BARE = 2
"""So few words are a mere yes or no, which only its question makes one to an offer."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether somebody takes an offer: 1 yes, -1 no, 0 on a condition, which then stands in their words."""

    sign: int
    condition: str
    quote: str
    bare: bool

    @property
    def told(self) -> str:
        """Return it as data: yes, no, or maybe with what it hangs on."""
        word = {1: "yes", -1: "no", 0: "maybe"}[self.sign]
        return f"{word}: {self.condition}" if self.condition else word


@lru_cache(maxsize=20_000)
def consent_of(text: str) -> Consent | None:
    """Return where a line stands on an offer, by its first sentence that says so."""
    if is_shrug(text):
        return None
    parts = sentences(text.replace("’", "'"))
    parts = parts[: closing(parts)]
    for place, part in enumerate(parts):
        if is_question(part):
            continue
        sign = _sign(part, " ".join(parts[place : place + 2]))
        if sign is None or (not _has_sign(part) and parts[place + 1 : place + 2] and _has_sign(parts[place + 1])):
            continue
        condition = _condition(" ".join(parts[place : place + 2])) if sign >= 0 or _unless(part) else ""
        if condition and (sign > 0 or _unless(part)):
            sign = 0
        quote = sentences(text)[place]
        return Consent(sign, condition, quote, len(plain_words(part)) <= _BARE)
    return None


def _sign(part: str, following: str) -> int | None:
    if begins(following, NOT_TAKEN):
        return -1
    if begins(following, TAKEN):
        return 1
    if taken := next(((sign,) for sign, families in _SIDES if begins(following, families)), None):
        return taken[0]
    for kind, sign in (("maybe", 0), ("no", -1), ("yes", 1)):
        if says(kind, part):
            return sign
    return -1 if says("dear", part) else None


def _has_sign(part: str) -> bool:
    return any(says(kind, part) for kind in ("maybe", "no", "yes", "dear"))


def _condition(text: str) -> str:
    found = _data()["condition"].search(text)
    return bare(re.sub(r"^(?:but|and) ", "", found.group(), flags=re.IGNORECASE)) if found else ""


def _unless(part: str) -> bool:
    return re.search(r"\bunless\b", part, re.IGNORECASE) is not None


def finds_dear(sentence: str) -> bool:
    """Return whether a sentence finds a price too high."""
    return says("dear", sentence) or begins(sentence, _DEAR)


def finds_cheap(sentence: str) -> bool:
    """Return whether a sentence finds a price fair or low, or takes the thing at it."""
    return not finds_dear(sentence) and (says("cheap", sentence) or begins(sentence, TAKEN))


def offers(question: str, wanted: str) -> int:
    """Return how plainly a question asks for a deed: 2 for the very one, 1 for another way of taking a thing."""
    if not question or not says("asks", question):
        return 0
    deeds = _deeds()
    meant = [key for key in keys(wanted) if key not in ("yes", "no", "would", "mayb")]
    if shared(tuple(meant), keys(question)):
        return 2
    asked = [stem(word) for word in plain_words(question)]
    takes = any(key in deeds for key in meant) or not meant
    return 1 if takes and any(key in deeds for key in asked) else 0


def is_deed(key: str) -> bool:
    """Return whether the stem of a word is one of the ways of taking an offer."""
    return key in _deeds()


def says(kind: str, sentence: str) -> bool:
    """Return whether a sentence has words of a kind: `yes`, `no`, `dear`, `for` or `against` a thing."""
    return _data()[kind].search(sentence.replace("’", "'")) is not None


@cache
def _data() -> dict[str, re.Pattern[str]]:
    listed = cast("dict[str, str | list[str]]", read("consents.json"))
    joined = {name: found if isinstance(found, str) else "|".join(found) for name, found in listed.items()}
    return {name: re.compile(signs, re.IGNORECASE) for name, signs in joined.items() if name != "deeds"}


@cache
def _deeds() -> dict[str, None]:
    return {stem(word): None for word in cast("str", read("consents.json")["deeds"]).split()}
