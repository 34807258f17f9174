"""What anybody knows of themselves and says however often it is asked: age, home, country, man or woman, temper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.casting.sketch import is_country, region_of
from troupe_mcp.models.rehearsal.english.words import capital, lowered, normal, plain_words
from troupe_mcp.models.rehearsal.lexicon import pools

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_AGE = re.compile(r"\bhow old are you\W*$|\bwhat(?:'s| is) your age\b|^\W*your age\b", re.IGNORECASE)
_HOME = re.compile(
    r"^\W*(?:and |so )?(?:where|which (?:city|town)) (?:do you live|are you living)(?: in| now)?\W*$", re.IGNORECASE
)
_COUNTRY = re.compile(
    r"\b(?:which|what) country\b.{0,20}\b(?:you|your|from)\b|\b(?:what(?:'s| is) )?your nationality\b|\bwhich nation\b",
    re.IGNORECASE,
)
_GENDER = re.compile(
    r"\bare you (?:an? )?(?:man|woman|male|female)(?:,? or (?:an? )?(?:man|woman|male|female))?\W*$|\byour gender\b",
    re.IGNORECASE,
)
_TEMPER = re.compile(
    r"\b(?:people|somebody|someone|friends|those|others|who)\b.*\b(?:describe|call|say about) you\b"
    r"|^\W*(?:and |so )?what are you like(?: as a person)?\W*$|^\W*what (?:kind|sort) of person are you\b",
    re.IGNORECASE,
)
_BE = re.compile(r"^(?:You are|You're|I am|I'm|He is|She is|They are) ")
_SHORT = 3
_TWO = 2
_MEN = {"male": "a man", "female": "a woman"}


def of_oneself(voice: Voice, question: str) -> str:
    """Return the plain fact about somebody that a question asks for; empty where it asks for none, or none is held."""
    person = voice.portrait
    if _GENDER.search(question):
        return f"I'm {_MEN[person.gender]}" if person.gender in _MEN else ""
    if _COUNTRY.search(question):
        return country_of(person)
    if _TEMPER.search(question):
        traits = _traits(person)
        return f"{capital(' and '.join(traits))}, they'd say" if traits else ""
    return ""


def said_before(voice: Voice, question: str) -> str:
    """Return such a fact where it was told already."""
    known = again(voice, question)
    return known if known and any(normal(known) in normal(line) for line in voice.own_lines) else ""


def again(voice: Voice, question: str) -> str:
    """Return such a fact, or age and home, for who asks for it once more."""
    person = voice.portrait
    if _AGE.search(question) and person.age:
        return f"I'm {person.age}"
    if _HOME.search(question):
        return home_of(person)
    return of_oneself(voice, question)


def home_of(person: Portrait) -> str:
    """Return where somebody lives, as their file names it."""
    homes = {"residence", "location", "city", "home", "lives in"}
    return next((fact.said for fact in person.of("origin") if fact.about in homes), "")


def country_of(person: Portrait) -> str:
    """Return the country somebody is from, with what they are called for it where their file says so."""
    nation = next((fact.said for fact in person.of("origin") if fact.about == "nationality"), "")
    home = home_of(person)
    last = re.split(r"[,;.] ", home)[-1].strip(" .")
    region = region_of(nation or home)
    named = last if is_country(last) and region_of(last) in {region, ""} else ""
    own = plain_words(nation or home)
    entry = pools()["regions"].get(region, {})
    country = pools()["countries"].get(region, "") if any(word in entry.get("places", ()) for word in own) else ""
    if not nation or (country and "-" not in nation):
        return f"I'm from {named or country}" if named or country else ""
    return nation if nation.startswith("I") else f"I'm {nation}"


def _traits(person: Portrait) -> list[str]:
    """Return up to two short words for a temper; none where habits are held, which show it better."""
    called = [_BE.sub("", fact.said) for fact in person.of("trait") if not person.of("habit")]
    return [lowered(each) for each in called if len(each.split()) <= _SHORT and not each.startswith("You ")][:_TWO]
