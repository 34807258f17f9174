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
    "no_credit",
    "unknown_model",
    "rejected",
    "garbled",
    "unavailable",
    "over_budget",
    "awaited",
]
"""How a call ended. The first five are billed and recorded; the others are not.

`rejected` is a request the server doesn't take, `garbled` an answer that isn't the protocol's; `awaited` is a prompt
that was handed out and has no answer yet.
"""

BILLED: frozenset[str] = frozenset({"answered", "refused", "content_filter", "truncated", "unparsable"})


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call consumed: tokens as counted by the provider, or 0 where nothing is counted."""

    input_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer. `cached` is true when it came from the ledger and cost nothing now.

    `retry_after` is how many seconds a server asked to wait, None where it didn't say.
    """

    text: str
    outcome: Outcome = "answered"
    usage: Usage = Usage()
    model: str = ""
    cached: bool = False
    retry_after: float | None = None


_TOLD: dict[Outcome, str] = {
    "refused": "it refused",
    "content_filter": "its provider's content filter stopped the answer",
    "truncated": "its answer was cut off at its limit",
    "unparsable": "its answer has not the wanted form",
    "rate_limited": "its provider limits how much may be asked (429){wait}. Continue later",
    "timed_out": "no answer came in time. Continue, or give it longer by [model] timeout",
    "unauthorised": "its provider refused the key. Mend the key in the environment of the server and start it again",
    "no_credit": "the account has no credit left. Top it up, then continue",
    "unknown_model": "its provider has no such model, or not at this address. Mend [model] model or base_url",
    "rejected": "its provider doesn't take the request. Compare [model] with what the model supports",
    "garbled": "what came back is not the protocol's. Check that [model] base_url leads to an OpenAI-compatible server",
    "unavailable": "its server can't be reached or is in trouble. Continue later, or check [model] base_url",
    "awaited": "its answer has not been handed in",
    "over_budget": "the call would pass its limit",
}


def told(completion: Completion) -> str:
    """Return what an outcome means and what to do about it, in a sentence."""
    seconds = completion.retry_after
    wait = f"; it asks to wait {seconds:.0f} s" if seconds else ""
    return _TOLD.get(completion.outcome, completion.outcome).format(wait=wait) + "."
