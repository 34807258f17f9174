"""What is remembered of earlier: told where somebody asks for it, in the words in which it was kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys, light, shared
from troupe_mcp.simulation.memory.retrieval import retrieve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.simulation.memory.memory import Memory

_ASKED = re.compile(
    r"\b(?:do|can|could|did) you (?:still )?(?:remember|recall)\b"
    r"|\bwhat did (?:I|we|you|(?:[A-Z]\w+ ?){1,2}) (?:say|tell|agree|decide|talk|promise)\b|\blast time\b",
)
_THE_TALK = re.compile(
    r"\b(?:last|earlier|previous|first) (?:time|talk|interview|session|conversation|meeting|group|round)\b"
    r"|\bwe (?:met|talked|spoke)\b|\b(?:earlier|before)\W*$",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\?”|As I remember it|\b(?:couldn't|can't) (?:say|tell|think)\b")
"""What tells nothing: questions, what was told of memories themselves, and gaps."""
_SAID = frozenset({"remember", "recall", "say", "tell", "talk", "agree", "decide", "promise", "last", "time"})


def recollect(moment: Moment) -> list[str]:
    """Return one memory that a question asks for; nothing where none has to do with it."""
    held = [each for each in moment.task.memories if each.kind == "episode" and not _EMPTY.search(each.text)]
    asked = moment.asked
    if not held or not _ASKED.search(asked):
        return []
    wanted = tuple(key for key in keys(asked) if key not in light() and key not in _SAID)
    found = [held[at] for at in retrieve(asked, held, len(held)) if shared(wanted, keys(held[at].text))]
    if not found and _THE_TALK.search(asked):
        found = _mine(held)
    return [f"As I remember it, {_told(found[0].text)}"] if found else []


def _mine(held: Sequence[Memory]) -> list[Memory]:
    """Return what somebody said or did themselves, the most important first."""
    return sorted((memory for memory in held if memory.text.startswith("I ")), key=lambda memory: -memory.importance)


def _told(text: str) -> str:
    plain = text.replace("“", "").replace("”", "")
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."
