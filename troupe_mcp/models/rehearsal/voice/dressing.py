"""The shape that a manner gives to an answer: bare, run on, counted, opened, closed, or with a question back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.company import company
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import capital, lowered, normal
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.matters.grounds import nearness
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.special import points_back
from troupe_mcp.models.rehearsal.talk.further import kind_of_follow_up
from troupe_mcp.models.rehearsal.voice.gaps import measure_in

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_NAMED = re.compile(r"([^?.!]{3,40})\? (\S.*)")
_OPENED, _CLOSED, _BACK = 0.2, 0.12, 0.06  # shares of answers; the rest stand bare
_AMONG = 0.1
"""The share of answers that open with a word in a room of several, where nothing closes one."""
_PLAIN = ("yes", "no", "word.yes", "word.no")
"""The yes and no that nothing is put before."""
_LONG = ("story", "orderly", "rambling", "rude", "sly", "warm")
"""Manners whose opening words announce more than one sentence, or turn on whoever asks alone."""


def dressed(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Give the answer a shape: what the manner does to structure first, then at most one word around it."""
    manner = voice.portrait.manner
    parts = _unnamed(voice, moment, parts)
    if not parts or not moment.questions or moment.by_person or _settled(moment):
        return parts
    if (
        not voice.told
        or voice.shaped
        or "".join(sentences(parts[0])[:1]).endswith("?")
        or any(parts[0] in voice.listed(family) for family in _PLAIN)
    ):
        return parts
    parts = _shortened(voice, moment, parts)
    plain = [fact for fact in voice.told if not fact.thing]
    counted = bool(moment.own) and moment.own[-1].startswith("First")
    if manner.has("orderly") and not counted and len(parts) == 2 == len(plain) and voice.rng.random() < 0.4:
        return [f"First, {company.inside(voice, parts[0])}", f"Second, {company.inside(voice, parts[1])}"]
    parts = _run_on(voice, parts)
    opened = bool(moment.own) and _opened(voice, moment.own[-1])
    if len(moment.task.here) > 1:
        return parts if opened or not manner.features or voice.rng.random() > _AMONG else _opening(voice, moment, parts)
    if manner.has("terse") or manner.has("hostile"):
        return parts if opened or voice.rng.random() > 0.1 else _opening(voice, moment, parts)
    draw, wordy = voice.rng.random(), 1.5 if manner.has("sly") or manner.has("rude") or manner.has("hesitant") else 1.0
    if draw < _OPENED * wordy:
        return parts if opened or not manner.features else _opened_with(voice, moment, parts)
    if draw > 1 - _CLOSED * wordy:
        return [*parts, _closing(voice, parts)]
    if _OPENED * wordy + _BACK * wordy > draw and _asks_back(voice):
        return [*parts, voice.least(voice.listed("counter"))]
    return parts


def with_question(voice: Voice, content: str) -> str:
    """Close what is said with a question where somebody does so always; one that was just asked comes last."""
    if not content or "asking" not in voice.portrait.manner.habits or content.rstrip(' ”"').endswith("?"):
        return content
    lately = " ".join((*voice.own_lines[-_ASKED:], *voice.other_lines[-_ASKED:]))
    fresh = [question for question in voice.listed("closing") if question not in lately]
    return f"{content} {voice.rng.choice(fresh or voice.listed('closing'))}"


_ASKED = 8


def _unnamed(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Don't repeat the matter before one's measure ("Homework? I'd ask …") where that was just done."""
    match = _NAMED.match(parts[0]) if parts else None
    if match is None or normal(match.group(1)) not in normal(moment.asked) or not measure_in(match.group(2)):
        return parts
    lately = (*voice.own_lines[-4:], *voice.other_lines[-6:])
    return [match.group(2), *parts[1:]] if any(_NAMED.match(line) for line in lately) else parts


def _opened_with(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Open with an episode where the manner tells stories, else with a word."""
    if voice.portrait.manner.has("story"):
        about = tuple(key for fact in voice.told for key in fact.keys)
        episode = voice.pick(voice.portrait.of("past", "education"), about)
        told = " ".join(fact.said for fact in voice.told)
        if episode is not None and nearness(episode.said, told) and voice.rng.random() < 0.6:
            return [voice.tell(episode), voice.frame("return", must=False), *parts]
    return _opening(voice, moment, parts)


def _shortened(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Stop after the first thing as often as not: nobody answers every question in the same length."""
    manner = voice.portrait.manner
    if (
        len(intents.parts_of(moment.asked)) > 1
        or len(parts) != len(voice.told)
        or len(parts) < 2
        or "life" in intents.fields_of(moment.asked)
    ):
        return parts
    keep = 0.75 if manner.has("rambling") or manner.has("story") else 0.5
    return parts if voice.rng.random() < keep else parts[: len(parts) // 2]


def _run_on(voice: Voice, parts: list[str]) -> list[str]:
    """Tie sentences that begin with `I` together, where the manner talks without full stops."""
    manner = voice.portrait.manner
    if not (manner.has("rambling") or manner.has("story")) or len(parts) < 2 or manner.broken:
        return parts
    first, second, *rest = parts
    if second.startswith("I ") and len(f"{first} {second}".split()) <= 26 and voice.rng.random() < 0.5:
        return [f"{first}, and {second}", *rest]
    return parts


def _asks_back(voice: Voice) -> bool:
    manner = voice.portrait.manner
    return any(manner.has(name) for name in ("sly", "brisk", "rude")) or voice.portrait.level("extraversion") > 0


def _settled(moment: Moment) -> bool:
    """Return whether the answer is a number, a choice or an idea, which has its shape already."""
    asked = moment.asked
    chosen = (
        intents.asks_choice(asked)
        and bool(options_in(moment.shown))
        and (not intents.fields_of(asked) or points_back(asked))
    )
    return (
        chosen
        or intents.asks_objection(asked)
        or intents.asks_rating(asked)
        or intents.asks_price(asked)
        or intents.asks_ideas(asked)
        or kind_of_follow_up(asked) in {"why", "mean", "example", "really"}
    )


def _opened(voice: Voice, line: str) -> bool:
    return any(
        line.startswith(frame.rstrip(",:"))
        for feature in voice.portrait.manner.features
        for frame in frames().get(f"open.{feature}", ())
    )


def _opening(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    if len(moment.task.here) > 1 and any(voice.portrait.manner.has(name) for name in _LONG):
        return parts
    manner = voice.portrait.manner
    opener = voice.frame("open", must=False)
    if _THINKS.search(opener) and not _food_for_thought(voice):
        return parts
    brief = len(parts) < 2 and (manner.has("story") or manner.has("rambling") or manner.has("orderly"))
    if not opener or brief:
        return parts  # what needs a run-up is longer than a sentence
    if opener.endswith((",", ":", "…")) or opener == "Okay so":
        first, names = parts[0], (*voice.proper(), *map(voice.called, moment.task.here))
        keep = first.startswith(("I ", "I'", '"')) or opener.endswith("…")
        return [f"{opener} {first if keep else lowered(first, names)}", *parts[1:]]
    return [opener, *parts]


def _closing(voice: Voice, parts: list[str]) -> str:
    manner = voice.portrait.manner
    said = " ".join(parts)
    if said.rstrip().endswith("?"):
        return ""
    if manner.has("exact"):
        return voice.frame("close.exact.number", must=False) if re.search(r"\d", parts[-1]) else ""
    if len(parts) < 2 and (manner.has("story") or manner.has("rambling")):
        return ""  # nobody has wandered off in one sentence
    if manner.has("slangy"):
        frame = voice.frame("close", must=False) if manner.tags else voice.frame("close.slangy.plain", must=False)
        return frame.replace("{tag}", voice.rng.choice(manner.tags)) if manner.tags else frame
    close = voice.frame("close", must=False)
    return "" if _LENGTH.search(close) and len(sentences(said)) < _MANY else capital(close)


def _food_for_thought(voice: Voice) -> bool:
    """Return whether anything told takes thinking: nobody has to think who their children are."""
    return any(fact.kind not in _KNOWN for fact in voice.told)


_KNOWN = ("family", "job", "work", "origin", "routine", "habit", "money", "health", "education", "media")
_THINKS = re.compile(r"\b(?:think|get this right|let me see|um|where do I (?:start|begin))\b", re.IGNORECASE)
_LENGTH = re.compile(r"\bgo(?:ing)? on\b|\brambl|\btoo (?:much|long)\b|\btalk too\b", re.IGNORECASE)
_MANY = 3
"""Sentences from which on one may be sorry for their number."""
