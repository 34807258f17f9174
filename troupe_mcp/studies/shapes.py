"""What a plain JSON schema describes, as the type of an answer. Every value may also be unsaid, which is null."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Optional, Union, cast

from pydantic import Field, TypeAdapter, ValidationError, create_model

from troupe_mcp.errors import RequestError
from troupe_mcp.language.answer import Answer
from troupe_mcp.studies.bounds import bounded, short

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]
Anything = str | int | float | bool | list[str] | None
"""What a field may hold that is described in words alone."""
MOST_CHOICES = 200
EXAMPLE = 'e.g. {"type": "object", "properties": {"price": {"type": "number"}}}'

_SCALARS: dict[str, Any] = {"string": str, "integer": int, "number": float, "boolean": bool}
_TYPES = (*_SCALARS, "array", "object", "null")


def type_of(schema: Schema, path: str = "") -> Any:
    """Return the type of what a plain schema describes, without null.

    Raises RequestError where it is no JSON schema or nothing can meet it.
    """
    if "enum" in schema or "const" in schema:
        return _choices(schema, path)
    if "anyOf" in schema:
        arms = [type_of(arm, path) for arm in schema["anyOf"] if arm.get("type") != "null"]
        return _union(arms, path)
    wanted = schema.get("type")
    if isinstance(wanted, list):
        kinds = [kind for kind in cast("list[Any]", wanted) if kind != "null"]
        return _union([type_of({**schema, "type": kind}, path) for kind in kinds], path)
    if wanted is None:
        return Anything
    if wanted not in _TYPES:
        raise RequestError(f"{path} has type {short(wanted)}; known are {', '.join(_TYPES)}.")
    return _of_kind(schema, str(wanted), path)


def _of_kind(schema: Schema, kind: str, path: str) -> Any:
    if kind == "null":
        raise RequestError(f"{path} can only be null, so it would say nothing. Give it another type, or leave it out.")
    if kind == "object":
        return _record(schema, path)
    if kind == "array":
        inner = type_of(schema["items"], f"{path}[]") if "items" in schema else str
        return bounded(list[inner], schema, kind, path)
    return bounded(_SCALARS[kind], schema, kind, path)


def _record(schema: Schema, path: str) -> Any:
    properties = schema.get("properties")
    if not properties:
        raise RequestError(f"{path} is an object without properties, so nothing could be in it. Name them, {EXAMPLE}.")
    required = schema.get("required", [])
    if not isinstance(required, list):
        raise RequestError(f"{path}.required is {short(required)}; give a list of names.")
    if missing := [name for name in cast("list[Any]", required) if name not in [*properties]]:
        raise RequestError(f"{path} cannot be met: it requires {short(missing[0])}, which is none of its properties.")
    return record_form("Part", {name: type_of(each, f"{path}.{name[:40]}") for name, each in properties.items()})


def record_form(called: str, types: Mapping[str, Any], **others: Any) -> Any:
    """Return the form of an object: the others first, then a value or null under each name, whatever it is called."""
    values = {f"f{n}": (Optional[kind], Field(alias=name)) for n, (name, kind) in enumerate(types.items())}  # noqa: UP045 -- made at run time
    return create_model(called, __base__=Answer, **others, **values)  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownVariableType]


def _choices(schema: Schema, path: str) -> Any:
    given = [schema["const"]] if "const" in schema else schema["enum"]
    if not isinstance(given, list) or not given:
        raise RequestError(f"{path} cannot be met: its enum is {short(given)}. Give a list of values, or leave it out.")
    values = [value for value in cast("list[Any]", given) if value is not None]
    if odd := [value for value in values if not isinstance(value, str | int | float | bool)]:
        raise RequestError(
            f"{path} has {short(odd[0])} among its choices; texts, numbers, true and false are possible."
        )
    if len(values) > MOST_CHOICES:
        raise RequestError(f"{path} has {len(values)} choices; at most {MOST_CHOICES} are possible.")
    plain = {k: v for k, v in schema.items() if k not in {"enum", "const"}}
    type_of(plain, path)
    fit = [value for value in values if fits(value, plain)]
    if not fit:
        raise RequestError(
            f"{path} cannot be met: none of its choices is of type {plain.get('type')!r} within its bounds."
        )
    return Literal[tuple(fit)]


def _union(arms: list[Any], path: str) -> Any:
    if not arms:
        raise RequestError(f"{path} can only be null, so it would say nothing. Give it another type, or leave it out.")
    return Union[tuple(arms)]  # noqa: UP007 -- made at run time


def fits(value: Any, schema: Schema) -> bool:
    """Whether a value is as a plain schema wants it, in an answer; null is not."""
    try:
        _adapter(json.dumps(schema)).validate_json(json.dumps(value), strict=True)
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=256)
def _adapter(schema: str) -> TypeAdapter[Any]:
    return TypeAdapter(type_of(json.loads(schema)))
