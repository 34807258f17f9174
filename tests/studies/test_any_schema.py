"""Whatever is given as a JSON schema becomes the form of an answer, or is refused in words that fit a result."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.doubles import assert_clear
from troupe_mcp.errors import RequestError
from troupe_mcp.language.answer import schema_text
from troupe_mcp.studies.forms import extraction_form
from troupe_mcp.studies.schemas import fields_of

TYPES = ("string", "integer", "number", "boolean", "array", "object", "null", ["string", "null"], "text")
KEYWORDS = (
    "type", "properties", "items", "enum", "const", "anyOf", "oneOf", "allOf", "$ref", "$defs", "minimum", "maximum",
    "minItems", "maxLength", "pattern", "required", "additionalProperties", "uniqueItems", "multipleOf", "not", "title",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    [], {}, None, 0, -1, 1.5, True, "", "a*", "(", "#/$defs/A", ["a", "b"], [1, None], [[]], [{}], {"a": {}},
    [{"type": "string"}], [{"type": "null"}], float("inf"), 10**30,
)  # fmt: skip
NAMES = ("a", "$x", "", "f0", "model_config", "schema", "__init__", "person")


def schema(chance: Random, depth: int) -> Any:
    """Return a schema that may be anything."""
    if chance.random() < 0.1:
        return chance.choice(VALUES)
    made: dict[str, Any] = {"type": chance.choice(TYPES)} if chance.random() < 0.8 else {}
    for _ in range(chance.randint(0, 3)):
        inner = depth and chance.random() < 0.5
        made[chance.choice(KEYWORDS)] = schema(chance, depth - 1) if inner else chance.choice(VALUES)
    if depth and chance.random() < 0.6:
        made["properties"] = {chance.choice(NAMES): schema(chance, depth - 1) for _ in range(2)}
    return made


def test_no_schema_breaks_what_reads_it() -> None:
    chance, read, refused = Random(3), 0, 0
    for number in range(2000):
        given = {"type": "object", "properties": {"x": schema(chance, 3)}, "$defs": {"A": schema(chance, 1)}}
        try:
            schema_text(extraction_form(fields_of(given), many=number % 2 == 0))
            read += 1
        except RequestError as error:
            assert_clear(str(error))
            refused += 1
    assert read > 100
    assert refused > 100
