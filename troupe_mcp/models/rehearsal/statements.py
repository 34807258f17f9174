"""One statement of a persona, whatever its grammar, as the person would say it; empty where that is not safe."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.address import first_person, mentions_listener
from troupe_mcp.models.rehearsal.narration import Teller, told
from troupe_mcp.models.rehearsal.sentences import bare
from troupe_mcp.models.rehearsal.verbs import is_base, is_third
from troupe_mcp.models.rehearsal.words import capital, lowered

_CLAIM_HEAD = re.compile(
    r"^(?:(?:you|he|she|they)\s+)?(?:(?:firmly|strongly|really|deeply)\s+)?"
    r"(?:believes?|thinks?|feels?|holds?|is convinced|are convinced|is sure|are sure)\s+(?:that\s+)?(?=\S+\s+\S)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"^(?:my|the|a|an|no|every|each|there|it|this|that|some|most|one|two|three|four|five|i)\b.*?"
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|will|must|should|[a-z]+ed|[a-z]{3,}s)\b",
    re.IGNORECASE,
)
_FOREIGN_POSSESSIVE = re.compile(r"\b(?:his|her|their|himself|herself|themselves)\b", re.IGNORECASE)
_NOUN_FIRST = re.compile(r"^(?:[\w'’-]+ness|[\w'’-]+ics|Lunch|Breakfast|Dinner|Afternoons?|Mornings?|Evenings?)\b")


def as_said(text: str, teller: Teller) -> str:
    """Return any statement about the person in the first person; noun phrases come back as they are."""
    sentence = bare(text)
    if not sentence or not any(c.isalpha() for c in sentence):
        return ""
    if mentions_listener(sentence):
        return capital(first_person(sentence))
    if not _NOUN_FIRST.match(sentence):
        spoken = told(sentence, teller)
        if spoken or is_third(sentence.split()[0].lower()):
            return spoken
    if _named(sentence, teller):
        return ""
    return capital(owned(sentence, teller))


def as_goal(text: str, teller: Teller) -> str:
    """Return a goal as a wish: "To own a boat" gives "I want to own a boat"."""
    sentence = bare(text)
    if mentions_listener(sentence):
        return as_said(text, teller)
    head, _, rest = sentence.partition(" ")
    if head.lower() == "to" and rest:
        return "I want to " + owned(rest, teller)
    if is_base(head.lower()) and rest:
        return "I want to " + owned(lowered(sentence), teller)
    spoken = told(sentence, teller)
    return spoken or (f"I want {owned(lowered(sentence, teller.proper), teller)}" if rest else "")


def as_claim(text: str, teller: Teller) -> str:
    """Return a belief as a plain claim."""
    sentence = bare(text)
    if re.match(r"^(?:believes?|you believe|he believes|she believes)\s+in\s", sentence, re.IGNORECASE):
        return as_said(text, teller)
    claim = _CLAIM_HEAD.sub("", sentence)
    if mentions_listener(claim):
        claim = first_person(claim)
    if re.match(r"^(?:he|she)\b", claim, re.IGNORECASE):
        return ""
    return capital(owned(claim, teller)) if _FOREIGN_POSSESSIVE.search(claim) and claim != sentence else capital(claim)


def as_thing(text: str, teller: Teller) -> str:
    """Return a liked or disliked thing as a noun phrase that can stand inside a sentence."""
    phrase = re.sub(
        r"^(?:you\s+)?(?:really\s+)?(?:likes?|loves?|enjoys?|dislikes?|hates?)\s+", "", bare(text), flags=re.IGNORECASE
    )
    if mentions_listener(phrase):
        phrase = first_person(phrase)
    return lowered(owned(phrase, teller), teller.proper + teller.capitals)


def is_sentence(said: str) -> bool:
    """Return whether a rendering is a whole sentence rather than a phrase."""
    return re.match(r"^I(?:['’]\w+)?\s", said) is not None or _SENTENCE.match(said) is not None


def owned(text: str, teller: Teller) -> str:
    """Return a phrase with the person's own possessives as `my`."""
    own = {"male": "his", "female": "her", "other": "their"}.get(teller.gender, "(?:his|her)")
    himself = {"male": "himself", "female": "herself"}.get(teller.gender, "(?:himself|herself|themselves)")
    swapped = re.sub(rf"\b{own}(?= [A-Za-z])(?! (?:and|or|to|at|in|on|with|from)\b)", "my", text)
    return re.sub(rf"\b{himself}\b", "myself", swapped)


def _named(sentence: str, teller: Teller) -> bool:
    return any(name and re.search(rf"\b{re.escape(name)}\b", sentence) for name in teller.names)
