"""What has to be said of how people's memories were sought in a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.simulation.worlds.events import SoughtByWords

if TYPE_CHECKING:
    from collections.abc import Iterable

    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.store import RunRecord

NAMED = 5
"""Steps that a warning names."""


def by_words(run: RunRecord, log: Iterable[tuple[int, Event]]) -> tuple[str, ...]:
    """Return what has to be said where memories were sought by words because no vectors came."""
    found = [event for _, event in log if isinstance(event, SoughtByWords)]
    if not found:
        return ()
    steps = [str(event.step) for event in found]
    more = f" and {len(steps) - NAMED} more" if len(steps) > NAMED else ""
    where = f"step{'s' if len(steps) > 1 else ''} {', '.join(steps[:NAMED])}{more}"
    last = found[-1]
    why = f"{last.outcome}, {last.detail}" if last.detail else last.outcome
    who = run.settings.get("embedding_model", "the embedding model")
    message = (
        f"In {where} people's memories were sought by their words, not their meaning: {who} gave no vectors ({why}). "
        "No turn was lost, and each further step asks again. If it stays so, mend [model] embedding_model, or leave it "
        "empty."
    )
    return (message,)
