"""The matrix: every fault, how a run ends that meets it, what its user is told, and how often it is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.provider.replies import Reply, Request, completion, failure

SECRET = "provider-text-9c1e"
"""What a provider writes into its errors and nobody may pass on."""


@dataclass(frozen=True)
class Cell:
    """A fault. `says` stands in what the user reads; `tries` is how often a prompt that meets it is sent.

    `waits` bounds the seconds between two tries, where there are any; `timeout` is the operator's.
    """

    fault: Callable[[Request], Reply]
    status: str
    reason: str
    says: str
    tries: int = 4
    waits: tuple[float, float] = (0, 4)
    timeout: float = 5


def limited(**headers: str) -> Callable[[Request], Reply]:
    return lambda _: failure(429, message=SECRET, **headers)


def sent(reply: Reply) -> Callable[[Request], Reply]:
    return lambda _: reply


NOW, LATER = "Sat, 21 Nov 2026 08:00:00 GMT", "Sat, 21 Nov 2026 08:00:02 GMT"
BUSY = Cell(limited(Retry_After="0"), "paused", "rate_limited", "limits how much may be asked (429)")
DOWN = Cell(sent(failure(500, message=SECRET)), "paused", "unavailable", "is in trouble (500)")
SILENT = Cell(sent(Reply(b"", manner="never")), "paused", "timed_out", "in time (1 s)", timeout=1)
GARBLED = Cell(sent(Reply(b'{"choices": [{"mess')), "paused", "garbled", "is not the OpenAI protocol")
REFUSED = Cell(sent(completion("", refusal="I would rather not.")), "done", "", "(refused)", tries=1)
REVOKED = Cell(
    sent(failure(401, "invalid_api_key", SECRET)),
    "paused",
    "unauthorised",
    "The provider refused the key (401, OPENAI_API_KEY). Mend it in the server's environment and start the server "
    'again, or ask anew with played_by="host" (you play them) or "rehearsal" (free, no evidence).',
    tries=1,
)
HTML = Reply(b"<html>hi</html>", headers={"Content-Type": "text/html"})

CELLS = {
    "429 at once": BUSY,
    "429 in 2 s": replace(BUSY, fault=limited(Retry_After="2"), says="it asks to wait 2 s", waits=(2, 6)),
    "429 at a date": replace(BUSY, fault=limited(Retry_After=LATER, Date=NOW), says="wait 2 s", waits=(2, 6)),
    "429 in 600 s": replace(BUSY, fault=limited(Retry_After="600"), says="it asks to wait 600 s", tries=1),
    "500": DOWN,
    "503": replace(DOWN, fault=sent(failure(503, message=SECRET)), says="is in trouble (503)"),
    "connection refused": replace(DOWN, fault=sent(Reply(b"", manner="gone")), says="(no connection)"),
    "reset in mid-body": replace(DOWN, fault=sent(Reply(b"x" * 900, manner="reset")), says="(no connection)"),
    "never": SILENT,
    "a byte a second": replace(SILENT, fault=sent(Reply(b"x" * 900, manner="drip"))),
    "malformed JSON": GARBLED,
    "not the protocol": replace(GARBLED, fault=sent(Reply(b'["a", "list"]'))),
    "no choices": replace(GARBLED, fault=sent(Reply(b'{"choices": []}'))),
    "10 MB": replace(GARBLED, fault=sent(completion("x" * 10_000_000))),
    "wrong content type": replace(GARBLED, fault=sent(HTML)),
    "refusal": REFUSED,
    "wrong shape": replace(REFUSED, fault=sent(completion('{"a": 1}')), says="(unparsable)", tries=2),
    "content filter": replace(REFUSED, fault=sent(completion("", ended="content_filter")), says="(content_filter)"),
    "filtered by Azure": replace(REFUSED, fault=sent(failure(400, "content_filter", SECRET)), says="(content_filter)"),
    "truncated": replace(REFUSED, fault=sent(completion('{"thought": "I', ended="length")), says="(truncated)"),
    "wrong key": REVOKED,
    "unknown model": replace(
        REVOKED,
        fault=sent(failure(404, "model_not_found", SECRET)),
        reason="unknown_model",
        says="has no such model at this address (404, fake-1). Mend [model] model or base_url",
    ),
    "no credit": replace(
        REVOKED, fault=sent(failure(429, "insufficient_quota", SECRET)), reason="no_credit", says="has no credit left"
    ),
    "parameter refused": replace(
        REVOKED, fault=sent(failure(400, "unsupported_value", SECRET)), reason="rejected", says="(400). Compare [model]"
    ),
}
