"""The rows of the store as frozen values, and how their JSON is written."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict


def _nothing() -> dict[str, Any]:
    return {}


def _nobody() -> list[Any]:
    return []


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One version of a persona. `created` 0 means: now."""

    id: str
    version: int
    name: str
    spec: Mapping[str, Any]
    digest: str = ""
    made_from: Any = None
    retired: bool = False
    created: int = 0


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run as it stands. `created` and `updated` 0 mean: now."""

    id: str
    kind: str
    title: str = ""
    cast: Sequence[Any] = field(default_factory=_nobody)
    settings: Mapping[str, Any] = field(default_factory=_nothing)
    seed: int = 0
    status: str = "running"
    reason: str = ""
    error: str = ""
    parent: str | None = None
    parent_step: int | None = None
    done: int = 0
    total: int = 0
    calls: int = 0
    cached_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0
    call_digest: str = ""
    delivered: bool = False
    cancel_requested: bool = False
    created: int = 0
    updated: int = 0


class RunChanges(TypedDict, total=False):
    """The columns of a run that change while it is played; the others are fixed at its start."""

    title: str
    cast: Sequence[Any]
    settings: Mapping[str, Any]
    status: str
    reason: str
    error: str
    done: int
    total: int
    calls: int
    cached_calls: int
    input_tokens: int
    output_tokens: int
    usd: float
    call_digest: str
    delivered: bool
    cancel_requested: bool


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Something that happened, at its position (from 1) in the log of a run's shard."""

    position: int
    step: int
    kind: str
    version: int
    body: Mapping[str, Any]


_LONG = 1024
"""Characters from which a text is kept compressed: below, it saves less than it costs."""


def to_json(value: object) -> str:
    """Return the value's JSON; lone surrogates, which no database keeps as text, are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), default=_plain)
    return text


def from_json(text: str) -> Any:
    """Return the value of the JSON; raises ValueError where it is damaged."""
    return json.loads(text)


def pack(text: str) -> str | bytes:
    """Return the text as it is kept: long ones, and those that are no valid UTF-8, as compressed bytes."""
    if len(text) < _LONG:
        try:
            text.encode()
        except UnicodeEncodeError:  # a model may answer with lone surrogates, and that answer was paid for
            return zlib.compress(text.encode("utf-8", "surrogatepass"))
        return text
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpack(kept: str | bytes) -> str:
    """Return the text of what `pack` made; raises zlib.error, TypeError or ValueError where it is damaged."""
    if isinstance(kept, str):
        return kept
    return zlib.decompress(kept).decode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    """Return a mapping that is no dict as one, so that read-only views can be kept."""
    if isinstance(value, Mapping):
        return dict(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    raise TypeError(f"{type(value).__name__} is not JSON")
