"""The texts of a persona's document, of any shape: each with its kind of fact and the label it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from troupe_mcp.models.rehearsal.english.legible import plain
from troupe_mcp.models.rehearsal.english.sentences import bare
from troupe_mcp.models.rehearsal.person.kinds import kind_of, time_of
from troupe_mcp.models.rehearsal.person.relations import count_of

Text = tuple[str, str, str]
"""Kind, label, text."""
_DEEPEST = 8
_OF_RELATION = ("relation", "relationship", "role", "description")
_HOME = re.compile(r"residence|lives|location|^city|^home$|^address|wohnort|ciudad|ville|^country$")
_LISTS = ("like", "dislike", "interest", "skill", "goal", "trait")


def texts_of(spec: Mapping[str, Any]) -> Iterator[Text]:
    """Yield all texts of a document, in an order that the order of its keys does not change."""
    yield from _values(spec, "", "", 0)


def _values(value: Any, kind: str, about: str, depth: int) -> Iterator[Text]:
    if depth > _DEEPEST or value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        for part in _listed(kind, plain(value)):
            yield from _text(part, kind, about)
    elif isinstance(value, Mapping):
        yield from _object(cast("Mapping[Any, Any]", value), kind, about, depth)
    elif isinstance(value, list | tuple):
        for item in cast("list[Any]", value):
            if isinstance(item, str):
                yield from _text(plain(item), kind, about)
            else:
                yield from _values(item, kind, about, depth + 1)
    elif isinstance(value, int):
        yield from _text(count_of(about, value) if kind == "family" else "", kind, about)


def _text(text: str, kind: str, about: str) -> Iterator[Text]:
    if text:
        yield "job" if kind == "occupation" else kind, about, text


def _object(mapping: Mapping[Any, Any], kind: str, about: str, depth: int) -> Iterator[Text]:
    if kind == "family" and any(key in mapping for key in ("name", *_OF_RELATION)):
        yield _relation(mapping, about)
        return
    for key in sorted(mapping, key=str):
        below = kind_of(str(key), kind)
        if below:
            yield from _values(mapping[key], below, _label(str(key), below, about), depth + 1)


def _relation(mapping: Mapping[Any, Any], about: str) -> Text:
    told = [plain(part) for key in _OF_RELATION if isinstance(part := mapping.get(key), str)]
    name = mapping.get("name")
    return "family", plain(name) if isinstance(name, str) else about, ". ".join(bare(part) for part in told if part)


@lru_cache(maxsize=5000)
def _label(key: str, kind: str, about: str) -> str:
    label = re.sub(r"[\W_]+", " ", key).strip()
    if kind == "family" and label[:1].isupper():
        return label
    low = label.lower()
    if kind == "routine":
        return time_of(low) or (about if low in {"routines", "routine"} else low)
    return "residence" if kind == "origin" and _HOME.search(low) else low


def _listed(kind: str, text: str) -> list[str]:
    """Return the items of a list written as one text: "strong tea, brass bands, empty motorways"."""
    if kind not in _LISTS:
        return [text]
    parts = [part for part in re.split(r"\s*[;\n•]\s*", text) if part]
    items = re.split(r",\s+(?:and\s+)?", text)
    short = len(parts) == 1 and len(items) > 2 and all(len(item.split()) <= 5 for item in items)
    return items if short else parts
