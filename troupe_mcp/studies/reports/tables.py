"""Rows as CSV, of which no cell runs as a formula in a spreadsheet, and as JSON lines that say what type they are."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.studies.reports.found import in_words
from troupe_mcp.studies.reports.rows import columns_of, rows_of
from troupe_mcp.studies.reports.scenes import asked_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.studies.reports.facts import Facts

_FORMULA = re.compile("\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20\x00]")
"""How a cell begins that a spreadsheet computes (OWASP, CSV injection), full-width forms and blanks before included."""
_SPLIT = re.compile(r"([;\t]\s*)(?=[=@])")
"""Where a spreadsheet that splits at other marks than commas would find such a beginning."""


def as_csv(facts: Facts) -> str:
    """Return a table with a header: numbers as they are, nothing where there is nothing, text that stays text."""
    rows = rows_of(facts)
    columns = columns_of(rows)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([safe(name) for name in columns])
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return file.getvalue()


def safe(text: str) -> str:
    """Return text that no spreadsheet computes: behind an apostrophe where it would begin a formula."""
    plain = text.replace("\x00", "")
    led = f"'{plain}" if _FORMULA.match(text) or text[:1] in {"\t", "\r", "\n"} else plain
    return _SPLIT.sub(r"\1'", led)


def _cell(value: Any) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    return value if isinstance(value, int | float) else safe(in_words(value))


def _asked(facts: Facts) -> str:
    """Return what a study was to find, or what people were asked, line by line."""
    put = [part for source in facts.sources for part in asked_of(source.log) if part.kind == "say"]
    said = [f"{part.words} (to {part.whom})" if part.whom else part.words for part in put]
    return facts.asked or "\n".join(dict.fromkeys((*facts.questions, *said)))


def as_jsonl(facts: Facts) -> str:
    """Return JSON lines: the run itself, its people, then its rows, each with its `type`, without what is not there."""
    head: Mapping[str, Any] = {
        **({"notice": facts.notice} if facts.notice else {}),
        "type": "run",
        "run": facts.run,
        "kind": facts.kind,
        "title": facts.title,
        "status": facts.status,
        **({"asked": asked} if (asked := _asked(facts)) else {}),
        "player": facts.played_by,
        "seed": facts.seed,
        "language": facts.language,
        "calls": facts.calls,
        "cached_calls": facts.cached_calls,
        "tokens": facts.tokens,
        "usd": facts.usd,
    }
    people = {name: spec for source in facts.sources for name, spec in source.cast}
    lines: list[Mapping[str, Any]] = [head]
    if facts.kind != "casting":
        lines += [{"type": "person", "run": facts.run, "person": name} for name in people]
    lines += [{"type": "document", "run": facts.run, "title": d.title, "content": d.text} for d in facts.documents]
    frame = {"notice"}
    lines += [{k: v for k, v in row.items() if v is not None and k not in frame} for row in rows_of(facts)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
