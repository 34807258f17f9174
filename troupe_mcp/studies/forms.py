"""The forms of the answers that studies ask for."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from troupe_mcp.language.answer import Answer, cut_at
from troupe_mcp.studies.shapes import Anything, record_form, type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

LONGEST_LABEL = 80


class Quote(Answer):
    """The words that a field rests on, and where they stand in the log."""

    field: str
    position: int
    quote: str


class Label(Answer):
    """Some wordings, by their numbers, under one label."""

    label: Annotated[str, cut_at(LONGEST_LABEL)]
    numbers: list[int]


class Labels(Answer):
    """Wordings under labels."""

    labels: list[Label]


class PlannedQuestion(Answer):
    """A question of an interview, with what its answer should show."""

    question: str
    expectation: str


class InterviewPlan(Answer):
    """The questions that test a person."""

    questions: list[PlannedQuestion]


class Finding(Answer):
    """Whether one expectation held, why, and in whose words."""

    expectation: str
    held: Literal["yes", "no", "unclear"]
    reason: str
    quote: str


class Verdict(Answer):
    """The judgement of an interview."""

    findings: list[Finding]
    justification: str


class Story(Answer):
    """A run as prose."""

    story: str


def extraction_form(fields: Mapping[str, Any], *, many: bool) -> type[BaseModel]:
    """Return the form of an extraction: one record for a person, or many of a run; words come before values."""
    return _extraction_form(json.dumps(fields), many)


@lru_cache(maxsize=64)
def _extraction_form(fields: str, many: bool) -> Any:  # noqa: FBT001
    meanings: dict[str, Any] = json.loads(fields)
    types = {name: Anything if isinstance(meaning, str) else type_of(meaning) for name, meaning in meanings.items()}
    if many:
        record = record_form("Record", types, person=(str, ...), quotes=(list[Quote], ...))
        return record_form("Extraction", {}, records=(list[record], ...))
    return record_form("Extraction", {}, quotes=(list[Quote], ...), found=(record_form("Found", types), ...))
