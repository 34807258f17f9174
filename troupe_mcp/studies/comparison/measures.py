"""What one run says of one question, claim or field, by person, so that another run's can be laid beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from troupe_mcp.studies.amounts import NUMBERS, Amounts
from troupe_mcp.studies.statistics.maxdiff import best_worst
from troupe_mcp.studies.statistics.people import Respondent, ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from troupe_mcp.studies.survey.tables import Table

MOST_VALUES = 20
"""Different values of a field up to which they are counted one by one."""
NOT_SAID = "(not said)"
WORDS = "answers in words; extract_results makes fields of them, and compare_runs takes its jobs"
RECORDS = "the records of a run are counted, and are not people who answer independently"
MANY = f"more than {MOST_VALUES} different values: extract_results(normalize=…) brings them under few labels"


@dataclass(frozen=True, slots=True)
class Measure:
    """One question, claim or field of one run. `part` names the option, where each option is counted by itself.

    `shares` and `mean` rest on `people`, whose names are ids that hold across runs; of `shares` the options are
    `fixed` where they were given, else they are what was said. `told` is one verdict or figure of the run as a whole.
    `untested` says why no test of it holds; `amounts` is how its means are told.
    """

    name: str
    unit: Literal["shares", "mean", "told"]
    people: tuple[Respondent, ...] = ()
    options: tuple[str, ...] = ()
    part: str = ""
    text: str = ""
    kind: str = ""
    told: str = ""
    value: float | None = None
    fixed: bool = True
    untested: str = ""
    amounts: Amounts = NUMBERS

    @property
    def key(self) -> tuple[str, str]:
        """What the same measure of another run is known by."""
        return self.name, self.part


def of_table(table: Table, ids: Mapping[str, str]) -> list[Measure]:
    """Return a survey's question as measures, people under their ids."""
    question, names = table.question, table.names
    asked = Measure(question.id, "mean", text=question.readable, kind=question.kind, amounts=question.amounts)
    people = tuple(Respondent(ids[person.name], person.values, person.weight) for person in table.people)

    def measured(part: str, number: Callable[[Respondent], float]) -> Measure:
        numbered = tuple(Respondent(each.name, (number(each),), each.weight) for each in people)
        return replace(asked, people=numbered, part=part)

    match question.kind:
        case "text":
            said = len({str(value) for person in people for value in person.values})
            told = f"{len(people)} answers in words, {said} different"
            return [replace(asked, unit="told", told=told, untested=WORDS)]
        case "rating" | "number":
            return [replace(asked, people=people)]
        case "ranking":
            return [measured(name, lambda each, at=at: ranked(each, names)[at]) for at, name in enumerate(names)]
        case "maxdiff":
            return [measured(name, lambda each, name=name: best_worst([each], [name])[name].value) for name in names]
        case "price" if not names:
            return [measured("between cheap and expensive", _acceptable)]
        case _:
            return [replace(asked, unit="shares", people=people, options=names)]


def _acceptable(person: Respondent) -> float:
    """Return the middle between the prices that are cheap and expensive to somebody, over their repeats."""
    return sum((value["cheap"] + value["expensive"]) / 2 for value in person.values) / len(person.values)


def of_field(name: str, said: Sequence[tuple[str, Any]], *, meaning: str = "", persons: bool = True) -> Measure:
    """Return a field of an extraction from `(id, value)`: a mean of numbers, else shares of what was said."""
    known = [(who, value) for who, value in said if value is not None]
    untested = "" if persons else RECORDS
    if known and all(isinstance(value, int | float) and not isinstance(value, bool) for _, value in known):
        return Measure(name, "mean", _gathered(known), text=meaning, kind="field", untested=untested)
    worded = [(who, _worded(value)) for who, value in said]
    options = tuple(dict.fromkeys(word for _, words in worded for word in words))
    return Measure(
        name, "shares", _gathered(worded), options, text=meaning, kind="field", fixed=False, untested=untested
    )


def _worded(value: Any) -> tuple[str, ...]:
    if value is None:
        return (NOT_SAID,)
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _gathered(said: Iterable[tuple[str, Any]]) -> tuple[Respondent, ...]:
    values: dict[str, list[Any]] = {}
    for who, value in said:
        values.setdefault(who, []).append(value)
    return tuple(Respondent(who, tuple(each)) for who, each in values.items())
