"""What one would tell somebody in charge: a belief as it is told to a person, or the trouble told before."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from troupe_mcp.models.rehearsal.asked.moment import named
from troupe_mcp.models.rehearsal.asked.wants import matter_of
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import capital, lowered
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.life.situations import fitting, held_in, views
from troupe_mcp.models.rehearsal.matters.sides import since_asked

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_EVERYWHERE = re.compile(
    r"\s+(?:in|at) (?:every|each|all|any) (?:(?:large|big|small|single) )?"
    r"(?:city|cities|town|towns|country|countries|village|villages|state|states|case|cases|place|places)$",
    re.IGNORECASE,
)
"""What makes a rule of a sentence; nobody says it to somebody's face."""
_AFTER = 0.5
"""How often what is told is set beside what somebody has just told them."""


class _Wordings(NamedTuple):
    asked: tuple[re.Pattern[str], ...]
    asks: re.Pattern[str]
    public: re.Pattern[str]
    employer: re.Pattern[str]
    own_master: re.Pattern[str]
    mended: re.Pattern[str]
    bid: re.Pattern[str]
    told: dict[str, list[str]]
    asked_of: dict[str, list[str]]
    after: list[str]
    again: dict[str, list[str]]


@cache
def _wordings() -> _Wordings:
    data = read("petition.json")
    asked = tuple(re.compile(cast("str", data[name]), re.IGNORECASE) for name in ("asked", "one"))
    asks, public, employer, master = (
        re.compile(cast("str", data[name]), re.IGNORECASE) for name in ("asks", "public", "employer", "own_master")
    )
    mended, bid = re.compile(rf"\b(?:{data['mended']})\b"), re.compile(cast("str", data["bid"]))
    told, asked_of, again = (cast("dict[str, list[str]]", data[name]) for name in ("told", "asked_of", "again"))
    after = cast("list[str]", data["after"])
    return _Wordings(asked, asks, public, employer, master, mended, bid, told, asked_of, after, again)


@lru_cache(maxsize=5000)
def _asked(question: str) -> str:
    """Return to whom something would be told; empty for other questions."""
    found = (sign.search(question) for sign in _wordings().asked)
    return next((match.group("to") for match in found if match), "")


def told_to(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Return an answer in the words in which it would be told to somebody in charge; as it is for other questions."""
    to = "" if moment.by_person else _asked(moment.asked)
    if to and _wordings().employer.search(to):
        return _to_an_employer(voice, moment, to)
    if not to or not _wordings().public.search(to):
        return parts
    if again := _again(voice):
        voice.told.clear()
        return [again]
    fact = voice.told[0] if len(voice.told) == 1 else None
    if fact is not None and fact.kind != "belief":
        public = [other for other in voice.portrait.of("belief") if "mayor" in held_in(other.said)]
        held = [
            other for other in voice.fresh([*views(voice.portrait, matter_of(moment)), *public]) if _is_for_them(other)
        ]
        fact = next((other for other in held if other.kind == "belief"), fact if _is_for_them(fact) else None)
        if fact is None and not held:
            voice.told.clear()
            return [voice.frame("gap")]
        fact = fact or held[0]
    told_aside = any(name in moment.task.here for name in named(" ".join(parts), moment.task.together))
    return parts if fact is None or fact.thing or told_aside else [_told(voice, moment, fact, to)]


def _to_an_employer(voice: Voice, moment: Moment, to: str) -> list[str]:
    """Return what annoys at work, told to whom it concerns; a gap where nobody is set over the person."""
    person = voice.portrait
    voice.told.clear()
    free = any(_wordings().own_master.search(fact.said) for fact in person.of("job", "work"))
    fact = None if free else voice.pick(fitting(person.of("trouble"), "at work"))
    return [_told(voice, moment, fact, to)] if fact else [voice.frame("gap")]


def _is_for_them(fact: Fact) -> bool:
    """Return whether a fact is something for somebody in charge: a conviction, or a trouble that they could mend."""
    return fact.kind == "belief" or (fact.kind == "trouble" and _wordings().mended.search(fact.said) is not None)


def _told(voice: Voice, moment: Moment, fact: Fact, to: str) -> str:
    voice.told.clear()
    whole = voice.tell(fact)
    text = _EVERYWHERE.sub("", bare(whole))
    if _wordings().bid.search(text) or len(sentences(whole)) > 1:
        return whole
    listed = _manner(voice, _wordings().told)
    names = [voice.called(line.source) for line in since_asked(moment)[::-1] if not is_empty(line.content)]
    if _wordings().asks.search(moment.asked):
        listed = tuple(_wordings().asked_of[fact.kind])
    elif names and not voice.portrait.manner.broken and voice.rng.random() < _AFTER:
        listed = tuple(_wordings().after)
    wording = voice.least(listed, own=True) or "That {low}."
    low = lowered(text, (*voice.proper(), *map(voice.called, moment.task.here)))
    whom = to.split(maxsplit=1)[-1]
    return wording.replace("{name}", names[0] if names else "").replace("{bare}", whom).replace("{low}", low)


def _again(voice: Voice) -> str:
    """Return a reminder of the own trouble told before that somebody in charge could mend; empty where none was."""
    for fact in voice.portrait.of("trouble"):
        thing = _wordings().mended.search(fact.said)
        if thing is not None and not voice.told.count(fact) and voice.spoken(fact):
            wording = voice.least(_manner(voice, _wordings().again), own=True)
            return wording.replace("{thing}", thing.group()).replace("{Thing}", capital(thing.group()))
    return ""


def _manner(voice: Voice, table: dict[str, list[str]]) -> tuple[str, ...]:
    manner = voice.portrait.manner
    features = ("broken", *manner.features) if manner.broken else manner.features
    return tuple(next((table[feature] for feature in features if feature in table), table[""]))
