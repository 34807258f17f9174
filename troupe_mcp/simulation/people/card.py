"""A persona as the compact plain text that a prompt carries."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from troupe_mcp.language.text import clip
from troupe_mcp.simulation.memory.memory import KEY
from troupe_mcp.simulation.people.persona import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.simulation.people.persona import Persona

CARD_LIMIT = 5000
SHORTEST, READABLE, LONGEST = 20, 80, 600
"""Characters that an entry of a list keeps of a card beyond the limit: at least, for as long as may be, and at most."""
ALONE = 3
"""How many times as long a text may be that stands alone under its key: how somebody talks, what they live on."""
PARTS = 2
"""How many times as long an entry may be that has parts: who somebody is, and what they are to the person."""
TENTHS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
"""Parts of each list that stay before those that do are cut shorter than can be read."""


class _Line(NamedTuple):
    """A line of a card: what is always there, and words of which as many times the longest may stay."""

    head: str
    words: str = ""
    times: int = 1

    def cut(self, longest: int) -> str:
        return self.head + _shortened(self.words, longest * self.times)


def card(persona: Persona, limit: int = CARD_LIMIT, without: frozenset[str] = frozenset()) -> str:
    """Return the persona as `key: value` lines, nested keys indented, lists as `- item`, nothing empty.

    A card beyond the limit keeps every key. It loses the ends of its longest texts, then the last entries of its
    lists, so that what stays can be read. What the person was taught is left to their memory, and what is to be told
    `without` is left out.
    """
    text = ""
    for tenths in TENTHS:
        lines = [*_lines(_who(persona, without), "", tenths)]
        longest = limit if _size(lines, limit) <= limit else _longest(lines, limit)
        text = "\n".join(line.cut(longest) for line in lines)
        if longest >= READABLE:
            break
    return clip(text, limit)


def full_size(persona: Persona) -> int:
    """Return how many characters the card would have if nothing were lost."""
    return _size([*_lines(_who(persona), "", TENTHS[0])], 10**9)


def _who(persona: Persona, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    return {key: value for key, value in told(persona.spec).items() if key != KEY and key not in without}


def _size(lines: Sequence[_Line], longest: int) -> int:
    return sum(len(line.head) + min(len(line.words), longest * line.times) + 1 for line in lines) - 1


def _longest(lines: Sequence[_Line], limit: int) -> int:
    """Return how long an entry may be for all of them to have room, at least the shortest."""
    fitting = bisect_right(range(SHORTEST, LONGEST), limit, key=lambda longest: _size(lines, longest))
    return max(SHORTEST, SHORTEST + fitting - 1)


def _lines(value: Any, indent: str, tenths: int) -> Iterator[_Line]:
    for key, item in cast("Mapping[str, Any]", value).items():
        yield from _entry(f"{indent}{str(key).replace('_', ' ')}:", item, indent, tenths)


def _entry(label: str, item: Any, indent: str, tenths: int) -> Iterator[_Line]:
    if item is None or item in ("", [], {}):
        return
    if isinstance(item, Mapping):
        yield _Line(label)
        yield from _lines(item, indent + "  ", tenths)
    elif isinstance(item, list):
        entries = cast("list[Any]", item)
        yield _Line(label)
        for entry in entries[: ceil(len(entries) * tenths / TENTHS[0])]:
            yield _Line(f"{indent}- ", _in_a_line(entry), PARTS if isinstance(entry, Mapping) else 1)
    else:
        yield _Line(f"{label} ", _in_a_line(item), ALONE)


def _shortened(text: str, limit: int) -> str:
    """Return a text without its last sentences where it is too long, or cut at a word where that leaves little."""
    if len(text) <= limit:
        return text
    end = text.rfind(". ", 0, limit + 1)
    return text[: end + 1] if end >= limit // 2 else clip(text, limit)


def _in_a_line(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value).items()
        return "; ".join(f"{key}: {_in_a_line(item)}" for key, item in pairs if item)
    return " ".join(str(value).split())
