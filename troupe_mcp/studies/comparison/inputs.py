"""What differed in what went into runs: a plain diff of what they froze."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOTHING = "–"
LONGEST = 300
SHARED = 60
"""Characters that texts begin with in common, after which only what follows is told."""


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that differed: what it was in each run, in the order of the runs."""

    what: str
    by_run: tuple[str, ...]


def differing(inputs: Sequence[Mapping[str, str]]) -> list[Input]:
    """Return what differs between the inputs of runs, each a mapping of what to its value in words."""
    names = dict.fromkeys(name for each in inputs for name in each)
    found: list[Input] = []
    for name in names:
        values = [each.get(name, "") for each in inputs]
        if len({*values}) > 1:
            found.append(Input(name, _apart(values)))
    return found


def alike(inputs: Sequence[Mapping[str, str]]) -> list[str]:
    """Return what is the same in all runs."""
    names = dict.fromkeys(name for each in inputs for name, value in each.items() if value)
    return [name for name in names if len({each.get(name, "") for each in inputs}) == 1]


def _apart(values: Sequence[str]) -> tuple[str, ...]:
    """Return texts from shortly before the place where they part."""
    said = [value for value in values if value]
    common = sum(1 for _ in takewhile(lambda column: len({*column}) == 1, zip(*said, strict=False)))
    start = common - SHARED // 2 if len(said) > 1 and common > SHARED else 0
    cut = ["…" + value[start:] if start and value else value for value in values]
    return tuple(clip(value, LONGEST) or NOTHING for value in cut)
