"""Making lines of a prompt fit: much that is long is told in short before anything is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.simulation.memory.gist import in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from troupe_mcp.simulation.turns.perception import Perceived

LEAST_SHOWN = 120
"""Characters of a text that are shown however many there are, as long as it is shown at all."""
BULLET = 3
"""Characters of a line's beginning and end."""
_NOTE = len(" (20,000 more characters are not shown)")


def size_of(lines: Iterable[str]) -> int:
    """Return how many characters lines take in a prompt."""
    return sum(len(line) + BULLET for line in lines)


def newest_that_fit(lines: Sequence[str], room: int) -> list[str]:
    """Return the last of the lines, as many as fit."""
    used = 0
    for count, line in enumerate(reversed(lines)):
        used += len(line) + BULLET
        if used > room:
            return list(lines[len(lines) - count :])
    return list(lines)


def fitted(items: Sequence[Perceived], room: int, tell: Callable[[Perceived, str], str]) -> list[str]:
    """Return what was perceived as lines within a room; `tell` makes a line of one thing and of its text, or of less.

    Where it is too much the longest texts are told in short, all down to the same length, and say so; then the oldest
    are left out.
    """
    lines = [tell(item, item.content) for item in items]
    if size_of(lines) <= room:
        return [line for line in lines if line]
    told = [item for item, line in zip(items, lines, strict=True) if line]
    ours = sum(item.size - len(item.content) + BULLET for item in told)
    longest = max(_level([len(item.content) for item in told], room - ours), LEAST_SHOWN)
    return newest_that_fit([_in_short(item, longest, tell) for item in told], room)


def _level(lengths: Sequence[int], room: int) -> int:
    """Return the length to which all must be cut that are longer, so that together they fit."""
    for at, length in enumerate(ordered := sorted(lengths)):
        left = len(ordered) - at
        if length * left > room:
            return room // left - _NOTE
        room -= length
    return max(lengths, default=0)


def _in_short(item: Perceived, longest: int, tell: Callable[[Perceived, str], str]) -> str:
    if len(item.content) <= longest + _NOTE:
        return tell(item, item.content)
    short = in_short(item.content, longest)
    return f"{tell(item, short)} ({len(item.content) - len(short):,} more characters are not shown)"
