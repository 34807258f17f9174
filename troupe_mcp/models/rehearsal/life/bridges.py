"""Bridges: a gap is admitted, and what lies next to it is told; nobody answers question after question with nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.english.words import capital, keys, lowered, normal, shared
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.life.narrowing import topic_asked
from troupe_mcp.models.rehearsal.life.neighbours import neighbour, regions_of
from troupe_mcp.models.rehearsal.life.particulars import kin_asked, particular_of
from troupe_mcp.models.rehearsal.life.selves import job_again
from troupe_mcp.models.rehearsal.matters.criteria import subject_of
from troupe_mcp.models.rehearsal.matters.policies import policy_matter
from troupe_mcp.models.rehearsal.voice.gaps import measure_in, shape_of

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice


def bridged(voice: Voice, moment: Moment, parts: list[str], fields: tuple[str, ...]) -> list[str]:
    """Set the nearest thing held beside a gap, or beside what a matter hangs on; among several one may just pass."""
    if voice.told or moment.by_person or len(moment.task.here) > 1 or not parts:
        return parts
    if measure_in(parts[0]):
        text = policy_matter(moment.asked) or moment.text
        near = len(parts) == 1 and voice.rng.random() < _UNMEASURED and neighbour(voice, text) is not None
        if near and (said := bridge(voice, text, moment.asked, ())):
            return [said]
        found = neighbour(voice, text)
        beside = f"{parts[0]}. {voice.tell(found[1])}" if found else _from_the_trade(voice, parts[0])
        return [beside or parts[0], *parts[1:]]
    empty = all(is_empty(part) or part in voice.listed("private") for part in parts)
    if not empty or any(part in voice.listed("nomore") for part in parts):
        return parts
    said = bridge(voice, moment.text, moment.asked, fields)
    return [said] if said else parts


_LOOKS = 0.65
"""How often somebody without a view says from where they look at a matter rather than that they have none."""
_UNMEASURED = 0.6
"""How often what lies near a matter is told rather than what the matter hangs on."""


def bridge(voice: Voice, text: str, question: str, fields: tuple[str, ...]) -> str:
    """Return the admission that nothing is held of what is asked, with the nearest thing that is.

    Of a view nothing is near, the own trade says from where one looks at it; empty where nothing is near at all.
    """
    if _SUPPOSED.search(text) and not fields:
        fields = ("own",)
    view = not fields
    text = policy_matter(question) or text
    if _NARROW.search(question) or (not view and _is_narrow(question, fields)):
        return ""
    found = neighbour(voice, text, fields)
    if found is None:
        return _from_the_trade(voice) if view and not _BARE_IT.search(question) else ""
    region, fact = found
    voice.shaped = True
    voice.draw_alone()
    if region.answers is not None and region.answers.search(text):
        return voice.tell(fact)
    named = called_in(question) if view else _called(question)
    person = region.name == "people" or shape_of(question) == "who"
    looks = voice.rng.random() < _LOOKS
    family = ("bridge.look" if looks else "bridge.view") if view else "bridge.who" if person else region.family
    return _worded(voice, family, named or region.called, voice.tell(fact), phrase=fact.thing, always=view)


_NARROW = re.compile(
    r"\b(?:names?|named|called|numbers?|sizes?|blood|colou?rs?|address|birthdays?|sign|how (?:tall|heavy|old)|weigh"
    r"|do you earn|grades?|dentist|passwords?|star)\b|^\W*which\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:imagine|suppose|supposing|let['’]?s say|say(?:ing)?|if|what if) (?:that )?(?:[^.?!]{0,40} )?you\b"
    r"[^?]*\b(?:would|['’]d) you\b"
    r"|\b(?:imagine|suppose|let['’]?s say)\b[^?]*\b(?:would|['’]d) you\b",
    re.IGNORECASE,
)
"""What one would do if something fell into one's life is asked of that life."""
_YES_NO = re.compile(r"^\W*(?:(?:so|and|but|well|now),? )?(?:do|are|have|is|did|were|can|has|was)\b", re.IGNORECASE)
_BARE_IT = re.compile(r"\b(?:it|this|that|them)\b(?: to (?:an?|your|other) \w+)?\W*$", re.IGNORECASE)
"""A question that only points at something: no trade has a view of that."""
_SHORT = 8
_WHEN = re.compile(
    r"^\W*(?:(?:and|so|but) )?when (?:did|do|was|were|is|will|have)\b|\btime (?:that )?you\b", re.IGNORECASE
)
_OFFICES = re.compile(r"\b(?:compan(?:y|ies)|offices?|authorit\w+|banks?|customer service|shops?)\b", re.IGNORECASE)
"""Whoever has no trouble with one of these has one with another of their kind."""


def _is_narrow(question: str, fields: tuple[str, ...]) -> bool:
    """Return whether a question of a life wants one exact thing, to which nothing else is near."""
    if shape_of(question) in {"count", "why"} or _WHEN.search(question):
        return True
    if "trouble" in fields and topic_asked(question) and not _OFFICES.search(question):
        return True
    brief = len(question.split()) <= _SHORT
    return brief and (_YES_NO.match(question) is not None or kin_asked(question) not in {"", "family", "friends"})


_SEVERAL = re.compile(r"\b(?:watch|read|listen)\b.*\b(?:watch|read|listen)\b", re.IGNORECASE)


def names_first(voice: Voice) -> bool:
    """Return whether the last answer began with the matter ("Cars? …"): the next one doesn't."""
    return bool(voice.own_lines) and _NAMES.match(voice.own_lines[-1]) is not None


_NAMES = re.compile(r"[^?.!]{3,40}\? \S")


def called_in(question: str) -> str:
    """Return what a matter of the world is called: by its own word where that is of its region, else as the region."""
    if matter := policy_matter(question):
        return matter
    subject, near = subject_of(question), [region for region in regions_of(question) if not region.own]
    if subject and not subject.endswith("ing") and (not near or near[0].asked.search(subject)):
        return subject
    return near[0].called if near else ""


def _called(question: str) -> str:
    thing = None if _SEVERAL.search(question) else particular_of(question)
    return "" if thing is None or thing.unnamed else thing.name


def _worded(voice: Voice, family: str, named: str, told: str, *, phrase: bool = False, always: bool = False) -> str:
    """Return a bridge that mostly names what was asked, unless what is told names it anyway.

    A bare phrase is told in a frame of its own, which stands in no subordinate clause.
    """
    own = voice.listed(family)
    if not any(voice.portrait.manner.has(name) for name in _CLIPPED) and not voice.portrait.manner.broken:
        own = (*own, *frames().get(f"{family}.any", ()))
    wordings = tuple(each for each in own if not (phrase and "{fact_low}" in each))
    if names_first(voice):
        wordings = tuple(each for each in wordings if not each.startswith("{X}?")) or wordings
    apart = always or (not shared(keys(named), keys(told)) and (not voice.own_lines or voice.rng.random() < _NAMED))
    fitting = tuple(each for each in wordings if ("{x}" in each.lower()) == apart) or wordings
    wording = voice.least(fitting, own=True) or voice.least(wordings, own=True) or voice.rng.choice(wordings)
    told = told.rstrip(".")
    low = lowered(told, voice.proper())
    for hole, value in (("{x}", named), ("{X}", capital(named)), ("{fact_low}", low), ("{fact}", told)):
        wording = wording.replace(hole, value)
    return wording


_NAMED = 0.85
_CLIPPED = ("terse", "hostile", "rude", "formal")


def recounted(voice: Voice, question: str) -> list[str]:
    """Return what is held near an occasion that is asked for, with the admission that no such day is known."""
    voice.draw_alone()
    found = neighbour(voice, question, ("own",))
    if found is None:
        once = next((region.once for region in regions_of(question) if region.once), _LIKE_THAT)
        trade = job_again(voice)
        voice.told.extend(voice.portrait.of("job")[:1])
        voice.shaped = True
        return [_worded(voice, "bridge.once", once, trade, always=True)] if trade else []
    region, fact = found
    voice.shaped = True
    named = region.once or _LIKE_THAT
    return [_worded(voice, "bridge.once", named, voice.tell(fact), phrase=fact.thing, always=True)]


_LIKE_THAT = "day like that"


_APART = re.compile(r",| who | that | and ")


def _from_the_trade(voice: Voice, measure: str = "") -> str:
    """Return from which trade somebody looks at a matter, with what it hangs on or without a view; once in a talk."""
    trade = job_again(voice)
    title = _APART.split(trade.removeprefix("I'm "))[0].rstrip(".")
    if not title or any(normal(title) in normal(line) for line in voice.own_lines):
        return ""
    voice.told.extend(voice.portrait.of("job")[:1])
    voice.shaped = True
    if not measure:
        return _worded(voice, "bridge.trade", "", f"I'm {title}")
    return _worded(voice, "bridge.as", title, measure)
