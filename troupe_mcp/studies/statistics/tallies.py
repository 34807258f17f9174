"""Counting one question: shares, means and ranks with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from troupe_mcp.studies.statistics.intervals import Estimate, mean, mean_within, share
from troupe_mcp.studies.statistics.people import Sample, answering, chosen, columns, number, numbers, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.studies.statistics.people import Respondent


@dataclass(frozen=True, slots=True)
class Numbers:
    """A rating or a number: its mean, the median and standard deviation of people, and the extremes."""

    mean: Estimate
    median: float
    deviation: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ranks:
    """A ranking: each option's mean rank (1 = best), and the share of people who put it first."""

    ranks: dict[str, Estimate]
    first: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Open:
    """Answers in words: people who gave any, answers in all, and different ones among them."""

    n: int
    answers: int
    distinct: int


def shares(people: Iterable[Respondent], options: Sequence[str]) -> dict[str, Estimate]:
    """Return the share of people (0-1) for each option of a choice, or of several choices, in the options' order.

    A person who chose differently in repeats counts in part for each.
    """
    kept = answering(people)
    if not kept:
        return {option: Estimate(0.0, None, 0, 0.0) for option in options}
    found = columns([chosen(person, options) for person in kept], kept)
    return {option: share(sample) for option, sample in zip(options, found, strict=True)}


def tally_numbers(people: Iterable[Respondent], scale: tuple[int, int] | None = None) -> Numbers | None:
    """Return what numbers, or ratings on a scale, come to, in their own unit; None where nobody answered."""
    sample = numbers(people)
    if not sample.values:
        return None
    middle = mean_within(sample, *scale) if scale else mean(sample)
    return Numbers(middle, median(sample.values), sample.variance**0.5, min(sample.values), max(sample.values))


def points(people: Iterable[Respondent], scale: tuple[int, int]) -> dict[str, Estimate]:
    """Return the share of people for each point of a rating's scale."""
    named = [str(point) for point in range(scale[0], scale[1] + 1)]
    said = [
        type(person)(person.name, tuple(_point(value) for value in person.values), person.weight)
        for person in answering(people)
    ]
    return shares(said, named)


def _point(value: Any) -> Any:
    return value if isinstance(value, Mapping) else str(round(number(value)))  # pyright: ignore[reportUnknownVariableType]


def ranks(people: Iterable[Respondent], options: Sequence[str]) -> Ranks:
    """Return each option's mean rank and its share of first places."""
    kept = answering(people)
    if not kept:
        nothing = {option: Estimate(0.0, None, 0, 0.0) for option in options}
        return Ranks(nothing, nothing)
    found = columns([ranked(person, options) for person in kept], kept)
    firsts = [type(person)(person.name, tuple(v[0] for v in person.values if v), person.weight) for person in kept]
    places = {option: mean_within(each, 1, len(options)) for option, each in zip(options, found, strict=True)}
    return Ranks(places, shares(firsts, options))


def tally_open(people: Iterable[Respondent]) -> Open:
    """Count answers in words; they differ where they do so beyond case and spaces."""
    kept = answering(people)
    said = [" ".join(str(value).casefold().split()) for person in kept for value in person.values]
    return Open(len(kept), len(said), len(set(said)))


def of(values: Sequence[float], weights: Sequence[float] = ()) -> Sample:
    """Return plain numbers as a sample, equally weighted unless told otherwise."""
    return Sample(tuple(values), tuple(weights) or (1.0,) * len(values))
