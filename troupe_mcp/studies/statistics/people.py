"""What people answered, one entry a person: repeats are averaged within the person before anything is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person's answers to one question, a value for each repeat that was answered, and the person's weight.

    A value is what `survey.values` keeps: an option's name or `{option: share}` (choice), names (choices; ranking,
    best first), a number or `{point: share}` (rating, number), words (text). None and no values mean no answer.
    """

    name: str
    values: tuple[Any, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One number a person, beside the person's weight: what every estimate starts from."""

    values: tuple[float, ...]
    weights: tuple[float, ...]

    @property
    def effective(self) -> float:
        """Kish's effective sample size: (sum of weights)² / sum of squared weights."""
        return effective_size(self.weights)

    @property
    def mean(self) -> float:
        """The weighted mean; raises ZeroDivisionError without people."""
        if self.evenly:
            return sum(self.values) / len(self.values)
        return sum(w * x for w, x in zip(self.weights, self.values, strict=True)) / sum(self.weights)

    @property
    def evenly(self) -> bool:
        """Whether all weigh the same."""
        return len(set(self.weights)) < 2

    @property
    def variance(self) -> float:
        """The weighted variance, unbiased for equal weights (n - 1 with Kish's n); 0.0 for fewer than two people."""
        n = self.effective
        if n <= 1 + 1e-9:
            return 0.0
        m = self.mean
        spread = sum(w * (x - m) ** 2 for w, x in zip(self.weights, self.values, strict=True)) / sum(self.weights)
        return spread * n / (n - 1)


def effective_size(weights: Iterable[float]) -> float:
    """Return Kish's effective sample size of weights; 0.0 for nobody (Kish 1965, Survey Sampling, 11.7)."""
    known = list(weights)
    squares = sum(weight * weight for weight in known)
    return sum(known) ** 2 / squares if squares else 0.0


def answering(people: Iterable[Respondent]) -> list[Respondent]:
    """Return those who gave an answer, without empty repeats. Raises RequestError for a weight that is none."""
    kept: list[Respondent] = []
    for person in people:
        if not isfinite(person.weight) or person.weight < 0:
            raise RequestError(f"{person.name} has the weight {person.weight}: give a number of at least 0.")
        values = tuple(value for value in person.values if value is not None)
        if values and person.weight:
            kept.append(person if len(values) == len(person.values) else Respondent(person.name, values, person.weight))
    return kept


def chosen(person: Respondent, options: Sequence[str]) -> tuple[float, ...]:
    """Return for each option the share of a person's repeats that chose it (choice) or included it (choices)."""
    shares = dict.fromkeys(options, 0.0)
    for value in person.values:
        for name, share in _named(value):
            if name in shares:
                shares[name] += share
    return tuple(share / len(person.values) for share in shares.values())


def said_most(person: Respondent, options: Sequence[str]) -> tuple[str, ...]:
    """Return what a person chose; of repeats in which they differed, what most of them say."""
    said = chosen(person, options)
    if abs(sum(said) - 1) < 1e-9:
        return (options[max(range(len(options)), key=said.__getitem__)],)
    return tuple(option for option, share in zip(options, said, strict=True) if share >= 0.5)


def _named(value: Any) -> Iterable[tuple[str, float]]:
    if isinstance(value, str):
        return ((value, 1.0),)
    if isinstance(value, Mapping):
        return cast("Mapping[str, float]", value).items()
    return ((name, 1.0) for name in cast("Iterable[str]", value))


def ranked(person: Respondent, options: Sequence[str]) -> tuple[float, ...]:
    """Return each option's mean rank (1 = best); options left out share the middle of the ranks that remain."""
    total = dict.fromkeys(options, 0.0)
    for value in person.values:
        places = {name: float(at) for at, name in enumerate(value, 1)}
        left = (len(places) + 1 + len(options)) / 2
        for name in options:
            total[name] += places.get(name, left)
    return tuple(rank / len(person.values) for rank in total.values())


def number(value: Any) -> float:
    """Return one answer as a number; chances over the points of a scale as their mean."""
    if isinstance(value, Mapping):
        shares = cast("Mapping[Any, float]", value)
        return sum(float(point) * share for point, share in shares.items()) / sum(shares.values())
    return float(value)


def numbers(people: Iterable[Respondent]) -> Sample:
    """Return each person's mean over the repeats."""
    kept = answering(people)
    return Sample(
        tuple(sum(map(number, person.values)) / len(person.values) for person in kept),
        tuple(person.weight for person in kept),
    )


def columns(rows: Sequence[tuple[float, ...]], people: Sequence[Respondent]) -> list[Sample]:
    """Return rows of one value an option as one sample an option."""
    weights = tuple(person.weight for person in people)
    return [Sample(tuple(column), weights) for column in zip(*rows, strict=True)]
