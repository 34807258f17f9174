"""A run as tidy rows: one an utterance, a record, a finding or a verdict, with who it is of and where it is from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.simulation.people.persona import told
from troupe_mcp.simulation.worlds.events import Answered, Judged, TurnTaken
from troupe_mcp.simulation.worlds.votes import MOVED
from troupe_mcp.studies.reports.found import field_quoted, quote_of
from troupe_mcp.studies.reports.scenes import CUT, UNANSWERED, parts_of

if TYPE_CHECKING:
    from troupe_mcp.simulation.people.persona import Spec
    from troupe_mcp.studies.reports.facts import Facts, Source

Row = dict[str, Any]
FIRST = (
    "notice", "run", "type", "step", "position", "person", "outcome", "action", "to", "content", "feeling", "quote",
    "speaker", "player", "seed",
)  # fmt: skip
"""The columns that tables have in common, in their order, each where its kind of row has it; what was found and what
documents say of people follows."""
_OF_TURN = {UNANSWERED: "no answer", CUT: "cut"}
"""The types of rows that tell of a turn as a whole."""
BRIEF, MOST_FIELDS = 80, 24
"""Characters of a persona's field that stands in a cell, and how many fields."""


def rows_of(facts: Facts) -> list[Row]:
    """Return the rows of a run: what it found where it read others, else what was said and done in it."""
    rows = _found(facts)
    if not rows or facts.kind == "validation":
        rows = [*(row for source in facts.sources for row in _said(source)), *rows]
    rows += [row for source in facts.sources if source.run == facts.run for row in (*_voted(source), *_judged(source))]
    people = {name: spec for source in facts.sources for name, spec in source.cast}
    if facts.kind == "casting":
        rows = [{"type": "person", "run": facts.run, "person": name} for name in people]
    about = _about(people)
    frame = {"seed": facts.seed, **({"notice": facts.notice} if facts.notice else {})}
    start = {"run": facts.run, "player": facts.played_by}
    return [{**start, **row, **frame, **about.get(str(row.get("person")), {})} for row in rows]


def columns_of(rows: Sequence[Row]) -> list[str]:
    """Return the columns of rows: those that tables have in common, then what was found, then who people are."""
    there = {name for row in rows for name in row}
    more = list(dict.fromkeys(name for row in rows for name in row if name not in FIRST))
    own = [name for name in more if not name.startswith("person.")]
    return [*(name for name in FIRST if name in there), *own, *(name for name in more if name.startswith("person."))]


def _said(source: Source) -> list[Row]:
    turns = {(e.step, e.person): e for _, e in source.log if isinstance(e, TurnTaken)}
    rows: list[Row] = []
    for part in parts_of(source.log):
        turn = turns.get((part.step, part.person))
        kind = "stimulus" if part.outside else _OF_TURN.get(part.kind, "utterance")
        rows.append(
            {
                "run": source.run,
                "type": kind,
                "step": part.step,
                "position": part.position,
                "person": part.person or None,
                "outcome": turn.outcome if turn and not part.outside else None,
                "action": None if part.of_turn else part.kind,
                "to": ", ".join(part.to) or None,
                "content": part.words or None,
                "feeling": (turn.feeling or None) if turn and not part.outside else None,
                "player": (turn.played_by or None) if turn and not part.outside else None,
                "note": None if part.kind == UNANSWERED else part.note or None,
            }
        )
    return rows


def _found(facts: Facts) -> list[Row]:
    """Return a row for each record, finding, verdict or chapter of a study."""
    found = facts.found
    rows: list[Row] = []
    if facts.kind == "survey":
        rows += [{"type": "answer", **record} for record in facts.records]
    else:
        rows += [_record(record, facts) for record in facts.records]
    for each in found.get("findings", ()):
        held = {"expectation": each["expectation"], "held": each["held"], "reason": each["reason"]}
        rows.append({"type": "finding", "quote": each.get("quote") or None, **held})
    if "verdict" in found:
        judged = {name: found.get(name) for name in ("verdict", "score", "confidence", "justification")}
        rows.append({"type": "verdict", "run": _read(facts), "claim": facts.asked, **judged})
    if "story" in found:
        rows.append({"type": "story", "content": found["story"]})
    return rows


def _record(record: Mapping[str, Any], facts: Facts) -> Row:
    """Return what was extracted as a row; where people were read one by one, with what came of asking about them."""
    run, person = str(record.get("run", _read(facts))), record.get("person")
    outcome = facts.outcomes.get((run, str(person)))
    speaker, quote = quote_of(record)
    return {
        "type": "record",
        "run": run,
        "position": _position(record),
        "person": person,
        **({"outcome": outcome} if outcome else {}),
        "quote": quote or None,
        "speaker": speaker if quote else None,
        **{_column(name): value for name, value in record.items() if name not in _PLACED},
    }


def _position(record: Mapping[str, Any]) -> int | None:
    """Return where the words stand that are quoted for a record."""
    return record.get("position") or record.get("positions", {}).get(field_quoted(record))


_PLACED = ("run", "person", "position", "quote", "quotes", "positions", "speakers")


def _read(facts: Facts) -> str:
    """Return the one run that a study reads, else its own."""
    read = [source.run for source in facts.sources]
    return read[0] if len(read) == 1 else facts.run


def _voted(source: Source) -> list[Row]:
    """Return a row for each vote in a world, and for what moved those who changed theirs: `vote` says which."""
    return [
        {
            "type": "vote",
            "step": event.step,
            "position": at,
            "person": event.person,
            "outcome": event.outcome,
            "vote": event.question,
            "answer": None if event.question == MOVED else event.value,
            "reason": event.reason or None,
            "note": event.cut or None,
            "quote": event.value.get("quote") if event.question == MOVED and event.value else None,
            "moved_by": event.value.get("person") if event.question == MOVED and event.value else None,
            "player": event.played_by,
        }
        for at, event in source.log
        if isinstance(event, Answered) and event.is_vote
    ]


def _judged(source: Source) -> list[Row]:
    return [
        {
            "type": "verdict",
            "step": event.step,
            "position": at,
            "person": event.person or None,
            "claim": event.claim,
            "verdict": event.verdict,
            "score": event.score,
            "confidence": event.confidence,
            "justification": event.justification,
            "player": event.played_by or None,
        }
        for at, event in source.log
        if isinstance(event, Judged)
    ]


def _column(name: str) -> str:
    """Return the column of an extracted field; one that is taken by ours gets a name of its own."""
    return f"field.{name}" if name in FIRST or name.startswith("person.") else name


def _about(people: Mapping[str, Spec]) -> dict[str, Row]:
    """Return what documents say of people in a word or a number, the fields that most of them have."""
    brief = {name: dict(_brief(told(spec))) for name, spec in people.items()}
    common = [name for name, _ in Counter(key for own in brief.values() for key in own).most_common(MOST_FIELDS)]
    return {name: {f"person.{key}": own[key] for key in common if key in own} for name, own in brief.items()}


def _brief(spec: Spec) -> Sequence[tuple[str, Any]]:
    fields: list[tuple[str, Any]] = []
    for key, value in spec.items():
        title = cast("Mapping[str, Any]", value).get("title") if isinstance(value, Mapping) else value
        if key != "name" and isinstance(title, str | int | float) and len(str(title)) <= BRIEF:
            fields.append((re.sub(r"\W+", "_", key), title))
    return fields
