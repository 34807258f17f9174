"""Answers that are none: a gap that is admitted, whatever is told beside it."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.readings.chosen import GAP
from troupe_mcp.models.rehearsal.voice.manner import dresses

_FAMILIES = ("gap", "private", "unheard", "bridge", "noidea")
_ANSWERS = ("bridge.as", "bridge.windfall")
_OPENED, _CLOSED = r"(?:[^ ]+ ){0,4}", r"(?: [^ ]+){0,6}"
"""Words of an opener and of a closing, which any answer may have."""
_SHORT = 8
"""Words of a sentence that is nothing but a gap."""


@lru_cache(maxsize=20_000)
def is_shrug(text: str) -> bool:
    """Return whether an answer tells nothing of what was asked, or says that it tells something else."""
    parts = sentences(text)
    if any(GAP.search(part) and len(part.split()) <= _SHORT for part in parts) or all(map(is_empty, parts)):
        return True
    said = normal(text)
    return any(stub in said and wording.fullmatch(said) for stub, wording in _wordings())


@lru_cache(maxsize=1)
def _wordings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return every wording of a gap with its longest part that is always the same."""
    families = [name for name in frames() if name.startswith(_FAMILIES) and not name.startswith(_ANSWERS)]
    worn = [dress for name in families for wording in frames()[name] for dress in dresses(wording)]
    fixed = dict.fromkeys(tuple(normal(part) for part in re.split(r"\{[\w ]+\}", dress)) for dress in worn)
    longest = {parts: max(parts, key=len) for parts in fixed}
    return tuple((longest[parts], _pattern(parts)) for parts in fixed if " " in longest[parts])


def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    filled = " (?:[^ ]+ )*?".join(re.escape(part) for part in parts if part)
    lead, rest = ("(?:[^ ]+ )+?" if not parts[0] else ""), ("(?: [^ ]+)+?" if not parts[-1] else "")
    return re.compile(f"{_OPENED}{lead}{filled}{rest}{_CLOSED}")
