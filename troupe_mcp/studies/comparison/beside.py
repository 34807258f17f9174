"""What is laid beside what: a question as real people answered it, and as those of a run did, also by group."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from troupe_mcp.errors import RequestError
from troupe_mcp.language.text import clip
from troupe_mcp.studies.comparison.columns import REASON
from troupe_mcp.studies.statistics.people import Respondent, answering
from troupe_mcp.studies.survey.grouping import grouping
from troupe_mcp.studies.survey.groups import UNKNOWN, groups_of
from troupe_mcp.studies.survey.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.simulation.people.persona import Spec
    from troupe_mcp.studies.comparison.respondents import RealAnswers


@dataclass(frozen=True, slots=True)
class Beside:
    """One question, or the reasons for its answers, by real people and by those of the run at `at`.

    `group` names whose answers these are where they are not everybody's.
    """

    real: Table
    simulated: Table
    at: int
    group: str = ""

    @property
    def name(self) -> str:
        """What it goes by: the question, the version of the material where there are several, and the group."""
        version = self.simulated.version
        return ", ".join(filter(None, (self.real.question.id, version and f"version {version}", self.group)))

    @property
    def kind(self) -> str:
        """The question's kind; reasons are no kind of question."""
        return "reasons" if self.real.question.id.endswith(REASON) else self.real.question.kind

    @property
    def shared(self) -> bool:
        """Whether what is counted are shares of people, option by option."""
        return self.kind in ("choice", "choices") or (self.kind == "price" and bool(self.real.names))

    @property
    def span(self) -> float:
        """The range of what is possible, against which a difference is large or small; 0.0 where nobody differs."""
        low, high = self.real.question.scale
        if self.kind == "rating":
            return float(high - low)
        if self.kind == "ranking":
            return float(len(self.real.names) - 1)
        return 1.0 if self.shared else 0.0


def laid_beside(real: RealAnswers, tables: Sequence[Table], at: int) -> list[Beside]:
    """Return a run's questions that real people answered too, each beside its answers."""
    found: list[Beside] = []
    for table in tables:
        if answers := real.tables.get(table.question.id):
            found.append(Beside(answers, replace(table, question=answers.question), at))
        if reasons := real.tables.get(f"{table.question.id}{REASON}"):
            found.append(Beside(reasons, _reasons(table, reasons), at))
    return found


def by_group(
    pairs: Sequence[Beside],
    real: RealAnswers,
    people: Mapping[str, Spec],
    field: str,
    bands: Sequence[str] = (),
) -> list[Beside]:
    """Return the same by a column of the real people that is a field of the simulated ones, for groups of two or more.

    Raises RequestError where there is no such column, or nobody simulated has the field.
    """
    column = next((name for name in real.names if name.casefold() == field.casefold()), "")
    if not column:
        there = clip(", ".join(real.names), 200) or "none beside the answers"
        raise RequestError(f"group_by {field[:60]!r}: real has no such column. Columns for groups: {there}.")
    grouping([*people.values()], [field], {field: bands})
    theirs = [{field: cells[column]} for cells in real.cells.values()]
    groups = groups_of([*theirs, *people.values()], field, bands=bands)
    member = dict(zip([*real.cells, *people], groups, strict=True))
    there, here = ({member[name] for name in side} - {UNKNOWN} for side in (real.cells, people))
    if not there & here:
        raise RequestError(
            f"group_by {field[:60]!r}: no group is on both sides. real says {_few(there)}; who was asked "
            f"{_few(here)}. Write the column's values as these."
        )
    found: list[Beside] = []
    for pair in pairs:
        sides = [Counter(member[each.name] for each in answering(side.people)) for side in (pair.real, pair.simulated)]
        for name in sorted({*sides[0]} & {*sides[1]} - {UNKNOWN}):
            if min(side[name] for side in sides) > 1:
                one, other = (_only(side, member, name) for side in (pair.real, pair.simulated))
                found.append(replace(pair, real=one, simulated=other, group=f"{field}: {name}"))
    return found


def _few(groups: set[str]) -> str:
    return clip(", ".join(sorted(groups)), 120) or "nothing"


def _only(table: Table, member: Mapping[str, str], group: str) -> Table:
    return replace(table, people=tuple(each for each in table.people if member[each.name] == group))


def _reasons(table: Table, real: Table) -> Table:
    """Return the reasons that simulated people gave, of repeats the first."""
    weights = {each.name: each.weight for each in table.people}
    said = {event.person: event.reason for event in table.answers if event.repeat == 1 and event.reason}
    people = tuple(Respondent(name, (reason,), weights[name]) for name, reason in said.items() if name in weights)
    return Table(real.question, people, table.answers, {}, table.version)
