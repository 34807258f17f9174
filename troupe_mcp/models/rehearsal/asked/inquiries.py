"""Questions that one puts to another by name: what calls for them, how they are known, which own facts answer them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.lexicon import read, stakes
from troupe_mcp.models.rehearsal.matters.grounds import nearness
from troupe_mcp.models.rehearsal.voice.manner import dresses

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question after a part of somebody's life that a talk touches."""

    name: str
    asked: re.Pattern[str]
    """The words of a subject that it belongs to."""
    after: re.Pattern[str]
    """The words of a line after which it comes to mind."""
    asks: tuple[str, ...]
    """Its wordings, without a name and a mark."""
    then: tuple[str, ...]
    """Its wordings where it follows from what was just said."""
    kinds: tuple[str, ...]
    own: re.Pattern[str] | None
    """What a fact must hold to answer it; any fact of its kinds does where there is none."""
    fits: re.Pattern[str] | None
    """What the better answers hold."""
    about: tuple[str, ...]
    wide: bool
    """Whether it may be asked of anybody about anything: then a narrower one comes first."""
    near: bool
    """Whether only what is near the subject answers it."""
    tale: str
    """Whether it is asked where something was told that happened to others: `also`, `only`, or not."""

    def belongs(self, subject: str, *, tale: bool) -> bool:
        """Return whether it belongs to what a talk was opened with."""
        fits = self.tale != "" if tale else self.tale != "only"
        return fits and self.asked.search(subject) is not None

    def answers(self, fact: Fact) -> bool:
        """Return whether an own fact answers it."""
        if fact.kind not in self.kinds or (fact.thing and fact.kind != "like"):
            return False
        if self.about and fact.kind == "routine" and fact.about not in self.about:
            return False
        return self.own is None or self.own.search(fact.said) is not None


@cache
def inquiries() -> tuple[Inquiry, ...]:
    """Return the inquiries in the order of their file."""
    listed = cast("list[dict[str, Any]]", read("inquiries.json")["inquiries"])
    return tuple(map(_inquiry, listed))


def _inquiry(entry: dict[str, Any]) -> Inquiry:
    stake = next((stake for stake in stakes() if stake.name == entry.get("stake")), None)
    asked = [each for each in (entry.get("asked", ""), stake.asked.pattern if stake else "") if each] or ["(?!)"]
    own = entry.get("own", stake.own.pattern if stake else "")
    return Inquiry(
        entry["name"],
        re.compile("|".join(asked), re.IGNORECASE),
        re.compile(entry["after"], re.IGNORECASE) if "after" in entry else _NEVER,
        tuple(entry["asks"]),
        tuple(entry.get("then", ())),
        tuple(entry["kinds"].split()),
        re.compile(own, re.IGNORECASE) if own else None,
        re.compile(entry["fits"], re.IGNORECASE) if "fits" in entry else None,
        tuple(entry.get("about", "").split()),
        "wide" in entry,
        "near" in entry,
        entry.get("tale", ""),
    )


@cache
def _wordings() -> tuple[tuple[str, Inquiry], ...]:
    return tuple(
        (said, inquiry)
        for inquiry in inquiries()
        for wording in (*inquiry.then, *inquiry.asks)
        for said in dict.fromkeys(map(normal, dresses(wording)))
    )


@lru_cache(maxsize=5000)
def inquiry_in(text: str) -> Inquiry | None:
    """Return the inquiry that somebody's words put, in whatever dress."""
    said = f" {normal(text)} "
    return next((inquiry for wording, inquiry in _wordings() if f" {wording} " in said), None)


def answering_it(voice: Voice, inquiry: Inquiry, around: str) -> list[Fact]:
    """Return the own unspoken facts that answer an inquiry, those nearest to what the talk is about first."""
    held = voice.fresh([fact for fact in voice.portrait.of(*inquiry.kinds) if inquiry.answers(fact)])
    if inquiry.near:
        held = [fact for fact in held if nearness(fact.said, around) > 0]
    kinds = inquiry.kinds if inquiry.own is not None else ()
    ranks = [
        (
            inquiry.fits is not None and not inquiry.fits.search(fact.said),
            kinds.index(fact.kind) if kinds else 0,
            -nearness(fact.said, around),
            place,
        )
        for place, fact in enumerate(held)
    ]
    return [fact for _, fact in sorted(zip(ranks, held, strict=True), key=lambda pair: pair[0])]
