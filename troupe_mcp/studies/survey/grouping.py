"""Whether a field of their personas puts people into groups; what to group by instead where it doesn't."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.errors import RequestError
from troupe_mcp.language.text import clip
from troupe_mcp.simulation.people.persona import told
from troupe_mcp.studies.survey.few import small_groups
from troupe_mcp.studies.survey.groups import UNKNOWN, groups_of, held

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.simulation.people.persona import Spec

MOST_READ = 200
"""People whose documents are read for what could be grouped by."""


def grouping(people: Sequence[Spec], fields: Sequence[str], bands: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the fields that people are grouped by, each once. Raises RequestError where one doesn't group them."""
    once = {field.casefold(): field for field in reversed(fields)}
    kept = [field for field in fields if once[field.casefold()] is field]
    for field in dict.fromkeys(kept):
        _check(people, field, bands.get(field, ()))
    return list(dict.fromkeys(kept))


def will_be_few(people: Sequence[Spec], fields: Sequence[str], bands: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return which groups of those who are to be asked are too small, before that is paid for."""
    places = [str(at) for at in range(len(people))]
    groups = {by: dict(zip(places, groups_of(people, by, bands=bands.get(by, ())), strict=True)) for by in fields}
    return tuple(f"{each.told}: what they say would be an anecdote." for each in small_groups(groups, places))


def _check(people: Sequence[Spec], field: str, bands: Sequence[str]) -> None:
    groups = groups_of(people, field, len(people), bands)
    if {*groups} == {UNKNOWN}:
        raise RequestError(f"group_by {field[:60]!r}: {_why_none(people, field)}")
    if len(people) > 1 and len({*groups}) == len(people):
        raise RequestError(
            f"group_by {field[:60]!r} makes {len(people)} groups of one person each, which compares nothing. "
            f"{_instead(people)}"
        )


def _why_none(people: Sequence[Spec], field: str) -> str:
    """Return why nobody is in a group, and what to name instead."""
    values = [value for spec in people if (value := held(spec, field)) not in (None, "")]
    parts = [
        f"{field}.{name}" for value in values if isinstance(value, Mapping) for name in _plain(cast("Spec", value))
    ]
    if parts:
        few = list(dict.fromkeys(parts))
        return f'it has parts. Name one, e.g. group_by=["{few[0][:80]}"]. Parts: {clip(", ".join(few), 300)}'
    if values:
        many = cast("list[Any]", values[0]) if isinstance(values[0], list) else [values[0]]
        said = clip(", ".join(map(str, many)), 120)
        return f"everybody has a list there ({said}), so nobody is in one group. {_instead(people)}"
    keys = list(dict.fromkeys(path for spec in people[:MOST_READ] for path in _paths(spec)))
    return f"nobody has that. Fields: {clip(', '.join(keys), 300)}. Keys within keys: a.b"


def _instead(people: Sequence[Spec]) -> str:
    """Return what several of them share, as what to group by."""
    some = people[:MOST_READ]
    paths = list(dict.fromkeys(path for spec in some for path in _paths(spec)))
    shared = [path for path in paths if _shared(groups_of(some, path, len(some)))]
    if not shared:
        return "No field of these people is shared by several: leave group_by out."
    such = clip(", ".join(shared), 200)
    return f'Group by what several share, e.g. group_by=["{shared[0]}"], or leave it out. Such: {such}'


def _shared(groups: Sequence[str]) -> bool:
    """Whether there are groups to compare, most of them of more than one."""
    known = [group for group in groups if group != UNKNOWN]
    return 1 < len({*known}) <= len(known) / 2


def _paths(spec: Spec) -> Iterator[str]:
    for key, value in told(spec).items():
        if isinstance(value, str | int | float) and key != "name":
            yield key
        elif isinstance(value, Mapping):
            yield from (f"{key}.{name}" for name in _plain(cast("Spec", value)))


def _plain(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys under which there is one plain value."""
    yield from (name for name, inner in value.items() if isinstance(inner, str | int | float))
