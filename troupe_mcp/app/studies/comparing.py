"""The verb that lays runs side by side. It only reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio.to_thread

from troupe_mcp.app.inputs import inputs_of
from troupe_mcp.app.labels import NOT_MEASURED, rests_on_rehearsal
from troupe_mcp.app.runs.looking import get_run
from troupe_mcp.app.studies.measuring import measures_of, people_of, sources_of
from troupe_mcp.app.studies.respondents import Given, compare_with_real
from troupe_mcp.errors import NotAllowed, NotFound, RequestError
from troupe_mcp.language.text import clip, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.studies.respondents import Real
    from troupe_mcp.app.views import RunView
    from troupe_mcp.studies.comparison.differences import Difference
    from troupe_mcp.studies.comparison.inputs import Input
    from troupe_mcp.studies.comparison.measures import Measure

MOST_RUNS = 6
REAL_CALL = 'compare_runs(runs=["…"], real="file:answers.csv")'
READ = "what was read: "
"""How inputs begin that are those of the run which a study read."""
KINDS = ("survey", "extraction", "proposition", "validation", "world", "interview")
"""Kinds of runs that have something to compare."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Runs side by side, each later one against the first; `names` are people's by id.

    `only` are measures that not all have, with the runs that do. With `real`, answers of real people, each run is
    compared with these.
    """

    runs: tuple[RunView, ...]
    inputs: tuple[Input, ...]
    same: tuple[str, ...]
    differences: tuple[Difference, ...]
    names: Mapping[str, str]
    only: Mapping[str, tuple[str, ...]]
    rehearsed: tuple[str, ...]
    real: Real | None = None

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds of the runs, in their order."""
        return tuple(view.run.seed for view in self.runs)


async def compare_runs(
    self: App,
    runs: Sequence[str],
    *,
    on: str = "",
    real: str | None = None,
    mapping: Mapping[str, str] | None = None,
    weights: str = "",
    group_by: Sequence[str] = (),
) -> Comparison:
    """Lay 2 to 6 runs side by side: what differed in their inputs, and what changed against the first of them.

    `on` is one question, claim or field. With `real`, a CSV or `file:NAME.csv` with the answers of a real person a row,
    1 to 6 surveys or extractions are each compared with these: columns are named like questions or fields, or by
    `mapping`, `weights` is one of them, `group_by` are columns that are also fields of people. Raises RequestError
    for too few runs, for runs of different kinds, for those with nothing in common and for an unusable CSV, NotFound,
    and Conflict while one of them plays.
    """
    from troupe_mcp.studies.comparison.inputs import alike, differing

    found = list(dict.fromkeys(self.resting(handle).id for handle in runs))
    if real is None and (mapping or weights or group_by):
        raise RequestError(f"mapping, weights and group_by say what columns of real answers mean: {REAL_CALL}.")
    _check(self, found, runs, real=real is not None)
    views = [await get_run(self, handle) for handle in found]
    if real is not None:
        return await _with_real(self, views, Given(real, mapping or {}, weights, group_by), on)
    measured = [{measure.key: measure for measure in await measures_of(self, view)} for view in views]
    asked = _asked(measured, on, found)
    names = {member.person: member.name for view in views for member in people_of(self, view)}
    differences = await anyio.to_thread.run_sync(_differences, views, measured, asked)
    inputs = [await _inputs(self, view, views[0]) for view in views]
    all_keys = dict.fromkeys(key for each in measured for key in each)
    having = {key: tuple(name for name, each in zip(found, measured, strict=True) if key in each) for key in all_keys}
    return Comparison(
        tuple(views),
        tuple(differing(inputs)),
        tuple(alike(inputs)),
        tuple(differences),
        names,
        {} if on else {key[0]: who for key, who in having.items() if len(who) < len(found)},
        tuple(view.id for view in views if rests_on_rehearsal(view.run)),
    )


async def _with_real(self: App, views: Sequence[RunView], given: Given, on: str) -> Comparison:
    from troupe_mcp.studies.comparison.inputs import alike, differing

    differences, real = await compare_with_real(self, views, given, on)
    inputs = [await _inputs(self, view, views[0]) for view in views] if len(views) > 1 else []
    names = {member.person: member.name for view in views for member in view.cast}
    rehearsed = tuple(view.id for view in views if rests_on_rehearsal(view.run))
    same = tuple(alike(inputs)) if inputs else ()
    return Comparison(tuple(views), tuple(differing(inputs)), same, tuple(differences), names, {}, rehearsed, real)


def _differences(
    views: Sequence[RunView],
    measured: Sequence[Mapping[tuple[str, str], Measure]],
    asked: Sequence[tuple[str, str]],
) -> list[Difference]:
    """Return each measure's differences from the first run, all p values corrected together."""
    from troupe_mcp.studies.comparison.differences import corrected, difference

    found: list[Difference] = []
    for key in asked:
        for at, (view, each) in enumerate(zip(views[1:], measured[1:], strict=True), 1):
            if other := each.get(key):
                why = _why_untested(views[0], view)
                seed = f"{views[0].run.seed}/{view.run.seed}/{'/'.join(key)}"
                found.append(difference(measured[0][key], other, (0, at), seed=seed, untested=why))
    return corrected(found)


def _check(self: App, found: Sequence[str], given: Sequence[str], *, real: bool) -> None:
    if real and not found:
        raise RequestError(f"Real answers are compared with those of a survey. Give it: {REAL_CALL}.")
    if len(found) < 2 and not real:
        kinds = {self.run(name).kind for name in found} or {*KINDS}
        latest = [each.id for each in self.list_runs(limit=50).runs if each.kind in kinds and each.id not in found]
        other = latest[0] if latest else "…"
        one = found[0] if found else "…"
        what = "the same run twice" if len(given) > 1 else "one run" if found else "no run"
        raise RequestError(
            f'{what.capitalize()} compares nothing. Give 2 to {MOST_RUNS}: compare_runs(runs=["{one}", "{other}"]). '
            f"get_run() lists them.{_groups_within(found, kinds)}"
        )
    if len(found) > MOST_RUNS:
        raise NotAllowed(f"{len(found)} runs; at most {MOST_RUNS} can be compared at once, each with the first.")
    if real:
        return
    kinds = {name: self.run(name).kind for name in found}
    told = ", ".join(f"{name} is {_a(kind)}" for name, kind in kinds.items())
    if useless := next((name for name, kind in kinds.items() if kind not in KINDS), ""):
        raise RequestError(
            f"{useless} is {_a(kinds[useless])}, in which nobody answers. To compare people ask both groups the same, "
            "ask_people(people=[…], questions=[…]) each, then compare_runs of the two surveys."
        )
    if len({*kinds.values()}) > 1:
        raise RequestError(
            f"Only runs of one kind can be compared, and {told}. To compare what was said in different kinds: "
            f'extract_results(run=["{found[0]}"], objective="…") of each, then compare_runs of the two jobs.'
        )


def _groups_within(found: Sequence[str], kinds: Collection[str]) -> str:
    """Return how groups of one run are compared, where it is a scene; of no run nothing."""
    if len(found) != 1 or not {*kinds} <= {"world", "interview"}:
        return ""
    return (
        f' For groups within it: extract_results(run=["{found[0]}"], people=["…"], objective="…", fields=["…"]) for '
        "each, then compare_runs of these jobs."
    )


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _asked(
    measured: Sequence[Mapping[tuple[str, str], Measure]], on: str, runs: Sequence[str]
) -> list[tuple[str, str]]:
    """Return the measures that the first run shares with another one, or those of them that `on` names."""
    shared = [key for key in measured[0] if any(key in each for each in measured[1:])]
    there = list(dict.fromkeys(key[0] for key in shared))
    if not shared:
        each = [f"{run} has {_few([key[0] for key in mine])}" for run, mine in zip(runs, measured, strict=True)]
        raise RequestError(
            f"Nothing in {runs[0]} is in another one as well: {clip('; '.join(each), 300)}. Give "
            "questions the same ids, watch the same claims, or extract the same fields."
        )
    if not on:
        return shared
    wanted = one_line(on).casefold()
    kept = [key for key in shared if key[0].casefold() == wanted]
    if not kept:
        raise NotFound(f"on={on[:60]!r} is nothing that these runs share. They share: {clip(_few(there), 400)}.")
    return kept


def _few(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(clip(name, 60) for name in names)) or "nothing to compare"


def _why_untested(first: RunView, second: RunView) -> str:
    if rests_on_rehearsal(first.run) or rests_on_rehearsal(second.run):
        return NOT_MEASURED
    run = next((view.run for view in (first, second) if view.run.status != "done"), None)
    return f"{run.id} is {run.status} at {run.done} of {run.total}" if run else ""


async def _inputs(self: App, view: RunView, first: RunView) -> dict[str, str]:
    """Return what went into a run; of one that reads another, also what went into that one."""
    own, read = inputs_of(view, first), sources_of(self, first)
    sources = sources_of(self, view)
    if len(sources) != 1 or len(read) != 1:
        return own
    of = inputs_of(await get_run(self, sources[0]), await get_run(self, read[0]))
    return own | {f"{READ}{name}": value for name, value in of.items()}
