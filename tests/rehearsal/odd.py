"""Persona documents as strangers send them: any keys, wrong types everywhere, other scripts, markup, noise."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any, cast

LISTS: dict[str, list[str]] = json.loads(Path(__file__).with_name("odd.json").read_text("utf-8"))
LONG = ("a" * 3000, "word " * 2000, "You talk and talk and talk " * 300)


def odd_documents(seed: int, count: int) -> list[Any]:
    """Return documents, ever the same for a seed; some have no usable name and some aren't objects at all."""
    chance = Random(f"odd/{seed}")
    return [_document(chance, number) for number in range(count)]


def _document(chance: Random, number: int) -> Any:
    if chance.random() < 0.03:
        return chance.choice(([], "You are Ann.", 7, None, [{"name": "Ann"}], True))
    document: dict[str, Any] = {}
    named = chance.random()
    if named < 0.8:
        document["name"] = (
            chance.choice(LISTS["names"]) if chance.random() < 0.4 else f"Person {'ABCDEFGHIJ'[number % 10]}"
        )
    elif named < 0.95:
        document["name"] = chance.choice(("", "   ", 7, None, ["Ann"], {"first": "Ann"}, True, "n" * 200, "\ud800"))
    for _ in range(chance.choice((0, 1, 3, 8, 20, 200))):
        usual = chance.random() < 0.85
        key = (
            chance.choice(LISTS["keys"])
            if usual
            else chance.choice((*LISTS["strange_keys"], "x" * 300, f"key {chance.random()}"))
        )
        document[key] = _value(chance, 0)
    if chance.random() < 0.1:
        return {"type": "TinyPerson", "persona": document}
    return document


def _value(chance: Random, depth: int) -> Any:
    roll = chance.random()
    if roll < 0.12:
        return chance.choice((None, True, False, 0, 1, -7, 3.5, 10**20, 52_000))
    if roll < 0.55 or depth > 3:
        return (
            chance.choice(LONG)
            if roll < 0.15
            else chance.choice(LISTS[chance.choice(("texts", "texts", "noise", "abroad"))])
        )
    if roll < 0.8:
        return [_value(chance, depth + 1) for _ in range(chance.randrange(6))]
    keys = (
        "name",
        "description",
        "general",
        "morning",
        "title",
        "routine",
        "trait",
        "openness",
        "relation",
        "x",
        "부모",
    )
    return {chance.choice(keys): _value(chance, depth + 1) for _ in range(chance.randrange(5))}


def shuffled(value: Any, chance: Random) -> Any:
    """Return the same document with the keys of all its objects in another order; lists stay as they are."""
    if isinstance(value, dict):
        pairs = [(key, shuffled(item, chance)) for key, item in cast("dict[str, Any]", value).items()]
        chance.shuffle(pairs)
        return dict(pairs)
    if isinstance(value, list):
        return [shuffled(item, chance) for item in cast("list[Any]", value)]
    return value


def shown(document: Any) -> str:
    """Return a document in one short line, for a complaint."""
    return json.dumps(document, ensure_ascii=True, default=str)[:200]
