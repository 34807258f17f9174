"""Charts in plain text, for whoever reads a result where nothing can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 30
"""Characters of the longest bar."""
UNIT = 6
"""Characters of one count, where there are few."""
LABEL = 34


def bars(counts: Mapping[str, int], *, width: int = WIDTH, mark: str = "█", whole: int = 0) -> list[str]:
    """Return a line for each value: itself, a bar, its count. Bars are exact as long as the width allows.

    The longest is the most frequent, or where a `whole` is given that would be.
    """
    labels = [clip(" ".join(value.split()), LABEL) for value in counts]
    room = max(map(len, labels), default=0)
    most = whole or max(counts.values(), default=0)
    unit = min(UNIT, width // most) if most else 0
    lines: list[str] = []
    for name, count in zip(labels, counts.values(), strict=True):
        marks = count * unit or max(round(count * width / max(most, 1)), min(count, 1))
        lines.append(f"{name:<{room}}  {mark * marks}{' ' if marks else ''}{count}")
    return lines
