"""Versions of the material as a report tells them: who saw which, then question by question how they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip
from troupe_mcp.studies.comparison.words import assumed, figures_of, flows_of, outcome_of, who_of
from troupe_mcp.studies.questionnaire import readable
from troupe_mcp.studies.reports.facts import Apart, Versions
from troupe_mcp.studies.survey.figures import LEGENDS
from troupe_mcp.studies.survey.versions import MEANT, NOT_BLIND, SPANS, shown_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from troupe_mcp.studies.comparison.differences import Difference
    from troupe_mcp.studies.survey.results import Results
    from troupe_mcp.studies.survey.versions import Design, Version

LONGEST, LONGEST_TITLE = 400, 200
_LEGENDS = {"ranking": LEGENDS["ranks"], "maxdiff": LEGENDS["scores"]}


def versions_in(found: Results, versions: Sequence[Version], design: Design, *, blind: bool) -> Versions:
    """Return the versions of a survey and how they differ; `blind` where whoever answered saw one at a time.

    Answers in words have no figures, and are read where they stand.
    """
    fields = tuple(dict.fromkeys(name for version in versions for name in version.fields))
    answering = found.answering
    texts = {each.table.question.id: {o.id: o.text for o in each.table.question.options} for each in found.questions}
    together: dict[tuple[str, int], list[Difference]] = {}
    for each in found.differences:
        if each.measure.unit != "told":
            together.setdefault((each.measure.name, each.runs[1]), []).append(each)
    ids = [version.id for version in versions]
    tested = [each.method for each in found.differences if each.p is not None]
    return Versions(
        fields=fields,
        each=tuple(
            (version.id, str(answering.get(version.id, 0)), *(clip(version.fields[name], LONGEST) for name in fields))
            for version in versions
        ),
        said=(shown_by(design), *([] if blind else [NOT_BLIND]), *([MEANT] if tested else [])),
        tests=(SPANS, *assumed(tested)) if tested else (),
        apart=tuple(_apart(own, ids[0], ids[at], texts[name]) for (name, at), own in together.items()),
    )


def _apart(own: Sequence[Difference], first: str, other: str, texts: Mapping[str, str]) -> Apart:
    """Return the difference of a question; where each option is counted by itself there is one for each."""
    measure, rows = own[0].measure, list(_rows(own, texts))
    spans = any(row[-1] for row in rows)
    columns = ("Answer" if measure.unit == "shares" else "Figure", first, other, "Difference", "95 % interval")
    outcomes: dict[str, str] = {}
    for each in own:
        came, figures = outcome_of(each), figures_of(each)
        of = f"{_label(each.measure.part, texts)}: " if len(own) > 1 and came.p is not None else ""
        outcomes[_led(f"{of}{came.verdict}")] = came.rests_on(figures)
    return Apart(
        title=f"{clip(measure.text or measure.name, LONGEST_TITLE)} — {first} to {other}",
        who=_led(who_of(own[0].n, paired=own[0].paired)),
        columns=columns if spans else columns[:-1],
        rows=tuple(row if spans else row[:-1] for row in rows),
        outcomes=tuple(outcomes.items()),
        notes=tuple(dict.fromkeys(f"{_led(note).rstrip('.')}." for note in _notes(own))),
    )


def _rows(own: Sequence[Difference], texts: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for each in own:
        for figure in figures_of(each):
            name = _label(each.measure.part or figure.name, texts)
            before, after = figure.told(figure.before), figure.told(figure.after)
            yield name, before, after, figure.change, figure.interval


def _notes(own: Sequence[Difference]) -> Iterator[str]:
    first = own[0]
    if legend := _LEGENDS.get(first.measure.kind):
        yield legend
    if len(figures_of(first)) < len(first.before):
        yield f"only those that differ most are shown, of {len(first.before)}"
    if first.paired and len(own) == 1:
        flows = ", ".join(f"{count} {readable(what)}" for what, count in flows_of(first).items())
        yield f"{len(first.changed)} of {first.n[0]} people answered otherwise" + (f": {flows}" if flows else "")
    for each in own:
        yield from filter(None, (each.noise, *each.notes))


def _label(option: str, texts: Mapping[str, str]) -> str:
    return readable(texts.get(option, option))


def _led(said: str) -> str:
    return said[:1].upper() + said[1:]
