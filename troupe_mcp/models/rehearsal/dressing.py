"""The shape that a manner gives to an answer: an opener, an order, a story first, a closing word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal import company, intents
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.options import options_in
from troupe_mcp.models.rehearsal.words import capital, lowered

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.moment import Moment
    from troupe_mcp.models.rehearsal.voice import Voice


def dressed(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Give the answer the shape that the manner declares: an opener, an order, a story first, a closing word."""
    manner = voice.portrait.manner
    if not parts or not moment.questions or moment.by_person or _settled(moment):
        return parts
    if not voice.told or parts[0].endswith("?") or parts[0] in (*voice.listed("yes"), *voice.listed("no")):
        return parts
    plain = [fact for fact in voice.told if not fact.thing]
    if manner.has("orderly") and len(parts) == 2 and len(plain) == 2 and voice.rng.random() < 0.6:
        return [f"First: {company.inside(voice, parts[0])}", f"Second: {company.inside(voice, parts[1])}"]
    fresh_opener = not (moment.own and voice.has_own("open") and _opened(voice, moment.own[-1]))
    if manner.has("story") and fresh_opener and voice.rng.random() < 0.5:
        episode = voice.pick(
            voice.portrait.of("past", "education", "routine"), tuple(key for fact in voice.told for key in fact.keys)
        )
        if episode is not None:
            return [voice.frame("open"), voice.tell(episode), voice.frame("return"), *parts]
    strong = manner.has("sly") or manner.has("brisk") or manner.has("rude") or manner.has("exuberant")
    draw = voice.rng.random()
    if fresh_opener and manner.features and draw < (0.35 if strong else 0.25):
        return _opening(voice, voice.frame("open", must=False), parts)
    if (
        voice.told
        and draw > (0.6 if strong or manner.has("exact") else 0.75)
        and not (manner.has("terse") or manner.has("hostile"))
    ):
        return [*parts, _closing(voice, parts)]
    return parts


def _settled(moment: Moment) -> bool:
    """Return whether the answer is a number, a choice or an idea, which has its shape already."""
    asked = moment.asked
    chosen = intents.asks_choice(asked) and bool(options_in(moment.shown)) and not intents.fields_of(asked)
    return (
        chosen
        or intents.asks_objection(asked)
        or intents.asks_rating(asked)
        or intents.asks_price(asked)
        or intents.asks_ideas(asked)
    )


def _opened(voice: Voice, line: str) -> bool:
    return any(
        line.startswith(frame.rstrip(",:"))
        for feature in voice.portrait.manner.features
        for frame in frames().get(f"open.{feature}", ())
    )


def _opening(voice: Voice, opener: str, parts: list[str]) -> list[str]:
    if not opener:
        return parts
    if opener.endswith((",", ":", "…")):
        first = parts[0]
        keep = first.startswith(("I ", "I'", '"')) or opener.endswith("…")
        return [f"{opener} {first if keep else lowered(first, voice.proper())}", *parts[1:]]
    return [opener, *parts]


def _closing(voice: Voice, parts: list[str]) -> str:
    manner = voice.portrait.manner
    said = " ".join(parts)
    if said.rstrip().endswith("?"):
        return ""
    if manner.has("exact"):
        return voice.frame("close.exact.number" if re.search(r"\d", parts[-1]) else "close", must=False)
    if manner.has("slangy"):
        frame = voice.frame("close", must=False) if manner.tags else voice.frame("close.slangy.plain", must=False)
        return frame.replace("{tag}", voice.rng.choice(manner.tags)) if manner.tags else frame
    return capital(voice.frame("close", must=False))
