"""The forms of the answers that studies ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional, cast

from pydantic import Field, create_model

from troupe_mcp.language.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

Value = str | int | float | bool | list[str] | None


class Quote(Answer):
    """The words that a field rests on, and where they stand in the log."""

    field: str
    position: int
    quote: str


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
    """Return the form of an extraction: one record for a person, or many of a run."""
    values = {f"f{n}": (_type_of(meaning), Field(alias=name)) for n, (name, meaning) in enumerate(fields.items())}
    if many:
        record = _form("Record", **values, person=(str, ...), position=(int, ...), quote=(str, ...))
        return _form("Extraction", records=(list[record], ...))
    return _form("Extraction", found=(_form("Found", **values), ...), quotes=(list[Quote], ...))


def _form(called: str, **fields: Any) -> Any:
    return create_model(called, __base__=Answer, **fields)


_TYPES: dict[str, Any] = {"string": str, "integer": int, "number": float, "boolean": bool, "array": list[str]}


def _type_of(meaning: Any) -> Any:
    """Return the type of a field that is described in words or by a JSON schema; unsaid is always possible."""
    if isinstance(meaning, dict):
        schema = cast("dict[str, Any]", meaning)
        choices: Any = schema.get("enum")
        if isinstance(choices, list) and choices:
            return Optional[Literal[tuple(cast("list[Any]", choices))]]  # noqa: UP045 -- the literal is made at run time
        known = _TYPES.get(str(schema.get("type")))
        if known:
            return known | None
    return Value
