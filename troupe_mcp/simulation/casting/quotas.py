"""Quotas: from a demography to who is wanted, by code and by seed, so that the plan costs nothing and repeats."""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.casting.bands import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.simulation.casting.demography import Cell, Demography, Table

FIELDS: dict[str, tuple[str, ...]] = {
    "occupation": ("occupation", "title"),
    "job": ("occupation", "title"),
    "trade": ("occupation", "title"),
    "profession": ("occupation", "title"),
    "city": ("residence",),
    "town": ("residence",),
    "language": ("languages",),
}
"""Where a persona has what a dimension says, if not under its own name."""


def quotas(count: int, shares: Mapping[Cell, float]) -> dict[Cell, int]:
    """Return how many of `count` people each cell gets: its share, rounded by the largest remainders."""
    exact = {cell: count * share for cell, share in shares.items()}
    whole = {cell: math.floor(value + 1e-9) for cell, value in exact.items()}
    left = count - sum(whole.values())
    first = sorted(exact, key=lambda cell: whole[cell] - exact[cell])[:left]
    return {cell: number + (cell in first) for cell, number in whole.items()}


def matched(demography: Demography, count: int, seed: int) -> list[tuple[Cell, ...]]:
    """Return one cell of each table for each of so many people: every table's quotas are met to the head.

    A table's cells are spread evenly over those of the tables before it, so that what is not said to depend on each
    other doesn't come to by chance.
    """
    people: list[tuple[Cell, ...]] = [()] * count
    for table in demography.tables:
        rng = Random(f"{seed}/quotas/{table.title}")
        cells = _spread(quotas(count, table.shares), rng)
        people = [(*had, cell) for had, cell in zip(_grouped(people, rng), cells, strict=True)]
    return Random(f"{seed}/quotas/order").sample(people, count)


def cells_of(demography: Demography, count: int, seed: int) -> list[dict[str, Any]]:
    """Return what each of so many people is given, by dimension: a category, or a number drawn inside its band."""
    people = matched(demography, count, seed)
    found: list[dict[str, Any]] = [{} for _ in people]
    for which, table in enumerate(demography.tables):
        for at, dimension in enumerate(table.dimensions):
            values = _values(table, at, [cells[which] for cells in people], Random(f"{seed}/drawn/{dimension}"))
            for given, value in zip(found, values, strict=True):
                given[dimension] = value
    return found


def as_given(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a cell says as a persona has it."""
    given: dict[str, Any] = {}
    for dimension, value in cell.items():
        *outer, last = FIELDS.get(dimension, (dimension,))
        inner = given
        for key in outer:
            inner = inner.setdefault(key, {})
        inner[last] = value
    return given


def _spread(wanted: Mapping[Cell, int], rng: Random) -> list[Cell]:
    """Return the cells as often as wanted, each at even distances."""
    placed = [
        ((turn + start) / number, rng.random(), cell)
        for cell, number in wanted.items()
        for start in [rng.random()]
        for turn in range(number)
    ]
    return [cell for _, _, cell in sorted(placed)]


def _grouped(people: Sequence[tuple[Cell, ...]], rng: Random) -> list[tuple[Cell, ...]]:
    """Return people with those of the same cells beside each other, the groups in a drawn order."""
    groups = sorted(set(people))
    order = dict(zip(groups, rng.sample(range(len(groups)), len(groups)), strict=True))
    return sorted(people, key=lambda cells: order[cells])


def _values(table: Table, at: int, cells: Sequence[Cell], rng: Random) -> list[Any]:
    bands = table.bands(at)
    if not bands:
        return [cell[at] for cell in cells]
    waiting = {name: drawn(band, sum(cell[at] == name for cell in cells), rng) for name, band in bands.items()}
    return [waiting[cell[at]].pop() for cell in cells]
