"""One measure in two runs: what changed, for whom, by which test, and whether by more than chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING

from troupe_mcp.studies.comparison.measures import MANY, MOST_VALUES
from troupe_mcp.studies.statistics.effects import hedges_g
from troupe_mcp.studies.statistics.groups import (
    compare_choices,
    compare_numbers,
    holm,
    number_difference,
    share_differences,
)
from troupe_mcp.studies.statistics.intervals import correlation
from troupe_mcp.studies.statistics.paired import compare_paired_choices, compare_paired_numbers
from troupe_mcp.studies.statistics.people import Respondent, answering, numbers, said_most
from troupe_mcp.studies.statistics.power import (
    smallest_mean_difference,
    smallest_p,
    smallest_paired_mean_difference,
    smallest_paired_share_difference,
    smallest_share_difference,
)
from troupe_mcp.studies.statistics.signal import choice_signal, number_signal
from troupe_mcp.studies.statistics.tallies import shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.studies.amounts import Amounts
    from troupe_mcp.studies.comparison.measures import Measure
    from troupe_mcp.studies.statistics.intervals import Estimate
    from troupe_mcp.studies.statistics.people import Sample

ALPHA = 0.05
MEAN = "mean"
SURE = 1.96
"""Standard errors beyond which somebody's change is more than their own noise."""


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody, by id, whose answer is another one: the option given most often, or the mean, before and after."""

    person: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure in a run against the same in the first one; `apart` are the second's figures minus the first's.

    `paired`: by the same people. `p` is after correction for all `tests` of the comparison; where it is None `untested`
    says why. `noise` is how much one person's own answers vary between repeats, `visible` the smallest difference that
    so many people show four times of five. `futile`: there is a difference, and of so few people none could pass.
    """

    measure: Measure
    other: Measure
    runs: tuple[int, int]
    n: tuple[int, int]
    before: Mapping[str, float]
    after: Mapping[str, float]
    apart: Mapping[str, Estimate]
    paired: bool = False
    method: str = ""
    p: float | None = None
    tests: int = 1
    effect: str = ""
    changed: tuple[Change, ...] = ()
    noise: str = ""
    visible: float | None = None
    notes: tuple[str, ...] = ()
    untested: str = ""
    futile: bool = False

    @property
    def beyond(self) -> bool | None:
        """Whether the difference is beyond noise; None where nothing was tested."""
        return None if self.p is None else self.p < ALPHA


def difference(
    first: Measure, second: Measure, runs: tuple[int, int], *, seed: int | str = 0, untested: str = ""
) -> Difference:
    """Compare a measure of two runs, not corrected yet; with `untested` nothing is tested, and this is why."""
    if first.unit != second.unit or (first.kind and first.kind != second.kind):
        why = f"asked differently: {first.kind or first.unit} and {second.kind or second.unit}"
        return Difference(first, second, runs, _n(first, second), {}, {}, {}, untested=why)
    worded = (f"asked in other words: {second.text!r}",) if first.text != second.text else ()
    if first.unit == "told":
        before, after = ({} if each.value is None else {MEAN: each.value} for each in (first, second))
        return Difference(
            first, second, runs, (1, 1), before, after, {}, notes=worded, untested=untested or first.untested
        )
    found = _shares(first, second, seed) if first.unit == "shares" else _means(first, second, seed)
    why = untested or first.untested or second.untested or found.untested
    found = replace(found, runs=runs, notes=(*worded, *found.notes), untested=why)
    return replace(found, apart={}, p=None, method="", effect="", visible=None, noise="") if why else found


def corrected(found: Sequence[Difference]) -> list[Difference]:
    """Return differences with p values that are corrected for all comparisons made (Holm)."""
    ps = {str(at): each.p for at, each in enumerate(found) if each.p is not None}
    held = holm(ps)
    none_passes = min((_floor(each) for each in found if each.p is not None), default=0.0) * len(ps) > ALPHA
    return [
        _futile(each, none_passes=none_passes)
        for each in (replace(each, p=held.get(str(at)), tests=len(ps)) for at, each in enumerate(found))
    ]


def _floor(each: Difference) -> float:
    """Return the smallest p that the test of a difference could have given, whatever was answered."""
    return smallest_p(each.n[0]) if each.paired else smallest_p(*each.n)


def _futile(each: Difference, *, none_passes: bool) -> Difference:
    """Return a difference as one that could not pass, where so few people answered that none could."""
    differs = each.p is not None and each.before != each.after
    if differs and not each.beyond and (none_passes or _floor(each) > ALPHA):
        return replace(each, futile=True, visible=None)
    return each


def _shares(first: Measure, second: Measure, seed: int | str) -> Difference:
    options = tuple(dict.fromkeys((*first.options, *second.options)))
    sides = _sides(first.people, second.people)
    a, b, paired = sides.a, sides.b, sides.paired
    before, after = ({name: each.value for name, each in shares(side, options).items()} for side in (a, b))
    untested = ""
    if not first.fixed and len(options) > MOST_VALUES:
        before, after, untested = {}, {}, MANY
    elif first.fixed and {*first.options} != {*second.options}:
        untested = "the options differ, so the shares can't be compared"
    found = Difference(
        first, second, (0, 1), (len(a), len(b)), before, after, {}, paired,
        changed=_switched(a, b, options) if paired else (), notes=sides.notes, untested=untested,
    )  # fmt: skip
    if untested or not (a and b):
        return replace(found, untested=untested or "nobody answered in one of the runs")
    signals = [each for side in (a, b) if (each := choice_signal(side, options))]
    agreement = min((each.within for each in signals), default=None)
    noise = "" if agreement is None else f"asked again, a person gives the same answer {agreement:.0%} of the time"
    if paired:
        test = compare_paired_choices(a, b, options, seed=seed)
        moving = len(test.moved) / test.n if test.moved else 0.3
        visible = smallest_paired_share_difference(test.n, moving=moving)
        return _tested(found, test.method, test.p, test.differences, test.notes, noise=noise, visible=visible)
    plain = compare_choices({"first": a, "second": b}, options, seed=seed)
    biggest = max(before.values(), default=0.5)
    return _tested(
        found, plain.method, plain.p, share_differences(a, b, options), plain.notes, noise=noise,
        effect=f"{plain.effect.name} {plain.effect.value:.2f}" if plain.effect else "",
        visible=smallest_share_difference(*found.n, at=biggest),
    )  # fmt: skip


def _means(first: Measure, second: Measure, seed: int | str) -> Difference:
    sides = _sides(first.people, second.people)
    a, b, paired = sides.a, sides.b, sides.paired
    x, y = numbers(a), numbers(b)
    if not (x.values and y.values):
        return Difference(first, second, (0, 1), (len(a), len(b)), {}, {}, {}, untested="nobody answered in one run")
    signals = [each for side in (a, b) if (each := number_signal(side))]
    within = max((each.within for each in signals), default=0.0)
    found = Difference(
        first, second, (0, 1), (len(x.values), len(y.values)), {MEAN: x.mean}, {MEAN: y.mean},
        {MEAN: number_difference(a, b)}, paired, notes=sides.notes,
        changed=_moved(a, b, within, first.amounts) if paired else (),
    )  # fmt: skip
    size = hedges_g(x, y)
    effect = f"{size.name} {size.value:.2f}" if size else ""
    noise = f"asked again, a person's own answers vary by {within:.2g} (sd)" if signals else ""
    if paired:
        test = compare_paired_numbers(a, b, seed=seed)
        return _tested(
            found, test.method, test.p, test.differences, test.notes,
            noise=noise, effect=effect, visible=_visible_paired(x, y),
        )  # fmt: skip
    plain = compare_numbers({"first": a, "second": b}, seed=seed)
    visible = smallest_mean_difference(x.effective, y.effective, deviation=sqrt((x.variance + y.variance) / 2))
    return _tested(found, plain.method, plain.p, found.apart, plain.notes, noise=noise, effect=effect, visible=visible)


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who is compared: their answers in the first and in the other run."""

    a: Sequence[Respondent]
    b: Sequence[Respondent]
    paired: bool
    notes: tuple[str, ...]


def _tested(
    found: Difference,
    method: str,
    p: float | None,
    apart: Mapping[str, Estimate],
    notes: tuple[str, ...],
    *,
    noise: str,
    visible: float | None,
    effect: str = "",
) -> Difference:
    """Return a difference with its test; one that couldn't be made is told by its notes."""
    untested = "; ".join(notes) or "too few people" if p is None else ""
    return replace(
        found, method=method, p=p, apart=apart, effect=effect, noise=noise, visible=visible or None,
        notes=found.notes if untested else (*found.notes, *notes), untested=untested,
    )  # fmt: skip


def _sides(first: Sequence[Respondent], second: Sequence[Respondent]) -> _Sides:
    """Return who is compared. The same people where half of the smaller run are in both: then only these, in order."""
    a, b = answering(first), answering(second)
    there = {person.name: person for person in b}
    both = [person for person in a if person.name in there]
    if not both or 2 * len(both) < min(len(a), len(b)):
        shared = (f"{len(both)} people are in both runs, and count as different ones",) if both else ()
        return _Sides(a, b, paired=False, notes=shared)
    lost = len(a) + len(b) - 2 * len(both)
    notes = (f"{lost} answered in one run only and are left out",) if lost else ()
    return _Sides(both, [there[person.name] for person in both], paired=True, notes=notes)


def _visible_paired(x: Sample, y: Sample) -> float | None:
    deviation = sqrt((x.variance + y.variance) / 2)
    return smallest_paired_mean_difference(len(x.values), deviation=deviation, related=min(0.99, correlation(x, y)))


def _switched(a: Sequence[Respondent], b: Sequence[Respondent], options: Sequence[str]) -> tuple[Change, ...]:
    """Return whose most frequent answer is another one."""
    after = {person.name: _told(person, options) for person in b}
    pairs = [(person.name, _told(person, options), after[person.name]) for person in a if person.name in after]
    return tuple(Change(*each) for each in pairs if each[1] != each[2])


def _told(person: Respondent, options: Sequence[str]) -> str:
    """Return somebody's answer in words."""
    return ", ".join(said_most(person, options)) or "nothing"


def _moved(a: Sequence[Respondent], b: Sequence[Respondent], within: float, amounts: Amounts) -> tuple[Change, ...]:
    """Return whose number changed: by more than their own noise, where that is known."""
    there = {person.name: person for person in b}
    found: list[Change] = []
    for person in a:
        if other := there.get(person.name):
            [x], [y] = numbers([person]).values, numbers([other]).values
            own = SURE * within * sqrt(1 / len(person.values) + 1 / len(other.values))
            before, after = amounts.told(x), amounts.told(y)
            if abs(y - x) > own and before != after:
                found.append(Change(person.name, before, after))
    return tuple(found)


def _n(first: Measure, second: Measure) -> tuple[int, int]:
    return len(first.people), len(second.people)
