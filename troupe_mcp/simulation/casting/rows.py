"""Rows of a survey as people: a CSV text, read with what its columns mean. Nobody is asked."""

from __future__ import annotations

import csv
import difflib
import io
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clean, one_line
from troupe_mcp.simulation.casting.demography import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LISTS = frozenset({
    "beliefs", "skills", "frustrations", "other_facts", "long_term_goals", "personality.traits",
    "preferences.interests", "preferences.likes", "preferences.dislikes", "behaviors.general",
})  # fmt: skip
"""Fields that several columns may add to."""
NUMBERS = ("age", "weight")
USUAL = {"name", "age", "gender", "sex", "nationality", "residence", "occupation", "occupation.title", "education"}
"""Columns of which one at least tells a table from a text with commas in it."""
DELIMITERS = ",;\t|"
MOST_FAULTS = 4
FIRST = "The first line names the columns, each further line is one person."
HOW = 'mapping={"COLUMN": "field", "JOB": "occupation.title", "Q7": "beliefs: You say that ads are {}"}'
_FIELD = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*){0,5}")


class Target(NamedTuple):
    """Where a column goes: a field, dotted where it lies deeper, and the words in which its value stands as `{}`."""

    column: int
    field: str
    words: str = "{}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row, from line `line` of the text, as a persona's document; it may lack a name."""

    line: int
    document: Mapping[str, Any]


def is_table(text: str) -> bool:
    """Whether a text is meant as a CSV with a header: a usual field among its columns, and rows like it, if not all."""
    read: list[list[str]] = []
    broken = False
    try:
        for _, record in records(text):
            read.append(record)
    except (csv.Error, ValueError):
        broken = True
    header, rows = (read[0], read[1:]) if read else ([], [])
    if not {key_of(column) for column in header} & USUAL:
        return False
    alike = sum(len(row) == len(header) for row in rows)
    return len(header) > 1 if broken else bool(rows) and 2 * alike >= len(rows)


def read_rows(text: str, mapping: Mapping[str, str], weights: str, most: int) -> list[Row]:
    """Return the rows of a CSV as people: the columns of `mapping`, or all under their own names, and the weight.

    Raises RequestError where the table, the mapping or any row is unusable, with the first lines at fault, and
    NotAllowed for too many rows.
    """
    try:
        lines = list(records(text))
    except csv.Error as fault:
        raise RequestError(f"each is no readable CSV: {fault} (a quotation mark may not be closed). {FIRST}") from None
    if len(lines) < 2:
        raise RequestError(f"each is a CSV without rows. {FIRST}")
    if len(lines) - 1 > most:
        raise NotAllowed(f"each has {len(lines) - 1:,} rows; at most {most:,} people are possible in one call.")
    header = [one_line(column) for column in lines[0][1]]
    targets = _targets(header, mapping, weights)
    found, faults = list[Row](), list[str]()
    for line, cells in lines[1:]:
        fault = _fault(header, cells, targets)
        if fault:
            faults.append(f"line {line}: {fault}")
        else:
            found.append(Row(line, _document(cells, targets)))
    if faults:
        more = f" and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise RequestError(
            f"{len(faults)} of {len(lines) - 1:,} rows can't be used: {'; '.join(faults[:MOST_FAULTS])}{more}. Nobody "
            "was made; mend the rows or leave them out."
        )
    return found


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records that aren't empty, each with the line it begins at."""
    text = text.removeprefix("\ufeff").strip("\r\n")
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    begins = 1
    for record in reader:
        if any(cell.strip() for cell in record):
            yield begins, record
        begins = reader.line_num + 1


def _targets(header: Sequence[str], mapping: Mapping[str, str], weights: str) -> list[Target]:
    check_header(header)
    wanted = mapping or {column: _own(column) for column in header if column != weights}
    targets = [_target(header, column, told) for column, told in wanted.items()]
    if weights:
        targets.append(Target(column_at(header, weights, "weights"), "weight"))
    fields = [target.field for target in targets]
    for field in fields:
        if fields.count(field) > 1 and field not in LISTS:
            raise RequestError(f"Two columns go to {field!r}; one can. Several can go to beliefs or other_facts.")
        if any(other.startswith(f"{field}.") for other in fields):
            raise RequestError(f"One column goes to {field!r} and another below it. Map both to fields below it.")
    return targets


def check_header(header: Sequence[str]) -> None:
    """Raise RequestError where a column has no name, or another one's."""
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice or "" in header:
        raise RequestError(
            f"The CSV's header has {f'{twice[0][:60]!r} twice' if twice else 'a column without a name'}."
        )


def _own(column: str) -> str:
    """Return a column's own field: dots still mean what lies deeper."""
    return ".".join(key_of(part) for part in column.split(".")) or column


def _target(header: Sequence[str], column: str, told: str) -> Target:
    field, _, words = (part.strip() for part in told.partition(":"))
    if not _FIELD.fullmatch(field) or (words and words.count("{}") != 1):
        raise RequestError(f"mapping[{column[:60]!r}] is {told[:80]!r}; expected a field, or a field and words: {HOW}.")
    return Target(column_at(header, column, "mapping"), field, words or "{}")


def column_at(header: Sequence[str], column: str, where: str) -> int:
    """Return where a column stands, whatever its case. Raises RequestError, for `where`, with what there is."""
    same = [at for at, each in enumerate(header) if each.casefold() == one_line(column).casefold()]
    if same:
        return same[0]
    near = difflib.get_close_matches(column, header, 3, 0.5) or list(header)[:6]
    raise RequestError(
        f"{where} names the column {column[:60]!r}, which the CSV lacks. It has: {', '.join(near)[:200]}."
    )


def _fault(header: Sequence[str], cells: Sequence[str], targets: Sequence[Target]) -> str:
    """Return what is wrong with a row; nothing where it can be used."""
    if len(cells) != len(header):
        return f"{len(cells)} cell{'s' * (len(cells) != 1)} under {len(header)} columns"
    for target in targets:
        value = cells[target.column].strip()
        if target.field == "age" and value and not (value.isdecimal() and int(value) <= 120):
            return f"age {value[:20]!r} is no whole number up to 120"
        if target.field == "weight" and weight_of(value) is None:
            return f"weight {value[:20]!r} is no number from 0"
        if target.field == "name" and not 0 < len(one_line(value)) <= 80:
            return "a name has 1 to 80 characters" if value else "the name is empty"
    return ""


def weight_of(value: str) -> float | None:
    """Return a cell as a weight from 0; None where it is none."""
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _document(cells: Sequence[str], targets: Sequence[Target]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for target in targets:
        value = clean(cells[target.column])
        if not value:
            continue
        *outer, last = target.field.split(".")
        inner = document
        for key in outer:
            inner = inner.setdefault(key, {})
        if target.field in LISTS:
            inner.setdefault(last, []).append(target.words.replace("{}", value))
        elif target.field in NUMBERS:
            inner[last] = int(value) if target.field == "age" else float(value)
        else:
            inner[last] = target.words.replace("{}", value)
    return document
