"""Groups of people by any field of their personas; numbers are cut into bands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.casting.bands import band_of
from troupe_mcp.simulation.casting.coverage import AGES
from troupe_mcp.simulation.casting.quotas import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.simulation.people.persona import Spec

UNKNOWN, OTHER = "(not known)", "(other)"
MOST_GROUPS = 12
"""Groups of one field; the smallest are put together."""
AS_THEY_ARE = 6
"""Different numbers that are groups of their own; more are cut into quarters of the people."""
LONGEST = 60
_LEADING = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def groups_of(people: Sequence[Spec], field: str, most: int = MOST_GROUPS, bands: Sequence[str] = ()) -> list[str]:
    """Return for each person the group that they belong to by a field; keys within keys are joined by dots.

    Numbers are grouped by `bands`, such as `18-29`, where these hold all of them.
    """
    values = [_value(spec, field) for spec in people]
    numbers = [_number(value) for value in values]
    known = [number for number in numbers if number is not None]
    if known and len(known) == sum(value not in (None, "") for value in values):
        ages = field.casefold().rpartition(".")[2] == "age"
        return _by_bands(numbers, bands, ages=ages) or _banded(numbers, known, ages=ages)
    names = [clip(one_line(str(value)), LONGEST) if value not in (None, "") else UNKNOWN for value in values]
    spelled = {name.casefold(): name for name in reversed(names)}
    same = [spelled[name.casefold()] for name in names]
    often = [name for name, _ in Counter(same).most_common()]
    kept = often if len(often) <= most else often[: most - 1]
    return [name if name in kept else OTHER for name in same]


def weights_of(people: Sequence[Spec]) -> list[float] | None:
    """Return what each person weighs in a sample; None where nobody was given a weight."""
    given = [spec.get("weight") for spec in people]
    if not any(isinstance(weight, float) for weight in given):
        return None
    return [max(0.0, float(weight)) if isinstance(weight, int | float) else 1.0 for weight in given]


def _value(spec: Spec, field: str) -> Any:
    """Return what one may be grouped by under a field; None for what has parts of no name or title, or several."""
    value = held(spec, field)
    if isinstance(value, Mapping):
        value = cast("Spec", value).get("title") or cast("Spec", value).get("name")
    return value if isinstance(value, str | int | float) else None


def held(spec: Spec, field: str) -> Any:
    """Return what somebody has under a field: a key, keys joined by dots, or a dimension's usual place."""
    whole = _key(spec, field)
    path = (whole,) if whole in spec else FIELDS.get(field.casefold(), tuple(field.split(".")))
    value: Any = spec
    for name in path:
        value = cast("Spec", value).get(_key(cast("Spec", value), name)) if isinstance(value, Mapping) else None
    return value


def _key(spec: Spec, name: str) -> str:
    """Return the key of a document that is called so, but for case and underscores."""
    plain = name.casefold().replace("_", " ")
    return next((key for key in spec if key.casefold().replace("_", " ") == plain), name)


def placed(group: str) -> tuple[int, float, str]:
    """Return where a group stands among those of its field: numbers by their size, what is not known last."""
    number = _LEADING.match(group)
    last = group in (UNKNOWN, OTHER)
    return (2 if last else 0 if number else 1, float(number[0].replace(",", "")) if number else 0.0, group)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _by_bands(numbers: Sequence[float | None], bands: Sequence[str], *, ages: bool) -> list[str]:
    """Return the bands in which numbers are; nothing where there are no bands, or one is in none."""
    read = {name: band for name in bands if (band := band_of(name, ages=ages))}
    found = [
        UNKNOWN if number is None else next((name for name, band in read.items() if number in band), "")
        for number in numbers
    ]
    return found if all(found) else []


def _banded(numbers: Sequence[float | None], known: Sequence[float], *, ages: bool) -> list[str]:
    """Return numbers as bands: ages as usual, few different ones as they are, many in quarters of the people."""
    if ages:
        names = {band.name: band for band in AGES}
        return [
            UNKNOWN if number is None else next((name for name, band in names.items() if number in band), UNKNOWN)
            for number in numbers
        ]
    different = sorted({*known})
    if len(different) <= AS_THEY_ARE:
        return [UNKNOWN if number is None else f"{number:,g}" for number in numbers]
    ordered = sorted(known)
    cuts = sorted({ordered[len(ordered) * part // 4] for part in range(4)})
    tops = [max(number for number in different if number < cut) for cut in cuts[1:]] + [different[-1]]
    names = [_span(low, top) for low, top in zip(cuts, tops, strict=True)]
    return [
        UNKNOWN if number is None else names[max(at for at, cut in enumerate(cuts) if number >= cut)]
        for number in numbers
    ]


def _span(low: float, top: float) -> str:
    return f"{low:,.10g}" if low == top else f"{low:,.10g} to {top:,.10g}"
