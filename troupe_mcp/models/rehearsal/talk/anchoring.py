"""Anchoring: who is asked alone says what they speak of, and sets something of their own beside a choice or a sum."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.asked.usage import asks_use
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import capital, keys, lowered, normal, shared
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.life.bridges import called_in, names_first
from troupe_mcp.models.rehearsal.life.neighbours import regions_of
from troupe_mcp.models.rehearsal.life.selves import PRIVATE
from troupe_mcp.models.rehearsal.offers.hooks import is_line
from troupe_mcp.models.rehearsal.offers.lures import trade_of
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings.chosen import option_chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice


@cache
def _ground() -> dict[str, tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]]:
    """Return by trade where in a life something stands beside its offers, the nearest first."""
    listed = cast("dict[str, list[list[str]]]", read("ground.json"))
    return {
        trade: tuple((tuple(kinds.split()), re.compile(sign, re.IGNORECASE)) for kinds, sign in places)
        for trade, places in listed.items()
    }


_MANNER = {
    "money": "money", "health": "health", "work": "days", "routine": "days", "trouble": "days", "like": "taste",
    "interest": "taste", "habit": "taste", "media": "taste", "skill": "taste", "family": "kin",
}  # fmt: skip


def anchored(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Return an answer with what it lacks: the matter that it is about, or a fact of the own life beside it."""
    if moment.by_person or len(moment.task.here) > 1 or not moment.questions or not parts:
        return parts
    if any(part in voice.listed("nomore") for part in parts):
        return parts
    if not voice.told and (beside := _beside(voice, moment, parts)):
        few = any(voice.portrait.manner.has(name) for name in _BRIEF)
        said = sentences(" ".join(map(_ended, parts)))
        kept = [_deciding(said, moment)] if few else [*said]
        back = kept[1:] and kept[-1].endswith("?")
        return [" ".join([*kept[:-1], beside] if back else [*kept, beside])]
    return _with_matter(voice, moment, parts)


def _deciding(said: Sequence[str], moment: Moment) -> str:
    """Return the sentence that names what is chosen, or the first."""
    options = options_in(moment.shown)
    return next((sentence for sentence in said if option_chosen(sentence, options)), said[0])


_BRIEF = ("terse", "hostile")


def _ended(part: str) -> str:
    return part if part[-1:] in ".?!…" or part.endswith(('?"', '!"', '."')) else f"{part}."


def _beside(voice: Voice, moment: Moment, parts: list[str]) -> str:
    """Return a fact in words that set it beside a price, a choice or a rating; empty where none is near."""
    asked = moment.asked
    options = options_in(moment.shown)
    if options:
        voice.draw_alone()
    if intents.asks_price(asked) or not options or not (intents.asks_choice(asked) or intents.asks_rating(asked)):
        return ""
    if all(is_line(option, asked) for option in options):
        return ""
    taken = option_chosen(" ".join(parts), options)
    whole = "\n".join([asked, *sorted(option.text for option in options)])
    return _near(voice, taken[0].text if taken and trade_of(taken[0].text) else whole)


def _worded(voice: Voice, fact: Fact) -> str:
    told = voice.tell(fact).rstrip(".")
    if fact.thing and fact.kind in _LIKED:
        told = voice.fill(f"own.{fact.kind}", x=fact.said).rstrip(".")
    family = f"beside.{_MANNER.get(fact.kind, 'days')}"
    if told.startswith(("I ", "I'", "My ")):
        return voice.fill(family, fact=told)
    whole = tuple(wording for wording in voice.listed(family) if "{fact_low}" not in wording)
    return (voice.least(whole, own=True) or "{fact}.").replace("{fact}", capital(told))


_LIKED = ("like", "interest", "skill")


def _near(voice: Voice, text: str) -> str:
    """Return in words what stands near an offer; nothing bare, which would be heard as the thing chosen."""
    known, person = _ground(), voice.portrait
    for kinds, sign in known.get(trade_of(text), known[""]):
        held = [
            fact for fact in person.of(*kinds) if sign.search(fact.said) and not (fact.thing and fact.kind in _BARE)
        ]
        own = [fact for fact in held if fact.kind == "health" or not PRIVATE.search(fact.said) or fact.kind == "money"]
        fact = voice.pick(own, keys(text))
        if fact is not None:
            return _worded(voice, fact)
    return ""


_BARE = ("skill", "dislike")


def _with_matter(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Name the matter of a view that doesn't name it; whoever was asked the same thing before knows it."""
    asked, said = moment.asked, " ".join(parts)
    view = intents.asks_opinion(asked) and not intents.asks_price(asked) and not intents.asks_rating(asked)
    if not view or asks_use(asked) or not voice.told or "? " in said or is_empty(said) or names_first(voice):
        return parts
    if parts[0] in (*voice.listed("yes"), *voice.listed("no")) or options_in(moment.shown):
        return parts
    near = [region for region in regions_of(asked) if not region.own]
    matter = called_in(asked)
    on_it = voice.told[0].kind != "job" and any(region.same is not None and region.same.search(said) for region in near)
    if not matter or on_it or normal(matter) in normal(said) or shared((*keys(asked), *keys(matter)), keys(said)):
        return parts
    if any(voice.portrait.manner.has(name) for name in _BRIEF):
        return [f"{capital(matter)}: {lowered(parts[0], voice.proper())}", *parts[1:]]
    return [f"{capital(matter)}? {capital(parts[0])}", *parts[1:]]
