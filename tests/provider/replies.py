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
    def texts(self) -> Sequence[str]:
        """The texts whose vectors are asked for; none where an answer is."""
        asked: Any = self.body.get("input", [])
        return cast("Sequence[str]", [asked] if isinstance(asked, str) else asked)

    @property
    def probes(self) -> bool:
        """Whether only the server is tried, and nobody is played."""
        return "Say hello in one plain word" in self.text

    @property
    def tokens(self) -> int:
        """What a provider counts as read: a token for four characters, those of the wanted schema too."""
        return (len(self.text) + len(json.dumps(self.body.get("response_format", ""), separators=(",", ":")))) // 4

    @property
    def format(self) -> str:
        """The kind of answer that is asked for."""
        return str(self.body.get("response_format", {}).get("type", ""))


@dataclass(frozen=True)
class Reply:
    """One response. `manner` tells how it travels: whole, cut off by a reset, a byte a second, never, or with the
    whole server gone, so that further connections are refused."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    manner: Literal["whole", "reset", "drip", "never", "gone"] = "whole"


def completion(
    text: str, *, ended: str = "stop", refusal: str | None = None, usage: bool = True, read: int = 100
) -> Reply:
    """A chat completion with this text; its usage is that of so many tokens read, and of the text's own length."""
    message = {"role": "assistant", "content": text, "refusal": refusal}
    told: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [{"index": 0, "finish_reason": ended, "message": message}],
    }
    if usage:
        written = len(text) // 4
        told["usage"] = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
    return Reply(json.dumps(told).encode())


def embedding(request: Request) -> Reply:
    """Vectors for the texts of an embeddings request, told apart by their length."""
    return vectors([[float(len(text)), 1.0] for text in request.texts])


def vectors(found: Sequence[Sequence[float]]) -> Reply:
    """These vectors; a token is read for each."""
    data = [{"object": "embedding", "index": index, "embedding": numbers} for index, numbers in enumerate(found)]
    usage = {"prompt_tokens": len(found), "total_tokens": len(found)}
    return Reply(json.dumps({"object": "list", "model": "fake", "data": data, "usage": usage}).encode())


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
    return completion(json.dumps(instance(schema)) if schema else "Hello.", read=request.tokens)
