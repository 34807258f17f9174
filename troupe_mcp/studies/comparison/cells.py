"""What a real person answered, as it stands in a cell of a table, as the value that a simulated answer has."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from troupe_mcp.language.text import clean, clip, one_line
from troupe_mcp.studies.questionnaire import POINTS
from troupe_mcp.studies.survey.values import LONGEST_ANSWER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.questionnaire import Option, Question

BETWEEN = ";"
"""What stands between several values in one cell."""
NOTHING = ("", "na", "n/a")
"""What a cell holds where somebody gave no answer."""
NONE = "none"
"""What a cell holds where somebody chose none of several."""


class Unmatched(ValueError):
    """A cell that is no answer to its question; the message says what was expected."""


def value_in(question: Question, cell: str) -> Any:
    """Return the value of a cell as `survey.values` keeps answers; None for no answer. Raises Unmatched."""
    said = clean(cell)
    match question.kind:
        case "text":
            return clip(said, LONGEST_ANSWER) or None
        case "choice" if said:
            return _or_nothing(question, said)
        case _ if said.casefold() in NOTHING and not _option(question.options, said):
            return None
        case "choices":
            return _named(question, said)
        case "ranking":
            return _named(question, said) or _unmatched(question)
        case "price" if question.options:
            return _named(question, said)
        case "price":
            return _prices(question, said)
        case _:
            return _number(question, said)


def expected(question: Question) -> str:
    """Return what cells under a question hold, in words."""
    names = ", ".join(option.id for option in question.options)
    match question.kind:
        case "text":
            return "words"
        case "choice":
            return f"one of: {names}"
        case "ranking":
            return f"best first, with {BETWEEN} between, each once: {names}"
        case "choices" | "price" if question.options:
            return f"with {BETWEEN} between, or {NONE}: {names}"
        case "price":
            return f"four prices with {BETWEEN} between: {', '.join(POINTS)}"
        case "rating":
            return f"a number from {question.scale[0]} to {question.scale[1]}, with a point"
        case _:
            return "a number, with a point"


def _or_nothing(question: Question, said: str) -> str | None:
    if found := _option(question.options, said):
        return found
    return None if said.casefold() in NOTHING else _unmatched(question)


def _named(question: Question, said: str) -> tuple[str, ...]:
    """Return several options; one whose own name has the separator in it stands for itself."""
    if whole := _option(question.options, said):
        return (whole,)
    if said.casefold() == NONE:
        return ()
    found = [_option(question.options, part) for part in said.split(BETWEEN) if part.strip()]
    if not all(found) or len({*found}) < len(found):
        _unmatched(question)
    return tuple(found)


def _option(options: Sequence[Option], said: str) -> str:
    """Return the short name of an option by its name or its text, case and blanks aside; nothing where none is."""
    wanted = one_line(said).casefold()
    return next((each.id for each in options if wanted in (each.id.casefold(), one_line(each.text).casefold())), "")


def _prices(question: Question, said: str) -> dict[str, float]:
    found = [_plain(part) for part in said.split(BETWEEN)]
    known = [price for price in found if price is not None and price >= 0]
    if len(known) < len(found) or len(found) != len(POINTS):
        _unmatched(question)
    return dict(zip(POINTS, known, strict=True))


def _number(question: Question, said: str) -> float:
    found = _plain(said)
    low, high = question.scale
    if found is None or (question.kind == "rating" and not low <= found <= high):
        return _unmatched(question)
    return found


def _plain(said: str) -> float | None:
    try:
        found = float(said)
    except ValueError:
        return None
    return found if isfinite(found) else None


def _unmatched(question: Question) -> Any:
    raise Unmatched(expected(question))
