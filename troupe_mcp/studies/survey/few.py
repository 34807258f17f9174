"""Groups, and versions that different people saw, of too few people: what is said of these is an anecdote."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from troupe_mcp.studies.counted import FEW, VERSIONS, SmallGroups
from troupe_mcp.studies.survey.groups import OTHER, UNKNOWN, placed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from troupe_mcp.studies.survey.tables import Table


def small_groups(groups: Mapping[str, Mapping[str, str]], answering: Collection[str]) -> Iterator[SmallGroups]:
    """Yield the fields of which some groups have too few of those who answer; `groups` are theirs, by field."""
    for by, members in groups.items():
        sizes = Counter(members[name] for name in answering if members[name] not in (UNKNOWN, OTHER))
        few = {name: n for name, n in sorted(sizes.items(), key=lambda each: placed(each[0])) if n < FEW}
        if few and len(sizes) > 1:
            yield SmallGroups(by, few, len(sizes))


def small_versions(tables: Sequence[Table], answering: Collection[str]) -> Iterator[SmallGroups]:
    """Yield the versions that too few people saw, where different people saw different ones."""
    seen: dict[str, set[str]] = {}
    for table in tables:
        seen.setdefault(table.version, set()).update(person.name for person in table.people)
    if few := {version: len(names) for version, names in seen.items() if len(names) < min(FEW, len(answering))}:
        yield SmallGroups(VERSIONS, few, len(seen))


def seen_by_few(table: Table, answering: Collection[str]) -> bool:
    """Whether its version was seen by too few of those who answer for a share to tell anything."""
    return bool(table.version) and any(True for _ in small_versions([table], answering))


def too_few(table: Table, groups: Mapping[str, Mapping[str, str]], answering: Collection[str]) -> tuple[str, ...]:
    """Return what has to be said of one question: that few saw its version, and which groups are small."""
    names = [person.name for person in table.people]
    small = small_groups(groups, names) if table.question.kind != "text" else ()
    told = [f"{each.told}, too few to compare" for each in small]
    if seen_by_few(table, answering):
        return (f"only {len(names)} of {len(answering)} people answered to this version: an anecdote", *told)
    return tuple(told)
