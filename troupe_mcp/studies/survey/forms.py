"""The forms of answers to questions of a survey: closed over the letters that stand beside the options."""

from __future__ import annotations

from functools import cache
from string import ascii_uppercase
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import AfterValidator, create_model

from troupe_mcp.language.answer import Answer, cut_at
from troupe_mcp.studies.questionnaire import POINTS
from troupe_mcp.studies.survey.values import LONGEST_ANSWER, LONGEST_REASON

if TYPE_CHECKING:
    from pydantic import BaseModel

    from troupe_mcp.studies.questionnaire import Elicitation, Question

LISTED = 21
"""Points of a scale up to which the form lists each."""
Shape = tuple[str, int, int, int, bool]
"""A question as far as the form of its answer goes: kind, options or sets, the ends of its scale, by chances or not."""


def form_of(question: Question, sets: int, elicitation: Elicitation) -> type[BaseModel]:
    """Return the form of an answer to one question."""
    return _form(_shape(question, sets, elicitation), reason_first=elicitation != "direct")


def form_of_all(questions: tuple[tuple[Question, int], ...], elicitation: Elicitation) -> type[BaseModel]:
    """Return the form of the answers to all questions in one sitting, each under its id."""
    shapes = tuple((question.id, _shape(question, sets, elicitation)) for question, sets in questions)
    return _sitting(shapes, reason_first=elicitation != "direct")


def _shape(question: Question, sets: int, elicitation: Elicitation) -> Shape:
    chances = elicitation == "probabilities" and question.kind in ("choice", "rating")
    count = sets if question.kind == "maxdiff" else len(question.options)
    low, high = question.scale if question.kind == "rating" else (0, min(4, len(question.options) - 1))
    return question.kind, count, low, high, chances


@cache
def _form(shape: Shape, *, reason_first: bool) -> type[BaseModel]:
    name, kind = _field(shape)
    fields: dict[str, Any] = {name: (kind, ...), "reason": (Annotated[str, cut_at(LONGEST_REASON)], ...)}
    if shape[0] == "text":
        fields = {"answer": (Annotated[str, cut_at(LONGEST_ANSWER)], ...)}
    ordered = dict(reversed(fields.items())) if reason_first else fields
    return create_model("SurveyAnswer", __base__=Answer, **ordered)


@cache
def _sitting(shapes: tuple[tuple[str, Shape], ...], *, reason_first: bool) -> type[BaseModel]:
    fields: dict[str, Any] = {name: (_form(shape, reason_first=reason_first), ...) for name, shape in shapes}
    return create_model("SurveySitting", __base__=Answer, **fields)


def _field(shape: Shape) -> tuple[str, Any]:
    """Return the name of what is answered, and its type."""
    kind, count, low, high, chances = shape
    letters = ascii_uppercase[:count]
    match kind:
        case "choice":
            return ("percent", _each(letters, _Percent)) if chances else ("choice", _one_of(*letters))
        case "rating":
            points = [str(point) for point in range(low, high + 1)]
            return ("percent", _each(points, _Percent)) if chances else ("rating", _point(low, high))
        case "choices":
            return "choices", Annotated[list[_one_of(*letters)], AfterValidator(_distinct)]
        case "ranking":
            return "ranking", Annotated[list[_one_of(*letters)], AfterValidator(_of_all(count))]
        case "price" if count:
            return "buys", _each(letters, Literal["yes", "no"])
        case "price":
            return "prices", create_model("Prices", __base__=Answer, **_all(POINTS, float | None))
        case "maxdiff":
            pair = _all(("best", "worst"), _one_of(*ascii_uppercase[:high]))
            return "sets", _each(
                [str(number) for number in range(1, count + 1)], create_model("Set", __base__=_Pair, **pair)
            )
        case _:
            return "number", float | None


class _Pair(Answer):
    """The best and the worst of a set, which are never one."""

    def model_post_init(self, _: Any) -> None:
        if self.best == self.worst:  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] -- fields of every form of it
            raise ValueError("best and worst are the same")


def _within(percent: float) -> float:
    if not 0 <= percent <= 100:
        raise ValueError("a percentage is from 0 to 100")
    return percent


_Percent = Annotated[float, AfterValidator(_within)]


def _one_of(*values: str | int) -> Any:
    return cast("Any", Literal)[values]


def _point(low: int, high: int) -> Any:
    if high - low < LISTED:
        return _one_of(*range(low, high + 1))

    def on_scale(point: int) -> int:
        if not low <= point <= high:
            raise ValueError(f"the scale is from {low} to {high}")
        return point

    return Annotated[int, AfterValidator(on_scale)]


def _all(names: tuple[str, ...] | list[str] | str, kind: Any) -> dict[str, Any]:
    return dict.fromkeys(names, (kind, ...))


def _each(names: list[str] | str, kind: Any) -> Any:
    """Return an object with one value under each name."""
    from pydantic import Field

    fields = {f"f{at}": (kind, Field(alias=name)) for at, name in enumerate(names)}
    return create_model("Each", __base__=Answer, **cast("Any", fields))


def _distinct(chosen: list[str]) -> list[str]:
    return list(dict.fromkeys(chosen))


def _of_all(count: int) -> Any:
    def complete(ranked: list[str]) -> list[str]:
        if len(ranked) != count or len({*ranked}) != count:
            raise ValueError(f"a ranking has each of the {count} letters once")
        return ranked

    return complete
