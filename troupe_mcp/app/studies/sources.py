"""What simulated people answered in a run, in the form in which answers of real people can be laid beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio.to_thread

from troupe_mcp.app.studies.measuring import measures_of, people_of
from troupe_mcp.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView
    from troupe_mcp.simulation.people.persona import Spec
    from troupe_mcp.studies.questionnaire import Question
    from troupe_mcp.studies.survey.tables import Table

KINDS = ("survey", "extraction")
"""Kinds of runs that real answers can be laid beside."""


@dataclass(frozen=True, slots=True)
class Source:
    """What simulated people answered in a run, their specifications and their ids by the names in its tables."""

    view: RunView
    questions: Sequence[Question]
    tables: Sequence[Table]
    people: Mapping[str, Spec]
    ids: Mapping[str, str]

    @property
    def open_to(self) -> bool:
        """Whether real people may have said what no simulated person did: fields have no fixed options."""
        return self.view.run.kind == "extraction"


async def source_of(self: App, view: RunView) -> Source:
    """Return what people answered in a survey, or what an extraction found of them.

    Raises RequestError for runs of other kinds and where records are not of people.
    """
    from troupe_mcp.studies.comparison.fields import table_of_field
    from troupe_mcp.studies.questionnaire import from_json

    if view.run.kind not in KINDS:
        raise RequestError(
            f"{view.id} is a run of kind {view.run.kind}, and real answers are laid beside those of a survey. Put the "
            f'same questions to people: ask_people(people=["{view.id}"], questions=[…]), then compare_runs of that '
            "survey with real=…; or of a job of extract_results that read what people said, one record a person."
        )
    if view.run.kind == "survey":
        asked = [from_json(each) for each in view.run.settings["spec"]["questions"]]
        results = await anyio.to_thread.run_sync(view.survey)
        tables = [result.table for result in results.questions]
        return Source(view, asked, tables, {member.name: member.persona.spec for member in view.cast},
                      {member.name: member.person for member in view.cast})  # fmt: skip
    measures = await measures_of(self, view)
    tables = [table_of_field(each) for each in measures if not each.untested and each.people]
    if not tables:
        raise RequestError(
            f"{view.id} has no records of people that could be counted. extract_results(run=[…], fields=…) without "
            "group_by has one record a person."
        )
    people = people_of(self, view)
    ids = {each.name: each.name for table in tables for each in table.people}
    specs = {member.person: member.persona.spec for member in people}
    return Source(view, [table.question for table in tables], tables, {name: specs.get(name, {}) for name in ids}, ids)
