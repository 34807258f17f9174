"""Options as they stand in what was said or shown: numbered ads, lettered products, slogans in quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.offers.layouts import Option, several, single

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Option", "options_in"]

_GAP = re.compile(r"\n\s*\n")
"""Lines left blank between two paragraphs: how many tells nothing, and reading them takes long."""


def options_in(texts: Iterable[str]) -> tuple[Option, ...]:
    """Return the options of the newest text that has at least two; single options in several texts are gathered."""
    alone: dict[str, Option] = {}
    for text in (_GAP.sub("\n\n", text) for text in reversed(list(texts))):
        found = several(text)
        if len(found) >= 2:
            return found
        for option in single(text):
            alone.setdefault(option.label, option)
    gathered = tuple(alone[label] for label in sorted(alone))
    return gathered if len(gathered) >= 2 else ()
