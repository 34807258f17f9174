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

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens, self.usd + other.usd
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer. `cached` is true when it came from the ledger and cost nothing now.

    `retry_after` is how many seconds a server asked to wait, None where it didn't say; `detail`, in our words, is what
    whoever mends a failure wants to know, e.g. `401, OPENAI_API_KEY`.
    """

    text: str
    outcome: Outcome = "answered"
    usage: Usage = Usage()
    model: str = ""
    cached: bool = False
    retry_after: float | None = None
    detail: str = ""


_ANEW = 'or ask anew with played_by="host" (you play them) or "rehearsal" (free, no evidence)'
_TOLD: dict[Outcome, str] = {
    "refused": "The model refused to answer. Put it in other words, or try another seed.",
    "content_filter": "The provider's content filter stopped the answer. Put it in other words, or try another seed.",
    "truncated": "The answer was cut off at its limit. Ask for less at once, or set [model] reasoning_effort = low.",
    "unparsable": "The answer was twice not of the wanted form. Try another seed, or a stronger [model] model.",
    "rate_limited": (
        "The provider limits how much may be asked{detail}. continue_run goes on later; [limits] requests_per_minute "
        "and tokens_per_minute keep below its limit."
    ),
    "timed_out": "No answer came in time{detail}. continue_run asks again; [model] timeout gives it longer.",
    "unauthorised": (
        "The provider refused the key{detail}. Mend it in the server's environment and start the server again, "
        f"{_ANEW}."
    ),
    "no_credit": (
        f"The provider says that the account has no credit left{{detail}}. Top it up, then continue_run; {_ANEW}."
    ),
    "unknown_model": (
        "The provider has no such model at this address{detail}. Mend [model] model or base_url and start the server "
        f"again, {_ANEW}."
    ),
    "rejected": (
        "The provider did not take the request{detail}. Compare [model] with what the model supports: temperature, "
        "reasoning_effort, images."
    ),
    "garbled": (
        "What came back is not the OpenAI protocol{detail}. Check that [model] base_url leads to a compatible server, "
        "then continue_run."
    ),
    "unavailable": (
        "The provider can't be reached or is in trouble{detail}. continue_run goes on later; check [model] base_url if "
        "it stays so."
    ),
    "awaited": "The answer has not been handed in.",
    "over_budget": "The limit of calls is reached. continue_run with a higher max_calls goes on.",
}


def told(completion: Completion) -> str:
    """Return what an outcome means and what to do about it."""
    detail = f" ({completion.detail})" if completion.detail else ""
    return _TOLD.get(completion.outcome, completion.outcome).format(detail=detail)
