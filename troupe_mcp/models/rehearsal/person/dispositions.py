"""How somebody behaves towards whoever asks, as a description says it: "gruff", "trusts nobody", "hates being asked".

It shapes the manner of speech and the character; it is nothing that people say of themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.lexicon import read

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Disposition:
    """One way to meet people: the temper it comes with, others it may have, its style and traits, and what it shuns."""

    temper: str
    keeps: tuple[str, ...]
    style: str
    traits: tuple[str, ...]
    shuns: tuple[str, ...] = ()


@cache
def _known() -> tuple[tuple[re.Pattern[str], Disposition], ...]:
    listed = cast("list[dict[str, Any]]", read("dispositions.json"))
    return tuple(
        (
            re.compile(each["signs"], re.IGNORECASE),
            Disposition(
                each["temper"], tuple(each["keeps"]), each["style"], tuple(each["traits"]), tuple(each.get("shuns", ()))
            ),
        )
        for each in listed
    )


def dispositions_in(text: str) -> tuple[Disposition, ...]:
    """Return how a description says that somebody meets others, what matters most for their speech first."""
    return tuple(found for signs, found in _known() if signs.search(text))


def temper_for(found: Sequence[Disposition], called: str) -> str:
    """Return the temper that goes with all that is said, given the one somebody is called by; empty where none is."""
    first = next(iter(found), None)
    return called if first is None or called in (first.temper, *first.keeps) else first.temper


_MANNER = re.compile(
    r"^(?:always |never |often |only |barely |hardly |rarely |sometimes )?"
    r"(?:(?:talks?|speaks?)\b(?! (?:to|with|about|at|for|on)\b| (?-i:(?:[a-z]+,? ){0,4}?[A-Z]))"
    r"|answers? (?:in|with|everything|only|nothing|questions|every|briefly|curtly|back)|replies (?:in|with|only)"
    r"|(?:swears?|interrupts?|mumbles?|mutters?|whispers?|shouts?|rambles?|digresses|stutters?|stammers?)\b"
    r"|apologi[sz]es? (?:for everything|all the time|often|too)|corrects? (?:everybody|everyone|people|others)"
    r"|gives? [\w ,-]*\b(?:answers|replies)\b|gets? to the point|asks? back\b|changes? the subject"
    r"|repeats? (?:herself|himself|themselves)|trails? off)",
    re.IGNORECASE,
)
"""What somebody does in talking, and so shows there: nobody says "I give short answers"."""


def is_manner(clause: str) -> bool:
    """Return whether a clause says how somebody talks."""
    return _MANNER.match(clause) is not None
