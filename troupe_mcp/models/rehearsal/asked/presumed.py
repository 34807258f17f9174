"""What a question takes for granted: a count, a place, a person that its hearer never told of is not accepted."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import plain_words, stem
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.life.finding import facts_for
from troupe_mcp.models.rehearsal.offers.impressions import is_thing
from troupe_mcp.models.rehearsal.voice.gaps import drawn, unheard

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_NUMBERS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}
_COUNTED = re.compile(rf"\byour ({'|'.join(_NUMBERS)}|\d) (?:\w+ )?(\w+s|children|wives)\b", re.IGNORECASE)
_OPEN = re.compile(r"^\W*(?:(?:so|and|but|well|now),? )?(?:what|when|where|why|how|who|tell|describe)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-zà-ÿ’'-]+(?: [A-Z][a-zà-ÿ’'-]+)*")
_AS_A = re.compile(r"^\W*(?:as|being) an? ([a-z-]+)(?: [a-z]+)?, ", re.IGNORECASE)
_COMMON = re.compile(
    r"(?:I\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?$|(?:January|February|March|April|May|June|July|August|October"
    r"|(?:Septem|Novem|Decem)ber|Christmas|Easter|Ramadan|English|Internet|God|Monday)\b)"
)
_ANYBODY = (
    "consumer", "customer", "citizen", "person", "woman", "man", "user", "shopper", "professional", "worker", "expert",
    "voter", "buyer", "taxpayer", "human", "resident", "local", "reader", "viewer", "listener",
)  # fmt: skip


def presumed(voice: Voice, moment: Moment, question: str) -> list[str]:
    """Return a correction where a question takes for granted what isn't held; nothing where it doesn't.

    A name is not, where it is that of a thing told of from outside, or asked about as people ask of things.
    """
    here = moment.task.here
    if wrong := _miscounted(voice, question):
        return wrong
    role = _AS_A.match(question)
    if role and role.group(1).lower() not in _ANYBODY and not _mentions(voice, role.group(1)):
        return [unheard(voice, f"being a {role.group(1).lower()}")]
    if not _OPEN.match(question) or not re.search(r"\byou\b|\byour\b", question, re.IGNORECASE):
        return []
    for name in names_in(question):
        if any(_mentions(voice, part) for part in name.split()) or any(name in other for other in here):
            continue
        if not is_thing(moment, name):
            return [unheard(voice, name)]
    return []


def _miscounted(voice: Voice, question: str) -> list[str]:
    """Return the fact that sets right a number of relations that the question got wrong."""
    match = _COUNTED.search(question)
    if match is None or not words().has("kin", match.group(2).lower().removesuffix("s")):
        return []
    number = match.group(1).lower()
    facts = facts_for(voice.portrait, "family", question)
    if len(facts) == int(_NUMBERS.get(number, number)) or not facts:
        return []
    counted = rf"\b(?:{number}|{_NUMBERS.get(number, number)})\b[^.,]{{0,20}}\b{re.escape(match.group(2))}"
    if any(re.search(counted, fact.source, re.IGNORECASE) for fact in voice.portrait.facts):
        return []
    return [drawn(voice, "not_so", voice.tell(facts[0]))]


def _mentions(voice: Voice, word: str) -> bool:
    low = word.lower().removesuffix("'s").removesuffix("’s")
    said = (*voice.own_lines, *voice.other_lines)
    return (
        stem(low) in voice.portrait.vocabulary
        or low in plain_words(voice.portrait.name)
        or any(low in plain_words(line) for line in said)
    )


@lru_cache(maxsize=5000)
def names_in(question: str) -> tuple[str, ...]:
    """Return the proper names inside a question that somebody could have invented."""
    return tuple(name for name in _CAPITAL.findall(question) if not _COMMON.match(name))
