"""Answers of real people, one a row of a CSV, read as the tables that a survey's own answers are counted from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.casting.rows import MOST_FAULTS, check_header, column_at, records, weight_of
from troupe_mcp.studies.comparison.cells import Unmatched, expected, value_in
from troupe_mcp.studies.comparison.columns import answerable, columns_of, opened
from troupe_mcp.studies.statistics.people import Respondent
from troupe_mcp.studies.survey.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.studies.questionnaire import Question

WEIGHT = "weight"
MOST_REAL = 10_000
HOW = 'real="ad,age\\nAd A,34\\nAd B,51", or file:NAME.csv; mapping={"COLUMN": "question"}'


@dataclass(frozen=True, slots=True)
class RealAnswers:
    """What real people answered: a table for each question that has a column, and their reasons as another.

    `cells` has what each of them has in the columns that are no answers, for groups.
    """

    people: int
    tables: Mapping[str, Table]
    weighted: bool
    cells: Mapping[str, Mapping[str, str]]

    @property
    def names(self) -> list[str]:
        """The columns that are no answers."""
        return list(next(iter(self.cells.values())))


def read_real(
    text: str,
    questions: Sequence[Question],
    mapping: Mapping[str, str],
    weights: str,
    run: str,
    *,
    open_to: bool = False,
) -> RealAnswers:
    """Return the answers of a CSV to questions of a run: columns by `mapping`, else those named like a question.

    With `open_to` what real people say is an option as well.

    Raises RequestError where the table is unusable, where no column is a question, and for cells that are no answers,
    with the first of them; NotAllowed for too many rows.
    """
    header, rows = _table(text)
    asked = {each.id: each for each in questions} if open_to else answerable(questions)
    columns = columns_of(header, asked, mapping, run)
    if open_to:
        asked |= {name: opened(asked[name], [cells[at] for _, cells in rows]) for name, at in columns.items()}
    if not weights and any(column.casefold() == WEIGHT for column in header) and WEIGHT not in columns:
        weights = WEIGHT
    at = column_at(header, weights, "weights") if weights else None
    weighing = {line: _weighed(line, cells, header, at) for line, cells in rows}
    if not any(weighing.values()):
        raise RequestError(f"Every row has the weight 0 in {weights!r}, so nobody counts. Give weights above 0.")
    tables = {name: _answers(asked[name], name, rows, column, header, weighing) for name, column in columns.items()}
    rest = [place for place in range(len(header)) if place not in columns.values() and place != at]
    cells = {_named(line): {header[place]: one_line(row[place]) for place in rest} for line, row in rows}
    return RealAnswers(len(rows), tables, bool(weights), cells)


def _table(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        lines = list(records(text))
    except csv.Error as fault:
        raise RequestError(f"real is no readable CSV: {fault}. Expected {HOW}.") from None
    if len(lines) < 2:
        raise RequestError(f"real has {'a header but no rows' if lines else 'nothing in it'}. Expected {HOW}.")
    if len(lines) - 1 > MOST_REAL:
        raise NotAllowed(f"real has {len(lines) - 1:,} rows; at most {MOST_REAL:,} people are possible.")
    header = [one_line(column) for column in lines[0][1]]
    check_header(header)
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            raise RequestError(
                f"real, line {line}: {len(cells)} cells under {len(header)} columns. Put cells with the separator in "
                "them in double quotes."
            )
    return header, lines[1:]


def _weighed(line: int, cells: Sequence[str], header: Sequence[str], at: int | None) -> float:
    if at is None:
        return 1.0
    weight = weight_of(cells[at].strip())
    if weight is None:
        raise RequestError(
            f"real, line {line}, column {header[at][:60]!r}: the weight {cells[at][:20]!r} is no number from 0. "
            "Mend it, or leave the row out."
        )
    return weight


def _answers(
    question: Question,
    name: str,
    rows: Sequence[tuple[int, list[str]]],
    at: int,
    header: Sequence[str],
    weights: Mapping[int, float],
) -> Table:
    """Return the answers in one column. Raises RequestError for cells that are none, and where there are none."""
    if question.kind == "maxdiff":
        raise RequestError(
            f"Column {header[at][:60]!r} is for {name!r}, a maxdiff, of which no table has answers. Leave the column "
            "out, or ask people to rank the same options and compare that."
        )
    found, faults, wanted = list[Respondent](), list[str](), ""
    for line, cells in rows:
        try:
            value: Any = value_in(question, cells[at])
        except Unmatched as fault:
            faults.append(f"line {line}: {clip(one_line(cells[at]), 40)!r}")
            wanted = str(fault)
        else:
            found += [Respondent(_named(line), (value,), weights[line])] if value is not None else []
    if faults:
        kept = sum(1 for _, cells in rows if cells[at].strip())
        more = f" and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        hint = ' Should it be another question, mapping={"COLUMN": "question"} says which.' if not found else ""
        raise RequestError(
            f"{len(faults)} of {kept} answers in column {header[at][:40]!r} can't be matched to {name[:40]!r}, a "
            f"{question.kind}: {'; '.join(faults[:MOST_FAULTS])}{more}. Expected {clip(wanted, 200)}; empty for no "
            f"answer.{hint}"
        )
    if not found:
        raise RequestError(
            f"Column {header[at][:60]!r} is empty in every row. Expected {clip(expected(question), 300)}."
        )
    return Table(question, tuple(found), (), {"missing": len(rows) - len(found)})


def _named(line: int) -> str:
    """Return what somebody real is called; no simulated person's id reads so."""
    return f"line {line}"
