"""What a verdict on a person is made of, as fields of its result."""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema

from troupe_mcp.server.results.flat import Flat


class Finding(Flat):
    """Whether one expectation held, and in whose words."""

    expectation: str
    held: str
    reason: str
    quote: str
    question: str
    check: str | None = None


class CheckLine(Flat):
    """What one check of a person came to; of consistency the share of pairs alike, with what chance would give."""

    check: str
    score: Annotated[float | None, WithJsonSchema({"type": ["number", "null"]})] = None
    interval: list[float] | None = None
    chance: float | None = None
    said: str


class NotRun(Flat):
    """A check that was not run: what it would cost as [least, most], and the call that runs it."""

    check: str
    calls: list[int]
    usd: list[float] | None = None
    call: str
