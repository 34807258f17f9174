"""Published schemas, made as small as they can be without saying less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic.config import JsonDict

HIDDEN: JsonDict = {"hidden": True}
"""`json_schema_extra` of an argument that is accepted but not published; the guide lists it."""


def compact(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema without titles, references, null arms, null defaults and hidden properties."""
    return cast("dict[str, Any]", _compacted(schema, schema.get("$defs", {})))


def _compacted(node: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_compacted(item, definitions) for item in cast("list[Any]", node)]
    if not isinstance(node, Mapping):
        return node
    value = {k: v for k, v in cast("Mapping[str, Any]", node).items() if k not in {"title", "$defs"}}
    if "$ref" in value:
        target = definitions[str(value.pop("$ref")).rsplit("/", 1)[-1]]
        value = {**{k: v for k, v in target.items() if k not in {"title", "description"}}, **value}
    arms = [arm for arm in value.get("anyOf", []) if arm != {"type": "null"}]
    if len(arms) == 1:
        del value["anyOf"]
        value = {**_compacted(arms[0], definitions), **value}
    elif arms:
        value["anyOf"] = arms
    if "default" in value and value["default"] in (None, [], False, ""):
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
