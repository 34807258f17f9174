"""Moderating without a model: the silent are drawn out, then one is asked for the reason, then it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.asked.calling import named
from troupe_mcp.simulation.people.names import called

if TYPE_CHECKING:
    from random import Random

    from troupe_mcp.simulation.steering.moderating import ModerateTask

_DRAWN = (
    "{name}, how is that for you?",
    "{name}, what about you?",
    "And you, {name}?",
    "{name}, we haven't heard you.",
)
_MEATY = 8
"""Words of an answer from which on it is worth asking further."""
_PROBES = (
    "{name}, why is that?", "What makes you say so, {name}?",
    "{name}, can you give us an example?",
)  # fmt: skip


def moderate(task: ModerateTask, rng: Random) -> dict[str, Any]:
    """Return the next move: nobody is asked twice in the same words, and in the last round nothing new begins."""
    if task.talk and (missing := [name for name in task.silent if not _asked(name, task)]):
        return _said("draw_out", _DRAWN, missing[0], task, rng, "is still missing")
    meaty = [said for said in task.talk if len(said.content.split()) >= _MEATY and not _asked(said.person, task)]
    if meaty:
        return _said("probe", _PROBES, rng.choice(meaty).person, task, rng, "said most")
    move = "next" if task.more else "wait"
    return {"thought": "Nothing is left to ask here.", "move": move, "say": "", "to": ""}


def _asked(person: str, task: ModerateTask) -> bool:
    """Whether somebody was turned to by name already."""
    return any(person in named(line, task.here) for line in task.earlier)


def _said(move: str, frames: tuple[str, ...], person: str, task: ModerateTask, rng: Random, why: str) -> dict[str, Any]:
    name = called(person, task.here)
    fresh = [line for frame in frames if (line := frame.format(name=name)) not in task.earlier]
    if not fresh:
        return {"thought": "They talk; I let them.", "move": "wait", "say": "", "to": ""}
    return {"thought": f"{person} {why}.", "move": move, "say": rng.choice(fresh), "to": person}
