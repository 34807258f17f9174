"""What the moment brings back: the memories that a prompt shows, and those that somebody searches their mind for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.simulation.memory.meaning import WORDS
from troupe_mcp.simulation.memory.memory import FRAME, Memory, size_of, size_of_taught, taught
from troupe_mcp.simulation.memory.retrieval import MOST_IMPORTANT, Item, retrieve
from troupe_mcp.simulation.people.card import CARD_LIMIT, card
from troupe_mcp.simulation.people.persona import Persona

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.simulation.memory.meaning import Meaning
    from troupe_mcp.simulation.people.person import TinyPerson
    from troupe_mcp.simulation.turns.perception import Perceived

OURS = 4_800
"""Characters of a prompt's rules, world and moment beside the person, the situation, memories and the log, at most."""
LEAST_ROOM = 1_400
"""Characters that memories and the log have in the smallest prompt."""
SHARE = 0.3
"""What memories may take of that room."""
UNFORGOTTEN = 8
"""The importance from which a memory comes back whatever the moment is."""
LONGEST_QUERY = 600
"""Characters of the present moment that memories are sought by."""
ALWAYS, ALWAYS_LONG = 6, 600
"""So few things taught, so short, are always in mind."""
RECALLED, MOST_RECALLED = 2400, 12
"""Characters, and memories, that one search of the mind brings back."""


@lru_cache(maxsize=512)
def card_of(persona: Persona) -> str:
    """Return who somebody is as a prompt tells it."""
    return card(persona)


def room_of(person: TinyPerson, budget: int) -> int:
    """Return how many characters memories and the log may take in a prompt of this budget; 0 is any."""
    return max(budget - OURS - len(card_of(person.persona)), LEAST_ROOM) if budget else 10**9


def least_room(budget: int) -> int:
    """Return the room that even the longest card leaves, for telling cheaply that far less is taken."""
    return max(budget - OURS - CARD_LIMIT, LEAST_ROOM) if budget else 10**9


def memory_room(person: TinyPerson, budget: int) -> int:
    """Return how many characters of that memories may take."""
    return int(room_of(person, budget) * SHARE)


def has_more(person: TinyPerson, budget: int) -> bool:
    """Whether somebody holds more in memory than a prompt of this budget shows."""
    return person.until > 0 or is_choosing(person, memory_room(person, budget))


def remembered_size(person: TinyPerson) -> int:
    """Return how many characters all that somebody remembers would take."""
    return person.held + size_of_taught(person.persona)


def all_memories(person: TinyPerson) -> tuple[Memory, ...]:
    """Return all that somebody remembers: what they were taught, then what they kept, oldest first."""
    return taught(person.persona) + person.memories


def is_choosing(person: TinyPerson, room: int) -> bool:
    """Whether somebody holds more in memory than these characters, so that the moment has to choose."""
    return remembered_size(person) > room


@lru_cache(maxsize=256)  # a prompt asks, then whoever searches their mind, then their second prompt
def brought_back(person: TinyPerson, room: int, meaning: Meaning = WORDS) -> tuple[Memory, ...]:
    """Return the memories that the present moment brings back, in their order, within so many characters.

    All where all fit. Else the most important ones and a short list of what was taught, then what bears on what is
    new, then the latest.
    """
    held = all_memories(person)
    if not is_choosing(person, room):
        return held
    kept: list[int] = []
    kept += _fitting(held, [at for at in _by_age(held) if held[at].importance >= UNFORGOTTEN], room // 3)
    told = taught(person.persona)
    if len(told) <= ALWAYS and size_of(told) <= min(ALWAYS_LONG, room // 2):
        kept += [at for at in range(len(told)) if at not in kept]
    bearing = retrieve(query_of(person), held, len(held), meaning=meaning)
    left = room - size_of(held[at] for at in kept)
    kept += _fitting(held, [at for at in bearing if at not in kept], left * 3 // 4)
    latest = [at for at in _by_age(held) if at not in kept and held[at].kind != "fact"]
    kept += _fitting(held, latest, room - size_of(held[at] for at in kept))
    return tuple(held[at] for at in sorted(kept))


def query_of(person: TinyPerson) -> str:
    """Return what is on somebody's mind now: what is new, the last first, what was said to them before the rest."""
    new = [item for item in reversed(person.perceived[person.news :]) if not item.own and item.kind != "situation"]
    asked = sorted(new, key=lambda item: not (item.to_me or item.kind in {"say", "show", "think", "goal"}))
    words, room = "", LONGEST_QUERY
    for item in asked:
        words += f"{item.content[-room:]} "
        room = LONGEST_QUERY - len(words)
        if room <= 0:
            break
    return words or person.mind.goal


def recollected(
    person: TinyPerson, wanted: str, shown: Sequence[Memory], told: Iterable[tuple[Perceived, str]]
) -> list[str]:
    """Return what a search of one's mind brings back beyond what is in it already, the best first.

    `told` is what was perceived before and has faded, each with the line that told it. The words come back.
    """
    found = [Item(line, item.step, 5) for item, line in told if line]
    in_mind = frozenset(shown)
    others = [memory for memory in all_memories(person) if memory not in in_mind]
    found += [Item(f"“{memory.text}”", memory.step, min(memory.importance, MOST_IMPORTANT)) for memory in others]
    lines: list[str] = []
    room = RECALLED
    for at in retrieve(wanted, found, MOST_RECALLED):
        room -= len(found[at].text) + FRAME
        if room < 0 and lines:
            break
        lines.append(found[at].text[:RECALLED])
    return lines


def _by_age(held: Sequence[Memory]) -> list[int]:
    return list(range(len(held) - 1, -1, -1))


def _fitting(held: Sequence[Memory], wanted: Iterable[int], room: int) -> list[int]:
    kept: list[int] = []
    for at in wanted:
        size = size_of((held[at],))
        if size <= room:
            kept.append(at)
            room -= size
    return kept
