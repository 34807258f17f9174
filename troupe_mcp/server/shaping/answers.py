"""Answers of a survey as lines of a transcript."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from troupe_mcp.server.results.played import EventLine
from troupe_mcp.simulation.worlds.events import UNWILLING, Answered
from troupe_mcp.simulation.worlds.votes import MOVED
from troupe_mcp.studies.questionnaire import OWN, SKIPPED

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWERS = ("answered", SKIPPED, OWN, UNWILLING)
"""Outcomes that are somebody's own, or the questionnaire's; the others are of whoever played them."""


def answer_line(position: int, event: Answered) -> EventLine:
    """Return an answer as a line: the question as its type, the value as its content, the reason as its note."""
    if event.is_vote:
        return _vote_line(position, event)
    repeat = f", repeat {event.repeat}" if event.repeat > 1 else ""
    version = f", version {event.variant}" if event.variant else ""
    came = event.outcome.replace("_", " ")
    said = event.value if isinstance(event.value, str) else json.dumps(event.value, ensure_ascii=False)
    said = came if event.is_unwilling else None if event.value is None else said
    return EventLine(
        position=position,
        step=event.step,
        kind="answer",
        person=event.person,
        type=f"{event.question}{version}{repeat}",
        content=said,
        note=_note(event, came if said is None else event.reason),
    )


def _vote_line(position: int, event: Answered) -> EventLine:
    """Return a vote in a world, or what moved somebody: the words that did, and what they say of it."""
    moved = event.question == MOVED
    found: Mapping[str, Any] = event.value if moved and event.value else {}
    by, content = found.get("person", ""), found.get("quote") if moved else event.value
    note = event.reason if event.outcome == "answered" else event.outcome.replace("_", " ")
    return EventLine(
        position=position,
        step=event.step,
        kind="vote",
        person=event.person,
        type=f"{event.question} by {by}" if by else f"vote {event.question}" if not moved else MOVED,
        content=None if content is None else str(content),
        note=_note(event, note),
    )


def _note(event: Answered, said: str) -> str | None:
    return " ".join(filter(None, (said, f"({event.cut})" if event.cut else ""))) or None
