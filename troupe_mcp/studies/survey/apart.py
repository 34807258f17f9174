"""How versions of the material differ in what was answered: each against the first, all tests corrected together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.studies.comparison.differences import Difference, corrected, difference
from troupe_mcp.studies.comparison.measures import of_table
from troupe_mcp.studies.counted import FEW, UNCOUNTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.comparison.measures import Measure
    from troupe_mcp.studies.survey.tables import Table


def versions_apart(
    tables: Sequence[Table], versions: Sequence[str], seed: int, untested: str = ""
) -> tuple[Difference, ...]:
    """Return the differences between versions that were answered; `untested` says why nothing is tested.

    Versions that different people saw are told without figures where these are too few.
    """
    measures: dict[str, dict[tuple[str, str], Measure]] = {version: {} for version in versions}
    for table in tables:
        names = {person.name: person.name for person in table.people}
        measures[table.version] |= {each.key: each for each in of_table(table, names)}
    first = measures[versions[0]]
    found = [
        difference(measure, other, (0, at), seed=f"{seed}/{'/'.join(key)}/{version}", untested=untested)
        for key, measure in first.items()
        for at, version in enumerate(versions)
        if at and (other := measures[version].get(key))
    ]
    return tuple(corrected([_uncounted(each) if _few(each) else each for each in found if all(each.n)]))


def _few(each: Difference) -> bool:
    return not each.paired and min(each.n) < FEW and each.measure.unit != "told"


def _uncounted(each: Difference) -> Difference:
    """Return a difference without the figures of people who are too few for one."""
    return Difference(each.measure, each.other, each.runs, each.n, {}, {}, {}, untested=UNCOUNTED)
