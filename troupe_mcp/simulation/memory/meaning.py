"""How near texts are to each other by what they mean, where somebody has told it in vectors."""

from __future__ import annotations

from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.vectors import Vector


class Meaning:
    """The vectors of the texts that a wave compares; none where words alone decide."""

    def __init__(self, vectors: Mapping[str, Vector[float]] | None = None) -> None:
        self._vectors = vectors or {}

    def relevance(self, query: str, texts: Sequence[str]) -> list[float] | None:
        """Return how near each text is to the query, from 0, no nearer than these texts usually are, to 1, the nearest.

        None where a vector is lacking. Cosines of unrelated texts lie at other heights for each embedding model, so
        only what is above their mean counts.
        """
        if not self._vectors:
            return None
        asked = self._vectors.get(query)
        found = [vector for text in texts if (vector := self._vectors.get(text)) is not None]
        if asked is None or not found or len(found) < len(texts):
            return None
        near = [sum(map(mul, asked, vector)) for vector in found]
        usual, most = sum(near) / len(near), max(near)
        if most <= usual:
            return [1.0] * len(near)
        return [max(0.0, (each - usual) / (most - usual)) for each in near]


WORDS = Meaning()
"""No vectors: what bears on a moment is found by its words."""
