"""What code alone can see to be wrong with a turn: cheap, always looked for, and never an opinion."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

from troupe_mcp.simulation.worlds.events import Acted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.simulation.turns.perception import Perceived
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.simulation.worlds.world import TinyWorld

Slip = Literal[
    "repeats themselves", "repeats somebody else", "unknown addressee", "says nothing in words", "written, not spoken",
    "an essay", "out of role", "another language",
]  # fmt: skip

SAME = 0.8
"""The share of runs of words with an earlier line of one's own from which on a line is the same again."""
RUN = 4
LEAST = 4
"""Words of a line from which on it can be a repetition: a yes may be said twice."""
ECHOED = 8
"""Words of a line from which on saying it after somebody else is no chance."""
ESSAY = 250
"""Words of a speech that nobody was asked for."""
FOREIGN = 0.6
"""The share of letters of another script from which on a line is in another language."""

_ROLE = re.compile(
    r"\b(?:as an ai\b|(?:large )?language model|i(?:'m| am) (?:an ai|a simulat\w+|here to (?:help|assist))|"
    r"how (?:can|may) i (?:help|assist) you|this simulation|my (?:persona|character sheet)|the prompt says|"
    r"(?:in|out of) character)",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"^\s{0,3}(?:#{1,6}\s|(?:[-*•]|\d{1,2}[.)])\s+\S)|\*\*[^*]+\*\*", re.MULTILINE)
_SCRIPTS = {
    "LATIN": (
        "english german french spanish portuguese italian dutch polish turkish swedish danish norwegian finnish czech "
        "hungarian romanian indonesian vietnamese"
    ),
    "CYRILLIC": "russian ukrainian bulgarian serbian",
    "GREEK": "greek",
    "ARABIC": "arabic persian farsi urdu",
    "HEBREW": "hebrew",
    "HANGUL": "korean",
    "DEVANAGARI": "hindi marathi nepali",
    "THAI": "thai",
}


def slips(turn: Sequence[Event], world: TinyWorld, person: str, language: str) -> tuple[Slip, ...]:
    """Return what is wrong with a turn's deeds, each kind once, given the past before it."""
    heard = world.people[person].perceived
    found: dict[Slip, None] = {}
    for act in turn:
        if isinstance(act, Acted):
            found |= dict.fromkeys(_of_act(act, heard, language))
    return tuple(found)


def _of_act(act: Acted, heard: Sequence[Perceived], language: str) -> Iterable[Slip]:
    if act.unknown:
        yield "unknown addressee"
    if act.type != "TALK":
        return
    words = _words(act.content)
    if not any(character.isalnum() for character in act.content):
        yield "says nothing in words"
    if len(words) >= LEAST and any(_again(words, _words(item.content)) for item in heard if _spoken(item, own=True)):
        yield "repeats themselves"
    if len(words) >= ECHOED and any(words == _words(item.content) for item in heard if _spoken(item, own=False)):
        yield "repeats somebody else"
    if _WRITTEN.search(act.content):
        yield "written, not spoken"
    if len(words) > ESSAY:
        yield "an essay"
    if _ROLE.search(act.content):
        yield "out of role"
    if _foreign(act.content, language):
        yield "another language"


def _spoken(item: Perceived, *, own: bool) -> bool:
    return item.kind == "TALK" and item.own == own


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _again(words: list[str], before: list[str]) -> bool:
    if words == before:
        return True
    runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    earlier = {tuple(before[at : at + RUN]) for at in range(len(before) - RUN + 1)}
    return len(words) >= 2 * RUN and len(runs & earlier) >= SAME * len(runs)


def _foreign(text: str, language: str) -> bool:
    """Whether a line is mostly in another script than the run's language; unknown languages are never foreign."""
    script = next((script for script, names in _SCRIPTS.items() if language.casefold() in names.split()), "")
    if not script or (script == "LATIN" and text.isascii()):
        return False
    letters = [unicodedata.name(character, "") for character in text if character.isalpha()]
    strange = sum(not name.startswith(script) for name in letters)
    return len(letters) >= 10 and strange > FOREIGN * len(letters)
