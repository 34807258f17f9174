"""What the people of a wave seek in their memories, so that all of it can be turned into vectors at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.simulation.memory.recollection import all_memories, is_choosing, memory_room, query_of
from troupe_mcp.simulation.turns.reviewing import Careful
from troupe_mcp.simulation.turns.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from troupe_mcp.simulation.worlds.work import Work
    from troupe_mcp.simulation.worlds.world import TinyWorld


def sought(work: Iterable[Work], world: TinyWorld) -> list[str]:
    """Return the texts that are compared before the turns of a wave: what is on people's minds, and their memories.

    Whose memories all fit into the prompt compares nothing; nobody does in a step that goes by words.
    """
    if world.by_words == world.step:
        return []
    texts: list[str] = []
    for name in (turn.person for each in work for turn in _turns(each)):
        person = world.people[name]
        query = query_of(person)
        if query.strip() and is_choosing(person, memory_room(person, world.prompt_budget)):
            texts += [query, *(memory.text for memory in all_memories(person))]
    return texts


def _turns(work: Work) -> tuple[Turn, ...]:
    if isinstance(work, Careful):
        return work.turns
    return (work,) if isinstance(work, Turn) else ()
