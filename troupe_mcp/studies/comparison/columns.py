"""Which column of a table of real answers holds the answers to which question, and what may stand in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.errors import RequestError
from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.casting.rows import column_at
from troupe_mcp.studies.comparison.cells import BETWEEN, NONE, NOTHING
from troupe_mcp.studies.comparison.measures import MOST_VALUES
from troupe_mcp.studies.questionnaire import Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.studies.questionnaire import Question

REASON = ".reason"
"""What follows a question's id where a column holds the reasons that people gave for their answers to it."""


def answerable(questions: Sequence[Question]) -> dict[str, Question]:
    """Return what a column may hold: answers to questions, and the reasons for those that are not words anyway."""
    found = {each.id: each for each in questions}
    reasons = {
        f"{each.id}{REASON}": replace(each, id=f"{each.id}{REASON}", kind="text", text=f"Why? {each.text}", options=())
        for each in questions
        if each.kind != "text" and f"{each.id}{REASON}" not in found
    }
    return found | reasons


def opened(question: Question, cells: Sequence[str]) -> Question:
    """Return a question with what the cells name beside its options."""
    if question.kind != "choices":
        return question
    known = {option.id.casefold() for option in question.options}
    parts = [
        one_line(part)
        for cell in cells
        if one_line(cell).casefold() not in (*NOTHING, NONE)
        for part in cell.split(BETWEEN)
    ]
    new = {part.casefold(): part for part in reversed(parts) if part and part.casefold() not in known}
    if (count := len(known) + len(new)) > MOST_VALUES:
        labels = f'extract_results(…, normalize={{"{question.id[:40]}": 6}})'
        raise RequestError(
            f"{question.id[:60]!r} has {count} different values in the run and in real; up to {MOST_VALUES} can be "
            f"counted. Bring both under few labels: {labels}, or an enum for the field, and the same labels in real."
        )
    return replace(question, options=(*question.options, *(Option(part, part) for part in new.values())))


def columns_of(
    header: Sequence[str], asked: Mapping[str, Question], mapping: Mapping[str, str], run: str
) -> dict[str, int]:
    """Return for each question that has a column where it stands, in the order of the questions.

    Raises RequestError where none has, a mapping leads nowhere, or two columns go to one question; `run` is named.
    """
    folded = {name.casefold(): name for name in asked}
    ids = ", ".join(name for name in asked if not name.endswith(REASON))
    places: dict[str, int] = {}
    named = {column_at(header, column, "mapping"): told for column, told in mapping.items()}
    for at, told in (named | {at: each for at, each in enumerate(header) if at not in named}).items():
        name = folded.get(one_line(told).casefold(), "")
        if not name and at in named:
            raise RequestError(
                f"mapping[{header[at][:60]!r}] is {told[:60]!r}, which is no question of {run}. It asked: "
                f"{clip(ids, 300)}."
            )
        if name in places:
            if at not in named:
                continue
            raise RequestError(f"Two columns go to {name!r}: {header[places[name]]!r} and {header[at]!r}. One can.")
        if name:
            places[name] = at
    if not places:
        raise RequestError(
            f"No column of real ({clip(', '.join(header), 150)}) is a question of {run}. It asked: {clip(ids, 200)}. "
            f'Name columns so, or mapping={{"{clip(header[0], 40)}": "{next(iter(asked.values())).id}"}}.'
        )
    return {name: places[name] for name in sorted(places, key=list(asked).index)}
