"""What was found in runs, as a result: records with the words they rest on, a table, and a tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import NOTHING_PROVEN
from troupe_mcp.language.text import clip
from troupe_mcp.server.results.studied import Extracted
from troupe_mcp.server.shaping.charts import bars
from troupe_mcp.server.shaping.envelope import envelope
from troupe_mcp.server.shaping.onward import onward
from troupe_mcp.server.shaping.telling import page, placed, told
from troupe_mcp.studies.extraction import bare, has_one_quote, is_number
from troupe_mcp.studies.normalizing import label_of
from troupe_mcp.studies.reduction import value_text

if TYPE_CHECKING:
    from mcp.types import CallToolResult

    from troupe_mcp.app.views import RunView

MOST_ROWS = 50
MOST_QUOTES, MOST_WORDS, LONGEST_QUOTE = 12, 3, 200
"""Rows of which quotes are told, how many of each, and characters of one."""
MOST_CHARTS = 4
MOST_BARS = 9
OF_RECORDS = "counts of records, not of people"
MOST_LOST = 3
"""Fields, and quotes, that a warning of invented ones names."""


def extracted(view: RunView) -> CallToolResult:
    """Return an extraction."""
    result = extraction_of(view)
    return told(result, page(result, extracted_lines(result)))


def extraction_of(view: RunView) -> Extracted:
    """Return the fields of an extraction's result; its own handle is the job."""
    found, reduced = view.records(), view.reduced()
    tally = {name: dict(counts) for name, counts in view.tally().items()}
    head = envelope(view, _next(view))
    head |= {"job": head.pop("run"), "of": view.run.settings["spec"]["of"]}
    if len(found) > MOST_ROWS:
        head["warnings"] = [*(head["warnings"] or []), f"The first {MOST_ROWS} of {len(found)} records are shown."]
    head["warnings"] = [*(head["warnings"] or []), *_apart(view)] or None
    lost = view.unfounded()
    if lost:
        head["warnings"] = [*(head["warnings"] or []), _unfounded(lost)]
    return Extracted(
        **head,
        results=found[:MOST_ROWS],
        table=table(reduced or found),
        reduced=reduced[:MOST_ROWS] or None,
        labels={name: {label: list(said) for label, said in found.items()} for name, found in view.labels().items()}
        or None,
        tally=tally or None,
        tally_note=_counted(view) if tally or reduced else None,
        unfounded=[each["quote"] for each in lost] or None,
    )


def _unfounded(lost: Sequence[Mapping[str, str]]) -> str:
    """Return the warning that the reader invented quotes: of which fields, and the first of them."""
    count = f"{len(lost)} quote{'s' if len(lost) > 1 else ''}"
    fields = Counter(each["field"] for each in lost if each["field"])
    named = ", ".join(f"{field} × {times}" for field, times in fields.most_common(MOST_LOST))
    first = "; ".join(f"{each['person']}: “{clip(each['quote'], 80)}”" for each in lost[:MOST_LOST])
    return (
        f"The reader gave {count} that nobody said there{f' ({named})' if named else ''}, left out here: {first}. "
        "A value without words may be as made up."
    )


def _counted(view: RunView) -> str | None:
    """Return what has to be known of counts: of what, that rehearsed ones prove nothing, and that runs add up."""
    how = "part rehearsal" if view.notice.startswith("Part") else "rehearsal"
    several = len(view.run.settings["spec"]["of"])
    whole = reads_whole_runs(view)
    notes = [OF_RECORDS] if whole else ["counts of what was said"] if view.notice else []
    notes += [f"{how}: {NOTHING_PROVEN}"] if view.notice else []
    notes += [f"whoever is in several of the {several} runs counts in each"] if several > 1 and not whole else []
    return "; ".join(notes) or None


def reads_whole_runs(view: RunView) -> bool:
    """Whether an extraction reads each run as a whole, for any number of records, and not person by person."""
    return all(names == [""] for names in view.run.settings["spec"]["people"].values())


def _apart(view: RunView) -> list[str]:
    """Return what has to be said of whole runs of which each has records of its own: how one list is made of them."""
    spec = view.run.settings["spec"]
    if len(spec["of"]) < 2 or not reads_whole_runs(view) or spec.get("normalize"):
        return []
    field = next(iter(spec["fields"]))
    told = (
        "Each run was read by itself: ranks and the like hold within a run. No call reads several runs as one list; "
        f'normalize={{"{field}": 10}} with reduce={{"group": "{label_of(field)}"}} counts the records of all runs '
        "under the same labels."
    )
    return [told]


def _next(view: RunView) -> str:
    found = [value for row in view.records() for name, value in bare(row).items() if name not in {"run", "person"}]
    nothing = "tell the user that nothing of this was said; ask for it: listen_and_act or run_world with run=…, say=…"
    some = "tell the user what was found, with the quotes in results"
    return onward(view.run, nothing if all(value in (None, "", []) for value in found) else some)


def extracted_lines(result: Extracted) -> list[str]:
    """Return the counts and the table."""
    lines = tally_lines(result)
    nothing = "Nothing was found." if result.status == "done" else "Nothing yet."
    lines += [*([""] if lines else []), *(result.table or nothing).splitlines()]
    said = [words for row in result.results or [] if (words := _words(row))]
    where = [*said[:MOST_QUOTES], placed((result.of or [""])[0])] if said else []
    return [*lines, *([""] if said else []), *where]


def tally_lines(result: Extracted) -> list[str]:
    """Return what was counted: a chart where few answers were possible, else one line, as of ranks in whole runs."""
    lines: list[str] = [f"({result.tally_note})"] if result.tally_note else []
    charts, whole = 0, (result.tally_note or "").startswith(OF_RECORDS)
    for name, counts in (result.tally or {}).items():
        ranked = whole and all(is_number(row.get(name)) for row in result.results or [])
        if not ranked and charts < MOST_CHARTS and len(counts) <= MOST_BARS and sum(counts.values()) > 1:
            charts += 1
            lines += [f"{name}:", *(f"  {line}" for line in bars(counts))]
        else:
            lines.append(f"{name}: " + ", ".join(f"{value} × {count}" for value, count in counts.items()))
    return lines


def _words(row: Mapping[str, Any]) -> str:
    """Return the words that a row rests on: its fields, its speaker, its place in the log; of an older log the one."""
    who = str(row.get("person") or "")
    quotes: Mapping[str, str] = row.get("quotes") or {}
    places: Mapping[str, int] = row.get("positions") or {}
    if has_one_quote(row):
        return f"{who} [{row['position']}]: “{clip(str(row['quote']), LONGEST_QUOTE)}”" if row["quote"] else ""
    speakers: Mapping[str, str] = row.get("speakers") or {}
    of = f"{row['run']} " if "run" in row else ""
    fields: dict[tuple[str, int, str], list[str]] = {}
    for name, quote in quotes.items():
        fields.setdefault((speakers.get(name, who), places[name], quote), []).append(name)
    shown = [*fields.items()][:MOST_WORDS]
    told = [
        (", ".join(names), "" if by == who else f": {by}", f"[{of}{place}]: “{clip(quote, LONGEST_QUOTE)}”")
        for (by, place, quote), names in shown
    ]
    if len(told) == 1 and not told[0][1]:
        return f"{who} {told[0][2]}".strip()
    return f"{who} · " + "; ".join(f"{names}{by} {words}" for names, by, words in told) if told else ""


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as a Markdown table, quotes and positions left to the structured content."""
    shown = [bare(row) for row in rows[:MOST_ROWS]]
    names = list(dict.fromkeys(name for row in shown for name in row))
    if not names:
        return ""
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_cell(row.get(name)) for name in names) + " |" for row in shown]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    text = "" if value is None else value_text(value)
    return clip(" ".join(text.split()).replace("|", "/"), 200)
