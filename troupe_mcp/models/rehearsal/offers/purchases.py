"""What is asked of a thing that somebody could buy or use: what would win them, stop them, decide or annoy them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.talk.further import kind_of_follow_up

if TYPE_CHECKING:
    from collections.abc import Sequence

_GETS = (
    r"(?:buy|get|try|switch|change|use|join|subscribe|sign up|install|download|book|order|purchase|own|wear|ride|take"
    r"|drive|shop|read|watch|eat|go|consider|move|upgrade|replace|pay|have|adopt|choose|pick|give|start|cycle|visit)"
)
_MIND = r"(?! (?:\w+ )?(?:your|my|our) (?:mind|life|ways?|job|view|opinion))"
_FAMILIES = {
    "last": (
        r"\b(?:the )?last time (?:that )?you\b|\bwhen did you (?:\w+ )?last\b|\b(?:a|one|any) time when you\b"
        r"|\byour (?:last|most recent) (?:purchase|complaint)\b"
    ),
    "no": (
        r"\bwhat (?:else )?(?:would|could|might|will) (?:stop|keep|prevent|hold|put|deter|discourage|turn|scare) you\b"
        r"|\bwhat(?:'s| is| has| would be)? (?:\w+ )?(?:stop|keep|prevent|hold|put|deter)\w* you\b"
        r"(?! (?:up|awake|busy|going|company|sane|alive|happy|warm|young)\b)"
        r"|\bwhat (?:would|could|might) (?:make|cause|get|lead) you (?:to )?(?:\w+ )?(?:cancel|leave|quit|drop|stop"
        r"|refuse|reject|give up|avoid|return|not)\b"
        r"|\bwhy (?:do|did|have|would)(?:n't| not)? you (?:not |never )?(?:\w+ )?"
        rf"(?:{_GETS}|had|got|bought|tried|used|switched|changed|joined|taken|cycled|owned|been)\b"
        r"|\bhow come you (?:don't|do not|never|haven't|have never)\b"
        r"|\b(?:biggest|main|greatest|any) (?:obstacle|barrier|hurdle|reason (?:against|not to)|concern|worry|doubt"
        r"|reservation)s?\b|\bspeaks against\b|\bwhat is holding you back\b"
    ),
    "if": (
        r"\bwhat (?:else )?(?:would|could|might|will)(?: (?:it|that))? (?:have to |need to )?(?:make|get|convince"
        rf"|persuade|tempt|lead|bring|push|win|take|change|happen)\b.*\byou(?: over)?(?: to)?(?: \w+ly| ever)?"
        rf" {_GETS}\b{_MIND}"
        r"|\bwin you over (?:to|for)\b"
        rf"|\b(?:under what|on what|in what) (?:conditions?|circumstances)\b.*\b{_GETS}\b"
        rf"|\bwhen would you (?:\w+ )?(?:consider|{_GETS})\b"
        r"|\bwhat would (?:convince|persuade|tempt|win|change your mind)\b"
    ),
    "irk": (
        r"\bwhat(?:'s| is| are| do you find)?\b.*\b(?:frustrat\w+|annoy\w*|bother\w*|irritat\w+|bugs|dislike|hate"
        r"|drives you (?:mad|crazy|nuts)|gets on your nerves|worst|can't stand|least like|like least)\b"
    ),
    "miss": r"\bwhat would you (?:\w+ )?miss\b|\bhow would you (?:manage|cope|live|do) without\b",
    "look": (
        r"\bhow (?:do|did|would|will) you (?:\w+ )?(?:choose|pick|decide|select|go about (?:choosing|buying|picking)"
        r"|settle|find|shop for|end up with|compare)\b"
        r"|\bhow you (?:\w+ )?(?:choose|pick|decide|select|shop for|go about)\b"
        r"|\bwhat do you (?:\w+ )?(?:look (?:for|at)|pay attention to|check|want|expect|value|care about)\b"
        r"(?=.*\b(?:in|when|from|about|before)\b)"
        r"|\bwhat(?:'s| is| are)? (?:\w+ )?(?:matters?|important|counts?|decisive|decides)\b"
        r"|\bwhat makes (?:you (?:choose|pick|prefer)|an? (?:good|bad|great|perfect))\b"
        r"|\bwhat (?:would )?make you (?:choose|pick) one\b|\bmost important (?:thing|to you)\b"
    ),
}
_BUYS = re.compile(
    r"\b(?:buy(?:ing)?|try(?:ing)?|subscribe to|order(?:ing)?|purchas\w+|pay(?:ing)? for|own(?:ing)?|us(?:e|ing)"
    r"|hav(?:e|ing)|get(?:ting)?|choos(?:e|ing)|miss|in) (?:an?|some|your|any) (?:[a-z-]+ ){0,2}[a-z-]{3,}"
    r"(?: (?:that|which|with|for|made|instead) .*)?\W*$",
    re.IGNORECASE,
)
_OF_LIFE = re.compile(
    r"\byour? (?:\w+ )?(?:job|work|life|day|boss|colleagues?|family|wife|husband|partner|neighbours?|city|town|country"
    r"|street|flat|house|home|body|career|school|children|kids|friends?|parents|trade|profession|politic\w+|mind)\b"
    r"|\bat work\b|\ba (?:\w+ )?(?:jobs?|partner|friend|husband|wife|school|doctor|career|child\w*|party|candidate)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:this|these|those|our|such an?) \w+"
    r"|\b(?:of|about|from|with|for|in|to|us\w+|buy\w*|try\w*|get\w*) that \w+"
    r"|\bthe (?:app|product|offer|idea|service|ads?)\b",
    re.IGNORECASE,
)
_FEW = 9
_BACK = 3
"""How many questions ago a thing may have been named that is still spoken of."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is wanted of a thing: a condition, an obstacle, a measure, an annoyance, a loss, an occasion."""

    family: str
    thing: str


_OF_OTHERS = (
    r"(?:drivers?|managers?|workers?|teachers?|mechanics?|dealers?|owners?|strikes?"
    r"|calls?|articles?|clos(?:ing|ures?))\b"
)
"""What follows the name of a thing where it is no thing to have: a bus driver, a phone call, shops closing."""


@cache
def things() -> dict[str, tuple[re.Pattern[str], re.Pattern[str] | None]]:
    """Return by name how things are asked for, and how somebody's facts say that they have them."""
    listed = cast("dict[str, dict[str, str]]", read("objections.json")["things"])
    return {
        name: (
            re.compile(rf"\b(?:{entry['asked']})(?![\w-])(?! {_OF_OTHERS})", re.IGNORECASE),
            re.compile(entry["has"], re.IGNORECASE) if "has" in entry else None,
        )
        for name, entry in listed.items()
    }


@cache
def _families() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(wording, re.IGNORECASE)) for name, wording in _FAMILIES.items())


@lru_cache(maxsize=5000)
def family_of(question: str) -> str:
    """Return what a question wants of a thing; empty where it wants something else."""
    plain = question.replace("’", "'")
    return next((name for name, wording in _families() if wording.search(plain)), "")


@lru_cache(maxsize=5000)
def thing_of(question: str) -> str:
    """Return the kind of thing that a question names; `any` for one of which nothing is known."""
    found = next((name for name, (asked, _) in things().items() if asked.search(question)), "")
    if found or _OF_LIFE.search(question) or not _BUYS.search(question):
        return found
    return "any"


@lru_cache(maxsize=5000)
def asked_of_a_thing(text: str, before: tuple[str, ...] = ()) -> Asking | None:
    """Return what is asked of a thing, which a short question may leave to those before it."""
    question = " ".join(questions_of(text)) or text
    family, thing = family_of(question), thing_of(question)
    if _SHOWN.search(question) or (thing and family and _OF_LIFE.search(question) and thing == "contract"):
        return None
    if family and thing and not (family in {"last", "irk"} and thing == "any"):
        return Asking(family, thing)
    if thing or len(question.split()) > _FEW:
        return None
    more = kind_of_follow_up(question) == "more"
    earlier = _asked_before(before) if family or more else None
    return None if earlier is None else Asking(earlier.family if more else family, earlier.thing)


def _asked_before(before: Sequence[str]) -> Asking | None:
    """Return what was last asked of a thing."""
    for place in range(len(before) - 1, max(-1, len(before) - 1 - _BACK), -1):
        found = asked_of_a_thing(before[place], tuple(before[:place][-_BACK:]))
        if found is not None:
            return found
    return None
