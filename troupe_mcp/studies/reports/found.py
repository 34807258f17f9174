"""What a run found: its records and verdicts as tables, and the words that they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.language.text import written
from troupe_mcp.simulation.worlds.events import Judged
from troupe_mcp.studies.extraction import bare
from troupe_mcp.studies.reduction import values_of
from troupe_mcp.studies.reports.figures import is_ranked, label, tells
from troupe_mcp.studies.reports.report import FOUND, Table, Voices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.studies.reports.facts import Facts

MOST_ROWS, MOST_QUOTES = 200, 4


def voices(facts: Facts) -> tuple[Voices, ...]:
    """Return what people said under each answer of the first thing that was counted."""
    names = [
        name for name, counts in facts.tally.items() if len(counts) > 1 and tells(counts) and not is_ranked(name, facts)
    ]
    said = [(row, *quoted) for row in facts.records if (quoted := quote_of(row))[1]]
    if not names:
        every = tuple((speaker, quote) for _, speaker, quote in said[: 2 * MOST_QUOTES])
        return (Voices("", every),) if every else ()
    groups: list[Voices] = []
    for value in facts.tally[names[0]]:
        own = {quote: by for row, by, quote in reversed(said) if value in values_of(row.get(names[0]))}
        if own:
            heard = [(speaker, quote) for quote, speaker in reversed(own.items())]
            groups.append(Voices(f"{label(names[0])}: {value}", tuple(heard[:MOST_QUOTES])))
    return tuple(groups)


def quote_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return who said the words that stand for a record, and the words."""
    name = field_quoted(row)
    quotes: Mapping[str, str] = row.get("quotes") or {}
    speakers: Mapping[str, str] = row.get("speakers") or {}
    return str(speakers.get(name) or row.get("person") or ""), str(row.get("quote") or quotes.get(name, ""))


def field_quoted(row: Mapping[str, Any]) -> str:
    """Return the field whose words stand for a record: the longest of those whom it names, else the longest at all."""
    quotes: Mapping[str, str] = row.get("quotes") or {}
    speakers: Mapping[str, str] = row.get("speakers") or {}
    named = {row.get("person"), *(value for name in quotes for value in values_of(row.get(name)))}
    return max(quotes, key=lambda name: (speakers.get(name) in named, len(quotes[name])), default="")


def recorded(facts: Facts) -> Table:
    """Return what was found, or a survey's answers, a row each, up to MOST_ROWS."""
    rows = [*map(bare, facts.records[:MOST_ROWS])]
    kept = [*map(_answer, rows)] if facts.kind == "survey" else rows
    names = tuple(dict.fromkeys(name for row in kept for name in row))
    left = f" (the first {MOST_ROWS} of {len(facts.records)})" if len(facts.records) > MOST_ROWS else ""
    title = f"{'Answers' if facts.kind == 'survey' else FOUND}{left}"
    cells = tuple(tuple(in_words(row.get(name)) for name in names) for row in kept)
    table = Table(title, tuple(map(label, names)), cells)
    return _filled(table) if facts.kind == "survey" else table


def _answer(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a survey as a reader needs it: without its place, and what is missing in words."""
    missing = "" if row["outcome"] == "answered" else f"({row['outcome'].replace('_', ' ')})"
    repeat = None if row["repeat"] == 1 else row["repeat"]
    own = {"person": row["person"], "question": row["question"], "version": row.get("variant")}
    answer = row["answer"] if row.get("number") is None else written(row["number"])
    return {**own, "repeat": repeat, "answer": missing or answer, "reason": row["reason"], "note": row["note"]}


def verdicts(facts: Facts) -> Table:
    """Return how claims were judged in the run itself, the newest MOST_ROWS."""
    own = [source for source in facts.sources if source.run == facts.run]
    judged = [event for source in own for _, event in source.log if isinstance(event, Judged)]
    rows = tuple(
        (f"Step {e.step}", e.claim, e.person, e.verdict, in_words(e.score), e.justification)
        for e in judged[-MOST_ROWS:]
    )
    return _filled(Table("Verdicts", ("When", "Claim", "About", "Verdict", "Score", "Why"), rows))


def _filled(table: Table) -> Table:
    """Return a table without its empty columns."""
    used = [at for at in range(len(table.columns)) if any(row[at] for row in table.rows)]
    rows = tuple(tuple(row[at] for at in used) for row in table.rows)
    return Table(table.title, tuple(table.columns[at] for at in used), rows)


def in_words(value: Any) -> str:
    """Return a value of any shape as text for a cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(in_words, value))  # pyright: ignore[reportUnknownArgumentType]
        case dict():
            return "; ".join(f"{k}: {in_words(v)}" for k, v in value.items())  # pyright: ignore[reportUnknownVariableType]
        case _:
            return str(value)
