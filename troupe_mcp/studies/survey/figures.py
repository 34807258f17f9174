"""The figures of a question, by its kind: shares, a mean, ranks, scores or prices, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from troupe_mcp.studies.statistics.demand import demand
from troupe_mcp.studies.statistics.intervals import Estimate
from troupe_mcp.studies.statistics.maxdiff import best_worst
from troupe_mcp.studies.statistics.sensitivity import sensitivity
from troupe_mcp.studies.statistics.tallies import points, ranks, shares, tally_numbers, tally_open

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.studies.questionnaire import Question
    from troupe_mcp.studies.statistics.people import Respondent

Unit = Literal["shares", "mean", "ranks", "scores", "prices", "answers"]
MEAN = "mean"
LISTED = 11
"""Points of a scale up to which the share of each is told."""
CROSSINGS = {"pmc": "marginal cheapness", "opp": "optimal", "ipp": "indifference", "pme": "marginal expensiveness"}
"""What the points are called where Van Westendorp's curves cross."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a question comes to: estimates by what is counted, beside them `more` figures and notes in words."""

    unit: Unit
    estimates: Mapping[str, Estimate]
    more: Mapping[str, float] = field(default_factory=dict[str, float])
    points: Mapping[str, float] = field(default_factory=dict[str, float])
    notes: tuple[str, ...] = ()


def figures_of(question: Question, people: Sequence[Respondent], seed: int) -> Figures:
    """Return the figures of a question for these people."""
    names = [option.id for option in question.options]
    match question.kind:
        case "choice" | "choices":
            return Figures("shares", shares(people, names) if people else {})
        case "rating" | "number":
            return _numbers(question, people)
        case "ranking":
            found = ranks(people, names)
            first = {name: each.value for name, each in found.first.items()}
            return Figures("ranks", found.ranks if people else {}, points=first if people else {})
        case "maxdiff":
            return Figures("scores", best_worst(people, names) if people else {})
        case "price" if names:
            return _demand(question, people, seed)
        case "price":
            return _crossings(question, people)
        case "text":
            told = tally_open(people)
            return Figures("answers", {}, {"different": float(told.distinct)})


def _numbers(question: Question, people: Sequence[Respondent]) -> Figures:
    found = tally_numbers(people, question.scale if question.kind == "rating" else None)
    if found is None:
        return Figures("mean", {})
    more = {"median": found.median, "sd": found.deviation, "lowest": found.low, "highest": found.high}
    low, high = question.scale
    listed = question.kind == "rating" and high - low < LISTED
    spread = {name: each.value for name, each in points(people, question.scale).items()} if listed else {}
    return Figures("mean", {MEAN: found.mean}, more, spread)


def _demand(question: Question, people: Sequence[Respondent], seed: int) -> Figures:
    prices = {option.id: option.price or 0.0 for option in question.options}
    found = demand(people, prices, seed=f"{seed}/{question.id}")
    if not people:
        return Figures("shares", {})
    notes: list[str] = []
    if found.best:
        span = found.best_price
        within = (
            f", it may be any from {span.low:g} to {span.high:g} (95 % or more)"
            if span and span.low != span.high
            else ""
        )
        notes.append(f"most revenue at {found.best.option}: {found.best.revenue:.3g} for each person asked{within}")
    else:
        notes.append("nobody would buy at any of these prices")
    if found.inconsistent:
        notes.append(f"{found.inconsistent} would buy at a price but not at a lower one; they are counted")
    return Figures("shares", {point.option: point.buyers for point in found.points}, notes=tuple(notes))


def _crossings(question: Question, people: Sequence[Respondent]) -> Figures:
    found = sensitivity(people)
    at = {name: each.value for name, each in found.points.items() if each}
    unit = f" {question.unit}" if question.unit else ""
    notes = [f"{found.invalid} left out, whose four prices are not in order"] if found.invalid else []
    if {"pmc", "pme"} <= {*at}:
        best = f", the optimal price {at['opp']:.4g}{unit}" if "opp" in at else ""
        notes.append(f"the acceptable range is {at['pmc']:.4g} to {at['pme']:.4g}{unit}{best}")
    if people and not at:
        notes.append("the curves don't cross: ask more people")
    return Figures("prices", {CROSSINGS[name]: each for name, each in found.points.items() if each}, notes=tuple(notes))
