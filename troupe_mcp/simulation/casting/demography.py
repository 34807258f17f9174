"""A demography: how a population is spread, as tables of shares, each over one dimension or over several together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.casting.bands import Band, band_of

Cell = tuple[str, ...]
"""One category of each dimension of a table, e.g. `("18-29", "female")`."""

MOST_DIMENSIONS = 6
MOST_CELLS = 2000
LONGEST = 80
OLDEST_EVER = 120
HOW = (
    'Give shares by dimension, demography={"age": {"18-29": 0.3, "30+": 0.7}, "gender": {"female": 51, "male": 49}}, '
    'or a joint table: {"age x gender": {"18-29 | female": 0.15, …}}.'
)
_TIMES = re.compile(r"\s+[x×*]\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """Shares, which sum to 1, of the cells over some dimensions."""

    dimensions: tuple[str, ...]
    shares: Mapping[Cell, float]

    @property
    def title(self) -> str:
        """What the table is called: its dimensions."""
        return " x ".join(self.dimensions)

    def bands(self, at: int) -> Mapping[str, Band]:
        """Return the bands of numbers of a dimension; nothing where one of its categories is no such band."""
        ages = self.dimensions[at] == "age"
        found = {cell[at]: band_of(cell[at], ages=ages) for cell in self.shares}
        known = {category: band for category, band in found.items() if band}
        return known if len(known) == len(found) else {}


@dataclass(frozen=True, slots=True)
class Demography:
    """Tables that share no dimension: between them people are matched as if one had nothing to do with the other.

    `notes` are what a reader should know of how the shares were taken.
    """

    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


def read_demography(document: Any) -> Demography:
    """Return a demography from JSON: shares, percentages or counts, by dimension or jointly.

    Raises RequestError where the shape, a share or a category is not one, NotAllowed for too many dimensions.
    """
    if not isinstance(document, Mapping) or not document:
        raise RequestError(f"demography is {_short(document)}. {HOW}")
    tables, notes = list[Table](), list[str]()
    for title, listed in cast("Mapping[str, Any]", document).items():
        dimensions = tuple(key_of(part) for part in _TIMES.split(str(title)))
        where = f"demography[{title!r}]"[:100]
        cells = _cells(where, listed, dimensions)
        total = sum(cells.values())
        if total <= 0:
            raise RequestError(f"{where} has no share above 0. {HOW}")
        if not (_near(total, 1) or _near(total, 100) or _are_counts(list(cells.values()), total)):
            notes.append(f"The shares of {' x '.join(dimensions)} sum to {total:.4g}; they were taken in proportion.")
        tables.append(Table(dimensions, {cell: share / total for cell, share in cells.items()}))
        _check_ages(where, tables[-1])
    _check(tables)
    return Demography(tuple(tables), tuple(notes))


def key_of(dimension: str) -> str:
    """Return a dimension as the key that a persona has for it: `Home town` is `home_town`, `sex` is `gender`."""
    key = re.sub(r"\W+", "_", one_line(dimension).casefold()).strip("_")
    return {"sex": "gender", "ages": "age"}.get(key, key)


def _cells(where: str, listed: Any, dimensions: tuple[str, ...]) -> dict[Cell, float]:
    if isinstance(listed, Sequence) and not isinstance(listed, str):
        listed = dict.fromkeys((str(each) for each in cast("Sequence[Any]", listed)), 1)
    if not isinstance(listed, Mapping) or not listed:
        fixed = f" What is the same for all belongs in description: “…, {_plain(listed)}”." if _plain(listed) else ""
        raise RequestError(f"{where} is {_short(listed)}; expected a table of shares.{fixed} {HOW}")
    cells: dict[Cell, float] = {}
    for label, share in cast("Mapping[Any, Any]", listed).items():
        cell = tuple(one_line(part) for part in str(label).split("|"))
        if len(cell) != len(dimensions) or not all(cell) or any(len(part) > LONGEST for part in cell):
            wanted = " | ".join(dimensions)
            raise RequestError(f"{where} has the cell {_short(label)}; expected one category each of {wanted!r}. {HOW}")
        if cell in cells:
            raise RequestError(f"{where} has the cell {_short(label)} twice. Leave one out, or add them up.")
        cells[cell] = _share(f"{where}[{label!r}]"[:160], share)
    return cells


def _share(where: str, value: Any) -> float:
    if isinstance(value, str) and re.fullmatch(r"\s*\d+(?:\.\d+)?\s*%?\s*", value):
        value = float(value.strip().rstrip("% ")) / (100 if "%" in value else 1)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise RequestError(f"{where} is {_short(value)}; expected a share, a percentage or a count. {HOW}")
    if value < 0:
        raise RequestError(f"{where} is {value}; a share is 0 or more. {HOW}")
    return float(value)


def _check(tables: Sequence[Table]) -> None:
    dimensions = [dimension for table in tables for dimension in table.dimensions]
    twice = sorted({each for each in dimensions if dimensions.count(each) > 1})
    if twice:
        raise RequestError(
            f"demography has {twice[0]!r} in more than one place. Each dimension stands in one table; what depends on "
            f"each other stands in a joint one. {HOW}"
        )
    if "" in dimensions or "name" in dimensions:
        raise RequestError(f"demography has a dimension called {'name' if 'name' in dimensions else 'nothing'}. {HOW}")
    cells = sum(len(table.shares) for table in tables)
    if len(dimensions) > MOST_DIMENSIONS or cells > MOST_CELLS:
        raise NotAllowed(
            f"demography has {len(dimensions)} dimensions and {cells:,} cells; at most {MOST_DIMENSIONS} and "
            f"{MOST_CELLS:,} are possible. What else must vary: dimensions=[…]."
        )


def _check_ages(where: str, table: Table) -> None:
    """Raise RequestError for ages that nobody has."""
    for at in (at for at, dimension in enumerate(table.dimensions) if dimension == "age"):
        over = [category for category, band in table.bands(at).items() if band.high > OLDEST_EVER]
        if over:
            raise RequestError(f"{where} has the age {over[0]!r}; ages go from 0 to {OLDEST_EVER}, e.g. '65+'.")


def _near(total: float, wanted: float) -> bool:
    return abs(total - wanted) <= wanted * 0.011


def _are_counts(shares: Sequence[float], total: float) -> bool:
    """Whether shares are numbers of people, or all alike; percentages sum to nearly 100."""
    whole = all(share == int(share) for share in shares)
    return whole and (len(set(shares)) == 1 or not 50 <= total <= 150)


def _plain(value: Any) -> str:
    """Return one plain value as text, nothing of another shape."""
    return clip(one_line(value), 40) if isinstance(value, str) else ""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
