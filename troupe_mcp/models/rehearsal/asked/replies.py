"""Which line answers which question from outside, and whether that question asks for what a field is after."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.english.tags import asked_plainly
from troupe_mcp.models.rehearsal.english.words import keys, light, normal, shared, stem
from troupe_mcp.models.rehearsal.matters.consents import offers
from troupe_mcp.models.rehearsal.voice.gaps import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.simulation.worlds.transcript import Utterance

NAMED = re.compile(r"^\([^)\n]{1,80}\) ")
"""The name of a question, before its words and before each answer to it in a survey."""
_AFTER: dict[str, str] = {
    "trouble": (
        r"annoy\w*|bother\w*|frustrat\w*|irritat\w*|problem\w*|pains?|troubl\w*|difficult\w*|hard(?:er|est)?|worst"
        r"|struggl\w*|complain\w*|dislik\w*|hate[sd]?|challeng\w*|obstacle\w*|nuisance\w*|worr(?:y|ies|ied)|concern\w*|doubts?"
        r"|costs? (?:\w+ ){0,2}(?:time|sleep|nerves|effort)|disappoint\w*|barriers?|negatives?|weak\w*"
        r"|gripes?|stress\w*|objections?|objects?|against|(?:keep|stop|hold|prevent)\w* \w+(?: \w+)? (?:from|back)"
    ),
    "like": (
        r"(?<!would )(?<!is it )(?<!you'd )likes?(?! to\b)|liked|loves?|loved|enjoy\w*|favou?rites?|appreciat\w*"
        r"|delight\w*|strengths?|positives?|benefit\w*|advantag\w*|best (?:about|part|thing)|pleas(?:es|ed|ing)"
    ),
    "wish": (
        r"wish(?:es|ed)?|improv\w*|better|changes?|missing|lack\w*|wants?|would like|you'd like|dreams?|hopes?"
        r"|need(?:s|ed)?|suggest\w*|ideas?|features?"
    ),
    "price": r"prices?|pay|costs?(?! (?:\w+ ){0,2}(?:time|sleep|nerves|effort)\b)|spend\w*|charge\w*|how much|budgets?",
    "often": r"how often|frequen\w*|how many times|how regularly|how many (?:days|hours)",
    "reason": r"why|reasons?|motiv\w*|because",
}
"""What a question or a field is after, by its words."""
_WORDS = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _AFTER.items()}
_OPEN = re.compile(r"\b(?:what|which|how|why|when|where|who|whom|whose)\b", re.IGNORECASE)
_ASKED_OF = (
    "what",
    "which",
    "most",
    "more",
    "main",
    "all",
    "biggest",
    "people",
    "person",
    "they",
    "them",
    "their",
    "thing",
    "answer",
    "say",
    "text",
)
_LEAST = 0.5
"""Of the words of a field that is after nothing in particular, how many its question has to have."""


def replies(transcript: Sequence[Utterance]) -> dict[int, str]:
    """Return the last question from outside before each first line that somebody says after it, by the line's place."""
    found: dict[int, str] = {}
    asked, whom, done = "", (), set[str]()
    for line in transcript:
        if line.from_outside and line.kind == "say":
            words = NAMED.sub("", line.content)
            put = questions_of(words) or ((words,) if words != line.content else ())
            if put:
                asked, whom, done = " ".join(put), line.to, set[str]()
        elif line.kind == "TALK" and asked and line.person not in done and (not whom or line.person in whom):
            found[line.position] = asked
            done.add(line.person)
    return found


def answering(wanted: str, asked: Mapping[int, str], lines: Iterable[Utterance]) -> list[Utterance]:
    """Return the lines that answer the questions nearest to what is wanted, none where no question asks for it."""
    scored = [(asks_for(asked[line.position], wanted), line) for line in lines if line.position in asked]
    best = max((score for score, _ in scored), default=0.0)
    return [line for score, line in scored if best and score == best]


def is_open(question: str) -> bool:
    """Return whether a question wants more than yes or no."""
    return _OPEN.match(question.lstrip(" \"'“(")) is not None


_OF_YOU = re.compile(r"^\W*(?:are|do|did|have|were|can) you\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|this|that|one|them)\b", re.IGNORECASE)


def is_of_oneself(question: str) -> bool:
    """Return whether a question is about whoever answers, not about what is offered: a no to it refuses nothing."""
    plain = asked_plainly(question)
    return _OF_YOU.match(plain) is not None and not (_IT.search(plain) or _aims(plain) or offers(plain, ""))


@lru_cache(maxsize=20_000)
def asks_for(question: str, wanted: str) -> float:
    """Return how plainly a question asks for what is wanted: both are after the same, and speak of the same thing."""
    aims, goals = _aims(question), _aims(wanted)
    if bool(aims) != bool(goals) or (aims and not aims & goals):
        return 0.0
    here, there = _things(question), _things(wanted)
    if not aims and not here:  # "Where do you live?": its words are faint, and all it has
        here, there = keys(question), keys(wanted)
    met = len(shared(there, here)) / len(there) if there else 0.0
    if aims:
        same = len(shared(keys(wanted), keys(question)))  # of two questions for a trouble, the one in the field's words
        return 0.0 if here and there and not met else len(aims & goals) + met + 0.1 * same
    if (
        _OPEN.match(question)
        and (start := _OPEN.search(wanted))
        and shape_of(wanted[start.start() :]) != shape_of(question)
    ):
        return 0.0
    return met if met >= _LEAST else 0.0


def _aims(text: str) -> set[str]:
    return {kind for kind, words in _WORDS.items() if words.search(text)}


@lru_cache(maxsize=20_000)
def _things(text: str) -> tuple[str, ...]:
    """Return the stems of what a text speaks of, without the words that say what it is after."""
    bare = normal(text)
    for words in _WORDS.values():
        bare = words.sub(" ", bare)
    return tuple(key for key in keys(bare) if key not in light() and key not in _FAINT)


_FAINT = {stem(word): None for word in _ASKED_OF}
