"""News about what is offered: a cheaper rival, a new price, another hour. Who stays, who goes, who waits, and why."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import keys, light
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.offers.conditions import is_named, worded
from troupe_mcp.models.rehearsal.offers.offering import aspects_of, offering_in
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.points import facts_behind, held_by, point_of
from troupe_mcp.models.rehearsal.offers.repricing import reprice
from troupe_mcp.models.rehearsal.offers.sums import named_price
from troupe_mcp.models.rehearsal.talk.further import kind_of_follow_up

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.offers.points import Point
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_ACTS = re.compile(
    r"\bwhat (?:do|would|will|are|did) you (?:\w+ )?(?:do|going to do|say|decide|choose)\b(?! (?:for|at|on|in"
    r"|about your)\b)"
    r"|\bwhat now\b|\b(?:and|so) now\b|\bwhat then\b|\bhow (?:do|would|will) you (?:\w+ )?(?:react|respond"
    r"|decide|feel|take)\b"
    r"|\bwould you (?:\w+ )?(?:switch|change|stay|leave|go over|move|cancel|keep|go on|continue|accept|still"
    r"|mind|quit|stop"
    r"|remain|follow|come along|put up)\b"
    r"|\b(?:whom?|which(?: one)?|where) would you (?:\w+ )?(?:order|buy|book|take|choose|go|pick|get)\b"
    r"|\b(?:is|was) (?:that|this|it) (?:still )?(?:a )?(?:good|fair|better) (?:offer|deal)\b|\bdoes (?:that|this"
    r"|it) change\b"
    r"|\bwhat does (?:that|this|it) change\b|\bwhat do you (?:think|make|say)\b|\bwould (?:that|this"
    r"|it) (?:bother|change|matter)\b"
    r"|\bare you (?:still )?(?:in|interested|with us)\b|\bstill (?:order|buy|use|come|book|want)\b",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:what|how) (?:would|could|can|might|do|must|should)\b.*\b(?:you (?:to )?(?:stay\w*|remain|come back"
    r"|keep (?:ordering|buying"
    r"|coming|using)|loyal|faithful)|keep you|hold you|win you back)\b|\bwhy (?:would|should|do|might) you stay\b"
    r"|\bwhat would you need to stay\b",
    re.IGNORECASE,
)
_WHOM = re.compile(r"\b(?:from whom|whom?|which(?: one)?|where) would you\b", re.IGNORECASE)
_WORTH = re.compile(r"\b(?:good|fair|better) (?:offer|deal)\b", re.IGNORECASE)
_DOES = re.compile(r"\bwhat (?:do|would|will) you do\b(?=.*\b(?:now|then|would|will)\b)|\bwhat now\b", re.IGNORECASE)
"""What is done about some news, of whatever kind; "What do you do?" alone asks for a trade."""
_TRADE = re.compile(r"\W*(?:and )?what do you do\W*", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:now|instead|from (?:now|next|today|tomorrow|monday|january)|twist|chang\w+|news|suppose|imagine"
    r"|what if|would|will"
    r"|no longer|new|starting|let's say|raised?|goes|has to|have to|only|just)\b",
    re.IGNORECASE,
)
_ALWAYS = ("rival", "dearer")
"""What is news in itself, without a word that says so."""
_PRICES = ("dearer", "cheaper")
_OUTSIDE = ("say", "show", "document", "situation", "SHOW")
_LEAD = 2
"""Words that a question may carry beside what it asks."""
_LOT, _HELD, _MORE, _TIGHT = 0.35, 0.5, 0.15, 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """What somebody may do about some news: how it is said, why, and what in a life leads to it."""

    name: str
    lead: tuple[str, ...]
    whom: tuple[str, ...]
    plain: tuple[str, ...]
    points: tuple[Point, ...]
    base: float


@dataclass(frozen=True, slots=True, eq=False)
class Twist:
    """A kind of news, known by its words."""

    name: str
    told: re.Pattern[str]
    sides: tuple[Side, ...]


@cache
def twists() -> dict[str, Twist]:
    """Return the kinds of news in the order in which they are looked for."""
    table = cast("dict[str, dict[str, Any]]", read("twists.json")["kinds"])
    return {
        name: Twist(name, re.compile(entry["told"], re.IGNORECASE), tuple(map(_side, entry["sides"].items())))
        for name, entry in table.items()
    }


def _side(entry: tuple[str, dict[str, Any]]) -> Side:
    name, told = entry
    lead = tuple(told["lead"])
    return Side(
        name,
        lead,
        tuple(told.get("who", lead)),
        tuple(told["plain"]),
        tuple(map(point_of, told["points"])),
        told["base"],
    )


@cache
def _keeping() -> tuple[tuple[Point, ...], tuple[str, ...]]:
    table = cast("dict[str, Any]", read("twists.json")["keep"])
    return tuple(map(point_of, table["points"])), tuple(table["plain"])


def twisted(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody does about the news, where it has just come or is asked about; nothing otherwise."""
    if moment.by_person or moment.for_other or moment.cue is None or moment.cue.kind not in _OUTSIDE:
        return []
    news = _news(moment)
    if news is None:
        return []
    if news.name in _PRICES and (priced := reprice(voice, moment)):
        return priced
    voice.draw_alone()
    if _STAYS.search(moment.asked):
        return [_kept(voice)]
    touched = aspects_of("\n".join([*_before(moment), moment.text]))
    side = _side_of(voice, news, touched)
    if news.name == "rival" and _WORTH.search(moment.asked):
        return [
            voice.fill(f"twist.worth.{side.name}", x=voice.least(side.plain, own=True) or voice.rng.choice(side.plain))
        ]
    leads = () if _is_why(moment) else side.whom if _WHOM.search(moment.asked) else side.lead
    return [_taken(voice, side, leads, touched)]


def _is_why(moment: Moment) -> bool:
    return kind_of_follow_up(moment.asked) == "why"


def news_in(moment: Moment) -> str:
    """Return the kind of news about what was offered that the words of a moment bring, empty where they bring none."""
    found = _twist_in(moment.text, _before(moment))
    return found.name if found is not None else ""


def _news(moment: Moment) -> Twist | None:
    """Return the news that a moment is about: just told, or told before and asked about now."""
    here = _twist_in(moment.text, _before(moment))
    if not moment.questions:
        return here
    if not (_ACTS.search(moment.asked) or _is_why(moment) or _STAYS.search(moment.asked)) or options_in(moment.shown):
        return None
    if here is not None:
        return here
    past = _before(moment)
    for place in range(len(past) - 1, -1, -1):
        if offering_in(moment.text) is not None:
            return None
        if found := _twist_in(past[place], past[:place]):
            return found if _STAYS.search(moment.asked) or _is_back(moment) else None
    told = moment.text != moment.asked and len(moment.text.split()) > len(moment.asked.split()) + 3
    return twists()["news"] if _DOES.search(moment.asked) and (told or past) else None


def _is_back(moment: Moment) -> bool:
    """Return whether a question has no matter but the news that was told before it."""
    rest = [key for key in keys(_ACTS.sub(" ", moment.asked)) if key not in light()]
    alone = len(moment.text.split()) - len(moment.asked.split()) <= _LEAD
    return alone and len(rest) <= _LEAD and not _TRADE.fullmatch(moment.asked)


def _before(moment: Moment) -> tuple[str, ...]:
    """Return what was told from outside before the cue, the situation first."""
    found = [moment.task.situation]
    for line in moment.task.perceived:
        if line is moment.cue:
            break
        if not line.own and line.source not in moment.task.here and line.kind in _OUTSIDE:
            found.append(line.content)
    return tuple(text for text in found if text)


@lru_cache(maxsize=5000)
def _twist_in(text: str, before: tuple[str, ...]) -> Twist | None:
    """Return the news that a text brings about what was offered before or in it."""
    found = next((twist for twist in twists().values() if twist.told.search(text)), None)
    if found is None:
        return _repriced(text, before)
    if found.name == "rival":
        return found
    offered = any(offering_in(earlier) is not None for earlier in before)
    if found.name in _ALWAYS:
        return found if offered or offering_in(text) is not None else None
    return found if offered and _CHANGES.search(text) else None


def _repriced(text: str, before: tuple[str, ...]) -> Twist | None:
    """Return the news that a thing costs more or less than was told before."""
    told = " ".join(part for part in sentences(text) if not part.endswith("?") and _COSTS.search(part))
    now = named_price(told)
    then = next((price for earlier in reversed(before) if (price := named_price(earlier)) is not None), None)
    if now is None or then is None or now == then:
        return None
    return twists()["dearer" if now > then else "cheaper"]


_COSTS = re.compile(r"\b(?:costs?|prices?|charges?|is now|are now)\b", re.IGNORECASE)


def _side_of(voice: Voice, news: Twist, touched: tuple[str, ...]) -> Side:
    """Return the side that somebody takes, which is the same whenever they are asked."""
    return max(news.sides, key=lambda side: (_drawn_to(voice, news, side, touched), side.name))


def _drawn_to(voice: Voice, news: Twist, side: Side, touched: tuple[str, ...]) -> float:
    size = side.base + _LOT * _lot(voice, news, side)
    for point in _touched(side, touched):
        held = len(facts_behind(voice, point))
        size += (_HELD + _MORE * min(held - 1, 2)) if held else 0.0
    return size + (_TIGHT * voice.portrait.tight if side.name == "go" and news.name != "cheaper" else 0.0)


def _lot(voice: Voice, news: Twist, side: Side) -> float:
    text = f"{voice.lot}/{voice.portrait.name}/{news.name}/{side.name}"
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8], 16) / 0xFFFFFFFF


def _touched(side: Side, touched: tuple[str, ...]) -> list[Point]:
    """Return the points of a side that belong to what is offered: an early hour is a matter of bread, not of loans."""
    return [point for point in side.points if point.of_all or any(name in touched for name in point.of)]


def _taken(voice: Voice, side: Side, leads: tuple[str, ...], touched: tuple[str, ...]) -> str:
    """Return what somebody does and why, out of their life where something there speaks for it."""
    lead = (voice.least(leads, own=True) or voice.rng.choice(leads)) if leads else ""
    held = [(point, facts) for point in _touched(side, touched) if (facts := held_by(voice, point))]
    held = [entry for entry in held if not is_named(entry[0].said["why"], voice.own_lines)] or held
    for point, facts in held:
        fact = voice.pick(facts)
        if fact is not None:
            said = voice.least(point.said["why"]) or voice.least(side.plain) or voice.rng.choice(point.said["why"])
            return worded(voice, "twist" if lead else "twist.why", said, fact).replace("{lead}", lead)
    said = voice.least(side.plain, own=True) or voice.rng.choice(side.plain)
    return voice.fill("twist.bare" if lead else "offer.plain", x=said).replace("{lead}", lead)


def _kept(voice: Voice) -> str:
    """Return what would make somebody stay."""
    found, plain = _keeping()
    held = [(point, facts) for point in found if (facts := held_by(voice, point))]
    held = [entry for entry in held if not is_named(entry[0].said["if"], voice.other_lines)] or held
    if not held:
        return voice.fill("offer.if", x=voice.least(plain, own=True) or voice.rng.choice(plain))
    point, facts = voice.rng.choice(held)
    said = voice.least(point.said["if"]) or voice.rng.choice(point.said["if"])
    return worded(voice, "weigh.if", said, voice.pick(facts) or facts[0])
