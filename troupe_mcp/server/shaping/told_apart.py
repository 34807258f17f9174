"""A comparison as text that suffices alone: what matters first, the next call last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip
from troupe_mcp.server.shaping.real_beside import real_lines
from troupe_mcp.server.shaping.telling import MOST_TEXT, call
from troupe_mcp.studies.amounts import Amounts
from troupe_mcp.studies.comparison.words import SHORT, Figure, Outcome, assumed, who_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from troupe_mcp.server.results.compared import Compared, DifferenceLine

MOST_NAMED = 5


def compared_lines(result: Compared) -> str:
    """Return the whole text, its differences cut at a line where they are too many."""
    head = [*_head(result), ""]
    end = [*([f"More: {call(result.more)}"] if result.more else []), f"Next: {result.next}"]
    room = MOST_TEXT - sum(len(line) + 1 for line in (*head, *end)) - 10
    letters = letters_of(result)
    first = "real" if result.real else "A"
    body: list[str] = []
    for line in result.differences:
        told = [*difference_lines(line, first, letters[line.to]), ""]
        room -= sum(len(each) + 1 for each in told)
        if room < 0:
            body += ["… the rest is in the structured content, or by on=…", ""]
            break
        body += told
    return "\n".join([*head, *body, *end])


def _head(result: Compared) -> Iterator[str]:
    said = [result.notice.rstrip(".")] if result.notice else []
    count, real = len(result.runs), result.real
    kind = "survey" if result.kind == "survey" else "job"
    what = f"{count} {kind}{'s' if count > 1 else ''} beside {real.people:,} real people" if real else ""
    yield " · ".join([what or f"{count} runs compared, each with A", *said, result.found])
    letters = letters_of(result)
    for side in result.runs:
        who = f"{'1 person' if side.people == 1 else f'{side.people} people'}, " if side.people else ""
        how = f"{who}seed {side.seed}, played by {side.played_by}"
        yield f"{letters[side.run]} = {side.run} · {side.title} · {side.status} · {how}"
    if real:
        yield from real_lines(real, letters)
    yield ""
    if result.inputs or not real:
        yield "What differed going in:" if result.inputs else "Nothing differed going in, the seed apart."
    for each in result.inputs:
        values = [f"{side.letter}: {value}" for side, value in zip(result.runs, each.by_run, strict=True)]
        yield f"  {each.what}: " + " | ".join(values)
    if result.same:
        yield clip(f"The same: {', '.join(name for name in result.same if name != 'seed')}.", 400)
    yield result.seeds
    if any(line.p is not None for line in result.differences):
        yield "Intervals are of 95 %, each by itself; p is corrected for all tests made here."
    yield from assumed(methods_of(result.differences))
    for name, runs in (result.only or {}).items():
        letters = [side.letter for side in result.runs if side.run in runs]
        yield f"Only in {', '.join(letters)}: {clip(name, SHORT)}"


def letters_of(result: Compared) -> dict[str, str]:
    """Return what the text calls each run: its letter, or simulated where it alone is beside real answers."""
    alone = bool(result.real) and len(result.runs) == 1
    return {side.run: "simulated" if alone else side.letter for side in result.runs}


def methods_of(lines: Iterable[DifferenceLine]) -> Iterator[str]:
    """Yield the tests that were made."""
    yield from (line.method for line in lines if line.method and line.p is not None)


def difference_lines(line: DifferenceLine, first: str, letter: str) -> Iterator[str]:
    """Return one measure's difference between the first and another, by their letters or names, as lines."""
    figures = _figures(line)
    part = f" · {clip(line.part, SHORT)}" if line.part else ""
    text = f": {line.text}" if line.text else ""
    who = "" if line.told is not None else f", {who_of(line.n, paired=bool(line.paired))}"
    yield f"{clip(line.measure, 300)}{part}{text} ({first} to {letter}{who})"
    if line.told:
        yield f"  {first}: {line.told[0] or '–'} | {letter}: {line.told[1] or '–'}"
    else:
        yield from (f"  {_figure(figure)}" for figure in figures)
    yield f"  {_outcome(line).told(figures)}"
    if line.changed_total is not None:
        changed = line.changed or ()
        flows = ", ".join(f"{count} {what}" for what, count in (line.changes or {}).items())
        all_named = len(changed) == line.changed_total  # then the sums say nothing more
        shown = changed if all_named else changed[:MOST_NAMED]
        named = ", ".join(f"{c.name} ({c.before} → {c.after})" for c in shown)
        named += f" and {line.changed_total - len(shown)} more" if shown and not all_named else ""
        told = "; ".join(filter(None, (flows if not all_named else "", named)))
        yield f"  changed: {line.changed_total} of {line.n[0]} people" + (f": {told}" if told else "")
    if line.noise:
        yield f"  noise within the runs: {line.noise}"
    yield from (f"  note: {note}" for note in line.notes or ())


def _figures(line: DifferenceLine) -> list[Figure]:
    before, after, apart = line.before or {}, line.after or {}, line.difference or {}
    spans = {name: (low, high) for name, (low, high) in (line.interval or {}).items()}
    is_mean, amounts = [*before] == ["mean"], Amounts(line.kind or "", line.unit or "")
    return [Figure(name, before[name], after[name], apart[name], spans.get(name), is_mean, amounts) for name in before]


def _figure(figure: Figure) -> str:
    name = figure.name if figure.is_mean else f"{clip(figure.amounts.named(figure.name), SHORT)}:"
    spread = f" ({figure.interval})" if figure.interval else ""
    return f"{name} {figure.told(figure.before)} → {figure.told(figure.after)}, {figure.change}{spread}"


def _outcome(line: DifferenceLine) -> Outcome:
    method, correction, effect = line.method or "", line.correction or "", line.effect or ""
    return Outcome(line.verdict, line.p, method, correction, effect, line.visible)
