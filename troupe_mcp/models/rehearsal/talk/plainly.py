"""A plain yes or no where one is asked for: what was said or held decides, else the temper; it is said first."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys
from troupe_mcp.models.rehearsal.matters.consents import consent_of

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_ASKED = re.compile(
    r"\b(?:a |just |only |simply |simple |plain |please |answer |with )*yes[ /-](?:or[ -])?no\b", re.IGNORECASE
)
_TO_IT = re.compile(
    r"^\W*(?:(?:so|and|but|well|now|then|just|yes or no|please)\b[\s,:]*)*"
    r"(?:will|would|could|can|should|shall|may|must|is|are (?!you\b)|was|were (?!you\b)|does|did (?!you\b)"
    r"|are you (?:happy|satisfied|content|for|against|willing|ready|interested|afraid|sure|in favou?r)"
    r"|do you (?:think|believe|agree|like|want|trust|support|mind|need|find))\b",
    re.IGNORECASE,
)
"""A question of what one would do or thinks; a yes to one about the own life must be held."""
_SPOKEN = re.compile(r"\b(?:yes|no(?! (?:idea|clue|view|opinion|strong)\b)|yep|nope|nah)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:it|this|that|one)\b", re.IGNORECASE)
_EARLY = 6
"""The words among which a yes or a no is said first."""
_WARY = ("hostile", "rude", "terse", "brisk")


def plainly(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Return an answer that begins with the yes or no that was asked for; another answer as it is."""
    question = next((part for part in moment.questions if _TO_IT.match(part)), "")
    if not question or not _ASKED.search(moment.text) or (moment.by_person and not moment.addressed):
        return parts
    said = " ".join(parts)
    if _SPOKEN.search(" ".join(said.split()[:_EARLY])):
        return parts
    sign = _sign_of(said) if said else 0
    word = voice.frame("word.yes" if (sign or _before(voice, question) or _leaning(voice, question)) > 0 else "word.no")
    if sign:
        return [word, *parts]
    voice.told.clear()
    return [word]


def _sign_of(line: str) -> int:
    found = consent_of(line)
    return found.sign if found is not None else 0


def is_plain(text: str) -> bool:
    """Return whether somebody says hardly more than yes or no, which anybody may say again."""
    return _SPOKEN.search(text) is not None and len(text.split()) <= _EARLY


def _before(voice: Voice, question: str) -> int:
    """Return what this person said last to the thing that a question points at; 0 where it names its own matter."""
    if not _POINTS.search(question):
        return 0
    return next((sign for line in reversed(voice.own_lines) if (sign := _sign_of(line))), 0)


def _leaning(voice: Voice, question: str) -> int:
    """Return yes or no by temper, the same whenever the same is asked."""
    person = voice.portrait
    wary = sum(person.manner.has(name) for name in _WARY) + person.level("neuroticism")
    lot = Random(f"{voice.lot}/{person.name}/{' '.join(keys(question))}").uniform(-1.5, 1.5)
    return 1 if person.level("agreeableness") + person.level("openness") - wary + lot > 0 else -1
