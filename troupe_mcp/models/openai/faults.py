"""What went wrong on the way, as an outcome: nothing of a provider's text gets further than this file."""

from __future__ import annotations

import email.utils
import re
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.completion import Completion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai import APIError, APIStatusError

    from troupe_mcp.language.completion import Outcome
    from troupe_mcp.models.openai.endpoint import Endpoint

_BY_STATUS: dict[int, Outcome] = {
    401: "unauthorised",
    403: "unauthorised",
    404: "unknown_model",
    408: "timed_out",
    409: "unavailable",
    429: "rate_limited",
}
_REFUSING = (400, 404, 415, 422, 500, 501)
_UNSUPPORTED = ("unsupported", "not supported", "not support", "unrecognized", "extra_forbidden", "extra inputs")
_PARAMETERS = ("max_tokens", "temperature", "seed", "reasoning_effort")
_FORM = ("response_format", "response format", "json_schema", "json_object", "schema", "grammar", "structured output")


def failed(outcome: Outcome, model: str, detail: str = "", retry_after: float | None = None) -> Completion:
    """Return a completion that holds no answer; `detail` is in our words."""
    return Completion("", outcome, model=model, detail=detail, retry_after=retry_after)


def of_error(error: TimeoutError | APIError, endpoint: Endpoint) -> Completion:
    """Return what it means that a request came to an end like this."""
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    if isinstance(error, APIStatusError):
        return of_status(error, endpoint)
    if isinstance(error, TimeoutError | APITimeoutError):
        return failed("timed_out", endpoint.model, f"{endpoint.timeout:g} s")
    if isinstance(error, APIConnectionError):
        return failed("unavailable", endpoint.model, "no connection")
    return failed("garbled", endpoint.model)


def of_status(error: APIStatusError, endpoint: Endpoint) -> Completion:
    """Return what a status other than 200 means."""
    code, status, model = _code(cast("object", error.body)), error.status_code, endpoint.model
    if code == "content_filter":
        return failed("content_filter", model)
    if code in {"insufficient_quota", "billing_hard_limit_reached"}:
        return failed("no_credit", model, str(status))
    outcome = _BY_STATUS.get(status) or ("unavailable" if status >= 500 else "rejected")
    if outcome == "unauthorised":
        return failed(outcome, model, f"{status}, {endpoint.key_from}")
    if outcome == "unknown_model":
        return failed(outcome, model, f"{status}, {model}")
    wait = _seconds(error.response.headers)
    return failed(outcome, model, f"{status}, it asks to wait {wait:.0f} s" if wait else str(status), wait)


def blames_form(error: APIStatusError) -> bool:
    """Return whether a request was refused for the form it wants the answer in."""
    told = mapping(cast("object", error.body))
    said = f"{told.get('param', '')} {told.get('code', '')} {told.get('message', '')} {error.message}".lower()
    return error.status_code in _REFUSING and any(word in said for word in _FORM)


def blamed_parameter(error: APIStatusError) -> str:
    """Return which of the parameters a server says that it doesn't support, or nothing."""
    told = mapping(cast("object", error.body))
    said = str(error.body).lower()
    if error.status_code not in {400, 422} or not any(word in said for word in _UNSUPPORTED):
        return ""
    named = [parameter for parameter in _PARAMETERS if re.search(rf"\b{parameter}\b", said)]
    param = str(told.get("param") or "")
    # "max_tokens is not supported, use max_completion_tokens": the one that was sent comes first.
    return param if param in _PARAMETERS else min(named, key=said.index, default="")


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
