"""A comparison as text that suffices alone: what matters first, the next call last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip
from troupe_mcp.server.shaping.real_beside import real_lines
from troupe_mcp.server.shaping.telling import MOST_TEXT, call

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from troupe_mcp.server.results.compared import Compared, DifferenceLine

SHORT = 60
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
    yield from assumed(result.differences)
    for name, runs in (result.only or {}).items():
        letters = [side.letter for side in result.runs if side.run in runs]
        yield f"Only in {', '.join(letters)}: {clip(name, SHORT)}"


def letters_of(result: Compared) -> dict[str, str]:
    """Return what the text calls each run: its letter, or simulated where it alone is beside real answers."""
    alone = bool(result.real) and len(result.runs) == 1
    return {side.run: "simulated" if alone else side.letter for side in result.runs}


def assumed(lines: Iterable[DifferenceLine]) -> Iterator[str]:
    """Yield what the tests rest on, once for each kind of test."""
    tested = [line for line in lines if line.p is not None]
    for assumption in dict.fromkeys(line.assumes for line in tested if line.assumes):
        methods = dict.fromkeys(clip(line.method or "", SHORT) for line in tested if line.assumes == assumption)
        yield f"Assumed ({' and '.join(methods)}): {assumption}."


def difference_lines(line: DifferenceLine, first: str, letter: str) -> Iterator[str]:
    """Return one measure's difference between the first and another, by their letters or names, as lines."""
    part = f" · {clip(line.part, SHORT)}" if line.part else ""
    text = f": {line.text}" if line.text else ""
    yield f"{clip(line.measure, 300)}{part}{text} ({first} to {letter}{_who(line)})"
    if line.told:
        yield f"  {first}: {line.told[0] or '–'} | {letter}: {line.told[1] or '–'}"
    else:
        yield from (f"  {_figure(line, name, before)}" for name, before in (line.before or {}).items())
    yield f"  {_test(line)}"
    if line.changed_total is not None:
        changed = line.changed or ()
        flows = ", ".join(f"{count} {what}" for what, count in (line.changes or {}).items())
        named = ", ".join(f"{c.name} ({c.before} → {c.after})" for c in changed[:MOST_NAMED])
        all_named = len(changed) == line.changed_total <= MOST_NAMED  # then the sums say nothing more
        told = "; ".join(filter(None, (flows if not all_named else "", named)))
        yield f"  changed: {line.changed_total} of {line.n[0]} people" + (f": {told}" if told else "")
    if line.noise:
        yield f"  noise within the runs: {line.noise}"
    yield from (f"  note: {note}" for note in line.notes or ())


def _who(line: DifferenceLine) -> str:
    if line.told is not None:
        return ""
    if line.paired:
        return f", the same {line.n[0]} people"
    return f", {line.n[0]} and {line.n[1]} people"


def _figure(line: DifferenceLine, name: str, before: float) -> str:
    after, change = (line.after or {})[name], (line.difference or {})[name]
    span = (line.interval or {}).get(name)
    if not _is_mean(line):
        spread = f" ({100 * span[0]:+.0f} to {100 * span[1]:+.0f})" if span else ""
        told = f"{_hundredth(before)} % → {_hundredth(after)} %, {_hundredth(change, '+')} points"
        return f"{clip(name, SHORT)}: {told}{spread}"
    spread = f" ({span[0]:+.3g} to {span[1]:+.3g})" if span else ""
    return f"mean {before:.3g} → {after:.3g}, {change:+.3g}{spread}"


def _hundredth(share: float, sign: str = "") -> str:
    """Return a share in percent, with a decimal where it is not whole, so that what is shown adds up."""
    return f"{100 * share:{sign}.1f}".removesuffix(".0")


def _test(line: DifferenceLine) -> str:
    if line.p is None:
        return line.verdict
    made = "; ".join(filter(None, (line.method, line.correction)))
    how = f"p = {line.p:g} ({made})" + (f", {line.effect}" if line.effect else "")
    seen = _visible(line) if line.verdict == "within noise" else ""
    return f"{line.verdict}: {how}. {seen}".rstrip()


def _visible(line: DifferenceLine) -> str:
    """Return what the runs could have shown, where they showed nothing."""
    if not any((line.difference or {}).values()):
        return ""
    if not line.visible:
        return "So few people could not show even a large difference."
    unit = f"{line.visible:.2g}" if _is_mean(line) else f"{100 * line.visible:.0f} points"
    return f"So many people show a difference of {unit} or more 4 times of 5."


def _is_mean(line: DifferenceLine) -> bool:
    return [*(line.before or {})] == ["mean"]
