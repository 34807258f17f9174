"""What came back over the wire, read with as little trust as it takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.models.openai import faults

if TYPE_CHECKING:
    from troupe_mcp.models.openai.endpoint import Endpoint


def read(body: bytes, endpoint: Endpoint) -> Completion:
    """Return the outcome that a body of status 200 tells; `garbled` where it is not the protocol's."""
    name = endpoint.model
    try:
        told = json.loads(body)
        choice = told["choices"][0]
        message, ended = choice["message"], choice.get("finish_reason")
        text, refusal = message.get("content"), message.get("refusal")
        usage = usage_of(told.get("usage"), endpoint.price)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return faults.failed("garbled", name)
    said = text if isinstance(text, str) else ""
    if refusal:
        return Completion(str(refusal), "refused", usage, name)
    if ended == "content_filter":
        return Completion(said, "content_filter", usage, name)
    if ended == "length":
        return Completion(said, "truncated", usage, name)
    return Completion(said, "answered", usage, name)


def usage_of(told: object, price: tuple[float, float]) -> Usage:
    """Return the tokens that a body counts, 0 where it doesn't, and what they cost."""
    counts = faults.mapping(told)
    sent, got = (_count(counts.get(name)) for name in ("prompt_tokens", "completion_tokens"))
    return Usage(sent, got, (sent * price[0] + got * price[1]) / 1_000_000)


def _count(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
