"""What somebody keeps beyond the words of their log: memories of their own making, and what they were taught."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.worlds.events import MemoryKind

KEY = "memories"
"""Where a persona's document keeps what the person was taught: texts, and `{title, text}` for what they have read."""
LONGEST_PART = 900
"""Characters of one part of a text that was read."""
FRAME = 20
"""Characters of a memory's line around its words, at most."""
TAUGHT = 7
"""The importance of what somebody was taught on purpose."""


@dataclass(frozen=True, slots=True)
class Memory:
    """One thing remembered: a short text from a step, its importance from 1 to 9, and the run it was brought from."""

    text: str
    step: int = 0
    importance: int = 5
    kind: MemoryKind = "episode"
    source: str = ""


@lru_cache(maxsize=512)
def taught(persona: Persona) -> tuple[Memory, ...]:
    """Return what a persona's document has the person remember: facts, experiences, and texts read, in parts."""
    held: Any = persona.spec.get(KEY)
    listed: list[Any] = cast("list[Any]", held) if isinstance(held, list) else [held] if held else []
    return tuple(Memory(text, 0, TAUGHT, "fact") for each in listed for text in _texts(each))


def _texts(held: Any) -> Iterator[str]:
    if not isinstance(held, Mapping):
        if text := one_line(str(held)):
            yield text
        return
    told = cast("Mapping[str, Any]", held)
    title, text = one_line(str(told.get("title") or "")), str(told.get("text") or "")
    if not text:
        yield "; ".join(f"{key}: {one_line(str(value))}" for key, value in told.items() if value)
        return
    parts = list(_parts(text))
    for number, part in enumerate(parts, 1):
        place = f" (part {number} of {len(parts)})" if len(parts) > 1 else ""
        yield f"{title or 'A text I have read'}{place}: {part}"


def _parts(text: str) -> Iterator[str]:
    """Yield a text in parts of whole lines, as far as the lines themselves are short enough."""
    part = ""
    for line in (piece for row in text.splitlines() for piece in _pieces(one_line(row))):
        if part and len(part) + len(line) + 1 > LONGEST_PART:
            yield part
            part = ""
        part = f"{part} {line}".strip()
    if part:
        yield part


def _pieces(line: str) -> Iterator[str]:
    while len(line) > LONGEST_PART:
        at = max(line.rfind(". ", 0, LONGEST_PART) + 1, line.rfind(" ", 0, LONGEST_PART) if ". " not in line else 0)
        at = at if at > LONGEST_PART // 3 else LONGEST_PART
        yield line[:at].strip()
        line = line[at:].strip()
    if line:
        yield line


def size_of(memories: Iterable[Memory]) -> int:
    """Return how many characters memories take in a prompt."""
    return sum(len(memory.text) + FRAME for memory in memories)


@lru_cache(maxsize=512)
def size_of_taught(persona: Persona) -> int:
    """Return how many characters all that somebody was taught would take."""
    return size_of(taught(persona))
