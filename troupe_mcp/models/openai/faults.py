"""What went wrong on the way, as an outcome: nothing of a provider's text gets further than this file."""

from __future__ import annotations

import email.utils
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.completion import Completion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai import APIStatusError

    from troupe_mcp.language.completion import Outcome

_BY_STATUS: dict[int, Outcome] = {
    401: "unauthorised",
    403: "unauthorised",
    404: "unknown_model",
    408: "timed_out",
    409: "unavailable",
    429: "rate_limited",
}
_REFUSING = (400, 404, 415, 422, 500, 501)
_FORM = ("response_format", "response format", "json_schema", "json_object", "schema", "grammar", "structured output")


def failed(outcome: Outcome, model: str, *, retry_after: float | None = None) -> Completion:
    """Return a completion that holds no answer."""
    return Completion("", outcome, model=model, retry_after=retry_after)


def of_status(error: APIStatusError, model: str) -> Completion:
    """Return what a status other than 200 means."""
    code = _code(cast("object", error.body))
    if code == "content_filter":
        return failed("content_filter", model)
    if code in {"insufficient_quota", "billing_hard_limit_reached"}:
        return failed("no_credit", model)
    outcome = _BY_STATUS.get(error.status_code) or ("unavailable" if error.status_code >= 500 else "rejected")
    return failed(outcome, model, retry_after=_seconds(error.response.headers))


def blames_form(error: APIStatusError) -> bool:
    """Return whether a request was refused for the form it wants the answer in."""
    told = mapping(cast("object", error.body))
    said = f"{told.get('param', '')} {told.get('code', '')} {told.get('message', '')} {error.message}".lower()
    return error.status_code in _REFUSING and any(word in said for word in _FORM)


def mapping(value: object) -> Mapping[str, Any]:
    """Return what came over the wire as a mapping, empty where it is none."""
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _code(body: object) -> str:
    told = mapping(body)
    inner = str(mapping(told.get("innererror")).get("code", ""))
    return "content_filter" if "ContentFilter" in inner else str(told.get("code") or "")


def _seconds(headers: Mapping[str, str]) -> float | None:
    """Return how long a server asks to wait (RFC 9110 section 10.2.3: seconds or a date), None where it doesn't."""
    exact, said = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if exact is not None:
            return max(0.0, float(exact) / 1000)
        return max(0.0, float(said)) if said is not None else None
    except ValueError:
        pass
    try:
        then, now = (email.utils.parsedate_to_datetime(text) for text in (said or "", headers.get("date", "")))
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError):
        return None
