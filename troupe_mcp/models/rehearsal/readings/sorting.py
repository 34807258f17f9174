"""Wordings under labels, by the words they share alone; a label is one of the wordings, and nothing else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.words import keys

if TYPE_CHECKING:
    from troupe_mcp.studies.normalizing import NormalizeTask


def sort_wordings(task: NormalizeTask) -> dict[str, Any]:
    """Return groups around the words that most wordings share; what shares none stands alone while labels last."""
    waiting = dict(enumerate(task.wordings, 1))
    groups: list[list[int]] = []
    while waiting and len(groups) < task.count:
        shared = Counter(key for text in waiting.values() for key in keys(text))
        best = next(iter(shared.most_common(1)), ("", 1))
        together = [number for number, text in waiting.items() if best[0] in keys(text)] if best[1] > 1 else []
        group = together or [next(iter(waiting))]
        for number in group:
            del waiting[number]
        groups.append(group)
    labels = [min((task.wordings[number - 1] for number in group), key=len) for group in groups]
    return {"labels": [{"label": label, "numbers": group} for label, group in zip(labels, groups, strict=True)]}
