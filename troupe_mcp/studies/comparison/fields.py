"""A field of an extraction as a question's table, so that answers of real people can be laid beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.studies.comparison.measures import NOT_SAID
from troupe_mcp.studies.questionnaire import Option, Question
from troupe_mcp.studies.statistics.people import Respondent
from troupe_mcp.studies.survey.tables import Table

if TYPE_CHECKING:
    from troupe_mcp.studies.comparison.measures import Measure


def table_of_field(measure: Measure) -> Table:
    """Return numbers as a number, all else as several choices of what was said; who said nothing has no answer."""
    text = measure.text or measure.name
    if measure.unit == "mean":
        return Table(Question(measure.name, text, "number"), measure.people, (), {})
    options = tuple(Option(name, name) for name in measure.options if name != NOT_SAID)
    said = [
        Respondent(each.name, tuple(value for value in each.values if value != (NOT_SAID,)), each.weight)
        for each in measure.people
    ]
    return Table(Question(measure.name, text, "choices", options), tuple(each for each in said if each.values), (), {})
