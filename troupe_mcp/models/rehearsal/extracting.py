"""Turning a transcript into fields: only what people really said, with the place where they said it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal import said
from troupe_mcp.models.rehearsal.chosen import option_chosen
from troupe_mcp.models.rehearsal.fields import role_of, typed
from troupe_mcp.models.rehearsal.options import Option, options_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.tasks import ExtractTask, Utterance


def extract(task: ExtractTask) -> dict[str, Any]:
    """Return the fields of one person, or the records of a whole run; what nobody said is null."""
    options = options_in([u.content for u in task.transcript if u.from_outside])
    lines = [
        u for u in task.transcript if not u.from_outside and u.kind in {"TALK", "SHOW", "WRITE"} and u.content.strip()
    ]
    fields = dict(task.fields) or {_free_field(task.objective): task.objective}
    if not task.many:
        return _of_person(fields, [u for u in lines if not task.person or u.person == task.person], options)
    return {"records": _of_run(fields, lines, options, task.objective)}


def _free_field(objective: str) -> str:
    return (
        "ideas"
        if re.search(r"\bideas?\b|feature", objective, re.IGNORECASE)
        else "choice"
        if re.search(r"choice|choos|chose|prefer", objective, re.IGNORECASE)
        else "quote"
    )


def _of_person(fields: Mapping[str, Any], lines: Sequence[Utterance], options: tuple[Option, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    quotes: list[dict[str, Any]] = []
    for name, meaning in fields.items():
        value, line, quote = _value(role_of(name, meaning), lines, options, many=_is_list(meaning, name))
        found[name] = typed(value, meaning)
        if found[name] is not None and line is not None:
            quotes.append({"field": name, "position": line.position, "quote": quote})
    return {"found": found, "quotes": quotes}


def _is_list(meaning: Any, name: str) -> bool:
    if isinstance(meaning, Mapping):
        return cast("Mapping[str, Any]", meaning).get("type") == "array"
    return name.lower() in {
        "ideas",
        "features",
        "objections",
        "problems",
        "quotes",
        "suggestions",
        "benefits",
        "concerns",
    }


def _value(
    role: str, lines: Sequence[Utterance], options: tuple[Option, ...], *, many: bool
) -> tuple[Any, Utterance | None, str]:
    """Return a role's value with the line and the words it rests on: the latest choice, the first of the rest."""
    if role in {"number", "title", "choice"}:
        return _chosen(role, lines, options)
    if role == "person":
        return (lines[0].person, lines[0], said.quote_of(lines[0].content)) if lines else (None, None, "")
    hits = [(value, line, quote) for line in lines for value, quote in said.SAYINGS[role](line.content, options)]
    if many and hits:
        return [value for value, _, _ in hits], hits[0][1], hits[0][2]
    if role in {"reason", "rating", "price"}:
        hits = hits[::-1] if role != "reason" else _reasons_of_choice(hits, lines, options)
    return hits[0] if hits else (None, None, "")


def _reasons_of_choice(
    hits: list[tuple[Any, Utterance, str]], lines: Sequence[Utterance], options: tuple[Option, ...]
) -> list[tuple[Any, Utterance, str]]:
    _, line, _ = _chosen("choice", lines, options)
    return sorted(hits, key=lambda hit: hit[1] is not line)


def _chosen(role: str, lines: Sequence[Utterance], options: tuple[Option, ...]) -> tuple[Any, Utterance | None, str]:
    for line in reversed(lines):
        picked = option_chosen(line.content, options)
        if picked is not None:
            option, quote = picked
            label = int(option.label) if option.label.isdigit() else option.label or option.title
            value = {"number": label, "title": option.title}.get(role, option.spoken)
            return value, line, quote
    return None, None, ""


def _of_run(
    fields: Mapping[str, Any], lines: Sequence[Utterance], options: tuple[Option, ...], objective: str
) -> list[dict[str, Any]]:
    roles = {name: role_of(name, meaning) for name, meaning in fields.items()}
    main = next(
        (
            role
            for role in roles.values()
            if role in {"idea", "number", "title", "choice", "rating", "price", "objection", "agrees", "problem"}
        ),
        "",
    )
    main = main or ("idea" if re.search(r"\bidea|feature|suggest|propos", objective, re.IGNORECASE) else "quote")
    records: list[dict[str, Any]] = []
    seen: list[str] = []
    for line in lines:
        for value, quote in _mains(main, line, options):
            if said.known_before(str(value), seen) and main in {"idea", "objection", "problem"}:
                continue
            seen.append(str(value))
            record = {
                name: typed(_beside(role, main, value, line, options), fields[name]) for name, role in roles.items()
            }
            records.append({**record, "person": line.person, "position": line.position, "quote": quote})
    return records


def _mains(main: str, line: Utterance, options: tuple[Option, ...]) -> list[tuple[Any, str]]:
    if main in {"number", "title", "choice"}:
        value, found, quote = _chosen(main, [line], options)
        return [(value, quote)] if found is not None else []
    return said.SAYINGS[main](line.content, options)


def _beside(role: str, main: str, value: Any, line: Utterance, options: tuple[Option, ...]) -> Any:
    if role == main:
        return value
    if main == "idea" and role in {"reason", "problem"}:
        found = said.problems(line.content)
        return found[0][0] if found else None
    return _value(role, [line], options, many=False)[0]
