"""What a tool answers to an argument it does not have: the one that was meant where that is sure, else all it has."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LIKE = 0.75
"""How alike two names are, of 1, of which one is a slip of the other; a wrong guess is worse than the whole list."""

_WHO = ("people", "persona", "personas", "persons", "person", "participants", "respondents", "names", "agent", "name")
MEANT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_WHO, ("people", "person")),
    **dict.fromkeys(("message", "prompt", "question"), ("say", "claim")),
    **dict.fromkeys(("proposition", "statement", "hypothesis"), ("claim",)),
    **dict.fromkeys(("criteria", "traits"), ("expectations",)),
    **dict.fromkeys(("rounds", "turns"), ("steps",)),
    **dict.fromkeys(("n", "size"), ("count",)),
    **dict.fromkeys(("memory", "memories"), ("remember",)),
    **dict.fromkeys(("versions", "ads", "alternatives", "stimuli"), ("variants",)),
    "budget": ("max_cost",),
}
"""Other words for an argument: those of a tool that it may mean, the likeliest first."""

MODEL = ("model", "model_name", "provider", "temperature", "reasoning_effort", "base_url", "api_key")
"""What only the operator sets."""

FIELDS = ("define", "persona")
"""Arguments that hold the fields of a person."""


def misnamed(tool: str, name: str, value: object, known: Sequence[str], published: Sequence[str]) -> str:
    """Return that a tool has no such argument, and what to give instead."""
    return f"{tool} has no argument {name[:60]!r}{_instead(name, value, known, published)}"


def _instead(name: str, value: object, known: Sequence[str], published: Sequence[str]) -> str:
    if name in MODEL:
        return ': which model plays is the operator\'s, [model] in config.ini; played_by="host" has you play.'
    held = next((each for each in FIELDS if each in published), "")
    if held and name == "persona":
        return f"; did you mean {held}?"
    parts = name.split("_")
    meant = (
        *(each for each in known if each in parts),
        *(each for each in MEANT.get(name, ()) if each in known),
        *difflib.get_close_matches(name, known, 1, LIKE),
    )
    if meant:
        return f"; did you mean {meant[0]}?"
    fields = f". Fields of a person go into {held}={clip(json.dumps({name: value}, ensure_ascii=False), 80)}"
    return f"{fields * bool(held)}. It has: {', '.join(known)}."
