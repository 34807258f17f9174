"""How versions of the material differ in what was answered: each against the first, all tests corrected together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.studies.comparison.differences import corrected, difference
from troupe_mcp.studies.comparison.measures import of_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.comparison.differences import Difference
    from troupe_mcp.studies.comparison.measures import Measure
    from troupe_mcp.studies.survey.tables import Table


def versions_apart(
    tables: Sequence[Table], versions: Sequence[str], seed: int, untested: str = ""
) -> tuple[Difference, ...]:
    """Return the differences between versions that were answered; `untested` says why nothing is tested."""
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
    return tuple(each for each in corrected(found) if all(each.n))
