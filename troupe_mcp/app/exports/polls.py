"""A survey as the facts of a report: its questions, what each came to as a chart, quotes, answers, its trust card."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import HOST, NOT_MEASURED
from troupe_mcp.language.text import clip
from troupe_mcp.runs.versions import seeing, versions_of_run
from troupe_mcp.simulation.worlds.events import Answered, SceneSet
from troupe_mcp.studies.amounts import short_amount
from troupe_mcp.studies.counted import FEW
from troupe_mcp.studies.reports.charts import Bar, Bars
from troupe_mcp.studies.reports.facts import Trust
from troupe_mcp.studies.reports.versions import LONGEST_TITLE, versions_in
from troupe_mcp.studies.survey.tables import quotes_of
from troupe_mcp.studies.survey.values import told_answer, told_value
from troupe_mcp.studies.trust import MEANING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from troupe_mcp.app.views import RunView
    from troupe_mcp.studies.amounts import Amounts
    from troupe_mcp.studies.questionnaire import Question
    from troupe_mcp.studies.reports.facts import Facts
    from troupe_mcp.studies.statistics.intervals import Estimate
    from troupe_mcp.studies.survey.figures import Figures
    from troupe_mcp.studies.survey.results import Result, Results
    from troupe_mcp.studies.survey.tables import Table
    from troupe_mcp.studies.survey.versions import Version
    from troupe_mcp.studies.trust import TrustCard

MOST_GROUPS = 8
"""Charts of groups for one question."""
AWAITED = "awaited"
"""The outcome of a question whose answer is still to come: the survey rests, or is being played."""


def with_survey(facts: Facts, view: RunView) -> Facts:
    """Return the facts of a survey with what its answers came to."""
    found = view.survey()
    versions = {version.id: version for version in versions_of_run(view.run)}
    design = "within" if view.run.settings["spec"].get("design") == "within" else "between"
    blind = view.run.settings["provider"] != HOST
    return replace(
        facts,
        questions=tuple(dict.fromkeys(each.table.question.readable for each in found.questions)),
        charts=tuple(chart for each in found.questions for chart in _charts(each, found, versions)),
        voices=tuple(voice for each in found.questions if (voice := _voice(each, versions))[1]),
        versions=versions_in(found, [*versions.values()], design, blind=blind) if versions else None,
        records=[*_rows(view, [each.table for each in found.questions])],
        trust=trust_of(found.trust),
    )


def _text(found: Result, versions: Mapping[str, Version]) -> str:
    """Return a question as it was asked; of a version with its name."""
    question, version = found.table.question, versions.get(found.table.version)
    return f"{version.of(question).readable} (version {version.id})" if version else question.readable


def _shown(version: Version | None) -> str:
    """Return what stood in the fields of a version."""
    return ", ".join(f"{name}: {clip(text, 120)}" for name, text in version.fields.items()) if version else ""


def _charts(found: Result, results: Results, versions: Mapping[str, Version]) -> Iterator[Bars]:
    """Yield a question's chart and those of its groups; of too few people, whose shares tell nothing, there is none."""
    version = versions.get(found.table.version)
    question = version.of(found.table.question) if version else found.table.question
    named = {option.id: option.text for option in question.options}
    scale = float(question.scale[1]) if question.kind == "rating" else 0.0
    title = clip(question.readable, LONGEST_TITLE) + (f" (version {version.id})" if version else "")
    missing = ", ".join(f"{count} {why.replace('_', ' ')}" for why, count in found.table.missing.items())
    notes = [
        _shown(version),
        f"n = {len(found.table.people)}",
        missing,
        found.figures.legend,
        *found.figures.notes,
        *found.small,
    ]
    enough = [group for group in found.groups if group.n >= FEW]
    groups = [
        bars_of(
            f"{title} — {group.field}: {group.name}", group.figures, named, scale, f"n = {group.n}", question.amounts
        )
        for group in enough
    ]
    undrawn = f"groups of fewer than {FEW} people are not drawn" if len(enough) < len(found.groups) else ""
    drawn = [part for part in groups if part.bars]
    cut = f"the first {MOST_GROUPS} of {len(drawn)} groups are drawn" if len(drawn) > MOST_GROUPS else ""
    notes += [undrawn, _whiskers(found, results), cut]
    whole = bars_of(title, found.figures, named, scale, "; ".join(filter(None, notes)), question.amounts)
    if whole.bars and len(found.table.people) > 1 and not found.few:
        yield whole
    yield from drawn[:MOST_GROUPS]


def _whiskers(found: Result, results: Results) -> str:
    if not results.measured:
        return f"intervals {NOT_MEASURED}"
    return "95 % intervals" if any(each.interval for each in found.figures.estimates.values()) else ""


def bars_of(title: str, figures: Figures, named: Mapping[str, str], scale: float, note: str, amounts: Amounts) -> Bars:
    """Return estimates as bars; the points of a short scale stand for its mean, which the note then tells."""
    shares = figures.unit == "shares" or bool(figures.points and figures.unit == "mean")
    if figures.unit == "mean" and figures.points:
        mean = figures.estimates.get("mean")
        said = "; ".join(filter(None, (f"mean {amounts.told(mean.value)}" if mean else "", note)))
        bars = tuple(Bar(name, value, f"{100 * value:.0f} %") for name, value in figures.points.items())
        return Bars(title, bars, 1, said)
    revenue = {name: f" · {short_amount(value)}" for name, value in figures.more.items()}

    def told(value: float) -> str:
        return f"{100 * value:.0f} %" if shares else amounts.told(value)

    bars = tuple(
        _bar(named.get(name, name), each, told(each.value) + revenue.get(name, ""))
        for name, each in figures.estimates.items()
    )
    top = 1 if shares else max([scale, *(bar.high if bar.high is not None else bar.value for bar in bars)], default=0)
    return Bars(title, bars, top, note)


def _bar(label: str, estimate: Estimate, said: str) -> Bar:
    span = estimate.interval
    return Bar(label, estimate.value, said, span.low if span else None, span.high if span else None)


def _voice(found: Result, versions: Mapping[str, Version]) -> tuple[str, tuple[tuple[str, str], ...]]:
    question, text = found.table.question, _text(found, versions)
    if question.kind == "text":
        return text, tuple((each.person, str(each.value)) for each in found.table.answers[:6])
    said = ((f"{each.person}: {told_answer(question, each)}", each.reason) for each in quotes_of(found.table))
    return text, tuple(said)


def _rows(view: RunView, tables: Sequence[Table]) -> Iterator[dict[str, Any]]:
    """Yield a row for everybody who is asked a question, each time they are: its `outcome` says what came of it."""
    log = [(at, event) for at, event in view.log if isinstance(event, Answered) and not event.is_vote]
    given = {(event.question, event.variant, event.person, event.repeat): (at, event) for at, event in log}
    scene = next((event for _, event in reversed(view.log) if isinstance(event, SceneSet)), None)
    names = scene.people if scene else ()
    who, repeats = seeing(view.run, names), range(1, view.run.settings["spec"]["repeats"] + 1)
    for table in tables:
        question, version = table.question, table.version
        for name, repeat in product([name for name in names if name in who.get(version, names)], repeats):
            at, event = given.get((question.id, version, name, repeat), (None, Answered(0, name, question.id)))
            value = event.value
            yield {
                "step": event.step or None, "position": at, "person": name, "question": question.id, "repeat": repeat,
                **({"variant": version} if version else {}), "outcome": event.outcome if at else AWAITED,
                "answer": _plain(question, value),
                "number": value if isinstance(value, int | float) else None, "reason": event.reason or None,
                "note": event.cut or None,
            }  # fmt: skip


def _plain(question: Question, value: Any) -> str | None:
    """Return an answer as a cell has it, of which a number is computed with."""
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return value if value is None or question.kind == "text" else told_value(question, value)


def trust_of(card: TrustCard) -> Trust:
    """Return a trust card as a report tells it."""
    told = (
        ("People", f"{card.n} ({card.effective:g} effective)"),
        ("Refusals", card.refusals),
        ("Repairs", card.repairs),
        ("Persona signal", card.signal),
        ("Order bias", card.order_bias),
        ("Homogeneity", card.homogeneity),
        ("Placebo", card.placebo),
    )
    flags = tuple((flag.name, f"{flag.figure}. {flag.means}") for flag in card.flags)
    level = f"{card.level[:1].upper()}{card.level[1:]}: {MEANING[card.level]} {card.reason}".strip()
    return Trust(level, flags, tuple((what, value) for what, value in told if value))
