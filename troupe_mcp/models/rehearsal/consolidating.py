"""Memories made of the material alone: the weightiest of what was said, word for word."""

from __future__ import annotations

from typing import Any

from troupe_mcp.simulation.memory.consolidation import MOST_NOTES, ConsolidationTask
from troupe_mcp.simulation.memory.gist import notes


def consolidate(task: ConsolidationTask) -> dict[str, Any]:
    """Return what stays of a backlog; a rehearsed person draws no conclusions from it."""
    kept = notes(task.backlog, MOST_NOTES, task.others)
    return {"memories": [{"text": note.text, "importance": note.importance} for note in kept], "reflections": []}
