"""Reviewing turns without a model: only what code sees is a fault; the marks measure nothing, and are not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from troupe_mcp.simulation.turns.reviewing import ReviewTask

GOOD, POOR = 9, 4


def review(task: ReviewTask) -> dict[str, Any]:
    """Return a review in which every turn without a slip passes."""
    reviews: list[dict[str, Any]] = []
    for shown in task.shown:
        mark = POOR if shown.slips else GOOD
        marks = dict.fromkeys(("adherence", "consistency", "fluency", "suitability"), mark)
        reviews.append({"person": shown.person, "fault": "; ".join(shown.slips), **marks})
    return {"reviews": reviews}
