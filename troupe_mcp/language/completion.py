"""What came back from a model, with its price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal[
    "answered",
    "refused",
    "content_filter",
    "truncated",
    "unparsable",
    "rate_limited",
    "timed_out",
    "unauthorised",
    "unavailable",
    "over_budget",
]
"""How a call ended. The first five are billed and recorded; the others are not."""

BILLED: frozenset[str] = frozenset({"answered", "refused", "content_filter", "truncated", "unparsable"})


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call consumed: tokens as counted by the provider, or 0 where nothing is counted."""

    input_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer. `cached` is true when it came from the ledger and cost nothing now."""

    text: str
    outcome: Outcome = "answered"
    usage: Usage = Usage()
    model: str = ""
    cached: bool = False
