"""Runs side by side as a result: what differed going in, then measure by measure what changed."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from mcp.types import CallToolResult

from troupe_mcp.app.labels import NOTHING_PROVEN
from troupe_mcp.app.studies.comparing import READ
from troupe_mcp.language.text import clip
from troupe_mcp.server.results.compared import ChangedLine, Compared, DifferenceLine, InputLine, SideLine
from troupe_mcp.server.results.flat import More
from troupe_mcp.server.shaping.real_beside import next_of, real_line, verdicts_of
from troupe_mcp.server.shaping.telling import MOST_STRUCTURED, MOST_TEXT, told
from troupe_mcp.server.shaping.told_apart import compared_lines
from troupe_mcp.studies.comparison.talk import OF_ANY_TALK
from troupe_mcp.studies.comparison.words import assumption_of, figures_of, flows_of, outcome_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.studies.comparing import Comparison
    from troupe_mcp.studies.comparison.differences import Difference

MOST_CHANGED = 10
LONGEST = 200
QUESTION = "question "


def compared(found: Comparison, on: str = "") -> CallToolResult:
    """Return a comparison as a tool's result."""
    result = _fitted(compared_of(found, on), found.real.given.again if found.real else {})
    return told(result, clip(compared_lines(result), MOST_TEXT))


def compared_of(found: Comparison, on: str = "") -> Compared:
    """Return the fields of a comparison."""
    ids = [view.id for view in found.runs]
    lines = [difference_line(each, ids[each.runs[1]], found.names) for each in found.differences]
    return Compared(
        notice=_notice(found),
        status="done",
        kind=found.runs[0].run.kind,
        found=verdicts_of(found.real) if found.real else _counted(lines),
        runs=[
            SideLine(
                letter="ABCDEF"[at], run=view.id, title=clip(view.run.title, 80), status=view.run.status,
                people=len(view.cast), seed=view.run.seed, played_by=view.played_by,
            )
            for at, view in enumerate(found.runs)
        ],
        inputs=[InputLine(what=each.what, by_run=list(each.by_run)) for each in found.inputs if each.what != "seed"],
        same=_same(found),
        seeds=_seeds(found),
        real=real_line(found.real, ids) if found.real else None,
        differences=lines,
        only={clip(name, 80): list(who) for name, who in found.only.items()} or None,
        next=_next(found, ids, on),
    )  # fmt: skip


def _counted(lines: Sequence[DifferenceLine]) -> str:
    verdicts = Counter(line.verdict if line.p is not None else line.verdict.partition(":")[0] for line in lines)
    return ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())


def _same(found: Comparison) -> list[str]:
    """Return what went in alike; all questions in a word where none differs, and all of what was read in one line."""
    asked = [name for name in found.same if name.startswith(QUESTION)]
    read = [name.removeprefix(READ) for name in found.same if name.startswith(READ)]
    rest = [name for name in found.same if not name.startswith((QUESTION, READ))]
    if asked and not any(each.what.startswith(QUESTION) for each in found.inputs):
        asked = ["questions"]
    return [*asked, *rest, *([f"{READ}{', '.join(read)}"] if read else [])]


def _notice(found: Comparison) -> str | None:
    """Return what is said first where any of the runs rests on a rehearsal."""
    if not found.rehearsed:
        return None
    if found.real:
        return (
            f"Rehearsal: {', '.join(found.rehearsed)}; beside real answers it proves nothing, and is {NOTHING_PROVEN}."
        )
    if len(found.rehearsed) == len(found.runs):
        return f"Rehearsal: all of these runs rest on one; how they differ is {NOTHING_PROVEN}."
    return f"Part rehearsal: {', '.join(found.rehearsed)}; what is compared with it is {NOTHING_PROVEN}."


def _seeds(found: Comparison) -> str:
    """Return what the seeds mean for the comparison."""
    seeds = found.seeds
    told = ", ".join(map(str, seeds))
    if found.real:
        return f"Seed{'s' if len(seeds) > 1 else ''} {told}: for a repetition of the simulated side take another."
    if len({*seeds}) > 1:
        return f"Different seeds ({told}): chance was drawn anew in each run, which the tests allow for."
    if not [each for each in found.inputs if each.what != "branches from"]:
        return (
            f"One seed ({seeds[0]}) and the same inputs: recorded answers came again. This is no repetition; for one "
            "take another seed."
        )
    return (
        f"One seed ({seeds[0]}), so common random numbers: what the inputs leave alone was drawn alike, and what was "
        "asked alike has the same recorded answer."
    )


def difference_line(each: Difference, to: str, names: Mapping[str, str]) -> DifferenceLine:
    """Return a difference of `to` from the first; `names` are people's by id."""
    measure, figures, came = each.measure, figures_of(each), outcome_of(each)
    is_told = measure.unit == "told"
    return DifferenceLine(
        measure=measure.name,
        part=measure.part or None,
        text=clip(measure.text, LONGEST) or None,
        kind=measure.kind or None,
        unit=measure.amounts.unit or None,
        to=to,
        n=list(each.n),
        paired=None if is_told else each.paired,
        told=[clip(measure.told, 400), clip(each.other.told, 400)] if is_told else None,
        before={figure.name: figure.before for figure in figures} or None,
        after={figure.name: figure.after for figure in figures} or None,
        difference={figure.name: figure.apart for figure in figures} or None,
        interval={figure.name: list(figure.span) for figure in figures if figure.span} or None,
        verdict=came.verdict,
        p=came.p,
        correction=came.correction or None,
        method=came.method or None,
        assumes=assumption_of(each.method) or None,
        effect=came.effect or None,
        visible=came.visible,
        noise=each.noise or None,
        changed_total=len(each.changed) if each.paired else None,
        changes=flows_of(each) or None,
        changed=[
            ChangedLine(
                person=c.person,
                name=names.get(c.person, c.person),
                before=clip(c.before, 80),
                after=clip(c.after, 80),
            )
            for c in each.changed[:MOST_CHANGED]
        ]
        or None,
        notes=list(each.notes) or None,
    )


def _reading(ids: Sequence[str]) -> str:
    """Return how to compare what was said, where so far only how much of it and in which mood is."""
    others = " and ".join(ids[1:])
    return (
        f'extract_results(run="{ids[0]}", objective="…", fields=["…"], group_by="person") and the same of {others}, '
        "then compare_runs of these jobs compares what was said"
    )


def _next(found: Comparison, ids: list[str], on: str) -> str:
    kind = found.runs[0].run.kind
    if found.real:
        return next_of(found.real, ids, rehearsed=bool(found.rehearsed))
    shared = list(dict.fromkeys(each.measure.name for each in found.differences))
    then = _reading(ids) if {*shared} <= OF_ANY_TALK and not on else ""
    if found.rehearsed:
        shows = then or f'get_run(run="{ids[1]}") shows one run by itself'
        return f"tell the user that this was rehearsed; {shows}"
    if then:
        return then
    if not on and len(shared) > 1:
        runs = json.dumps(ids)
        return (
            f"compare_runs(runs={runs}, on={json.dumps(clip(shared[0], 120), ensure_ascii=False)}) tells one by itself"
        )
    detail = "events" if kind == "survey" else "transcript"
    if kind in ("survey", "world", "interview"):
        return f'get_run(run="{ids[1]}", detail="{detail}") reads why, in their own words'
    return f'get_run(run="{ids[1]}") has the words that it rests on'


def _fitted(result: Compared, again: Mapping[str, Any]) -> Compared:
    """Return a result within its budget: people's names go first, then the last measures, told again by `again`."""
    if _size(result) > MOST_STRUCTURED:
        bare = [line.model_copy(update={"changed": None}) for line in result.differences]
        result = result.model_copy(update={"differences": bare})
    lines = list(result.differences)
    while len(lines) > 1 and _size(result) > MOST_STRUCTURED:
        lines.pop()
        runs = [side.run for side in result.runs]
        left = result.differences[len(lines)].measure
        more = More(tool="compare_runs", arguments={"runs": runs, "on": left, **again})
        result = result.model_copy(update={"differences": lines[:], "more": more})
    return result


def _size(result: Compared) -> int:
    return len(json.dumps(result.structured(), ensure_ascii=False))
