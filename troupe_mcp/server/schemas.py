"""Published schemas, made as small as they can be without saying less."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

HIDDEN: JsonDict = {"hidden": True}
"""`json_schema_extra` of an argument that is accepted but not published; the guide lists it."""
EXACT = 2**53
"""Whole numbers below it are the same in every JSON parser."""
_UNSAID = frozenset({"title", "$defs", "minLength", "maxLength"})
_PLAIN_BOUNDS = (("minimum", 0), ("minimum", 1), ("exclusiveMaximum", EXACT))


def compact(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema without titles, references, null arms, hidden properties, and what goes without saying.

    Unsaid are defaults that are nothing or `auto`, how long texts may be, and that counts and sums are not negative:
    an error tells whoever passes such a bound.
    """
    return cast("dict[str, Any]", _compacted(schema, schema.get("$defs", {})))


def _compacted(node: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_compacted(item, definitions) for item in cast("list[Any]", node)]
    if not isinstance(node, Mapping):
        return node
    given = cast("Mapping[str, Any]", node).items()
    value = {k: v for k, v in given if k not in _UNSAID and (k, v) not in _PLAIN_BOUNDS}
    if "$ref" in value:
        target = definitions[str(value.pop("$ref")).rsplit("/", 1)[-1]]
        value = {**{k: v for k, v in target.items() if k not in {"title", "description"}}, **value}
    arms = [arm for arm in value.get("anyOf", []) if arm != {"type": "null"}]
    if len(arms) == 1:
        del value["anyOf"]
        value = {**_compacted(arms[0], definitions), **value}
    elif arms:
        value["anyOf"] = arms
    if "default" in value and value["default"] in (None, [], False, "", "auto"):
        del value["default"]
    if "properties" in value:
        properties = cast("Mapping[str, Mapping[str, Any]]", value["properties"])
        shown = {name: item for name, item in properties.items() if not item.get("hidden")}
        value["properties"] = {name: _compacted(item, definitions) for name, item in shown.items()}
        rest = {k: v for k, v in value.items() if k not in {"properties", "additionalProperties"}}
        return {**{k: _compacted(v, definitions) for k, v in rest.items()}, "properties": value["properties"]}
    if value.get("additionalProperties") is True:
        del value["additionalProperties"]
    return {k: _compacted(v, definitions) for k, v in value.items()}


@cache
def of_result(model: type[BaseModel]) -> dict[str, Any]:
    """Return the compact schema of a result, straight from its fields.

    It says what pydantic would say, without building a validator for each result before anything is called.
    """
    fields = model.model_fields
    schema: dict[str, Any] = {"type": "object"}
    if model.__doc__:
        schema = {"description": inspect.cleandoc(model.__doc__), **schema}
    required = [name for name, field in fields.items() if field.is_required()]
    if required:
        schema["required"] = required
    return {**schema, "properties": {name: _of_field(field) for name, field in fields.items()}}


_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _of_field(field: FieldInfo) -> dict[str, Any]:
    said = next((each.json_schema for each in field.metadata if isinstance(each, WithJsonSchema)), None)
    return dict(said) if said else _of_type(field.annotation)


def _of_type(kind: Any) -> dict[str, Any]:
    origin, arms = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        some = [arm for arm in arms if arm is not type(None)]
        return _of_type(some[0]) if len(some) == 1 else {"anyOf": [_of_type(arm) for arm in some]}
    if origin is Literal:
        return {"enum": list(arms), "type": "string"}
    if origin is list:
        return {"items": _of_type(arms[0]), "type": "array"}
    if origin is dict:
        return {"type": "object"} if arms[1] is Any else {"additionalProperties": _of_type(arms[1]), "type": "object"}
    if issubclass(kind, BaseModel):
        return {name: value for name, value in of_result(kind).items() if name != "description"}
    return {"type": _SIMPLE[kind]}
