"""The form of an answer: read from a model's text, and told to it as a portable JSON schema."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from troupe_mcp.language.prompt import digest_of
from troupe_mcp.language.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping


class Answer(BaseModel):
    """The parent of every answer's form: frozen, and nothing beyond the form is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


AnswerT = TypeVar("AnswerT", bound=BaseModel)

_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


class Unreadable(ValueError):
    """A text that is no answer of the wanted form; its message can be told to the model."""


def read_answer(form: type[AnswerT], text: str) -> AnswerT:
    """Return the answer in a model's text, bare or within a code fence.

    Raises Unreadable with what is wrong in one line a fault.
    """
    try:
        return form.model_validate_json(_unfenced(text))
    except ValidationError as fault:
        lines = [f"{'.'.join(map(str, e['loc'])) or 'answer'}: {e['msg']}" for e in fault.errors()[:5]]
        raise Unreadable("; ".join(lines)) from fault


def _unfenced(text: str) -> str:
    stripped = clean(text)
    if stripped.startswith("```") and stripped.endswith("```"):
        _, _, inner = stripped.removesuffix("```").partition("\n")
        return inner.strip()
    return stripped


def cut_at(limit: int, more: str = "") -> Any:
    """Return what is said of a field whose longer texts are cut and never refused."""
    return Field(description=f"cut at {limit:,} characters{more}")


@cache
def portable_schema(form: type[BaseModel]) -> Mapping[str, Any]:
    """Return a JSON schema that every provider's strict mode takes.

    All properties are required, none is extra, references are resolved, titles and defaults dropped.
    """
    raw = form.model_json_schema()
    return cast("Mapping[str, Any]", _plain(raw, raw.get("$defs", {}), told=False))


@cache
def schema_text(form: type[BaseModel]) -> str:
    """Return a form's portable schema as compact JSON."""
    return json.dumps(portable_schema(form), ensure_ascii=False, separators=(",", ":"))


@cache
def told_schema(form: type[BaseModel]) -> str:
    """Return a form's schema as compact JSON for whoever answers by hand: with what is said of its fields."""
    raw = form.model_json_schema()
    return json.dumps(_plain(raw, raw.get("$defs", {}), told=True), ensure_ascii=False, separators=(",", ":"))


def spelled_out(form: type[BaseModel]) -> str:
    """Return what a model must be told of the form where nothing else holds it to it."""
    return f"Answer with one JSON object of this schema and with nothing else:\n{schema_text(form)}"


@cache
def schema_digest(form: type[BaseModel]) -> str:
    """Return the digest of a form's portable schema."""
    return digest_of(portable_schema(form))


def _plain(node: Any, definitions: Mapping[str, Any], *, told: bool) -> Any:
    """Return a schema without references, titles and defaults; what is said of fields stays where it is `told`."""
    if isinstance(node, list):
        return [_plain(item, definitions, told=told) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    value = cast("dict[str, Any]", node)
    if "$ref" in value:
        return _plain(definitions[str(value["$ref"]).rsplit("/", 1)[-1]], definitions, told=told)
    is_form = "properties" in value  # what is said of a form is its docstring
    unsaid = {"title", "default", "$defs", *(() if told and not is_form else ("description",))}
    kept = {k: v for k, v in value.items() if k not in unsaid}
    if is_form:
        inner = cast("dict[str, Any]", kept["properties"])
        kept["properties"] = {name: _plain(item, definitions, told=told) for name, item in inner.items()}
        return {**kept, "required": list(inner), "additionalProperties": False}
    return {name: _plain(item, definitions, told=told) for name, item in kept.items()}


def json_in(text: str) -> str:
    """Return the JSON object in a model's text: after its thoughts, within a fence, or in the middle of prose."""
    bare = _THOUGHT.sub("", text).strip()
    for part in (bare, *(match.strip() for match in _FENCED.findall(bare))):
        if _is_object(part):
            return part
    decoder = json.JSONDecoder()
    for match in re.finditer(r"\{", bare[:200_000]):
        try:
            _, end = decoder.raw_decode(bare, match.start())
        except ValueError:
            continue
        return bare[match.start() : end]
    return bare


def _is_object(text: str) -> bool:
    if not text.startswith("{"):
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
