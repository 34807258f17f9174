"""What a text comes to, by code alone: its own sentences that matter most, in their order, word for word.

Numbers, names, decisions and what is said to somebody outweigh the rest. Used where no model is asked: a prompt that is
full, memories that are brought along, and a consolidation that nobody answered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.memory.memory import Memory
from troupe_mcp.simulation.people.names import folded, given

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.simulation.turns.perception import Perceived

LONGEST_NOTE = 300
"""Characters of one note."""
LEAST, MOST = 3, 9

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”')]*\s+|(?<=[。！？])|\n+")
_NUMBER = re.compile(r"\d")
_DECISION = re.compile(
    r"\b(?:will|won't|agree\w*|decid\w*|promis\w*|must|never|always|prefer\w*|choos\w*|chose|want\w*|need\w*|remember"
    r"|because|instead|deal|vote\w*|best|worst|against|wrong|secret\w*|key|code|password)\b",
    re.IGNORECASE,
)
_EMPTY = frozenset({"NOTHING"})


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each on one line."""
    return [line for part in _SENTENCE.split(text) if (line := one_line(part))]


def in_short(text: str, limit: int, names: Iterable[str] = ()) -> str:
    """Return a text whole where it fits, else those of its sentences that matter most; only the last may be cut."""
    if len(text) <= limit:
        return text
    parts, order = _by_weight(text, tuple(names))
    kept: list[int] = []
    room = limit
    for at in order:
        if len(parts[at]) + 3 <= room:
            kept.append(at)
            room -= len(parts[at]) + 3
    if not kept:
        return clip(parts[order[0]] if parts else text, limit)
    told = ""
    for before, at in zip([-1, *sorted(kept)], sorted(kept), strict=False):
        told += (" " if told and at == before + 1 else " … " if told else "") + parts[at]
    return told


@lru_cache(maxsize=2048)
def _by_weight(text: str, names: tuple[str, ...]) -> tuple[Sequence[str], Sequence[int]]:
    """Return a text's sentences, and their places from the weightiest on."""
    parts = sentences(text)
    weights = [weight(part, names) for part in parts]
    return parts, sorted(range(len(parts)), key=lambda at: (-weights[at], at))


def weight(sentence: str, names: Iterable[str] = ()) -> int:
    """Return how much a sentence holds that is worth keeping: 0 for none of it."""
    plain = folded(sentence)
    named = any(given(name) in plain for name in names if name)
    return (
        2 * bool(_NUMBER.search(sentence))
        + bool(named or any(word[1:2] and word[0].isupper() for word in sentence.split()[1:]))
        + 2 * bool(_DECISION.search(sentence))
        - bool(sentence.endswith("?"))
    )


def notes(items: Sequence[Perceived], most: int, names: Iterable[str] = ()) -> list[Memory]:
    """Return at most so many notes in the first person of what somebody perceived, in order, the weightiest of it."""
    known = tuple(names)
    found: dict[str, tuple[int, Memory]] = {}
    for at, item in enumerate(items):
        if item.kind in _EMPTY or item.kind in {"situation", "notice"}:
            continue
        worth = max((weight(part, known) for part in sentences(item.content)), default=0)
        worth += 2 * item.to_me + (item.kind in {"say", "show", "document", "goal", "think"})
        if item.content.endswith("?"):
            worth = min(worth, 2)
        text = f"{_opening(item)}: “{in_short(item.content, LONGEST_NOTE, known)}”"
        found.setdefault(text, (at, Memory(text, item.step, max(LEAST, min(LEAST + worth, MOST)))))
    best = sorted(found.values(), key=lambda pair: (-pair[1].importance, -pair[0]))[:most]
    return [memory for _, memory in sorted(best, key=lambda pair: pair[0])]


def _opening(item: Perceived) -> str:
    who = "I" if item.own else f"the {item.source}" if item.source[:1].islower() else item.source
    whom = " to me" if item.to_me else f" to {', '.join(item.to)}" if item.to and item.own else ""
    match item.kind:
        case "show" | "SHOW":
            return f"{who} showed{whom}" if item.own or whom else f"{who} showed me"
        case "document":
            return f"I read “{item.title}”" if item.title else "I read"
        case "think" | "THINK":
            return "I thought"
        case "goal":
            return "I made it my goal"
        case "DO":
            return f"What {who} did"
        case _:
            return f"{who} said{whom}"
