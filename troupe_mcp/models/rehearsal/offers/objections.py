"""What speaks against a thing: dislikes, money, troubles and ways of living that it crosses; then that this is all."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from troupe_mcp.models.rehearsal.english.words import capital, concepts, faint, lowered, normal, shared
from troupe_mcp.models.rehearsal.lexicon import pattern, read
from troupe_mcp.models.rehearsal.offers.affinity import offer_pull
from troupe_mcp.models.rehearsal.offers.products import Product, product_of, sort_of
from troupe_mcp.models.rehearsal.person.means import money_fact
from troupe_mcp.models.rehearsal.person.troubles import needed, needs
from troupe_mcp.models.rehearsal.voice.manner import expanded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_FREE = re.compile(r"\b(?:free|gift|gratis|for nothing|given to you|cost nothing)\b", re.IGNORECASE)
_WARY = re.compile(
    r"\b(?:no|never|not|don't|can't|without|only|hate|dead|off|steal\w*|break\w*|broken|too|nobody|wrong"
    r"|waste\w*|trap)\b",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"\b(?:machines?|computers?|robots?|gadgets?|devices?|software|technology|internet|screens?|apps?)\b"
)
_NEAR = ("tech", "privacy", "food", "home", "health", "green", "local", "quiet", "screen", "car", "fashion")
_BESIDE = ("quality", "simple", "honesty", "time", "work")
_KINDS = ("trouble", "health", "media", "dislike", "money", "family", "habit", "routine", "work", "belief", "like")
_WRONG = re.compile(
    r"\b(?:go(?:es)? wrong|risks?|dangers?|problems?|difficult\w*|weak\w*|speaks against)\b", re.IGNORECASE
)
"""What asks for the flaws of a thing, not for a refusal."""
_MONEY = ("tight", "rent_gap", "remit", "dear")
_ANY = "any"
"""The class of what is no known kind of product: nothing is known of how it works, only that it costs."""


class Ground(NamedTuple):
    """One reason against a thing: what it would do, and the own fact that makes this matter."""

    catch: str
    fact: Fact | None


def answer_objection(voice: Voice, question: str, context: str) -> list[str]:
    """Return one own reason against the thing, never a wish for it; at last that there are no more."""
    free = _FREE.search(question) is not None
    refused = [] if _WRONG.search(question) else _refused(voice, question, context, free=free)
    if refused:
        return refused
    before = " | ".join(normal(line) for line in voice.own_lines)
    for ground in grounds(voice, question, context, free=free):
        if normal(ground.catch).removeprefix("i ") not in before:
            told = [voice.tell(ground.fact)] if ground.fact and not voice.spoken(ground.fact) else []
            said = capital(ground.catch) if _WRONG.search(question) else voice.fill("refuse", x=ground.catch)
            return [said, *told]
    return [voice.frame("objection.done")]


def _refused(voice: Voice, question: str, context: str, *, free: bool) -> list[str]:
    """Return a dislike, a lack of money or a wariness as the reason why one wouldn't have a thing."""
    thing = f"{context}\n{pattern('objection').sub(' ', question)}"
    fact = _against(voice, thing)
    if fact is not None:
        return [_said(voice, "refuse", fact)]
    money = money_fact(voice.portrait)
    if money is not None and voice.portrait.tight > 0 and not free and not voice.spoken(money):
        return [_said(voice, "refuse", money)]
    wary = _wary(voice, thing, free=free)
    return [_said(voice, "criterion" if wary.kind == "belief" else "refuse", wary)] if wary is not None else []


def grounds(voice: Voice, question: str, context: str, *, free: bool = False) -> Iterator[Ground]:
    """Yield the reasons against a kind of product that a life holds, then those that anybody may have."""
    product, person = product_of(question, context), voice.portrait
    group = _class_of(product, _named_in(question, context))
    for held in _held(person, group):
        theme = held[1]
        if not (free and theme in _MONEY) and not (theme == "tight" and person.tight < 1):
            yield Ground(held[0], held[2])
    plain = cast("dict[str, list[str]]", _data()["plain"])[group]
    for catch in voice.rng.sample(plain, len(plain)):
        yield Ground(catch, None)


def _held(person: Portrait, group: str) -> list[tuple[str, str, Fact]]:
    """Return what a kind of product would do to this person, with the need and the fact, each wording once."""
    found: dict[str, tuple[str, str, Fact]] = {}
    for fact in person.of(*_KINDS):
        for name, (groups, catch) in cast("dict[str, list[str]]", _data()["catches"]).items():
            fits = group in groups.split() or (group == _ANY and name in _MONEY)
            if fits and catch not in found and needed(fact, needs()[name]):
                found[catch] = (catch, name, fact)
    return list(found.values())


def _class_of(product: Product, text: str) -> str:
    table = cast("dict[str, str]", _data()["classes"])
    by_kind = next((name for name, kinds in table.items() if product.kind in kinds.split()), "software")
    return sort_of(product, text) or (by_kind if product.kind else _ANY)


def _named_in(question: str, context: str) -> str:
    """Return the text that names the product: the question, else the last one before it."""
    texts = (question, *reversed(context.split("\n")))
    return next((text for text in texts if product_of(text).kind), f"{question}\n{context}")


@lru_cache(maxsize=5000)
def is_judgement(text: str) -> bool:
    """Return whether a sentence says what somebody likes in an offer or misses in it, which proposes nothing."""
    said = loose(text)
    return any(wording in said for wording in _judgements())


@cache
def _judgements() -> tuple[str, ...]:
    points = cast("list[dict[str, dict[str, list[str]]]]", read("offers.json")["points"])
    said = [wording for point in points for listed in point["say"].values() for wording in listed]
    plain = [
        wording for listed in cast("dict[str, list[str]]", read("offers.json")["plain"]).values() for wording in listed
    ]
    return tuple(bare for wording in (*said, *plain) if (bare := loose(wording)).count(" ") > 1)


@lru_cache(maxsize=5000)
def is_objection(text: str) -> bool:
    """Return whether a sentence says one of the things that are said against a product."""
    said = loose(text)
    return any(catch in said for catch in _catches())


@cache
def _catches() -> tuple[str, ...]:
    held = [catch for _, catch in cast("dict[str, list[str]]", _data()["catches"]).values()]
    plain = [catch for listed in cast("dict[str, list[str]]", _data()["plain"]).values() for catch in listed]
    return tuple(loose(catch) for catch in (*held, *plain))


def loose(text: str) -> str:
    """Return the words without those that a manner of speaking drops or draws together."""
    spoken = re.sub(r"\b(?:i|the|an?|is|be)\b|'(?:s|d)\b", " ", expanded(text).lower())
    return normal(spoken)


@cache
def _data() -> dict[str, object]:
    """Return the data of this module."""
    return read("objections.json")


def _said(voice: Voice, family: str, fact: Fact) -> str:
    return voice.fill(family, x=lowered(voice.tell(fact), voice.proper()))


def _against(voice: Voice, thing: str) -> Fact | None:
    """Return a dislike or a denying fact that meets the thing in a telling word."""
    weak = faint()
    for link in offer_pull(voice.portrait, thing).cons:
        telling = link.met in link.fact.keys and link.met not in weak
        if telling and link.fact.kind != "family" and not voice.spoken(link.fact):
            return link.fact
    return None


def _wary(voice: Voice, thing: str, *, free: bool) -> Fact | None:
    """Return what somebody holds against things of this very kind, or measures every purchase by."""
    about = concepts(thing)
    money = () if free else ("budget", "luxury")
    near = tuple(name for name in about if name in _NEAR)
    allowed = (*about, *money, *_BESIDE)
    held = [fact for fact in voice.portrait.of("dislike", "media", "belief", "habit") if _WARY.search(fact.said)]
    fitting = [
        (-len(shared(fact.concepts, near)), place, fact)
        for place, fact in enumerate(voice.fresh(held))
        if all(concept in allowed for concept in fact.concepts)
        and ("tech" not in fact.concepts or _MACHINE.search(fact.said))
        and (shared(fact.concepts, near) or (fact.kind == "belief" and shared(fact.concepts, (*money, "quality"))))
    ]
    return min(fitting, key=lambda entry: entry[:2])[2] if fitting else None
