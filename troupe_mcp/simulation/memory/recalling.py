"""Searching one's mind: what somebody gets back who asks their memory for something before they act."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.memory.recollection import brought_back, has_more, memory_room, recollected
from troupe_mcp.simulation.turns.moment import told
from troupe_mcp.simulation.turns.perception import Brought

if TYPE_CHECKING:
    from troupe_mcp.simulation.memory.meaning import Meaning
    from troupe_mcp.simulation.people.person import TinyPerson
    from troupe_mcp.simulation.worlds.work import Past

LONGEST_WISH = 300
"""Characters of what somebody searches their mind for."""


def recall(past: Past, name: str, wanted: str) -> Brought | None:
    """Return what comes back to somebody beyond what their prompt showed; None where there is nothing to search."""
    return _found(past.world.people[name], clip(one_line(wanted), LONGEST_WISH), past.world.prompt_budget, past.meaning)


@lru_cache(maxsize=128)  # a run that waits for answers meets the same wish again
def _found(person: TinyPerson, wish: str, budget: int, meaning: Meaning) -> Brought | None:
    if not has_more(person, budget):
        return None
    faded = [(item, told(item, item.content, is_new=False, seen=False)) for item in person.perceived[: person.until]]
    lines = recollected(person, wish, brought_back(person, memory_room(person, budget), meaning), faded)
    if not lines:
        return Brought("RECALL", wish, f"You searched your memory for “{wish}”, and nothing more came back")
    return Brought(
        "RECALL",
        wish,
        f"What came back when you searched your memory for “{wish}”",
        "\n".join(f"- {line}" for line in lines),
    )
