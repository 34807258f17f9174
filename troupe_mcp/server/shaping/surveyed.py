"""A survey as a result: question by question, within the budget of a result."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from mcp.types import CallToolResult

from troupe_mcp.app.labels import HOST, NOT_MEASURED
from troupe_mcp.language.text import clip
from troupe_mcp.server.results.flat import More
from troupe_mcp.server.results.question import (
    AxisLine,
    GroupLine,
    QuestionLine,
    Said,
    TestLine,
    VersionLine,
)
from troupe_mcp.server.results.studied import Surveyed
from troupe_mcp.server.shaping.compared import difference_line
from troupe_mcp.server.shaping.envelope import envelope
from troupe_mcp.server.shaping.onward import onward
from troupe_mcp.server.shaping.polled import survey_lines
from troupe_mcp.server.shaping.telling import MOST_STRUCTURED, page, told
from troupe_mcp.server.shaping.trusted import trust_of
from troupe_mcp.studies.amounts import LEAST
from troupe_mcp.studies.survey.contrasts import CORRECTION, Contrast
from troupe_mcp.studies.survey.figures import MEAN, Figures
from troupe_mcp.studies.survey.tables import chosen_by, quotes_of, words_of
from troupe_mcp.studies.survey.values import told_answer
from troupe_mcp.studies.survey.versions import NOT_BLIND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.views import RunView
    from troupe_mcp.server.results.compared import DifferenceLine
    from troupe_mcp.studies.statistics.axes import Axis
    from troupe_mcp.studies.statistics.intervals import Interval
    from troupe_mcp.studies.statistics.people import Respondent
    from troupe_mcp.studies.survey.figures import Unit
    from troupe_mcp.studies.survey.results import Group, Result, Results

MOST_ANSWERS = 20
MOST_GROUPS = 40
MOST_PEOPLE = 10
LONGEST_QUOTE = 300
LONGEST_TEXT = 400
WEIGHTED = "Figures are weighted by what each person weighs in the panel; n counts people."


async def surveyed(view: RunView, cursor: str = "") -> CallToolResult:
    """Return a survey's result, from the question on that a cursor names; a large one is counted in a thread."""
    result = survey_of(view, await anyio.to_thread.run_sync(view.survey), cursor)
    return told(result, page(result, survey_lines(result)))


def survey_of(view: RunView, found: Results, cursor: str = "") -> Surveyed:
    """Return the fields of a survey's result, within its budget."""
    run = view.run
    ids = [place_of(each.table.question.id, each.table.version) for each in found.questions]
    head = envelope(view, _next(view, found))
    if head["people"] and run.status == "done":  # who they are was told as they were made; here they are to be found
        head["people"] = [line.model_copy(update={"line": None}) for line in head["people"]]
    if found.weighted:
        head["warnings"] = [*(head["warnings"] or []), WEIGHTED]
    if run.settings["spec"].get("variants") and run.settings["provider"] == HOST:
        head["warnings"] = [*(head["warnings"] or []), NOT_BLIND]
    whole = Surveyed(
        **head,
        versions=_versions(view, found) or None,
        design=run.settings["spec"].get("design"),
        differences=_differences(view, found) or None,
        questions=[_question(each, found) for each in found.questions[ids.index(cursor) if cursor in ids else 0 :]],
        axes=[_axis(each, found) for each in found.axes.values()] or None,
        trust=trust_of(found.trust) if run.done else None,
        parent=run.parent,
        parent_step=run.parent_step,
    )
    return _fitted(whole)


def place_of(question: str, version: str | None) -> str:
    """Return where a question stands in a result, as a cursor names it."""
    return f"{question}/{version}" if version else question


def _versions(view: RunView, found: Results) -> list[VersionLine]:
    answering = found.answering
    return [
        VersionLine(
            id=version["id"],
            n=answering.get(version["id"], 0),
            fields={name: clip(text, LONGEST_TEXT) for name, text in version["fields"].items()},
        )
        for version in view.run.settings["spec"].get("variants", ())
    ]


def _differences(view: RunView, found: Results) -> list[DifferenceLine]:
    ids = [version["id"] for version in view.run.settings["spec"].get("variants", ())]
    return [difference_line(each, ids[each.runs[1]], {}) for each in found.differences]


def _question(found: Result, results: Results) -> QuestionLine:
    table, question, figures = found.table, found.table.question, found.figures
    quotes = [
        Said(person=e.person, quote=clip(e.reason, LONGEST_QUOTE), answer=clip(told_answer(question, e), 80))
        for e in quotes_of(table)
    ]
    answers = [
        Said(person=each.person, quote=clip(str(each.value), LONGEST_QUOTE)) for each in words_of(table)[:MOST_ANSWERS]
    ]
    line = QuestionLine(
        id=question.id,
        version=table.version or None,
        text=clip(question.readable, LONGEST_TEXT),
        kind=question.kind,
        unit=question.unit or None,
        n=len(table.people),
        missing=dict(table.missing) or None,
        **_counted(figures),
        answers=answers if question.kind == "text" and answers else None,
        interval=_intervals(figures),
        measured=NOT_MEASURED if table.people and not results.measured and question.kind != "text" else None,
        notes=[*figures.notes, *found.small] or None,
        by_group=[_group(each) for each in found.groups[:MOST_GROUPS]] if question.kind != "text" else None,
        tests=[_test(each) for each in found.contrasts] or None,
        chosen_by=chosen_by(table) or None,
        quotes=quotes or None,
    )
    if figures.points and line.shares is None:
        line.shares = {name: rounded(value) for name, value in figures.points.items()}
    if question.kind == "price" and figures.unit == "shares" and figures.more:
        line.revenue = {name: rounded(value) for name, value in figures.more.items()}
        line.buyers = _buyers(figures, table.people)
    if figures.unit == "mean":
        line.median, line.sd = (rounded(figures.more[key]) if figures.more else None for key in ("median", "sd"))
    return line


def _buyers(figures: Figures, people: Sequence[Respondent]) -> dict[str, int] | None:
    """Return how many would buy at each price; None where people weigh differently, or were asked again and again."""
    if any(person.weight != 1 or len(person.values) > 1 for person in people):
        return None
    return {name: round(each.value * len(people)) for name, each in figures.estimates.items()}


def _counted(figures: Figures) -> dict[str, Any]:
    values = {name: rounded(each.value, figures.unit) for name, each in figures.estimates.items()}
    if figures.unit == "mean":
        return {"mean": values.get(MEAN)}
    if figures.unit == "counts":
        return {"counts": values}
    return {figures.unit: values} if values and figures.unit != "answers" else {}


def _intervals(figures: Figures) -> dict[str, list[float]] | None:
    spans = {name: _span(each.interval, figures.unit) for name, each in figures.estimates.items()}
    return {name: span for name, span in spans.items() if span} or None


def _span(interval: Interval | None, unit: Unit = "mean") -> list[float] | None:
    return [rounded(interval.low, unit), rounded(interval.high, unit)] if interval else None


def _group(group: Group) -> GroupLine:
    return GroupLine(
        field=group.field,
        group=group.name,
        n=group.n,
        **_counted(group.figures),
        interval=_intervals(group.figures),
    )


def _test(contrast: Contrast) -> TestLine:
    test, effect = contrast.test, contrast.test.effect
    return TestLine(
        field=contrast.field,
        option=contrast.option or None,
        method=test.method,
        p=None if contrast.p is None else float(f"{contrast.p:.2g}"),
        effect=f"{effect.name} {effect.value:.2f}" if effect else None,
        correction=f"{CORRECTION}, {contrast.tests} tests" if contrast.p is not None and contrast.tests > 1 else None,
        note="; ".join(test.notes) or None,
    )


def _axis(axis: Axis, results: Results) -> AxisLine:
    shown = {name: rounded(value) for name, value in [*axis.scores.items()][:MOST_PEOPLE]}
    alpha = axis.alpha if results.measured else None
    return AxisLine(
        axis=axis.name,
        n=axis.mean.n,
        mean=rounded(axis.mean.value),
        interval=_span(axis.mean.interval) if results.measured else None,
        alpha=rounded(alpha.value) if alpha else None,
        people=shown,
    )


def rounded(value: float, unit: Unit = "mean") -> float:
    """Return a figure with as many digits as mean something; a price has cents."""
    if unit == "prices" and abs(value) >= LEAST:
        return round(value, 2)
    return round(value, 3) if abs(value) < 10 else round(value, 2)


def _fitted(result: Surveyed) -> Surveyed:
    """Return a result within its budget: people's names go first, then quotes, groups, and the last questions.

    Where prompts wait for answers they are the result.
    """
    if result.handed:
        return result.model_copy(update={"questions": None, "differences": None, "axes": None, "trust": None})
    if result.differences and _size(result) > MOST_STRUCTURED:
        bare = [line.model_copy(update={"changed": None}) for line in result.differences]
        result = result.model_copy(update={"differences": bare})
    for dropped in ("chosen_by", "quotes", "by_group"):
        if _size(result) <= MOST_STRUCTURED:
            return result
        result = _with(result, [line.model_copy(update={dropped: None}) for line in result.questions or ()])
    questions = list(result.questions or ())
    kept = questions[:]
    while len(kept) > 1 and _size(_with(result, kept)) > MOST_STRUCTURED:
        kept = kept[: len(kept) * 9 // 10]
    if len(kept) == len(questions):
        return result
    more = More(
        tool="get_run",
        arguments={"run": result.run, "cursor": place_of(questions[len(kept)].id, questions[len(kept)].version)},
    )
    return _with(result, kept).model_copy(update={"more": more})


def _with(result: Surveyed, questions: Sequence[QuestionLine]) -> Surveyed:
    shown = {line.id for line in questions}
    differences = [line for line in result.differences or () if line.measure in shown]
    return result.model_copy(update={"questions": list(questions), "differences": differences or None})


def _size(result: Surveyed) -> int:
    return len(json.dumps(result.structured(), ensure_ascii=False))


def _next(view: RunView, found: Results) -> str:
    asked = [each for each in found.questions if each.table.question.kind == "price"]
    prices = any(each.figures.estimates for each in asked)
    if asked and not prices:
        tell = "tell the user what each answered, and that no price comes out of so few"
    elif found.trust.level == "do not count":
        said = "which price comes out and what was said" if prices else "what was said"
        tell = f"tell the user {said}, and that no {'price may be set by' if prices else 'share may be taken from'} it"
    else:
        said = "which price brings in most, and the figures" if prices else "the figures"
        tell = f"tell the user {said} with their n and the claim level"
    return onward(view.run, f'{tell}; get_run(run="{view.run.id}", detail="events") has every answer')
