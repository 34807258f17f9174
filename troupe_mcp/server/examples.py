"""Arguments as the guide gives them, for whoever got the form of one wrong and may not be shown the guide."""

from __future__ import annotations

import json
import re
from pathlib import Path

_CALL = re.compile(r"`([^`]+)`")
_PLACE = re.compile(r'\["(?:[^"]*…|<\w+>)"\]')
"""Where somebody's own is to stand: no example."""


_FILLED = re.compile(r'\b\w+="[^"]*\{\{(\w+)\}\}[^"]*"')
"""An argument with a placeholder, without which a list that fills it would be half an example."""


def guide() -> str:
    """Return the guide, as Markdown."""
    return Path(__file__).with_name("guide.md").read_text("utf-8")


def example_of(tool: str, argument: str) -> str:
    """Return the shortest list or object that the guide gives for an argument, as `name=value`; else nothing.

    What it gives in calls of the same tool comes before what others take under that name. With what fills placeholders
    goes the argument that has them.
    """
    given = re.compile(rf"(?<![\w.]){re.escape(argument)}=(?=[\[{{])")
    found = [
        (not call.startswith(f"{tool}("), len(value), _with_placeholder(call, f"{argument}={value}"))
        for call in _CALL.findall(guide())
        for at in given.finditer(call)
        if (value := _value(call, at.end()))
    ]
    return min(found)[-1] if found else ""


def _with_placeholder(call: str, told: str) -> str:
    filled = _FILLED.search(call)
    return f"{filled[0]}, {told}" if filled and f'"{filled[1]}":' in told else told


def _value(call: str, start: int) -> str:
    """Return the JSON that begins there; nothing where it is none, or is empty."""
    try:
        value, end = json.JSONDecoder().raw_decode(call, start)
    except json.JSONDecodeError:
        return ""
    told = call[start:end]
    return told if value and not _PLACE.fullmatch(told) else ""
