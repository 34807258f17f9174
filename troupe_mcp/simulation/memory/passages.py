"""What a person has read and now comes back to them: the parts of long documents that bear on what is new."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.simulation.memory.chunks import Chunk, chunks
from troupe_mcp.simulation.memory.everyday import EVERYDAY, YOU
from troupe_mcp.simulation.memory.retrieval import Index
from troupe_mcp.simulation.turns.perception import Passage, Perceived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_PASSAGES = 4
ROOM = 4_500
"""Characters of passages in one prompt."""
BEARING = 0.45
"""The share of a question's telling words, by how rare they are, that a part must hold to come back."""
SELDOM = 0.3
"""How rare that must be together, beside a word that the document has once: what stands everywhere is no find."""
PERSONAL = 0.65
"""The same where a question speaks to the person and names no document: it may be after their own life."""
NEAR = 0.7
"""The share of the best part's score below which a part is left where it is."""
UNKNOWN = 0.5
"""What a word that the document never has counts for, beside one that it has once: much of any question is chat."""
ALIKE = 0.55
"""The share of a word that must be found: its beginning in inflected languages, most of its pairs elsewhere."""
MOST_ASKED = 3_000
"""Characters of what is new that are looked at, the latest."""
TOLD = frozenset({"say", "TALK", "show", "SHOW", "REACH_OUT", "think", "goal", "situation"})
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+")


def passages_for(perceived: Sequence[Perceived], news: int, room: int = ROOM) -> tuple[Passage, ...]:
    """Return what of all that was read bears on what is new, the best first, within `room` characters."""
    read = {item.title: item.whole for item in perceived if item.whole}
    if not read:
        return ()
    asked = [*_asked(perceived[news:])]
    found: list[tuple[float, str, Chunk]] = []
    for title, text in read.items():
        found += [(score, title, part) for part, score in _bearing(text, title, tuple(asked))]
    found.sort(key=lambda each: -each[0])
    kept: list[Passage] = []
    for score, title, part in found[:MOST_PASSAGES]:
        room -= len(part.text) + len(title) + 40
        if score < found[0][0] * NEAR or room < 0:
            break
        kept.append(Passage(title, part.place, _under_heading(part)))
    return tuple(kept)


def _under_heading(part: Chunk) -> str:
    named = not part.heading or part.text.startswith(part.heading)
    return part.text if named else f"{part.heading}\n{part.text}"


def _asked(news: Sequence[Perceived]) -> Iterator[str]:
    """Yield what may bring back something read: each sentence, and each short thing said as a whole."""
    room = MOST_ASKED
    for item in reversed(news):
        room -= len(item.content)
        if item.kind not in TOLD or item.own or item.picture or room < 0:
            continue
        sentences = [part for part in _SENTENCE.split(item.content) if part.strip()]
        yield from dict.fromkeys([*sentences, item.content] if len(sentences) < 4 else sentences)


@lru_cache(maxsize=512)
def _bearing(text: str, title: str, asked: tuple[str, ...]) -> list[tuple[Chunk, float]]:
    known = _known(text)
    best: dict[int, float] = {}
    for question in asked:
        for at, score in known.bearing(question, _words(title) - EVERYDAY).items():
            best[at] = max(best.get(at, 0.0), score)
    parts = chunks(text)
    return [(parts[at], score) for at, score in best.items()]


@lru_cache(maxsize=32)
def _known(text: str) -> _Known:
    return _Known(text)


class _Known:
    """A document as it is searched: made once, its words looked up once."""

    def __init__(self, text: str) -> None:
        parts = chunks(text)
        self._index = Index([_under_heading(part) for part in parts])
        self._count = len(parts)
        self._words: dict[str, tuple[float, dict[int, float]]] = {}

    def bearing(self, question: str, title: frozenset[str]) -> dict[int, float]:
        """Return the parts that bear on a question, from BEARING to 2: the share they hold and how closely."""
        said = _words(question)
        words = said - EVERYDAY - title
        share = PERSONAL if said & YOU and not said & title else BEARING
        held: dict[int, float] = {}
        whole = 0.0
        for word in words:
            weight, parts = self._word(word)
            whole += weight
            for at, part in parts.items():
                held[at] = held.get(at, 0.0) + weight * part
        if not held:
            return {}
        relevance = self._index.relevance(" ".join(sorted(words)))
        most = max(relevance) or 1.0
        least = max(whole * share, math.log(2 * self._count + 2) * SELDOM)
        return {at: got / whole + relevance[at] / most for at, got in held.items() if got >= least}

    def _word(self, word: str) -> tuple[float, dict[int, float]]:
        """Return what a word counts for, and the parts that hold it."""
        if word not in self._words:
            parts = {at: share for at, share in self._index.holding(word).items() if share >= ALIKE}
            seldom = math.log(1 + (self._count - len(parts) + 0.5) / (len(parts) + 0.5))
            self._words[word] = (seldom if parts else UNKNOWN * seldom, parts)
        return self._words[word]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
