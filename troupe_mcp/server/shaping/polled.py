"""A survey as text: each question with its chart, groups, tests and quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip
from troupe_mcp.server.shaping.charts import bars
from troupe_mcp.server.shaping.told_apart import difference_lines, methods_of
from troupe_mcp.server.shaping.trusted import trust_lines
from troupe_mcp.studies.amounts import Amounts, amount, short_amount
from troupe_mcp.studies.comparison.words import assumed
from troupe_mcp.studies.counted import FEW, UNCOUNTED, brief
from troupe_mcp.studies.survey.figures import DEMAND, LEGENDS
from troupe_mcp.studies.survey.versions import SPANS, shown_by

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from troupe_mcp.server.results.question import GroupLine, QuestionLine, TestLine
    from troupe_mcp.server.results.studied import Surveyed


def survey_lines(result: Surveyed) -> list[str]:
    """Return a survey's questions, axes and trust card as lines."""
    lines: list[str] = [*_versions(result)]
    if result.questions and not any(question.n or question.missing for question in result.questions):
        return [*lines, *([""] if lines else []), "No answers yet."]
    told: set[str] = set()
    for question in result.questions or ():
        lines += [*([""] if lines else []), *_question(question, told)]
        told.update(question.notes or ())
    for axis in result.axes or ():
        alpha = "" if axis.alpha is None else f", alpha {axis.alpha:g}"
        lines += ["", f"Axis {axis.axis}: mean {axis.mean:g}{_span(axis.interval)}, n = {axis.n}{alpha}"]
    return [*lines, *trust_lines(result.trust)]


def _versions(result: Surveyed) -> Iterator[str]:
    """Yield what the versions were, and how they differ."""
    versions = result.versions or ()
    if not versions:
        return
    for version in versions:
        told = ", ".join(f"{name}: {clip(text, 120)}" for name, text in version.fields.items())
        yield f"Version {version.id} (n = {version.n}): {told}"
    yield shown_by("within" if result.design == "within" else "between")
    counted = [line for line in result.differences or () if UNCOUNTED not in line.verdict]
    if any(line.p is not None for line in counted):
        yield SPANS
    if len(counted) < len(result.differences or ()):
        yield f"Versions that fewer than {FEW} people saw are not compared."
    yield from assumed(methods_of(counted))
    for line in counted:
        yield from ("", *difference_lines(line, versions[0].id, line.to))


def _question(question: QuestionLine, told: Collection[str]) -> Iterator[str]:
    """Yield a question and what it came to, without notes that were `told` of one before."""
    version = f", version {question.version}" if question.version else ""
    yield f"{question.id}{version}: {clip(question.text, 300)}"
    missing = "".join(f", {count} {why.replace('_', ' ')}" for why, count in (question.missing or {}).items())
    measured = f"; intervals and tests {question.measured}" if question.measured else ""
    yield f"{question.kind}, n = {question.n}{missing}{measured}"
    spans = question.interval or {}
    if question.mean is not None:
        tells = _amounts(question)
        mean, median, sd = (_number(tells, value or 0) for value in (question.mean, question.median, question.sd))
        yield f"mean {mean}{_span(spans.get('mean'), tells=tells.bare)}, median {median}, sd {sd}"
    if question.counts is not None:
        yield f"  {_heads(question.counts, question.n, question.kind)}"
    yield from _figures(question)
    if question.revenue:
        yield f"  {DEMAND}:"
    if question.shares and not question.ranks:
        chart = bars({name: round(100 * share) for name, share in question.shares.items()}, whole=100)
        for line, name in zip(chart, question.shares, strict=True):
            yield f"  {line} %{_span(spans.get(name), 100)}{_bought(question, name)}"
    yield from (f"  {note}" for note in question.notes or () if note not in told)
    answers = question.answers or []
    yield from (f"  “{said.quote}” – {said.person}" for said in answers)
    if answers and question.n > len(answers):
        yield f"  … and {question.n - len(answers)} more"
    if order := next((line.shares for line in question.by_group or () if line.shares), None):
        yield f"  by group, in the order {' / '.join(clip(name, 30) for name in order)}"
    for line in question.by_group or ():
        yield f"  {line.field} {brief(line.group)} (n = {line.n}): {_group(line, question)}"
    yield from (f"  {_test(test)}" for test in question.tests or ())
    yield from (f"  “{said.quote}” – {said.person} ({said.answer})" for said in question.quotes or ())


def _figures(question: QuestionLine) -> Iterator[str]:
    """Yield ranks, scores or prices, under what these figures are."""
    spans = question.interval or {}
    figures = question.ranks or question.scores or question.prices or {}
    if legend := LEGENDS["ranks"] if question.ranks else LEGENDS["scores"] if question.scores else "":
        yield f"  {legend}:"
    tells = _amounts(question)
    for name, value in figures.items():
        first = f", first for {round(100 * (question.shares or {}).get(name, 0))} %" if question.ranks else ""
        yield f"  {clip(name, 60)}: {_number(tells, value)}{_span(spans.get(name), tells=tells.bare)}{first}"


def _bought(question: QuestionLine, name: str) -> str:
    """Return how many would buy at a price, and what 100 such people bring in."""
    if question.revenue is None:
        return ""
    count = f" · {question.buyers[name]} of {question.n}" if question.buyers else ""
    return f"{count} · {short_amount(question.revenue[name])}"


def _heads(counts: Mapping[str, int], n: int, kind: str) -> str:
    """Return how many of so few people gave each answer."""
    of = {"ranking": " first", "maxdiff": " best"}.get(kind, "")
    said = [f"{clip(name, 40)}{of} ({count} of {n})" for name, count in counts.items() if count]
    return ", ".join(said) or ("none of these" if counts else "too few for prices" if n else "no answers")


def _group(line: GroupLine, question: QuestionLine) -> str:
    tells = _amounts(question)
    if line.counts is not None:
        return _heads(line.counts, line.n, question.kind)
    if line.mean is not None:
        return f"mean {_number(tells, line.mean)}{_span((line.interval or {}).get('mean'), tells=tells.bare)}"
    if line.shares:
        return " / ".join(f"{round(100 * share)}" for share in line.shares.values()) + " %"
    figures = line.ranks or line.scores or line.prices or {}
    return ", ".join(f"{clip(name, 40)} {_number(tells, value)}" for name, value in figures.items()) or "no answers"


def _test(test: TestLine) -> str:
    of = f" ({clip(test.option, 40)})" if test.option else ""
    if test.p is None:
        return f"by {test.field}{of}: not tested; {test.note}"
    told = [f"p = {test.p:g}", *filter(None, (test.correction, test.method, test.effect, test.note))]
    return f"by {test.field}{of}: {', '.join(told)}"


def _amounts(question: QuestionLine) -> Amounts:
    return Amounts(question.kind, question.unit or "")


def _number(tells: Amounts, value: float) -> str:
    """Return a figure with its unit; of what is no money with as many digits as it has."""
    return tells.told(value) if tells.is_money else tells.united(_told(value))


def _told(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e6 else amount(value)


def _span(interval: list[float] | None, times: int = 1, tells: Callable[[float], str] = amount) -> str:
    return f" ({tells(interval[0] * times)} to {tells(interval[1] * times)})" if interval else ""
