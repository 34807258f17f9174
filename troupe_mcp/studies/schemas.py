"""JSON schemas of what is wanted, made plain: references resolved, and nothing in them that is not read."""

from __future__ import annotations

import json
from typing import Any, cast

from troupe_mcp.errors import RequestError
from troupe_mcp.studies.shapes import EXAMPLE, Schema, short, type_of

MOST_NESTED = 5
"""Levels of objects and arrays within each other."""
MOST_NAMES = 100
MOST_CHARACTERS = 20_000

_UNREAD = (
    "not", "if", "then", "else", "patternProperties", "propertyNames", "dependentSchemas", "dependentRequired",
    "prefixItems", "contains", "minProperties", "maxProperties", "unevaluatedProperties", "unevaluatedItems",
)  # fmt: skip
_READ = "type, enum, const, properties, items, anyOf, $ref into $defs, description, and bounds of numbers, texts, lists"


def fields_of(schema: Any) -> dict[str, Any]:
    """Return the fields of one record, each with its schema, references resolved.

    Raises RequestError where this is no JSON schema of an object, asks for more than is read, or cannot be met.
    """
    if not isinstance(schema, dict):
        raise RequestError(f"schema is {short(schema)}; give a JSON schema of one record, {EXAMPLE}.")
    given = cast("Schema", schema)
    _check_size(given, "schema")
    root = _Reader(given).plain(given, "schema", 0)
    if root.get("type") == "array":
        raise RequestError(
            'schema is of an array. Give the schema of one record; group_by="run" returns all records of a run.'
        )
    if root.get("type") != "object":
        raise RequestError(f"schema is not of an object. Give one with the fields of a record, {EXAMPLE}.")
    type_of(root, "schema")
    return cast("dict[str, Any]", root["properties"])


def checked(schema: Schema, path: str) -> Schema:
    """Return the schema of one field with its references resolved. Raises RequestError as `fields_of` does."""
    _check_size(schema, path)
    plain = _Reader(schema).plain(schema, path, 1)
    type_of(plain, path)
    return plain


def _check_size(schema: Schema, path: str) -> None:
    size = len(json.dumps(schema, ensure_ascii=False, default=str))
    if size > MOST_CHARACTERS:
        raise RequestError(f"{path} has {size} characters; at most {MOST_CHARACTERS} are read. Extract twice.")


class _Reader:
    """Resolves the references of one schema into its definitions, and holds it to the bounds."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._names = 0

    def plain(self, node: Any, path: str, depth: int, within: tuple[str, ...] = ()) -> Schema:
        """Return a node that says all by itself."""
        if not isinstance(node, dict):
            raise RequestError(f"{path} is {short(node)}, which is no JSON schema, {EXAMPLE}.")
        given = cast("Schema", node)
        if depth > MOST_NESTED:
            raise RequestError(f"{path} lies deeper than {MOST_NESTED} levels. Make the schema flatter.")
        if reference := given.get("$ref"):
            return self._found(str(reference), given, path, depth, within)
        arms = given.get("allOf")
        if isinstance(arms, list) and len(cast("list[Any]", arms)) == 1:
            inner = self.plain(cast("list[Any]", arms)[0], path, depth, within)
            return {**inner, **_said(given)}
        if unread := next((k for k in (*_UNREAD, "allOf") if k in given), None):
            raise RequestError(f"{path} uses {unread}, which is not read. Say it without: {_READ}.")
        if isinstance(given.get("additionalProperties"), dict):
            raise RequestError(
                f"{path} leaves its names open (additionalProperties). Name the properties, or give an array of "
                "objects with a name and a value."
            )
        return self._inside(given, path, depth, within)

    def _inside(self, given: Schema, path: str, depth: int, within: tuple[str, ...]) -> Schema:
        kept = {k: v for k, v in given.items() if k not in {"$defs", "definitions", "$schema", "$id", "oneOf"}}
        if "properties" in given:
            inner = given["properties"]
            if not isinstance(inner, dict) or not inner:
                raise RequestError(f"{path}.properties is {short(inner)}; give names, each with a schema.")
            named = cast("Schema", inner)
            self._names += len(named)
            if self._names > MOST_NAMES:
                raise RequestError(f"schema has more than {MOST_NAMES} properties. Extract twice, with fewer.")
            kept["properties"] = {
                name: self.plain(each, f"{path}.{name[:40]}", depth + 1, within) for name, each in named.items()
            }
            kept.setdefault("type", "object")
        if "items" in given:
            kept["items"] = self.plain(given["items"], f"{path}[]", depth + 1, within)
            kept.setdefault("type", "array")
        if "anyOf" in given or "oneOf" in given:
            arms = given.get("anyOf", given.get("oneOf"))
            if not isinstance(arms, list) or not arms:
                raise RequestError(f"{path}.anyOf is {short(arms)}; give a list of schemas.")
            kept["anyOf"] = [self.plain(arm, path, depth, within) for arm in cast("list[Any]", arms)]
        return kept

    def _found(self, reference: str, given: Schema, path: str, depth: int, within: tuple[str, ...]) -> Schema:
        if reference in within:
            raise RequestError(
                f"{path} refers to itself through {reference[:80]!r}. Nest it by hand, {MOST_NESTED} deep."
            )
        head, _, name = reference.rpartition("/")
        kept = self._root.get(head.removeprefix("#/")) if head in {"#/$defs", "#/definitions"} else None
        if not isinstance(kept, dict) or name not in kept:
            raise RequestError(f"{path} refers to {reference[:80]!r}, which is not there. Put it under $defs.")
        target = self.plain(cast("Schema", kept)[name], path, depth, (*within, reference))
        return {**target, **_said(given)}


def _said(schema: Schema) -> Schema:
    """Return what a schema says in words: all that counts beside a reference."""
    return {name: schema[name] for name in ("title", "description") if name in schema}
