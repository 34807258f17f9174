"""Tests between groups, all of a study corrected together (Holm)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from troupe_mcp.studies.statistics.groups import Comparison, compare_choices, compare_numbers, compare_ranks, holm
from troupe_mcp.studies.statistics.maxdiff import best_worst
from troupe_mcp.studies.statistics.people import Respondent
from troupe_mcp.studies.survey.groups import placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.survey.tables import Table

Members = Mapping[str, str]
"""The group of each person by one field."""
CORRECTION = "Holm"


@dataclass(frozen=True, slots=True)
class Contrast:
    """A test whether groups by a field differ; `option` where each option is tested by itself; `p` after correction.

    `tests` is how many tests of the study were corrected together.
    """

    field: str
    option: str
    test: Comparison
    p: float | None = None
    tests: int = 1


def contrasts_of(table: Table, groups: Mapping[str, Members], seed: int) -> list[Contrast]:
    """Return the tests of a question between the groups of each field, not corrected yet."""
    found: list[Contrast] = []
    for field, members in groups.items():
        apart = split(table.people, members)
        if len(apart) == 1:  # nothing to compare, in whatever number
            [(name, people)] = apart.items()
            alone = Comparison(
                "none",
                None,
                None,
                None,
                {name: len(people)},
                (f"all {len(people)} are {name}" if len(people) > 1 else "one person alone",),
            )
            found.append(Contrast(field, "", alone))
            continue
        found += [
            Contrast(field, option, test)
            for option, test in _tests(table, apart, f"{seed}/{table.question.id}/{field}")
        ]
    return found


def split(people: Sequence[Respondent], members: Members) -> dict[str, list[Respondent]]:
    """Return people by their group, groups in the order of their names, or of the numbers these begin with."""
    apart: dict[str, list[Respondent]] = {}
    for person in people:
        apart.setdefault(members[person.name], []).append(person)
    return dict(sorted(apart.items(), key=lambda each: placed(each[0])))


def corrected(contrasts: Mapping[str, Sequence[Contrast]]) -> dict[str, tuple[Contrast, ...]]:
    """Return the tests of each question with p values that are corrected for all tests of the study."""
    placed = {f"{name}/{at}": each for name, listed in contrasts.items() for at, each in enumerate(listed)}
    ps = {place: each.test.p for place, each in placed.items() if each.test.p is not None}
    found = holm(ps)
    return {
        name: tuple(replace(each, p=found.get(f"{name}/{at}"), tests=len(ps)) for at, each in enumerate(listed))
        for name, listed in contrasts.items()
    }


def _tests(table: Table, groups: Mapping[str, Sequence[Respondent]], seed: str) -> list[tuple[str, Comparison]]:
    question = table.question
    match question.kind:
        case "text":
            return []
        case "rating" | "number":
            return [("", compare_numbers(groups, seed=seed))]
        case "ranking":
            return [*compare_ranks(groups, table.names, seed=seed).items()]
        case "maxdiff":
            return [
                (option, compare_numbers(_scored(groups, option), seed=f"{seed}/{option}")) for option in table.names
            ]
        case "price" if not table.names:
            middle = {name: [_acceptable(person) for person in people] for name, people in groups.items()}
            return [("cheap to expensive, its middle", compare_numbers(middle, seed=seed))]
        case _:
            return [("", compare_choices(groups, table.names, seed=seed))]


def _scored(groups: Mapping[str, Sequence[Respondent]], option: str) -> dict[str, list[Respondent]]:
    """Return people with their own score of one option of a MaxDiff."""
    return {
        name: [Respondent(each.name, (best_worst([each], [option])[option].value,), each.weight) for each in people]
        for name, people in groups.items()
    }


def _acceptable(person: Respondent) -> Respondent:
    """Return somebody with the middle between the prices that are cheap and expensive to them."""
    values = tuple((value["cheap"] + value["expensive"]) / 2 for value in person.values)
    return Respondent(person.name, values, person.weight)
