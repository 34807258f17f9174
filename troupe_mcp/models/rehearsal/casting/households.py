"""With whom people live: in turn where a spread of households is wished, and as "parents" or "families" say it."""

from __future__ import annotations

import re

_HOMES = (
    (30, ("who lives alone", "who shares a flat with two others", "who lives with a partner")),
    (60, ("with a partner and two children", "who lives alone", "who lives with a partner", "with one child")),
    (200, ("who lives with a partner", "who lives alone")),
)
_LIVED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\byoung famil|\bsmall children", ("with two small children", "with a small child", "with three small children")),
    (r"\bfamil(?:y|ies)$|^an? (?:[\w-]+ )?(?:parent|mother|father|mum|mom|dad)$",
     ("with two children", "with one child", "with three children")),
    (r"\bcouple$", ("who lives with a partner",)),
)  # fmt: skip


def household(age: int, turn: int) -> str:
    """Return with whom somebody of an age lives, as a clause, each kind in turn."""
    homes = next(kinds for limit, kinds in _HOMES if age < limit)
    return homes[turn % len(homes)]


def lived(what: str, turn: int) -> str:
    """Return the clause by which "a parent" has children and "a couple" is two; nothing where nothing is said of it."""
    kinds = next((kinds for pattern, kinds in _LIVED if re.search(pattern, what, re.IGNORECASE)), ())
    return kinds[turn % len(kinds)] if kinds else ""
