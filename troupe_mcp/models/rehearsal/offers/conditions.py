"""What would win somebody for a thing, or keep them from it: one point, and the own fact by which it counts."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import capital, coverage, keys, lowered, normal
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.points import counting, having
from troupe_mcp.models.rehearsal.offers.purchases import Asking, asked_of_a_thing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.offers.points import Point
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_TAKES = re.compile(r"^\W*(?:(?:and|but|so)\b,? )?(?:why|how come)\b", re.IGNORECASE)
"""Takes it for granted that somebody doesn't have the thing."""
_ANEW = re.compile(
    r"\b(?:new|newer|another|different|other|second|bigger|better|electric|more often|switch\w*|chang\w+|replac\w+"
    r"|upgrad\w+|provider|contract)\b",
    re.IGNORECASE,
)
"""Asks for another one than somebody has."""
_BOUGHT = re.compile(
    r"\b(?:bought|buy|purchas\w+|chose|choose|decid\w+|switch\w*|chang\w+|booked|paid|spent)\b", re.IGNORECASE
)
_CHANCES = (0.65, 0.9)
"""How often the nearest point is taken, and how often one of the nearest two."""


_SAME = 0.8
"""Of the words of a point, how many make it one that was heard."""


def conditioned(voice: Voice, moment: Moment) -> list[str]:
    """Return what counts for somebody about a thing they could buy, and nobody here has named yet.

    Nothing where that isn't asked.
    """
    asking = _asking(moment)
    if asking is None:
        return []
    voice.lot = f"{voice.lot}/{asking.thing}/{asking.family}"
    voice.draw_alone()
    takes = _TAKES.search(moment.asked) is not None and not _ANEW.search(moment.asked)
    if asking.family == "miss" or (asking.family == "no" and takes):
        fact = voice.pick(having(voice, asking.thing), keys(moment.asked))
        if fact is not None:
            return [worded(voice, "weigh.has" if asking.family == "no" else "weigh.miss", "", fact)]
    family = asking.family
    if family == "last":
        family = "once" if _BOUGHT.search(moment.asked) else "last"
    for tongue, ending in _TONGUES.get(family, ((family, family),)):
        found = _nearest(voice, asking, tongue, moment.asked)
        if found is not None:
            point, fact = found
            said = voice.least(point.said[tongue]) or voice.rng.choice(point.said[tongue])
            return [worded(voice, f"weigh.{ending}", said, fact)]
    return []


_TONGUES = {"once": (("look", "once"),), "last": (("irk", "last"),), "miss": (("miss", "miss"), ("no", "spared"))}
"""In what words a point is said where its own aren't asked for: what nobody would miss is what stops them."""


def _asking(moment: Moment) -> Asking | None:
    if moment.by_person or not moment.questions or moment.things:
        return None
    if options_in(moment.shown):
        return None
    return asked_of_a_thing(moment.text, moment.shown[:-1][-6:])


def _nearest(voice: Voice, asking: Asking, tongue: str, question: str) -> tuple[Point, Fact] | None:
    """Return a point that counts for somebody about a thing, mostly the nearest, with the fact behind it."""
    found = counting(voice, asking.thing, tongue)
    if asking.family == "last" and tongue == "irk":
        found = ((point, kept) for point, facts in found if not point.of_all and (kept := _felt(facts)))
    own = list(islice(found, len(_CHANCES) + 1))
    own = [each for each in own if not each[0].general] or own
    own = [each for each in own if not is_named(each[0].said[tongue], voice.other_lines)]
    if not own:
        return None
    draw = voice.rng.random()
    place = next((n for n, chance in enumerate(_CHANCES) if draw < chance), len(_CHANCES))
    point, facts = own[min(place, len(own) - 1)]
    fact = voice.pick(facts, keys(question))
    return (point, fact) if fact is not None else None


def is_named(said: Sequence[str], heard: Sequence[str]) -> bool:
    """Return whether somebody else here made a point, in whatever manner they speak."""
    return any(
        f" {normal(each)} " in f" {normal(line)} " or coverage(keys(each), keys(line)) >= _SAME
        for each in said
        for line in heard
    )


def _felt(facts: list[Fact]) -> list[Fact]:
    """Return the facts that can annoy somebody: neither a trade nor a day as it goes is an occasion."""
    return [fact for fact in facts if fact.kind not in {"work", "routine", "job", "origin"}]


_POINTS_AT = re.compile(
    r"\b(?:about|beats?|of|took|takes|kept|off me|survived?) that\b|\blike this\b|\btook that|that sort\b"
)
"""Words that point at the fact, which had better stand before them."""
_GOVERNED = re.compile(r"\b(?:on|about|over|with|of|to|without|not|miss|rid of) \{x\}", re.IGNORECASE)


def worded(voice: Voice, family: str, said: str, fact: Fact) -> str:
    """Return a point and the fact by which it counts, in a wording of the family."""
    told = _told(voice, fact)
    voice.shaped = True
    listed = voice.listed(family)
    if not told.startswith(("I ", "I'm ", "My ", "Our ")):
        listed = _kept(listed, [each for each in listed if "{fact_low}" not in each])
    if said.startswith("that "):
        listed = _kept(listed, [each for each in listed if not _GOVERNED.search(each)])
    if _POINTS_AT.search(said):
        listed = _kept(listed, [each for each in listed if each.startswith("{fact")])
    wording = voice.least(listed, own=True) or voice.rng.choice(listed)
    low = lowered(told, voice.proper())
    for hole, value in (("{x}", said), ("{X}", capital(said)), ("{fact_low}", low), ("{fact}", told)):
        wording = wording.replace(hole, value)
    return wording


def _kept(listed: tuple[str, ...], fitting: list[str]) -> tuple[str, ...]:
    return tuple(fitting) or listed


def _told(voice: Voice, fact: Fact) -> str:
    """Return a fact as a sentence; a liked thing as what somebody likes."""
    told = voice.tell(fact).rstrip(".")
    bare = fact.thing or not fact.said[:1].isupper()
    return voice.fill(f"own.{fact.kind}", x=fact.said).rstrip(".") if bare and fact.kind in _NAMED else told


_NAMED = ("like", "dislike", "interest", "skill")
