"""Do two groups use other words? By the words themselves: who says the same in other words counts as different."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.studies.statistics.distances import Distance
from troupe_mcp.studies.statistics.permutation import tail
from troupe_mcp.studies.statistics.sameness import jaccard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_TEXTS = 120
"""Texts of each side that are compared; of more, as many are drawn by the seed."""
DRAWS = 999
MOST_WORDS = 5
SHORTEST = 4
"""Letters of a word that is told apart; shorter ones are mostly grammar."""
METHOD = "permutation of the energy distance"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wordings:
    """Texts of two groups: the energy distance of their words, its p value, and the words that set them apart.

    `alike` are the mean likenesses (0-1, Jaccard) within the first, within the second and between them, `lengths` mean
    words of a text; `apart` has for a word the share of people who use it, in the first and in the second.
    """

    distance: Distance
    p: float
    alike: tuple[float, float, float]
    lengths: tuple[float, float]
    apart: dict[str, tuple[float, float]]


def compare_words(first: Sequence[str], second: Sequence[str], *, seed: int | str = 0) -> Wordings | None:
    """Return how far two groups' texts lie apart by words, one text a person; None for fewer than two in a group.

    The distance is the energy coefficient of Jaccard distances (0 alike, 1 nothing shared; Székely & Rizzo 2013),
    tested by drawing anew who belongs to which group.
    """
    if min(len(first), len(second)) < 2:
        return None
    rng = Random(f"{seed}/words")
    sides = [_words(_few(texts, rng)) for texts in (first, second)]
    n, m = map(len, sides)
    everybody = [words for side in sides for words in side]
    apart = [[1 - jaccard(one, other) for other in everybody] for one in everybody]
    sums = _Sums(apart)
    observed, within = sums.coefficient(range(n)), sums.within(range(n))
    drawn: list[float] = []

    def draws() -> Iterator[float]:
        for _ in range(DRAWS):
            drawn.append(sums.coefficient(rng.sample(range(n + m), n)))
            yield drawn[-1]

    p = tail(observed, draws())
    others = sums.within(range(n, n + m))
    between = (sums.total - within - others) / 2
    alike = (1 - within / (n * (n - 1)), 1 - others / (m * (m - 1)), 1 - between / (n * m))
    lengths = [sum(len(_WORD.findall(text)) for text in side) / len(side) for side in (first, second)]
    distance = Distance("energy distance of words", observed, sum(drawn) / len(drawn))
    return Wordings(distance, p, alike, (lengths[0], lengths[1]), _apart(_words(first), _words(second)))


class _Sums:
    """Sums of a table of distances over any group and the others."""

    def __init__(self, apart: Sequence[Sequence[float]]) -> None:
        self._apart = apart
        self._rows = [sum(row) for row in apart]
        self.total = sum(self._rows)

    def within(self, group: Sequence[int]) -> float:
        """Return the sum over all ordered pairs of a group."""
        of = itemgetter(*group)
        return sum(sum(of(self._apart[at])) for at in group)

    def coefficient(self, group: Sequence[int]) -> float:
        """Return the energy distance of a group and the others over twice their mean distance."""
        n, m = len(group), len(self._apart) - len(group)
        inside = self.within(group)
        across = sum(itemgetter(*group)(self._rows)) - inside
        outside = self.total - inside - 2 * across
        between = across / (n * m)
        return 1 - (inside / n**2 + outside / m**2) / (2 * between) if between else 0.0


def _few(texts: Sequence[str], rng: Random) -> Sequence[str]:
    return texts if len(texts) <= MOST_TEXTS else rng.sample(texts, MOST_TEXTS)


def _words(texts: Sequence[str]) -> list[frozenset[str]]:
    return [frozenset(_WORD.findall(text.casefold())) for text in texts]


def _apart(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> dict[str, tuple[float, float]]:
    """Return the words whose users differ most, the most first."""
    counts = [Counter(word for words in side for word in words if len(word) >= SHORTEST) for side in (first, second)]
    used = {
        word: (counts[0][word] / len(first), counts[1][word] / len(second))
        for word in dict.fromkeys((*counts[0], *counts[1]))
    }
    often = sorted(used, key=lambda word: -abs(used[word][0] - used[word][1]))
    return {word: used[word] for word in often[:MOST_WORDS]}
