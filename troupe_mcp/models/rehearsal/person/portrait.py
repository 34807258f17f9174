"""Compiling a persona once into a portrait."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.narration import Teller, gender_of
from troupe_mcp.models.rehearsal.english.words import keys, plain_words
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.life.owning import owned
from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
from troupe_mcp.models.rehearsal.person.reading import read_facts
from troupe_mcp.models.rehearsal.voice.manner import manner_of
from troupe_mcp.simulation.people.names import first_name, untitled
from troupe_mcp.simulation.people.persona import told

if TYPE_CHECKING:
    from troupe_mcp.simulation.people.persona import Persona

_FIVE = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
_WEALTH = re.compile(
    r"\b(?:(?:well|better) off|without debt|three apartments|don't ask the price|not ask the price)\b", re.IGNORECASE
)


def compile_portrait(persona: Persona) -> Portrait:
    """Return the portrait of a persona; keys may be missing, unknown or of the wrong type."""
    spec = told(persona.spec)
    names = _names(persona.name, spec.get("full_name"))
    whole = _text(spec, "\n")[:20_000]
    gender = gender_of(_text(spec.get("gender", spec.get("pronouns", "")))) or _told_gender(whole)
    teller = Teller(gender, names, _others(spec, gender), _capitals(whole))
    found = owned(read_facts(spec, teller))
    facts = tuple(fact for fact in found if fact.kind not in {"trait", "age"})
    by_kind: dict[str, tuple[Fact, ...]] = {}
    for fact in found:
        by_kind[fact.kind] = (*by_kind.get(fact.kind, ()), fact)
    temper = _temper(spec)
    personality = spec.get("personality", spec.get("traits", ""))
    manner = manner_of(_text(spec.get("style", spec.get("voice", ""))), _text(personality), temper)
    return Portrait(
        persona.name,
        first_name(persona.name),
        _age(spec, by_kind.get("age", ())),
        gender,
        facts,
        by_kind,
        manner,
        temper,
        _tightness(by_kind),
        keys(whole),
        f"{_text(personality)} {_text(spec.get('traits', ''))}".strip(),
    )


def _told_gender(text: str) -> str:
    """Return the gender of the pronouns that open sentences where no key gives it."""
    he, she = (len(re.findall(rf"(?:^|[.!?\n] ?){word}\b", text)) for word in ("(?:He|His)", "(?:She|Her)"))
    return "male" if he > she else "female" if she > he else ""


def _age(spec: Mapping[str, Any], told: tuple[Fact, ...]) -> str:
    """Return the age in figures, from its key or from "a 52-year-old tailor"."""
    given = spec.get("age", "")
    text = "" if isinstance(given, bool) else _text(given)
    match = re.search(r"(?<![\d.-])\d{1,3}(?!\d)", text or " ".join(fact.said for fact in told))
    return match.group() if match and 0 < int(match.group()) < 120 else ""


def _names(name: str, full: Any) -> tuple[str, ...]:
    """Return what the document may call the person: the whole names, and first names without titles and quotes."""
    wholes = [name, full.strip()] if isinstance(full, str) and full.strip() else [name]
    firsts = [part.strip('"“”()') for whole in wholes for part in untitled(whole).split()]
    called = [part for part in firsts if part[:1].isupper()]
    return tuple(dict.fromkeys([*wholes, *called[:1], *re.findall(r'["“(](\w+)["”)]', name)]))


def _capitals(text: str) -> tuple[str, ...]:
    """Return the words that stand with a capital inside a sentence, or before phrases that else begin small."""
    inside = re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]+", text)
    phrases = [line for line in text.split("\n") if 0 < len(line.split()) <= 6 and not line.endswith((".", "!", "?"))]
    small = sum(line[0].islower() for line in phrases)
    leading = [line.split()[0] for line in phrases if line[0].isupper()] if small * 2 > len(phrases) else []
    return tuple(dict.fromkeys(inside + leading))


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


def _text(value: Any, gap: str = " ") -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        pairs = cast("Mapping[Any, Any]", value)
        return gap.join(_text(pairs[key], gap) for key in sorted(pairs, key=str))
    if isinstance(value, list | tuple):
        return gap.join(_text(item, gap) for item in cast("list[Any]", value))
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
