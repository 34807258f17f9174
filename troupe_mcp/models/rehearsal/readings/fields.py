"""The fields of an extraction: what a name and a schema are after, and the type they want."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from troupe_mcp.studies.shapes import fits

_ROLES: tuple[tuple[str, str], ...] = (
    ("category", r"categor|\btype\b|\btheme|\btopic|\bclass\b|\bcluster|\btone\b|emotion"),
    ("agrees", r"\b(?:are|is|were|was) (?:for|in favou?r)\b"),
    ("reason", r"justif|reason|\bwhy\b|because|explanation|rationale|motiv"),
    ("price", r"price|\bpay\b|cost|amount|budget|spend"),
    ("rating", r"rating|score|likelihood|scale|stars|how likely|out of \d"),
    ("number", r"(?:number|index|\bid\b|label|letter)"),
    ("title", r"title|headline|which (?:ad|option|product)|\bname of the (?:ad|option|product|chosen)"),
    (
        "choice",
        r"choice|chosen|choos|prefer|pick|vote|favou?rite|winner|winning|selected|decision|likes? (?:\w+ )?best\b",
    ),
    (
        "objection",
        (
            r"object|concern|doubt|critici|disagree|dislike|against|barrier|bother|reservation|drawback"
            r"|downside|negatives?\b"
            r"|\bcons\b|weakness|\b(?:keeps?|stops?|hold\w*|prevents?) (?:\w+ ){1,2}(?:from|back)\b"
        ),
    ),
    (
        "consent",
        (
            r"^(?:would|will|wants?)(?: they| he| she)? (?!have|be\b|pay|change|make|need|like|say)\w+"
            r"|\binterested|\bswitch(?:es)?\b"
            r"|\bwilling to (?!pay)|\bintent|\bsubscribes?\b|\bsigns? up|\bpurchases?\b"
            r"|\bwhether (?:or not )?(?:they|he|she|this person|the person|each|people) (?:would|will|wants?)\b"
        ),
    ),
    (
        "like",
        r"\blikes?\b(?! to\b)|\bliked\b|\bloves?\b|\benjoys?\b|appeal|positives?\b|\bpros\b|strengths?\b|praise",
    ),
    ("problem", r"problem|pain|trouble|need|frustrat|complain"),
    ("benefit", r"benefit|advantage|gain|value"),
    ("agrees", r"agree|support|approv|in favou?r|sentiment|stance|opinion|\bposition\b|\bsides?\b|\bstands?\b"),
    ("idea", r"idea|feature|suggest|propos|concept|improve|solution|product|description"),
    ("person", r"\bwho\b|person|participant|author|speaker|proposed by"),
    ("quote", r"quote|verbatim|said|words|statement|answer|comment|key point|summary"),
)


UNDECIDED = re.compile(r"\b(?:unsure|undecided|not sure|no (?:view|opinion)|don['’]t know|neutral)\b", re.IGNORECASE)
"""An allowed value for who takes no side."""
_UNNAMED = ("answer", "answers", "result", "finding", "findings")
"""Fields whose name says nothing of what they are after."""


def spelled(name: str) -> str:
    """Return the words of a field's name."""
    return re.sub(r"[_\-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))


def role_of(name: str, meaning: Any) -> str:
    """Return what a field is after, from its name first and from its meaning second."""
    words = spelled(name).lower()
    if words in _UNNAMED:
        found = role_of("", meaning)
        return found if found in {"objection", "like"} else "quote"
    for text in (words, description_of(meaning).lower()):
        for role, pattern in _ROLES:
            if text and re.search(pattern, text):
                return "consent" if role == "price" and _asks_whether(meaning) else role
    return "other"


def _asks_whether(meaning: Any) -> bool:
    """Return whether a field wants a yes or no: "whether they would pay for it" is no sum."""
    truth = isinstance(meaning, Mapping) and cast("Mapping[str, Any]", meaning).get("type") == "boolean"
    return (
        truth
        or re.match(r"(?:whether|if|(?:would|will|do|does) (?:they|he|she))\b", description_of(meaning).lower())
        is not None
    )


def description_of(meaning: Any) -> str:
    """Return what a field means in words."""
    if isinstance(meaning, Mapping):
        schema = cast("Mapping[str, Any]", meaning)
        return f"{schema.get('title', '')} {schema.get('description', '')}".strip()
    return str(meaning)


def parts_of(meaning: Any) -> tuple[Mapping[str, Any], bool] | None:
    """Return the fields that a field is made of, and whether it is a list of such; nothing where it is a plain one."""
    schema: Mapping[str, Any] = cast("Mapping[str, Any]", meaning) if isinstance(meaning, Mapping) else {}
    arms = [arm for arm in schema.get("anyOf", ()) if arm.get("type") != "null"]
    if arms:
        return parts_of(arms[0])
    if schema.get("properties"):
        return schema["properties"], False
    inner = parts_of(schema["items"]) if "items" in schema else None
    return (inner[0], True) if inner else None


def suits(value: Any, meaning: Any) -> bool:
    """Whether a value is as the field's schema wants it, or nothing."""
    return value is None or isinstance(meaning, str) or fits(value, meaning)


_TEXT = {"type": "string"}


def typed(value: Any, meaning: Any) -> Any:
    """Return a value as the field's schema wants it, or nothing where it can't be."""
    schema: Mapping[str, Any] = cast("Mapping[str, Any]", meaning) if isinstance(meaning, Mapping) else {}
    wanted = schema.get("type")
    if isinstance(wanted, list):
        wanted = next((kind for kind in cast("list[Any]", wanted) if kind != "null"), None)
    choices = schema.get("enum")
    if value is None:
        return None
    if isinstance(choices, list):
        return _among(value, cast("list[Any]", choices))
    if wanted in {"integer", "number"}:
        if isinstance(value, bool):
            return int(value)
        match = re.search(r"-?\d+(?:[.,]\d+)?", str(value))
        number = float(match.group().replace(",", ".")) if match else None
        return None if number is None else int(number) if wanted == "integer" else number
    if wanted == "boolean":
        return (
            value
            if isinstance(value, bool)
            else None
            if str(value).lower() not in {"yes", "no", "true", "false"}
            else str(value).lower() in {"yes", "true"}
        )
    if wanted == "array":
        items = cast("list[Any]", value) if isinstance(value, list) else [value]
        return [item for each in items if (item := typed(each, schema.get("items", _TEXT))) is not None]
    if wanted == "string" or isinstance(value, bool):
        return (
            "; ".join(str(v) for v in cast("list[Any]", value))
            if isinstance(value, list)
            else {True: "yes", False: "no"}[value]
            if isinstance(value, bool)
            else str(value)
        )
    return value


def _among(value: Any, choices: list[Any]) -> Any:
    text = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else str(value)
    for choice in choices:
        if str(choice).casefold() == text.casefold() or choice is value:
            return choice
    for choice in choices:
        plain = str(choice).casefold()
        if plain and re.search(rf"\b{re.escape(plain)}\b", text.casefold()):
            return choice
    synonyms = {
        "yes": ("agree", "support", "positive", "for", "would"),
        "no": ("disagree", "oppose", "negative", "against"),
    }
    return next((choice for choice in choices if str(choice).casefold() in synonyms.get(text.casefold(), ())), None)
