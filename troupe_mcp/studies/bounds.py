"""The bounds that a JSON schema gives a value: how large, how long, how many; and whether anything lies within them."""

from __future__ import annotations

import json
import math
from typing import Annotated, Any

from pydantic import AfterValidator, Field, TypeAdapter
from pydantic_core import SchemaError

from troupe_mcp.errors import RequestError

_BOUNDS: dict[str, dict[str, str]] = {
    "string": {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"},
    "array": {"minItems": "min_length", "maxItems": "max_length"},
    "number": {
        "minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt",
        "multipleOf": "multiple_of",
    },
}  # fmt: skip
_BOUNDS["integer"] = _BOUNDS["number"]
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems")


def bounded(kind: Any, schema: dict[str, Any], called: str, path: str) -> Any:
    """Return a type with the bounds of its schema. Raises RequestError where one is none, or nothing is within them."""
    given = {name: schema[name] for name in _BOUNDS.get(called, {}) if schema.get(name) is not None}
    for name, value in given.items():
        _check(name, value, path)
    _check_room(given, called, path)
    bounds = {_BOUNDS[called][name]: value for name, value in given.items()}
    unique = [AfterValidator(_all_differ)] if called == "array" and schema.get("uniqueItems") is True else []
    if not bounds and not unique:
        return kind
    try:
        bound: Any = Annotated[(kind, *([Field(**bounds)] if bounds else []), *unique)]
        TypeAdapter(bound)
    except SchemaError as fault:
        raise RequestError(
            f"{path}.pattern is {short(schema.get('pattern'))}, which is no regular expression. Leave it out."
        ) from fault
    return bound


def _check(name: str, value: Any, path: str) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if name == "pattern":
        right, wanted = isinstance(value, str), "a regular expression"
    elif name in _COUNTS:
        right, wanted = number and value >= 0 and int(value) == value, "a whole number from 0"
    else:
        right, wanted = number and (name != "multipleOf" or value > 0), "a number"
    if not right:
        raise RequestError(f"{path}.{name} is {short(value)}; give {wanted}.")


def _check_room(given: dict[str, Any], called: str, path: str) -> None:
    """Raise RequestError where the least is more than the most."""
    step = 1 if called == "integer" else 0
    least = [given[n] for n in ("minimum", "minLength", "minItems") if n in given]
    most = [given[n] for n in ("maximum", "maxLength", "maxItems") if n in given]
    least += [given[n] + step for n in ("exclusiveMinimum",) if n in given]
    most += [given[n] - step for n in ("exclusiveMaximum",) if n in given]
    if not (least and most):
        return
    low, high = max(least), min(most)
    beyond = not step and low == high and ("exclusiveMinimum" in given or "exclusiveMaximum" in given)
    if low > high or beyond:
        raise RequestError(f"{path} cannot be met: nothing lies between {low:g} and {high:g}. Correct its bounds.")


def _all_differ(values: list[Any]) -> list[Any]:
    if len({json.dumps(value, default=str, sort_keys=True) for value in values}) < len(values):
        raise ValueError("items must differ")
    return values


def short(value: Any) -> str:
    """Return a value as an error names it."""
    return json.dumps(value, ensure_ascii=False, default=str)[:80]
