"""A word for whoever came in: said by one of those who were there, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import TurnTask


def welcome(voice: Voice, task: TurnTask) -> tuple[str, str]:
    """Return a greeting and whom it greets; nothing where nobody came, or where another of those here says it.

    Everybody who was there comes to the same greeter by themselves: the first by name.
    """
    came = [item.source for item in task.perceived[task.news :] if item.kind == "arrive"]
    new = [name for name in dict.fromkeys(came) if name in task.here]
    were_here = [name for name in (task.person, *task.here) if name not in came]
    if not new or min(were_here, default="") != task.person:
        return "", ""
    return voice.thinking(f"Hello, {' and '.join(map(voice.called, new))}."), new[-1]
