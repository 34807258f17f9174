"""Votes as data: the latest choosing reply, in the terms that a field wants: letter, number, or the option's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.words import concepts, coverage, keys, normal
from troupe_mcp.models.rehearsal.offers.layouts import Option
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings.chosen import ABSTAINS, option_chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.simulation.worlds.transcript import Utterance

_NONE = re.compile(
    r"^(?:none|neither|abstain\w*|undecided|no (?:vote|choice|preference)|nothing|n/?a|null|other)\b", re.IGNORECASE
)


def choices_of(meaning: Any) -> list[Any]:
    """Return the values that a field's schema allows, empty where it allows any."""
    listed = cast("Mapping[str, Any]", meaning).get("enum") if isinstance(meaning, Mapping) else None
    return cast("list[Any]", listed) if isinstance(listed, list) else []


def is_vote(meaning: Any, options: tuple[Option, ...]) -> bool:
    """Return whether the values that a field allows are the options themselves."""
    choices = choices_of(meaning)
    met = [option for place, option in enumerate(options) if _among(option, place, choices) is not None]
    return len(choices) > 1 and len(met) > 1


def options_before(outside: Sequence[Utterance], line: Utterance, meaning: Any) -> tuple[Option, ...]:
    """Return the options that a line answers to: those last shown or asked before it, else the field's own values."""
    known = options_in([u.content for u in outside if u.position < line.position])
    return known or tuple(_option(choice) for choice in choices_of(meaning) if not _NONE.match(str(choice)))


def vote(
    role: str, meaning: Any, lines: Sequence[Utterance], outside: Sequence[Utterance]
) -> tuple[Any, Utterance | None, str]:
    """Return the value of the latest choosing reply with the line and the words in which it was given."""
    for line in reversed(lines):
        options = options_before(outside, line, meaning)
        picked = option_chosen(line.content, options)
        if picked is not None:
            option, quote = picked
            return _value(role, meaning, option, options.index(option)), line, quote
        declined = next(
            (choice for choice in choices_of(meaning) if choice is not None and _NONE.match(str(choice))), None
        )
        if declined is not None and (found := ABSTAINS.search(line.content)):
            return declined, line, found.group()
    return None, None, ""


def _value(role: str, meaning: Any, option: Option, place: int) -> Any:
    schema: Mapping[str, Any] = cast("Mapping[str, Any]", meaning) if isinstance(meaning, Mapping) else {}
    if choices := choices_of(meaning):
        return _among(option, place, choices)
    wanted = schema.get("type")
    number = int(option.label) if option.label.isdigit() else place + 1
    if wanted in {"integer", "number"} or (isinstance(wanted, list) and "integer" in wanted):
        return number
    if role == "number":
        return number if option.label.isdigit() or not option.label else option.label
    return option.title if role == "title" else option.spoken.strip('"')


def _among(option: Option, place: int, choices: list[Any]) -> Any:
    """Return the allowed value that means an option: its words, its letter or number, its place in the list."""
    label = option.label.casefold()
    names = {normal(name) for name in (option.title, option.text, option.spoken, f"option {label}") if normal(name)}
    for choice in choices:
        if normal(str(choice)) in names or (label and str(choice).strip(" .):").casefold() == label):
            return choice
    for choice in choices:
        text = str(choice)
        if label and re.match(rf"(?:\w+\s+)?{re.escape(label)}\s*[:.)–—-]", text, re.IGNORECASE):
            return choice
        wanted = keys(option.title)
        if wanted and coverage(wanted, keys(text)) >= 0.75 and not _NONE.match(text):
            return choice
    plain = [choice for choice in choices if not _NONE.match(str(choice))]
    marks = [str(choice).strip().upper().removeprefix("OPTION ") for choice in plain]
    counted = all(mark == "ABCDEFGH"[n : n + 1] or mark == str(n + 1) for n, mark in enumerate(marks))
    return plain[place] if counted and place < len(plain) else None


def _option(choice: Any) -> Option:
    text = str(choice)
    mark = re.match(r"^(?:option\s+)?([A-H]|\d)$", text.strip(), re.IGNORECASE)
    label = mark.group(1).upper() if mark else ""
    return Option(label, "", text, text, keys(text), concepts(text))
