"""What is one's own: the van that nobody has heard of is "my van" where somebody owns one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact

_OWNED = re.compile(
    r"^I (?:own|drive|ride) an? (?:(?:(?!(?:and|or|of|in|on|at|from|with|near|that|which) )[a-z-]+ )*?"
    r"(?P<kind>[a-z-]+) )??(?P<thing>[a-z]{3,})(?= (?:and|from|with|near|in|that|which)\b|[.,;]|$)"
)
_OF_ONE = re.compile(r"^I\b")


def owned(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with "my" before what the person owns, in the sentences about themselves."""
    things = [match.group("kind", "thing") for fact in facts if (match := _OWNED.match(fact.said))]
    for kind, thing in things:
        before = rf"(?:{kind} )?" if kind else ""
        known, new = re.compile(rf"\bthe (?={before}{thing}\b(?! of\b))"), re.compile(rf"\b(?:an?|my) .*\b{thing}\b")
        facts = [
            replace(fact, said=known.sub("my ", fact.said))
            if _OF_ONE.match(fact.said) and known.search(fact.said) and not new.search(fact.said)
            else fact
            for fact in facts
        ]
    return list(facts)
