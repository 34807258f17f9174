"""What bears on a moment: BM25 over texts of any script, weighed by how long ago and how important they are.

BM25 after Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009); recency times importance times
relevance after Park et al., "Generative Agents" (2023), each between 0 and 1. Where vectors are known, nearness in
meaning takes the place of BM25.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from troupe_mcp.simulation.memory.meaning import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.simulation.memory.meaning import Meaning

K1 = 1.2
"""How soon a term that comes again counts for less."""
B = 0.75
"""How much a long text counts for less than a short one."""
DECAY = 0.98
"""What is left of a memory's recency after each step."""
MOST_IMPORTANT = 9
MOST_USUAL = 8
"""Among more texts than these, a term of more than half of them tells nothing apart."""
MOST_TERMS = 200
"""Terms of a query that are looked for, the rarest of them."""
LEAST_PREFIX, LONGEST_PREFIX = 3, 8
"""Words of inflected languages are found by their beginnings: дом in домами, trabalho in trabalhou."""
ALONE = 0.3
"""What one Han or Hangul character counts for beside a pair; one of Kana or Thai means nothing."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U000323af]+"
)
"""Thai, Lao, Burmese, Khmer, Kana, Han; and Hangul, whose particles grow onto its words."""
_MEANS = re.compile("[\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U000323af]")


class Item(NamedTuple):
    """A text that may be retrieved: the step it is from, and its importance from 1 to 9."""

    text: str
    step: int = 0
    importance: int = 5


class Kept(Protocol):
    """Whatever has a text, a step and an importance."""

    @property
    def text(self) -> str: ...
    @property
    def step(self) -> int: ...
    @property
    def importance(self) -> int: ...


class Index:
    """Texts prepared for BM25; made once for many queries."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Count the terms of each text."""
        self._postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        counted = [_counted(text) for text in texts]
        usual = sum(length for _, length in counted) / max(len(counted), 1) or 1.0
        for at, (counts, length) in enumerate(counted):
            scale = K1 * (1 - B + B * length / usual)
            once = (at, (K1 + 1) / (1 + scale))
            for term, count in counts.items():
                self._postings[term].append(once if count == 1 else (at, count * (K1 + 1) / (count + scale)))
        self._size = len(counted)

    def relevance(self, query: str) -> list[float]:
        """Return how much each text has to do with the query: 0 for nothing, beyond that only an order."""
        asked = [(weight, found) for term, weight in _asked(query).items() if (found := self._postings.get(term))]
        asked.sort(key=lambda term: len(term[1]))
        usual = max(self._size / 2, MOST_USUAL)
        telling = [(weight, found) for weight, found in asked if len(found) <= usual][:MOST_TERMS]
        scores = [0.0] * self._size
        for weight, found in telling or asked[:MOST_USUAL]:
            rare = math.log(1 + (self._size - len(found) + 0.5) / (len(found) + 0.5))
            for at, saturated in found:
                scores[at] += weight * rare * saturated
        return scores

    def holding(self, word: str) -> dict[int, float]:
        """Return which texts hold a word, and what part of its beginnings and its whole, from 0 to 1."""
        terms = dict(_terms(word))
        held: dict[int, float] = {}
        for term, weight in terms.items():
            for at, _ in self._postings.get(term, ()):
                held[at] = held.get(at, 0.0) + weight / sum(terms.values())
        return held


@lru_cache(maxsize=256)
def index_of(texts: tuple[str, ...]) -> Index:
    """Return the index of these texts; the same texts are indexed once."""
    return Index(texts)


def weighed(query: str, items: Sequence[Kept], now: int | None = None, meaning: Meaning = WORDS) -> list[float]:
    """Return each item's score at step `now` (the latest item's where not given): 0 has nothing to do with the query.

    Recency is what DECAY leaves of 1; importance a share of the most; relevance a share of the most relevant.
    """
    texts = tuple(item.text for item in items)
    relevance = meaning.relevance(query, texts) or index_of(texts).relevance(query)
    most = max(relevance, default=0.0) or 1.0
    latest = max((item.step for item in items), default=0) if now is None else now
    return [
        DECAY ** max(latest - item.step, 0) * item.importance / MOST_IMPORTANT * found / most if found else 0.0
        for item, found in zip(items, relevance, strict=True)
    ]


def retrieve(query: str, items: Sequence[Kept], k: int, now: int | None = None, meaning: Meaning = WORDS) -> list[int]:
    """Return the positions of at most `k` items that bear on the query, the best first; of equals the later first."""
    scores = weighed(query, items, now, meaning)
    bearing = [at for at, score in enumerate(scores) if score > 0]
    return sorted(bearing, key=lambda at: (-scores[at], -at))[:k]


def _asked(query: str) -> dict[str, float]:
    """Return what a query looks for, each term with what it counts for; those of one word sum up to 1."""
    asked: dict[str, float] = {}
    for word in _words(query):
        for term, weight in _terms(word):
            asked[term] = max(asked.get(term, 0.0), weight)
    return asked


@lru_cache(maxsize=4096)
def _counted(text: str) -> tuple[Mapping[str, int], int]:
    """Return how often each term comes in a text, and how many words it has."""
    words = _words(text)
    counts: dict[str, int] = {}
    for word, times in words.items():
        for term, _ in _terms(word):
            counts[term] = counts.get(term, 0) + times
    return counts, words.total()


def _words(text: str) -> Counter[str]:
    """Return the words of a text without case, with their numbers."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return Counter(_WORD.findall(plain.casefold()))


@lru_cache(maxsize=20_000)
def _terms(word: str) -> tuple[tuple[str, float], ...]:
    """Return what a word is found by: its beginnings and itself; in scripts that go without spaces, pairs."""
    found: list[tuple[str, float]] = []
    at = 0
    for run in _UNSPACED.finditer(word):
        found += [*_beginnings(word[at : run.start()]), *_pairs(run.group())]
        at = run.end()
    return (*found, *_beginnings(word[at:]))


def _beginnings(word: str) -> list[tuple[str, float]]:
    if not word:
        return []
    bare = _bare(word)
    terms = [bare[:end] for end in range(LEAST_PREFIX, min(len(bare), LONGEST_PREFIX) + 1)]
    return [(term, 1 / (len(terms) + 1)) for term in (*terms, f"{bare} ")]


def _pairs(run: str) -> list[tuple[str, float]]:
    alone = [(letter, ALONE if len(run) > 1 else 1.0) for letter in run if _MEANS.match(letter)]
    return [*((first + second, 1.0) for first, second in pairwise(run)), *alone]


def _bare(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
