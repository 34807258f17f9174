"""The results of a survey: the figures of each question, by group, with tests, its axes and its trust card."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from troupe_mcp.studies.counted import FEW
from troupe_mcp.studies.statistics.axes import Axis, Item, axes
from troupe_mcp.studies.survey.apart import versions_apart
from troupe_mcp.studies.survey.contrasts import Contrast, contrasts_of, corrected, split
from troupe_mcp.studies.survey.few import seen_by_few, small_groups, small_versions, too_few
from troupe_mcp.studies.survey.figures import Figures, figures_of
from troupe_mcp.studies.survey.groups import groups_of, weights_of
from troupe_mcp.studies.survey.heads import heads_of
from troupe_mcp.studies.survey.pricing import priced
from troupe_mcp.studies.survey.tables import Table, table_of
from troupe_mcp.studies.survey.worth import facts_of
from troupe_mcp.studies.trust import REHEARSED, TrustCard, trust_card

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.simulation.people.persona import Spec
    from troupe_mcp.simulation.worlds.events import Answered
    from troupe_mcp.studies.comparison.differences import Difference
    from troupe_mcp.studies.questionnaire import Question


UNFINISHED = "not all have answered yet"


@dataclass(frozen=True, slots=True)
class Group:
    """What one group of people answered; of a small one how many gave each answer."""

    field: str
    name: str
    n: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Result:
    """What one question came to; `small` says which of its groups, or that its version, are too few people.

    `few` where these are the people of its version: no share of theirs is to be told.
    """

    table: Table
    figures: Figures
    groups: tuple[Group, ...]
    contrasts: tuple[Contrast, ...]
    small: tuple[str, ...] = ()
    few: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """All of a survey; where it is not `measured`, figures have no intervals and nothing is tested.

    Of versions of the material each question is there once for each, and `differences` are those between them.
    """

    questions: tuple[Result, ...]
    axes: Mapping[str, Axis]
    trust: TrustCard
    weighted: bool
    measured: bool
    differences: tuple[Difference, ...] = ()

    @property
    def answering(self) -> Mapping[str, int]:
        """How many people answered anything, by version."""
        who: dict[str, set[str]] = {}
        for each in self.questions:
            who.setdefault(each.table.version, set()).update(person.name for person in each.table.people)
        return {version: len(names) for version, names in who.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey as it was asked: its questions, of whom, by which fields people are grouped, played by whom.

    `seed` is that of the orders; `rehearsed` where the rehearsal answered, and `rests` says where it only wrote the
    people or played what they remember: in neither are people measured. `versions` are the ids of those of the
    material, none where there was but one; `bands` of a field are those into which the panel was cast.
    """

    questions: Sequence[Question]
    people: Sequence[tuple[str, Spec]]
    group_by: Sequence[str]
    repeats: int
    seed: int
    played_by: str
    rehearsed: bool
    rests: str = ""
    versions: Sequence[str] = ()
    bands: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])


def results_of(asked: Asked, answers: Sequence[Answered], *, complete: bool) -> Results:
    """Return the results of a survey; nothing is tested in a rehearsal, nor before all answers are there."""
    specs, names = [spec for _, spec in asked.people], [name for name, _ in asked.people]
    given = weights_of(specs)
    weights = dict(zip(names, given or [1.0] * len(names), strict=True))
    groups = {
        by: dict(zip(names, groups_of(specs, by, bands=asked.bands.get(by, ())), strict=True)) for by in asked.group_by
    }
    by_question: dict[tuple[str, str], list[Answered]] = {}
    for event in answers:
        by_question.setdefault((event.variant, event.question), []).append(event)
    seed, measured = asked.seed, not (asked.rehearsed or asked.rests)
    tables = [
        replace(table_of(each, by_question.get((version, each.id), ()), weights, seed), version=version)
        for each in asked.questions
        for version in asked.versions or ("",)
    ]
    tests = {_key(table): contrasts_of(table, groups, seed) if measured and complete else [] for table in tables}
    held = corrected(tests)
    answering = {event.person for event in answers if event.value is not None or event.is_unwilling}
    results = [
        Result(
            table,
            heads_of(table.question, table.people) if few else _whole(table, seed, measured=measured),
            _groups(table, groups, seed, measured),
            held[_key(table)],
            too_few(table, groups, answering) if complete else (),
            few,
        )
        for table in tables
        for few in [complete and seen_by_few(table, answering)]
    ]
    items = [Item(_axis(table), table.question.scale, table.people) for table in tables if table.question.axis]
    facts = facts_of(
        tables, answers, weights, seed, repeats=asked.repeats, played_by=asked.played_by, rehearsed=asked.rehearsed,
        rests=asked.rests,
    )  # fmt: skip
    facts = replace(facts, small=[*small_versions(tables, answering), *small_groups(groups, answering)])
    untested = "" if measured and complete else UNFINISHED if measured else REHEARSED
    apart = versions_apart(tables, asked.versions, seed, untested) if asked.versions else ()
    return Results(tuple(results), axes(items), trust_card(facts), given is not None, measured, apart)


def _whole(table: Table, seed: int, *, measured: bool) -> Figures:
    """Return what all its people come to; a price comes out of enough of them only, else there are their answers."""
    if table.question.kind == "price":
        return priced(table, seed, measured=measured)
    return figures_of(table.question, table.people, seed, measured=measured)


def _key(table: Table) -> str:
    return f"{table.version}/{table.question.id}"


def _axis(table: Table) -> str:
    """Return the axis that a question adds to, of each version its own."""
    return f"{table.question.axis} · {table.version}" if table.version else table.question.axis


def _groups(table: Table, groups: Mapping[str, Mapping[str, str]], seed: int, measured: bool) -> tuple[Group, ...]:  # noqa: FBT001
    found: list[Group] = []
    for by, members in groups.items():
        apart = split(table.people, members)
        for name, people in apart.items() if len(apart) > 1 else ():
            few = len(people) < FEW
            figures = (
                heads_of(table.question, people) if few else figures_of(table.question, people, seed, measured=measured)
            )
            found.append(Group(by, name, len(people), figures))
    return tuple(found)
