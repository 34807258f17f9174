"""The second ring: where no belief answers, a way of judging that fits the kind of matter, and never a verdict."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.claims.assertions import assertions
from troupe_mcp.models.rehearsal.english.words import capital, faint, keys, lowered, plain_words, stem
from troupe_mcp.models.rehearsal.lexicon import criteria, stances, words
from troupe_mcp.models.rehearsal.matters.policies import policy_matter
from troupe_mcp.models.rehearsal.offers.purse import funds

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_SOURCES = ("habit", "other", "media", "money", "belief", "dislike", "trouble")
_OWN_PURSE = re.compile(r"\b(?:would you|could you|afford|for yourself)\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:think (?:about|of)|opinions? (?:on|of|about)|views? (?:on|of|about)|feel about|trust|believe in|invest in)"
    r" ((?:[\w'’-]+ ?){1,4})",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:.*[.!,]\s+)?(?:should|must|ought|may|can|could|will|does|do|is|are|has|have)(?: there be| there| it)?\s+"
    r"|^do you (?:think|agree|believe)(?: that)?\s+",
    re.IGNORECASE,
)
_OF_YOU = re.compile(
    r"^\W*(?:which|who|whose|where|when|how (?:much|many|often|long))\b.*\byou\b(?! (?:think|say|feel|agree))",
    re.IGNORECASE,
)
"""What is asked of the own life: no measure answers it."""
_NAMED = 0.6


def criterion(voice: Voice, question: str) -> list[str]:
    """Return what somebody wants to know first by their own ways."""
    if _OF_YOU.search(question):
        return []
    known = criteria()
    fitting = [(kind, own) for kind, signs, own in known.kinds if all(s.search(question) for s in signs)]
    for kind, own in [(kind, own) for kind, own in fitting if not voice.worn(f"want.{kind}")]:
        shown = [fact for fact in voice.portrait.of(*_SOURCES) if _shows(fact.said, fact.kind, own)]
        if kind == "cost" and _OWN_PURSE.search(question):
            shown = shown or funds(voice.portrait)
        fact = voice.pick([fact for fact in shown if not fact.thing])
        if fact is not None:
            told = voice.tell(fact)
            return [told] if is_decided(fact.said) else [_wanted(voice, kind, question), told]
    return []


_DECIDED = re.compile(r"I(?: am|'m)? (?:argue|vote|fight|campaign|march|speak|all)? ?(?:for|against)\b")


def is_decided(said: str) -> bool:
    """Return whether somebody says to be for or against a thing: then nothing is left to ask first."""
    return _DECIDED.match(said) is not None


def _wanted(voice: Voice, kind: str, question: str) -> str:
    frame, matter = voice.frame(f"want.{kind}"), subject_of(question)
    named = matter and not voice.portrait.manner.has("terse") and voice.rng.random() < _NAMED
    return f"{capital(matter)}? {capital(frame)}" if named else capital(frame)


@lru_cache(maxsize=5000)
def subject_of(question: str) -> str:
    """Return the thing that an opinion question is about, in its own words; empty where that is not plain."""
    if matter := policy_matter(question):
        return matter
    about = _ABOUT.search(question)
    text = about.group(1) if about else _LEAD.sub("", question.strip().rstrip("?!. "), count=1)
    if not about and text == question.strip().rstrip("?!. "):
        return ""
    taken: list[str] = []
    for part in text.strip(" ?!.,").split():
        word = part.lower().strip(",.?!")
        ends = words().has("stop", word) or stances().sense(word) or words().has("past", word)
        if taken and (ends or (words().has("verbs", word) and not words().has("nounish", word))):
            break
        if not taken and word in _ARTICLES:
            continue
        if not taken and stances().sense(word):
            return ""
        taken.append(part.strip(",.?!"))
    phrase = " ".join(taken)
    if any(part.lower().split("'")[0].split("’")[0] in _NO_SUBJECT for part in taken):
        return ""
    short = 0 < len(taken) <= 3 and keys(phrase) and taken[-1].lower() not in _ARTICLES
    doer = len(taken) == 1 and (stem(phrase.lower()) in stances().agents or phrase.lower().endswith(_DOERS))
    return lowered(phrase) if short and not doer and len(plain_words(phrase)) == len(taken) else ""


_NO_SUBJECT = (
    "anything",
    "something",
    "nothing",
    "everything",
    "you",
    "it",
    "that",
    "this",
    "any",
    "anybody",
    "someone",
)
_DOERS = ("ers", "working")


_ARTICLES = ("the", "a", "an", "your", "their", "our", "more", "fewer", "less", "most", "all")


@lru_cache(maxsize=5000)
def _shows(said: str, kind: str, own: re.Pattern[str]) -> bool:
    """Return whether a fact is a way of judging, and by what its kind of matter is judged."""
    if own.search(said) is None:
        return False
    if kind == "belief":
        general = criteria().general
        return all(key in general for claim in assertions(said) for key in claim.matter)
    return criteria().ways.search(said) is not None


@lru_cache(maxsize=1)
def weak() -> dict[str, None]:
    """Return the stems that alone join no fact to a question: faint ones, those that judge, and whoever acts."""
    judging = (*stances().judging, *stances().thin)
    doers = [key for key in stances().agents if key not in _TELLING]
    return {**faint(), **{stem(word): None for word in judging}, **dict.fromkeys((*doers, *criteria().dull))}


_TELLING = ("ai", "machin", "comput", "computer", "dog", "cat", "doctor", "nurse", "polic", "teach", "farmer", "chef")


def bears_alone(fact: Fact) -> bool:
    """Return whether a fact of this kind says something on a matter by one word that they share."""
    return fact.kind in {"belief", "trouble", "media", "habit", "dislike", "like", "interest", "work"}
