"""Tables as text: each row with the names of its columns, so that it can be understood by itself."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from troupe_mcp.app.documents.formats import Unreadable, decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATORS = (",", ";", "\t", "|")


def read_csv(data: bytes) -> str:
    """Return a CSV file with a header as one line a row. Raises Unreadable."""
    text = decoded(data)
    head = text.lstrip().partition("\n")[0]
    csv.field_size_limit(1_000_000)
    try:
        rows = [*csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=head.count), strict=True)]
    except csv.Error as error:
        raise Unreadable(f"is no table that can be read ({error}). Save it as CSV again") from None
    return rows_as_text(rows, headed=True)


def rows_as_text(rows: Sequence[Sequence[str]], *, headed: bool) -> str:
    """Return rows as lines: `header: value; …` where the first one names the columns, `value | value` otherwise."""
    tidy = [cells for row in rows if any(cells := [" ".join(cell.split()) for cell in row])]
    if not headed or len(tidy) < 2:
        return "\n".join(" | ".join(filter(None, cells)) for cells in tidy)
    header, *body = tidy
    return "\n".join("- " + "; ".join(_named(header, cells)) for cells in body)


def _named(header: Sequence[str], cells: Sequence[str]) -> list[str]:
    names = [*header, *[""] * (len(cells) - len(header))]
    return [f"{name}: {cell}" if name else cell for name, cell in zip(names, cells, strict=False) if cell]
