"""What would mend a person: statements that were not shown, put where a specification keeps such things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TASTE = re.compile(
    r"^(?:You|[A-Z]\S*(?: [A-Z]\S*){0,3}) (?:(?P<likes>likes?|loves?|enjoys?)"
    r"|dislikes?|hates?|(?:can['’]t|cannot) stand) (?P<thing>(?!to\b).+?)\.?$"
)


def additions(statements: Sequence[str], spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return what to add to a specification: tastes to its preferences, where it has such, all else as facts."""
    tastes: dict[str, list[str]] = {}
    facts: list[str] = []
    for statement in statements:
        found = _TASTE.match(statement)
        if found and isinstance(spec.get("preferences", {}), dict):
            tastes.setdefault("likes" if found["likes"] else "dislikes", []).append(found["thing"])
        else:
            facts.append(statement)
    return {**({"preferences": tastes} if tastes else {}), **({"other_facts": facts} if facts else {})}
