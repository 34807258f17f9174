"""The figures of a question, by its kind: shares, a mean, ranks, scores or prices, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from troupe_mcp.studies.statistics.demand import demand
from troupe_mcp.studies.statistics.intervals import Estimate
from troupe_mcp.studies.statistics.maxdiff import best_worst
from troupe_mcp.studies.statistics.sensitivity import sensitivity
from troupe_mcp.studies.statistics.tallies import points, ranks, shares, tally_numbers, tally_open
from troupe_mcp.studies.survey.prices import best_price, price_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.questionnaire import Question
    from troupe_mcp.studies.statistics.people import Respondent

Unit = Literal["shares", "mean", "ranks", "scores", "prices", "answers", "counts"]
MEAN = "mean"
LEGENDS: Mapping[Unit, str] = {
    "ranks": "mean rank, 1 = best",
    "scores": "score from 1 (always the best) to -1 (always the worst)",
}
"""What figures mean that don't speak for themselves."""
DEMAND = "who would buy, and what 100 people asked bring in"
"""The same of prices to choose from."""
LISTED = 11
"""Points of a scale up to which the share of each is told."""
CROSSINGS = {"pmc": "marginal cheapness", "opp": "optimal", "ipp": "indifference", "pme": "marginal expensiveness"}
"""What the points are called where Van Westendorp's curves cross."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a question comes to: estimates by what is counted, beside them `more` figures and notes in words.

    Of prices to choose from `more` is what each brings in from 100 people asked.
    """

    unit: Unit
    estimates: Mapping[str, Estimate]
    more: Mapping[str, float] = field(default_factory=dict[str, float])
    points: Mapping[str, float] = field(default_factory=dict[str, float])
    notes: tuple[str, ...] = ()

    @property
    def legend(self) -> str:
        """What the figures are, where they don't speak for themselves."""
        return DEMAND if self.unit == "shares" and self.more else LEGENDS.get(self.unit, "") if self.estimates else ""


def figures_of(question: Question, people: Sequence[Respondent], seed: int, *, measured: bool = True) -> Figures:
    """Return the figures of a question for these people; what is not `measured` has no intervals, in words neither."""
    found = _found(question, people, seed, measured=measured)
    if measured:
        return found
    return replace(found, estimates={name: replace(each, interval=None) for name, each in found.estimates.items()})


def _found(question: Question, people: Sequence[Respondent], seed: int, *, measured: bool) -> Figures:
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
            return _demand(question, people, seed, measured=measured)
        case "price":
            return _crossings(question, people, measured=measured)
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


def _demand(question: Question, people: Sequence[Respondent], seed: int, *, measured: bool) -> Figures:
    prices = {option.id: option.price or 0.0 for option in question.options}
    found = demand(people, prices, seed=f"{seed}/{question.id}")
    if not people:
        return Figures("shares", {})
    return Figures(
        "shares",
        {point.option: point.buyers for point in found.points},
        {point.option: 100 * point.revenue for point in found.points},
        notes=tuple(best_price(found, question.amounts, measured=measured)),
    )


def _crossings(question: Question, people: Sequence[Respondent], *, measured: bool) -> Figures:
    found = sensitivity(people)
    at = {CROSSINGS[name]: each for name, each in found.points.items() if each}
    return Figures("prices", at, notes=tuple(price_range(found, question.amounts, measured=measured)))
