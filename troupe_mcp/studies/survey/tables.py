"""The answers to one question as a table: who said what, who gave no answer and why, in whose words to tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.studies.statistics.maxdiff import Judged
from troupe_mcp.studies.statistics.people import Respondent
from troupe_mcp.studies.survey.shown import shown_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.simulation.worlds.events import Answered
    from troupe_mcp.studies.questionnaire import Question

MOST_NAMED = 10
"""People that are named for each option."""
MOST_QUOTES = 6


@dataclass(frozen=True, slots=True)
class Table:
    """The answers to one question, by person in the order of the panel; `missing` counts the others by why.

    With a `version` of the material they are the answers of those who saw it. `unwilling` are those of `missing` that
    are answers all the same: at no price.
    """

    question: Question
    people: tuple[Respondent, ...]
    answers: tuple[Answered, ...]
    missing: Mapping[str, int]
    version: str = ""
    unwilling: tuple[Answered, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The options by their short names."""
        return tuple(option.id for option in self.question.options)


def table_of(question: Question, answers: Sequence[Answered], weights: Mapping[str, float], seed: int) -> Table:
    """Return the answers to a question of the people who have these weights, in their order."""
    known = tuple(event for event in answers if event.value is not None)
    values: dict[str, list[Any]] = {}
    for event in known:
        value = _judged(question, event, seed) if question.kind == "maxdiff" else event.value
        values.setdefault(event.person, []).append(value)
    people = tuple(Respondent(name, tuple(values[name]), weight) for name, weight in weights.items() if name in values)
    missing = Counter(event.outcome for event in answers if event.value is None)
    return Table(question, people, known, missing, unwilling=tuple(event for event in answers if event.is_unwilling))


def _judged(question: Question, event: Answered, seed: int) -> tuple[Judged, ...]:
    sets = shown_to(question, event.person, event.repeat, seed).sets
    return tuple(
        Judged(tuple(option.id for option in options), best, worst)
        for options, (best, worst) in zip(sets, event.value, strict=True)
    )


def likeliest(value: Any) -> Any:
    """Return the answer itself, or of one in probabilities the likeliest."""
    if isinstance(value, Mapping):
        shares = cast("Mapping[str, float]", value)
        return max(shares, key=lambda name: shares[name])
    return value


def chosen_by(table: Table) -> dict[str, list[str]]:
    """Return for each option, or point of a scale, the first who chose it, and how many more did.

    Of a ranking, who put it first.
    """
    found: dict[str, list[str]] = {}
    kind = table.question.kind
    if kind not in ("choice", "choices", "ranking", "rating"):
        return found
    for event in table.answers:
        value = likeliest(event.value)
        said = cast("tuple[str, ...]", value) if isinstance(value, tuple) else (str(value),)
        for name in (said[:1] if kind == "ranking" else said) if event.repeat == 1 else ():
            found.setdefault(name, []).append(event.person)
    order = table.names or sorted(found, key=float)
    return {name: _first_of(found[name]) for name in order if name in found}


def _first_of(people: Sequence[str]) -> list[str]:
    more = len(people) - MOST_NAMED
    return [*people[:MOST_NAMED], *([f"and {more} more"] if more > 0 else [])]


def quotes_of(table: Table) -> list[Answered]:
    """Return a few answers with a reason, of different people: one of each of the most frequent, then others."""
    told = [event for event in (*table.unwilling[: MOST_QUOTES // 2], *table.answers) if event.reason]
    often = Counter(str(likeliest(event.value)) for event in told)
    kept: dict[str, Answered] = {}
    for value, _ in often.most_common(MOST_QUOTES):
        found = next((e for e in told if e.person not in kept and str(likeliest(e.value)) == value), None)
        if found:
            kept[found.person] = found
    for event in told:
        if len(kept) >= MOST_QUOTES:
            break
        kept.setdefault(event.person, event)
    return list(kept.values())


def words_of(table: Table) -> list[Answered]:
    """Return answers in words, what everybody said first before what they said when they were asked again."""
    return sorted(table.answers, key=lambda event: event.repeat)
