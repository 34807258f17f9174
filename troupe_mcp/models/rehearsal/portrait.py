"""Compiling a persona once into a portrait."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.facts import Fact, Portrait
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.manner import manner_of
from troupe_mcp.models.rehearsal.narration import Teller, gender_of
from troupe_mcp.models.rehearsal.reading import read_facts
from troupe_mcp.models.rehearsal.words import keys, plain_words

if TYPE_CHECKING:
    from troupe_mcp.simulation.persona import Persona

_FIVE = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
_WEALTH = re.compile(
    r"\b(?:(?:well|better) off|without debt|three apartments|don't ask the price|not ask the price)\b", re.IGNORECASE
)


def compile_portrait(persona: Persona) -> Portrait:
    """Return the portrait of a persona; keys may be missing, unknown or of the wrong type."""
    spec = persona.spec
    gender = gender_of(_text(spec.get("gender", spec.get("pronouns", ""))))
    names = tuple(dict.fromkeys((persona.name, persona.name.split()[0])))
    whole = _text(spec)[:20_000]
    teller = Teller(gender, names, _others(spec, gender), _capitals(whole))
    facts = read_facts(spec, teller)
    by_kind: dict[str, tuple[Fact, ...]] = {}
    for fact in facts:
        by_kind[fact.kind] = (*by_kind.get(fact.kind, ()), fact)
    temper = _temper(spec)
    personality = spec.get("personality", spec.get("traits", ""))
    manner = manner_of(_text(spec.get("style", spec.get("voice", ""))), _text(personality), temper)
    age = re.search(r"\d{1,3}", _text(spec.get("age", "")))
    return Portrait(
        persona.name,
        _first(persona.name),
        age.group() if age else "",
        gender,
        facts,
        by_kind,
        manner,
        temper,
        _tightness(by_kind),
        keys(whole),
    )


def _first(name: str) -> str:
    parts = name.split()
    if len(parts) > 1 and words().has("titles", parts[0].lower().rstrip(".")):
        return name
    return parts[0]


def _capitals(text: str) -> tuple[str, ...]:
    """Return the words that stand with a capital inside a sentence."""
    return tuple(dict.fromkeys(re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]+", text)))


def _others(spec: Mapping[str, Any], gender: str) -> tuple[str, ...]:
    """Return the names of relations whom a possessive of this gender could mean."""
    relations = spec.get("relationships")
    found: list[str] = []
    if isinstance(relations, list):
        for relation in cast("list[Any]", relations):
            if isinstance(relation, Mapping):
                pair = cast("Mapping[str, Any]", relation)
                opposite = {"male": "female", "female": "male"}.get(gender, "")
                described = plain_words(str(pair.get("description", "")))[:6]
                if not (opposite and any(words().has(opposite, word) for word in described)):
                    found.extend(str(pair.get("name", "")).split())
    return tuple(name for name in found if name[:1].isupper())


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = cast("Mapping[Any, Any]", value)
        return " ".join(_text(pairs[key]) for key in sorted(pairs, key=str))
    if isinstance(value, list | tuple):
        return " ".join(_text(item) for item in cast("list[Any]", value))
    return str(value)


def _temper(spec: Mapping[str, Any]) -> dict[str, int]:
    personality = spec.get("personality")
    held = cast("Mapping[str, Any]", personality).get("big_five") if isinstance(personality, Mapping) else None
    if not isinstance(held, Mapping):
        held = spec.get("big_five")
    if not isinstance(held, Mapping):
        return {}
    five = {str(key).lower(): value for key, value in cast("Mapping[Any, Any]", held).items()}
    return {trait: _level(five[trait]) for trait in _FIVE if trait in five}


def _level(value: Any) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool):
        share = value / (1 if value <= 1 else 5 if value <= 5 else 10 if value <= 10 else 100)
        return -1 if share < 0.4 else 1 if share > 0.6 else 0
    word = str(value).strip().lower()
    return (
        1 if word.startswith(("high", "very high", "extremely")) else -1 if word.startswith(("low", "very low")) else 0
    )


def _tightness(by_kind: dict[str, tuple[Fact, ...]]) -> int:
    score = 0
    known = words()
    for fact in by_kind.get("money", ()):
        if _WEALTH.search(fact.source):
            score -= 3
        for word in plain_words(fact.source):
            score += known.has("tight_money", word) - known.has("pos_money", word)
    for kind in ("habit", "goal", "routine"):
        for fact in by_kind.get(kind, ()):
            score += any(
                word in fact.source.lower() for word in ("half price", "every price", "coupon", "discount", "debts")
            )
    return 1 if score > 0 else -1 if score < 0 else 0
