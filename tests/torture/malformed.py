"""Inputs that nobody should send, made from a tool's own published schema and a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from pydantic_core import to_jsonable_python

HIDDEN = ("max_calls", "max_tokens", "wait_seconds", "new", "overwrite", "dry_run")
USUAL = ("people", "say")
TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x1b[31mred\x1b[0m\x07",
    "\ud800",
    "x\udfffy",
    "\u202ereversed\u2066",
    "\U000e0041\U000e0042",
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "file:///etc/passwd",
    "troupe://runs/../../people",
    "troupe://people/\x00",
    "%2e%2e%2f%00",
    "'; DROP TABLE run; --",
    '" OR 1=1',
    "{{7*7}}{% for x in y %}",
    "${jndi:ldap://127.0.0.1/a}",
    "[",
    "[1, 2",
    '{"a":',
    "null",
    "NaN",
    "🦊" * 50,
    "ﷺ" * 40,
    "e\u0301" * 60,
    "a" * 81,
    "z" * 30_000,
    "\n" * 5_000,
    "word " * 3_000,
    "Lisa Carter",
    "Lisa",
    "shipped:-1",
    "shipped:99999999999999999999",
    "²",
    "-1",
    "1e400",
)
NUMBERS: tuple[Any, ...] = (
    0,
    -1,
    1,
    2,
    51,
    2**31,
    2**53,
    2**63,
    2**64,
    -(2**63) - 1,
    10**30,
    10**4_000,
    0.5,
    -0.0,
    1e308,
    float("inf"),
    float("-inf"),
    float("nan"),
    True,
    False,
)
EMPTY: tuple[Any, ...] = (None, True, False, [], {})
DEEPEST = 200
"""Beyond about 250 a client cannot send it; the raw wire carries more."""


class Malformed:
    """Draws arguments for tools. `known` are right values by the names of arguments: some calls get past the door."""

    def __init__(self, seed: int, known: Mapping[str, Sequence[Any]]) -> None:
        self._chance = Random(seed)
        self._known = known
        self._wrong = 0.5

    def arguments(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Arguments for a tool that a client is able to send."""
        while True:
            given = self._arguments(schema)
            try:
                to_jsonable_python(given)
            except ValueError:
                continue
            return given

    def _arguments(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Some right, some wrong, some missing, some that the tool does not have."""
        chance, properties = self._chance, dict[str, Any](schema.get("properties", {}))
        self._wrong = chance.choice((0, 0.02, 0.1, 0.5))
        names = [name for name in properties if chance.random() < chance.choice((0.15, 0.4, 0.9))]
        if chance.random() < 0.6:
            names += [name for name in USUAL if name in properties and name not in names]
        if chance.random() < 0.8:
            names += [name for name in schema.get("required", []) if name not in names]
        given = {name: self._value(properties[name], name) for name in names}
        if chance.random() < 0.1:
            given[chance.choice((*TEXTS, *HIDDEN, "ctx", "self", "peoples", "__class__"))] = self.anything()
        return given

    def anything(self, depth: int = 0) -> Any:
        """A value of any type."""
        chance = self._chance
        kind = chance.randrange(9 if depth < 3 else 4)
        match kind:
            case 0 | 1:
                return chance.choice(TEXTS)
            case 2:
                return chance.choice(NUMBERS)
            case 3:
                return chance.choice(EMPTY)
            case 4:
                return _nested(chance.randint(2, DEEPEST), as_lists=chance.random() < 0.5)
            case 5:
                return [self.anything(depth + 1)] * chance.choice((1, 2, 2 if depth else 300))
            case 6:
                return {chance.choice(TEXTS): self.anything(depth + 1) for _ in range(chance.randint(1, 5))}
            case 7:
                return {"name": self.anything(depth + 1), "persona": self.anything(depth + 1)}
            case _:
                return [self.anything(depth + 1) for _ in range(chance.randint(1, 4))]

    def _value(self, schema: Mapping[str, Any], name: str = "") -> Any:
        """A value of the right form, but for some."""
        chance = self._chance
        if chance.random() < self._wrong:
            return self.anything()
        if name in self._known and chance.random() < 0.8:
            return chance.choice(self._known[name])
        if "enum" in schema:
            return chance.choice(schema["enum"])
        if arms := schema.get("anyOf"):
            return self._value(chance.choice(arms), name)
        match schema.get("type"):
            case "string":
                return chance.choice(TEXTS)
            case "integer" | "number":
                return chance.choice(NUMBERS)
            case "boolean":
                return chance.random() < 0.5
            case "array":
                return [self._value(schema.get("items", {})) for _ in range(chance.choice((0, 1, 2, 3, 30)))]
            case "object":
                inner = dict[str, Any](schema.get("properties", {}))
                return {name: self._value(inner[name], name) for name in inner if chance.random() < 0.5} or {
                    chance.choice(("name", "age", "x", *TEXTS)): self.anything(1) for _ in range(3)
                }
            case _:
                return self.anything()


def _nested(depth: int, *, as_lists: bool) -> Any:
    value: Any = "deep"
    for _ in range(depth):
        value = [value] if as_lists else {"persona": value}
    return value
