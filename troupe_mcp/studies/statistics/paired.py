"""The same people under two variants, or in two runs: what changed, for whom, and whether by more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, sqrt
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.studies.statistics.distributions import normal_tail
from troupe_mcp.studies.statistics.intervals import (
    Estimate,
    changes,
    paired_mean_difference,
    paired_share_difference,
)
from troupe_mcp.studies.statistics.people import Respondent, answering, chosen, columns, numbers
from troupe_mcp.studies.statistics.permutation import sign_tail

if TYPE_CHECKING:
    from collections.abc import Sequence

EXACT = 1000
"""People who changed up to whom McNemar's test sums the binomial; above, its normal limit, corrected for continuity."""


@dataclass(frozen=True, slots=True)
class Paired:
    """A test of the same people twice: `p` two-sided before correction, `moved` the names of those who changed."""

    method: str
    p: float | None
    n: int
    moved: tuple[str, ...]
    differences: dict[str, Estimate]
    notes: tuple[str, ...] = ()


def compare_paired_choices(
    before: Sequence[Respondent], after: Sequence[Respondent], options: Sequence[str], *, seed: int | str = 0
) -> Paired:
    """Compare shares after and before, of people matched by name: McNemar's exact test of two options answered once.

    Otherwise signs are permuted: under the null a person's two answers may as well be swapped (Stuart-Maxwell's case).
    """
    first, second, notes = _matched(before, after)
    if not first:
        return Paired("none", None, 0, (), {}, (*notes, "nobody answered both times"))
    a = [chosen(person, options) for person in first]
    b = [chosen(person, options) for person in second]
    moved = tuple(person.name for person, x, y in zip(first, a, b, strict=True) if x != y)
    differences = {
        option: paired_share_difference(one, other)
        for option, one, other in zip(options, columns(a, first), columns(b, second), strict=True)
    }
    if {*a, *b} <= {(0.0, 1.0), (1.0, 0.0)} and len({person.weight for person in first}) == 1:
        gained = sum(y > x for x, y in zip(a, b, strict=True))
        return Paired("McNemar, exact", mcnemar(gained, len(moved) - gained), len(first), moved, differences, notes)
    rows = [tuple(person.weight * change for change in changes(x, y)) for person, x, y in zip(first, a, b, strict=True)]
    scales = [sum(row[at] ** 2 for row in rows) or 1.0 for at in range(len(options))]
    p, exact = sign_tail(rows, lambda sums: sum(s * s / k for s, k in zip(sums, scales, strict=True)), _rng(seed))
    method = "permutation of signs, exact" if exact else "permutation of signs"
    return Paired(method, p, len(first), moved, differences, notes)


def compare_paired_numbers(before: Sequence[Respondent], after: Sequence[Respondent], *, seed: int | str = 0) -> Paired:
    """Compare ratings or numbers after and before, of people matched by name; `differences` has the one key `mean`."""
    first, second, notes = _matched(before, after)
    if not first:
        return Paired("none", None, 0, (), {}, (*notes, "nobody answered both times"))
    a, b = numbers(first), numbers(second)
    change = changes(a.values, b.values)
    moved = tuple(person.name for person, each in zip(first, change, strict=True) if each)
    rows = [(weight * each,) for weight, each in zip(a.weights, change, strict=True)]
    p, exact = sign_tail(rows, lambda sums: abs(sums[0]), _rng(seed))
    method = "permutation of signs, exact" if exact else "permutation of signs"
    return Paired(method, p, len(first), moved, {"mean": paired_mean_difference(a, b)}, notes)


def mcnemar(gained: int, lost: int) -> float:
    """Return the two-sided exact p of people who changed to against from (McNemar 1947, binomial)."""
    n = gained + lost
    if n > EXACT:
        return normal_tail(max(0, abs(gained - lost) - 1) / sqrt(n))
    return min(1.0, 2 * sum(comb(n, k) for k in range(min(gained, lost) + 1)) / 2**n)


def _matched(
    before: Sequence[Respondent], after: Sequence[Respondent]
) -> tuple[list[Respondent], list[Respondent], tuple[str, ...]]:
    first = {person.name: person for person in answering(before)}
    second = {person.name: person for person in answering(after)}
    names = [name for name in first if name in second]
    lost = len(first) + len(second) - 2 * len(names)
    notes = (f"{lost} answered only once and are left out",) if lost else ()
    paired = [Respondent(name, second[name].values, first[name].weight) for name in names]
    return [first[name] for name in names], paired, notes


def _rng(seed: int | str) -> Random:
    return Random(f"{seed}/paired")
