"""What is offered to people, and in what ways: bread, to the door, at six; not the bicycle that it comes by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.offers.products import bare, is_served, product_of

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment

_CUE = re.compile(
    r"\b(?:we|our|offer\w*|ideas?|deliver\w*|brings?|sends?|sent|order\w*|book(?:ed|ing)|subscri\w+|service|product"
    r"|every (?:first |second |third |last |other )?(?:hour|day|week|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|compan(?:y|ies)|start-?up|opens?|opened|opening|launch\w*|sells?|sold|membership|customers?|fetch\w*|concept"
    r"|(?:bakery|shop|club|hotel|canteen|restaurant|gym|school|app|course|bank|bus) (?:that|which|plans?|wants?"
    r"|for))\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:the |our )?(?:city|town|council|mayor|government|state|parliament|country|minist\w+"
    r"|president) (?:wants?|plans?"
    r"|will|is|has|should|could|may)\b|\b(?:ban(?:s|ned|ning)?|laws?|tax(?:es|ed)?|referendum|vot(?:e|es|ing)"
    r"|elections?"
    r"|police|abolish\w*|allowed|forbid\w*|compulsory)\b",
    re.IGNORECASE,
)
"""What concerns everybody and is not for sale."""
_NAMED = re.compile(
    r"\b(?:idea|offer|concept|plan|service|product|proposal|thing)s?(?: of ours)?\s*(?::|\bof\b|[-–—])\s*(?P<it>.+)$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Offering:
    """What is offered, in the words in which it was told; its sorts and its other aspects."""

    text: str
    aspects: tuple[str, ...]

    @property
    def sorts(self) -> tuple[str, ...]:
        """What kinds of thing it is, nothing where that isn't known."""
        return tuple(name for name in self.aspects if name in _sorts())


@lru_cache(maxsize=5000)
def aspects_of(text: str) -> tuple[str, ...]:
    """Return in what ways a text speaks of a thing on offer."""
    found = tuple(name for name, sign in _aspects().items() if sign.search(text))
    product = product_of(bare(text))
    if product.kind in _DEVICES and not is_served(product, text):
        return ("device", *(name for name in found if name not in _sorts()))
    return (*found, "goods") if any(name in _GOODS for name in found) else found


_GOODS = ("food", "drink", "flowers", "wear", "show")
_DEVICES = (
    *("fridge", "oven", "brewer", "cooker", "dishwasher", "washer", "vacuum", "meter", "heating", "guard", "lamp"),
    *("tv", "radio", "speaker", "reader", "tablet", "computer", "phone", "watch", "hearing", "glasses", "car", "nav"),
)


def is_public(text: str) -> bool:
    """Return whether a text speaks of what concerns everybody, so that it offers nothing."""
    return _PUBLIC.search(text) is not None


@lru_cache(maxsize=5000)
def offering_in(text: str) -> Offering | None:
    """Return what a text offers, nothing where it offers nothing or speaks of a matter of everybody."""
    if is_public(text):
        return None
    named = _NAMED.search(text)
    told = named["it"].strip(" ?.!\"'") if named and len(named["it"].split()) > 1 else text
    aspects = aspects_of(told)
    if not any(name in _sorts() for name in aspects) or not (named or _CUE.search(text)):
        return None
    return Offering(told, aspects)


def offering_of(moment: Moment) -> Offering | None:
    """Return what is on offer in a moment: named in the question, else told last by anybody from outside."""
    here = [moment.text] if moment.cue is not None and not moment.by_person else []
    lines: list[str] = [moment.task.situation]
    for line in moment.task.perceived:
        if line is moment.cue:
            break
        if not line.own and line.source not in moment.task.here and line.kind in _OUTSIDE:
            lines.append(line.content)
    for text in (*here, *reversed(lines)):
        if found := offering_in(text) or offering_in(_statements(text)):
            return found
    return None


_OUTSIDE = ("say", "show", "document", "situation", "SHOW")


def _statements(text: str) -> str:
    asked = questions_of(text)
    return " ".join(part for part in sentences(text) if part not in asked)


@cache
def _aspects() -> dict[str, re.Pattern[str]]:
    table = cast("dict[str, str]", read("offers.json")["aspects"])
    return {name: re.compile(wording, re.IGNORECASE) for name, wording in table.items()}


@cache
def _sorts() -> tuple[str, ...]:
    return ("device", *str(read("offers.json")["sorts"]).split())
