"""A report as Markdown, in which nothing that anybody said becomes markup, a picture or a link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.studies.reports.charts import Bars
from troupe_mcp.studies.reports.compiling import report_of
from troupe_mcp.studies.reports.report import PUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.studies.reports.charts import Chart
    from troupe_mcp.studies.reports.facts import Facts
    from troupe_mcp.studies.reports.report import Report, Scene, Table
    from troupe_mcp.studies.reports.scenes import Part

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!&@$])")
_LINKS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_LISTS = re.compile(r"^(\s*)([-+=])", re.MULTILINE)
_NUMBERS = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)
WIDTH = 24


def as_markdown(facts: Facts) -> str:
    """Return the report of a run; what has to be said of it stands in its first line."""
    return "\n".join(_lines(report_of(facts))).strip() + "\n"


def plain(text: str) -> str:
    """Return text of others so that Markdown shows it as it is."""
    escaped = _LINKS.sub(lambda found: f"\\{found[0]}", _MARKS.sub(r"\\\1", text))
    return _LISTS.sub(r"\1\\\2", _NUMBERS.sub(r"\1\\\2", escaped))


def _inline(text: str) -> str:
    return plain(" ".join(text.split()))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in plain(text.strip()).split("\n"))


def _lines(report: Report) -> Iterator[str]:
    if report.notice:
        yield f"> {_inline(report.notice)}\n"
    yield f"# {_inline(report.title)}\n\n{_inline(report.lead)}\n"
    yield from _head(report)
    yield from _question(report)
    yield from _result(report)
    if report.story:
        yield f"## The story\n\n{plain(report.story)}\n"
    yield from _trust(report)
    yield from _versions(report)
    for chart in report.charts:
        yield from ("## In figures\n",) if chart is report.charts[0] else ()
        yield from _chart(chart)
    yield from _voices(report)
    for table in report.tables:
        yield from _table(table)
    for scene in report.scenes:
        yield from _scene(scene, several=len(report.scenes) > 1)
    yield from _ending(report)


def _head(report: Report) -> Iterator[str]:
    """Yield what stands before any figure: how far the run is, what it is worth, who played whom."""
    for said in (report.unfinished, report.trust.level if report.trust else ""):
        yield from (f"**{_inline(said)}**\n",) if said else ()
    yield "\n".join(f"- {label}: {_inline(value)}" for label, value in report.about) + "\n"


def _trust(report: Report) -> Iterator[str]:
    if report.trust:
        flags = "".join(f"- **{_inline(what)}**: {_inline(value)}\n" for what, value in report.trust.flags)
        evidence = "\n".join(f"- {_inline(what)}: {_inline(value)}" for what, value in report.trust.evidence)
        yield f"## How far to trust this\n\n{flags}{evidence}\n"


def _question(report: Report) -> Iterator[str]:
    if report.questions or report.asked:
        yield f"## {PUT}\n"
    for question in report.questions:
        yield f"{_quoted(question)}\n"
    for part in report.asked:
        how = f"{part.person} {part.how}" if part.kind != "say" else ""
        whom = f"to {part.whom}" if part.whom else ""
        led = " ".join(filter(None, (how, whom, f"({part.note})" if part.note else "")))
        yield (f"{_inline(led)}:\n\n" if led else "") + f"{_quoted(part.words)}\n"


def _result(report: Report) -> Iterator[str]:
    if report.verdict or report.findings:
        yield "## Result\n"
    if report.verdict:
        yield f"{plain(report.verdict)}\n"
    for finding in report.findings:
        what = f"{_inline(finding.what)} — " if finding.what else ""
        yield f"- **{_inline(finding.outcome)}**: {what}{_inline(finding.why)}"
        for person, quote in finding.quotes:
            yield f"  > {_inline(quote)}" + (f" — {_inline(person)}" if person else "")
    if report.findings:
        yield ""


def _versions(report: Report) -> Iterator[str]:
    if not report.versions:
        return
    yield "## How the versions differ\n"
    yield from _grid(report.versions.columns, report.versions.each)
    yield from (f"{_inline(said)}\n" for said in report.versions.said)
    for each in report.versions.apart:
        yield f"### {_inline(each.title)}\n\n{_inline(each.who)}\n"
        yield from _grid(each.columns, each.rows) if each.rows else ()
        for came, test in each.outcomes:
            yield f"**{_inline(came)}**" + (f": {_inline(test)}" if test else "") + "\n"
        yield from (f"{_inline(note)}\n" for note in each.notes)
    yield from (f"{_inline(said)}\n" for said in report.versions.tests)


def _voices(report: Report) -> Iterator[str]:
    if report.voices:
        yield "## In their words\n"
    for group in report.voices:
        if group.title:
            yield f"### {_inline(group.title)}\n"
        for person, words in group.said:
            yield f"{_quoted(words)}\n>\n> — {_inline(person)}\n"


def _ending(report: Report) -> Iterator[str]:
    """Yield what people wrote, and how all this came about."""
    if report.documents:
        yield "## What they wrote\n"
    for document in report.documents:
        yield f"### {_inline(document.title)}\n\n{_inline(document.byline)}\n\n{_quoted(document.text)}\n"
    yield "## How this came about\n"
    yield "\n".join(f"- {label}: {_inline(value)}" for label, value in report.facts)
    if report.shortened:
        yield f"\n{report.shortened}"
    if report.closing:
        yield f"\n{report.closing}"


def _chart(chart: Chart) -> Iterator[str]:
    yield f"### {_inline(chart.title)}\n"
    if isinstance(chart, Bars):
        yield "| | | |\n|---|---|---|"
        for bar in chart.bars:
            marks = "█" * max(round(WIDTH * bar.value / chart.top), 1 if bar.value > 0 else 0) if chart.top else ""
            yield f"| {_inline(bar.label)} | {marks} | {_inline(bar.said)} |"
    else:
        yield "| | " + " | ".join(f"step {step}" for step in chart.steps) + " |\n|---|" + "---|" * len(chart.steps)
        for name, states in chart.rows:
            yield f"| {_inline(name)} | " + " | ".join(map(_inline, states)) + " |"
    yield f"\n{_inline(chart.note)}\n" if chart.note else ""


def _table(table: Table) -> Iterator[str]:
    yield f"## {_inline(table.title)}\n"
    yield from _grid(table.columns, table.rows)


def _grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(map(_inline, columns)) + " |\n|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(map(_inline, row)) + " |"
    yield ""


def _scene(scene: Scene, *, several: bool) -> Iterator[str]:
    title = f": {_inline(scene.title)}" if several else ""
    if scene.portraits:
        yield f"## Who was there{title}\n"
        yield "\n".join(f"- **{_inline(each.name)}**: {_inline(each.line)}" for each in scene.portraits)
        yield ""
    if scene.steps:
        yield f"## What was said{title}\n"
    moods = {(each.name, step): mood for each in scene.portraits for step, mood in each.moods.items()}
    thoughts: dict[int, list[tuple[str, str]]] = {}
    for each in scene.portraits:
        for part in each.parts:
            if part.inner:
                thoughts.setdefault(part.step, []).append((each.name, part.words))
    for step in scene.steps:
        yield f"### Step {step.number}" + (f", {_inline(step.time)}" if step.time else "") + "\n"
        for part in step.parts:
            yield _part(part, "" if part.outside else moods.get((part.person, step.number), ""))
        for person, thought in thoughts.get(step.number, ()):
            yield f"*{_inline(person)} thinks: {_inline(thought)}*\n"


def _part(part: Part, mood: str) -> str:
    how = f" {_inline(part.how)}" if part.how else ""
    whom = f" → {_inline(part.whom)}" if part.whom else ""
    note = "".join(f" ({_inline(said)})" for said in (part.note, mood and f"feels {mood}") if said)
    if not part.person:
        return f"*{_inline(part.words)}*\n"
    return f"**{_inline(part.person)}**{how}{whom}{note}" + (f"\n\n{_quoted(part.words)}\n" if part.words else "\n")
