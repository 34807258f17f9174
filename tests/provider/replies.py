"""What the provider on loopback sends back: good answers, and every way to fail."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast


@dataclass(frozen=True)
class Request:
    """One request as it came in; `number` counts from 1."""

    number: int
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def text(self) -> str:
        """All that the model is told."""
        return "\n".join(str(message["content"]) for message in self.body.get("messages", []))

    @property
    def format(self) -> str:
        """The kind of answer that is asked for."""
        return str(self.body.get("response_format", {}).get("type", ""))


@dataclass(frozen=True)
class Reply:
    """One response. `manner` tells how it travels: whole, cut off by a reset, a byte a second, or never."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    manner: Literal["whole", "reset", "drip", "never"] = "whole"


def completion(text: str, *, ended: str = "stop", refusal: str | None = None, usage: bool = True) -> Reply:
    """A chat completion with this text."""
    message = {"role": "assistant", "content": text, "refusal": refusal}
    told: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [{"index": 0, "finish_reason": ended, "message": message}],
    }
    if usage:
        told["usage"] = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return Reply(json.dumps(told).encode())


def failure(status: int, code: str = "", message: str = "no", *, param: str = "", **headers: str) -> Reply:
    """An error in the protocol's shape; the message holds what a provider may not have passed on."""
    told = {"error": {"message": message, "type": "error", "code": code or None, "param": param or None}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps(told).encode(), status, {"Content-Type": "application/json", **named})


def wanted_schema(request: Request) -> Mapping[str, Any]:
    """The schema that a request asks for, wherever it says so."""
    asked = request.body.get("response_format", {})
    if asked.get("type") == "json_schema":
        return cast("Mapping[str, Any]", asked["json_schema"]["schema"])
    _, _, told = request.text.rpartition("of this schema and with nothing else:\n")
    return cast("Mapping[str, Any]", json.loads(told)) if told.startswith("{") else {}


def instance(schema: Mapping[str, Any], text: str = "I see.") -> Any:
    """The simplest value that satisfies a portable schema."""
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    if "anyOf" in schema:
        return instance(cast("Sequence[Mapping[str, Any]]", schema["anyOf"])[0], text)
    kind = schema.get("type", "string")
    if kind == "object":
        parts = cast("Mapping[str, Mapping[str, Any]]", schema.get("properties", {}))
        return {name: instance(part, text) for name, part in parts.items()}
    if kind == "array":
        return [instance(schema["items"], text)]
    return {"string": text, "integer": 1, "number": 1.0, "boolean": True, "null": None}[kind]


def obliging(request: Request) -> Reply:
    """A server that does all it is asked: valid JSON of the wanted schema."""
    schema = wanted_schema(request)
    return completion(json.dumps(instance(schema)) if schema else "Hello.")
