"""What the making of people returns."""

from __future__ import annotations

from troupe_mcp.server.results.envelope import Envelope
from troupe_mcp.server.results.flat import Flat


class Created(Envelope):
    """A person that was made; one who is still being written has an id, but no name yet."""

    person: str | None = None
    name: str | None = None
    version: int | None = None
    summary: str | None = None
    uri: str | None = None
    claims: int | None = None
    unquoted: list[str] | None = None


class Covered(Flat):
    """A cell of a dimension: people wanted, where that was said, and got; `weighted` is their share by weight."""

    dimension: str
    cell: str
    wanted: int | None = None
    got: int | None = None
    weighted: float | None = None


class Alike(Flat):
    """The two people whose words are most alike: shared words by all words of both (Jaccard), names left out."""

    people: list[str]
    likeness: float
    pairs_above_0_8: int
    compared: int


class TurnPrice(Flat):
    """What one turn of one of these people costs, as [least, most]; without `usd` no price is known."""

    tokens: list[int]
    usd: list[float] | None = None


class Edited(Created):
    """A person after a change, and what changed, a line each."""

    changed: list[str] | None = None
    retired: bool | None = None


class LeftOut(Flat):
    """Somebody who could not be written: their place from 1, who they were to be, and why."""

    place: int
    line: str
    outcome: str


class Peopled(Envelope):
    """People that were made; their run stands for all of them. `lines` of a plan (`estimate`) are who they would be."""

    lines: list[str] | None = None
    coverage: list[Covered] | None = None
    closest: Alike | None = None
    unquoted: list[str] | None = None
    left_out: list[LeftOut] | None = None
    price_per_turn: TurnPrice | None = None
