"""How alike people are: the words of both in what is told of them, as a share of the words of either (Jaccard)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from troupe_mcp.simulation.people.persona import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.simulation.people.persona import Spec

ALIKE = 0.8
"""From here on two people are told of as alike."""
MOST_COMPARED = 500
"""People of whom every pair is compared; of more, as many are drawn evenly."""
_WORD = re.compile(r"\w+")


class Closest(NamedTuple):
    """The two who are most alike, by their places, how much so, and how many pairs are alike, of how many people."""

    one: int
    other: int
    likeness: float
    alike: int
    compared: int


def closest(people: Sequence[Spec]) -> Closest | None:
    """Return the closest pair; nothing where there are no two."""
    every = max(1, -(-len(people) // MOST_COMPARED))
    places = range(0, len(people), every)
    bits: dict[str, int] = {}
    masks = {place: _mask(people[place], bits) for place in places}
    best: tuple[float, int, int] | None = None
    alike = 0
    for one, other in combinations(places, 2):
        either = (masks[one] | masks[other]).bit_count()
        share = (masks[one] & masks[other]).bit_count() / either if either else 1.0
        alike += share > ALIKE
        if best is None or share > best[0]:
            best = (share, one, other)
    return Closest(best[1], best[2], best[0], alike, len(places)) if best else None


def _mask(spec: Spec, bits: dict[str, int]) -> int:
    """Return somebody's words as the bits of a number, one bit for each word that anybody has."""
    mask = 0
    for word in _words({key: value for key, value in told(spec).items() if key != "name"}):
        mask |= 1 << bits.setdefault(word, len(bits))
    return mask


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in cast("Mapping[str, Any]", value).values():
            yield from _words(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _words(item)
    else:
        yield from _WORD.findall(str(value).casefold())
