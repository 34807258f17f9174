"""Recognising the wordings of the rehearsal in what was said, however they were dressed and whoever wore them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.voice.manner import dresses

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENED = r"(?:[^ ]+ ){0,3}"
"""Words of an opener, which any wording may have."""
_HOLE = r"(?:[^ ]+ ){1,12}?"


def begins(text: str, families: tuple[str, ...]) -> bool:
    """Return whether a text begins with a wording of one of the families; what follows it is not asked."""
    said = normal(text)
    return any(stub in said and wording.match(said) for stub, wording in _wordings(families))


def closing(parts: Sequence[str]) -> int:
    """Return where the sentences end in something of the own life that was only set beside them, else their number."""
    places = range(len(parts) - 1, 0, -1)
    return next((place for place in places if begins(" ".join(parts[place:]), ("beside",))), len(parts))


@lru_cache(maxsize=100)
def _wordings(families: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return every wording of the families with its longest part that is always the same."""
    listed = [name for name in frames() if any(f"{name}.".startswith(f"{family}.") for family in families)]
    worn = [dress for name in listed for wording in frames()[name] for dress in dresses(wording)]
    fixed = dict.fromkeys(tuple(normal(part) for part in re.split(r"\{[\w ]+\}", dress)) for dress in worn)
    longest = {parts: max(parts, key=len) for parts in fixed}
    return tuple((longest[parts], _pattern(parts)) for parts in fixed if " " in longest[parts])


def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    filled = f" {_HOLE}".join(re.escape(part) for part in parts if part)
    return re.compile(f"{_OPENED if parts[0] else _HOLE}{filled}(?: |$)")
