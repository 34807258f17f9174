"""A persona as the compact plain text that a prompt carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.text import clip
from troupe_mcp.simulation.memory import KEY
from troupe_mcp.simulation.persona import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.simulation.persona import Persona

CARD_LIMIT = 5000


def card(persona: Persona, limit: int = CARD_LIMIT, without: frozenset[str] = frozenset()) -> str:
    """Return the persona as `key: value` lines, nested keys indented, lists as `- item`, nothing empty.

    A card beyond the limit keeps every key and loses the ends of its longest texts. What the person was taught is
    left to their memory, and what is to be told `without` is left out.
    """
    who = {key: value for key, value in told(persona.spec).items() if key != KEY and key not in without}
    for longest in (limit, 600, 300, 160, 80, 40):
        text = "\n".join(_lines(who, "", longest))
        if len(text) <= limit:
            return text
    return clip(text, limit)


def _lines(value: Any, indent: str, longest: int) -> Iterator[str]:
    for key, item in cast("Mapping[str, Any]", value).items():
        yield from _entry(f"{indent}{str(key).replace('_', ' ')}:", item, indent, longest)


def _entry(label: str, item: Any, indent: str, longest: int) -> Iterator[str]:
    if item is None or item in ("", [], {}):
        return
    if isinstance(item, Mapping):
        yield label
        yield from _lines(item, indent + "  ", longest)
    elif isinstance(item, list):
        yield label
        for element in cast("list[Any]", item):
            yield from _element(element, indent, longest)
    else:
        yield f"{label} {_words(item, longest)}"


def _element(element: Any, indent: str, longest: int) -> Iterator[str]:
    if isinstance(element, Mapping):
        pairs = cast("Mapping[str, Any]", element).items()
        yield f"{indent}- " + "; ".join(f"{key}: {_words(value, longest)}" for key, value in pairs if value)
    else:
        yield f"{indent}- {_words(element, longest)}"


def _words(value: Any, longest: int) -> str:
    return clip(" ".join(str(value).split()), longest)
