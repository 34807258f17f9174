"""Coverage: how far the people who were made are spread as they were wanted, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from troupe_mcp.simulation.casting.bands import Band
from troupe_mcp.simulation.casting.demography import Cell, Demography, Table
from troupe_mcp.simulation.casting.quotas import FIELDS, quotas
from troupe_mcp.simulation.people.persona import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.simulation.people.persona import Spec

AGES = (Band(0, 17), Band(18, 29), Band(30, 44), Band(45, 59), Band(60, 74), Band(75, 120))
"""In which ages are counted where no demography says."""
NOT_COUNTED = frozenset({"name", "age", "style", "voice"})
LONGEST = 6
"""Words of a value from which on it is a text about somebody and no category."""
FEWEST, MOST = 2, 8
"""Values of a field that are counted where no demography says."""


class Reached(NamedTuple):
    """One cell of a dimension: how many were wanted, None where nobody said, and how many there are.

    `weighted` is their share by the weights that people have.
    """

    dimension: str
    cell: str
    wanted: int | None
    got: int
    weighted: float | None = None


def reached(
    people: Sequence[Spec], count: int, demography: Demography | None, *, weighted: bool = False
) -> list[Reached]:
    """Return what was reached of a demography by `count` places, or else how people are spread in what all have."""
    tables = [_lookup(table) for table in demography.tables] if demography else _found(people)
    weights = [_weight(spec) if weighted else 1.0 for spec in people]
    total = sum(weights)
    rows: list[Reached] = []
    for table, cells in tables:
        wanted = quotas(count, table.shares) if demography else {}
        known = {tuple(part.casefold() for part in cell): cell for cell in table.shares}
        places = [known.get(_cell(spec, table, cells)) for spec in people]
        got = Counter(places)
        by_weight: dict[Cell | None, float] = {}
        for place, weight in zip(places, weights, strict=True):
            by_weight[place] = by_weight.get(place, 0.0) + weight
        for cell in table.shares:
            share = round(by_weight.get(cell, 0.0) / total, 4) if weighted and total else None
            rows.append(Reached(table.title, " | ".join(cell), wanted.get(cell), got[cell], share))
    return rows


Bands = tuple[Mapping[str, Band], ...]


def _lookup(table: Table) -> tuple[Table, Bands]:
    return table, tuple(table.bands(at) for at in range(len(table.dimensions)))


def _found(people: Sequence[Spec]) -> list[tuple[Table, Bands]]:
    """Return the fields in which people can be counted, as tables whose shares are not wanted of anybody."""
    tables: list[tuple[Table, Bands]] = []
    ages = [spec["age"] for spec in people if isinstance(spec.get("age"), int)]
    if ages:
        names = {band.name: band for band in AGES if any(age in band for age in ages)}
        tables.append((Table(("age",), {(name,): 0.0 for name in names}), (names,)))
    keys = dict.fromkeys(key for spec in people[:100] for key in told(spec) if key not in NOT_COUNTED)
    for key in keys:
        values = Counter(str(spec[key]) for spec in people if isinstance(spec.get(key), str | int))
        if max(len(value.split()) for value in values or ("",)) > LONGEST:
            continue
        if FEWEST <= len(values) <= min(MOST, len(people) // 2):
            tables.append((Table((key,), {(value,): 0.0 for value, _ in values.most_common()}), ({},)))
    return tables


def _cell(spec: Spec, table: Table, bands: Bands) -> Cell:
    """Return the categories of a table's dimensions that somebody has, in small letters."""
    pairs = zip(table.dimensions, bands, strict=True)
    return tuple(_category(_value(spec, dimension), known).casefold() for dimension, known in pairs)


def _category(value: Any, bands: Mapping[str, Band]) -> str:
    if not bands:
        return str(value)
    number = int(value) if isinstance(value, str) and value.isdecimal() else value
    return next((name for name, band in bands.items() if number in band), "")


def _value(spec: Spec, dimension: str) -> Any:
    """Return what somebody has under a dimension, where personas have it."""
    value: Any = spec
    for key in FIELDS.get(dimension, (dimension,)):
        value = cast("Spec", value).get(key, "") if isinstance(value, Mapping) else ""
    return value


def _weight(spec: Spec) -> float:
    weight = spec.get("weight", 0.0)
    return float(weight) if isinstance(weight, int | float) else 0.0
