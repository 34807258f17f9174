"""What talking did to the votes of a group."""

from __future__ import annotations

from troupe_mcp.server.results.flat import Flat
from troupe_mcp.server.results.question import Trust


class VotesLine(Flat):
    """The votes before or after people talked: n people, shares (0-1) of options or points, or the mean of a rating."""

    when: str
    step: int
    n: int
    shares: dict[str, float] | None = None
    mean: float | None = None
    interval: dict[str, list[float]] | None = None


class MoverLine(Flat):
    """Whose vote changed: `by` whose `quote` they say moved them, looked up in the log; else what they say of it."""

    person: str
    before: str
    after: str
    by: str
    quote: str | None = None
    position: int | None = None
    why: str | None = None


class HeldLine(Flat):
    """Who kept their answer against what most say in the end, and why in their own words."""

    person: str
    answer: str
    quote: str


class ConformityOf(Flat):
    """Of those `apart` from what most voted before, how many joined it. `chance`: were all equally likely to move.

    `beyond_chance`: the whole interval lies above it.
    """

    majority: str
    joined: int
    apart: int
    share: float
    interval: list[float] | None = None
    chance: float | None = None
    beyond_chance: bool | None = None


class DynamicsOf(Flat):
    """A ballot before and after people talked; movers, conformity and minority compare the first and the last vote."""

    question: str
    kind: str
    n: int
    votes: list[VotesLine]
    moved: list[MoverLine]
    moved_by: dict[str, int]
    majority: str | None = None
    minority: list[HeldLine]
    conformity: ConformityOf | None = None
    test: str | None = None
    measured: str | None = None
    notes: list[str] | None = None
    trust: Trust | None = None
