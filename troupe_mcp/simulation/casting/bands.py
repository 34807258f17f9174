"""Bands of numbers such as `18-29`, `65+` and `under 18`: what they span, and numbers drawn inside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)"
_BETWEEN = re.compile(rf"(?:aged? )?{_NUMBER}\s*(?:-|–|to|bis|…|\.\.)\s*{_NUMBER}(?: years?)?")
_FROM = re.compile(
    rf"{_NUMBER}\s*(?:\+|(?:years )?(?:and|or) (?:over|older|above|more))|(?:>=|≥|from|at least) ?{_NUMBER}"
)
_OVER = re.compile(rf"(?:>|over|above|older than|more than) ?{_NUMBER}")
_UNDER = re.compile(rf"(?:<|under|below|younger than|less than) ?{_NUMBER}")
_UP_TO = re.compile(rf"(?:<=|≤|up to|at most) ?{_NUMBER}|{_NUMBER} (?:and|or) (?:under|younger|less)")
_ALONE = re.compile(_NUMBER)
OLDEST = 84
"""Up to which age an open band of ages reaches, unless it begins late in life."""
ADULT = 18
BEYOND = 100
"""Up to which age a band is named: one that reaches further is open."""


@dataclass(frozen=True, slots=True)
class Band:
    """Whole numbers from `low` to `high`, both in it."""

    low: int
    high: int

    @property
    def name(self) -> str:
        """How a band of ages is called: `18-29`, and `75+` where it reaches beyond all of them."""
        return f"{self.low}+" if self.high >= BEYOND else f"{self.low}-{self.high}"

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int | float) and self.low <= number < self.high + 1


def band_of(text: str, *, ages: bool) -> Band | None:
    """Return the band that a category names, nothing where it names none; open ends are closed sensibly."""
    said = " ".join(text.casefold().split())
    if found := _BETWEEN.fullmatch(said):
        low, high = sorted(_whole(part) for part in found.groups())
        return Band(low, high)
    if (low := _only(_FROM, said)) is not None:
        return _upwards(low, ages=ages)
    if (low := _only(_OVER, said)) is not None:
        return _upwards(low + 1, ages=ages)
    if (high := _only(_UP_TO, said)) is not None:
        return _downwards(high, ages=ages)
    if (high := _only(_UNDER, said)) is not None and high > 0:
        return _downwards(high - 1, ages=ages)
    alone = _only(_ALONE, said)
    return None if alone is None else Band(alone, alone)


def drawn(band: Band, count: int, rng: Random) -> list[int]:
    """Return so many numbers of a band, spread over all of it, in a drawn order; wide bands give round numbers."""
    width = band.high - band.low + 1
    step = 10 ** max(0, len(str(width)) - 3)
    found: list[int] = []
    for place in range(count):
        number = band.low + int((place + rng.random()) * width / count)
        found.append(max(band.low, number // step * step))
    return rng.sample(found, count)


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _only(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.fullmatch(text)
    return _whole(next(group for group in found.groups() if group)) if found else None


def _upwards(low: int, *, ages: bool) -> Band:
    if ages:
        return Band(low, OLDEST if low <= OLDEST - 10 else low + 10)
    return Band(low, low * 2 or 1)


def _downwards(high: int, *, ages: bool) -> Band:
    if ages:
        return Band(ADULT if high > ADULT + 1 else max(0, high - 5), high)
    return Band(0, high)
