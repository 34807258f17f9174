"""What was counted in a study: all that its trust card is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.studies.statistics.order import OrderEffect
    from troupe_mcp.studies.statistics.sameness import Likeness, Sameness
    from troupe_mcp.studies.statistics.signal import Signal

UNREPEATED = "not measured: ask with repeats=3"
VOTED_ONCE = "not measured: a vote is asked once; ask_people(run=…, repeats=3) asks these people more often"
FEW = 5
"""People of a group under whom a share is an anecdote: with 5 its interval is 74 points wide (mid-P, p = 0.4)."""
UNCOUNTED = f"fewer than {FEW} people saw one of these: no share of theirs is told, only what they said"
VERSIONS = "versions"
MOST_NAMED = 4
"""Small groups that are named."""
LONGEST_NAME = 32
"""Characters of a group's name among others."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted in a study. `asked` and those below it are answers: people × questions × repeats not skipped.

    `signals` and `samenesses` are by question, where there are any; `likenesses` of open texts or of reasons. Where a
    model answered for what was rehearsed, `rests` says so: how it answers is measured, and nothing counts.
    """

    people: int
    effective: float
    asked: int
    played_by: str
    seed: int
    rehearsed: bool = False
    rests: str = ""
    refused: int = 0
    missing: int = 0
    unusable: int = 0
    """Of those refused, answers that came and had not the form of one."""
    repaired: int = 0
    in_vain: int = 0
    """Of those asked for again, answers that still had not the form of one."""
    repeats: int = 1
    signals: Sequence[Signal] = ()
    order: OrderEffect | None = None
    samenesses: Sequence[Sameness] = ()
    likenesses: Sequence[Likeness] = ()
    placebo: str = "not measured"
    unrepeated: str = UNREPEATED
    small: Sequence[SmallGroups] = ()


@dataclass(frozen=True, slots=True)
class SmallGroups:
    """Groups by a field, or versions that different people saw, of fewer people than tell anything; out of how many."""

    by: str
    groups: Mapping[str, int]
    of: int

    @property
    def told(self) -> str:
        """Which these are, e.g. `2 of 4 groups by trade have fewer than 5 people: king (1), smith (3)`."""
        what = self.by if self.by == VERSIONS else f"groups by {self.by}"
        named = ", ".join(f"{brief(name)} ({n})" for name, n in [*self.groups.items()][:MOST_NAMED])
        more = len(self.groups) - MOST_NAMED
        have = "has" if len(self.groups) == 1 else "have"
        return f"{len(self.groups)} of {self.of} {what} {have} fewer than {FEW} people: {named}" + (
            f" and {more} more" if more > 0 else ""
        )


def brief(group: str) -> str:
    """Return the name of a group where others stand beside it: a long value, such as a sentence, is cut."""
    return clip(group, LONGEST_NAME)
