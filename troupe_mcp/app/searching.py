"""Searching people by words: what is said of them, not the names of its keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.app.views import PersonView


def best(views: Sequence[PersonView], query: str) -> list[PersonView]:
    """Return those of whom every word of the query begins some word; where there are none, those with most of them."""
    words = query.casefold().split()
    every = [view for view in views if all(f" {word}" in _text(view) for word in words)]
    if every:
        return every
    telling = [word for word in words if len(word) > 2]
    ranked = [(sum(f" {word}" in _text(view) for word in telling), view) for view in views]
    return [view for score, view in sorted(ranked, key=lambda pair: -pair[0]) if score]


@lru_cache(maxsize=1024)
def _text(view: PersonView) -> str:
    """Return all that is said of somebody, each word behind a blank; ids also in their parts."""
    said = f"{view.id} {view.id.replace('_', ' ').replace('-', ' ')} {view.name} {' '.join(_values(view.spec))}"
    return " " + " ".join(re.findall(r"[\w'-]+", said.casefold()))


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in cast("Mapping[str, Any]", value).values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _values(item)
    else:
        yield str(value)
