"""What changes among people as a step opens: who comes, who goes, who got to know each other; and how it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.simulation.worlds.clock import span
from troupe_mcp.simulation.worlds.events import Arrived, Left, Parted, Related, StepBegan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from troupe_mcp.simulation.worlds.events import Event, Line, SceneSet
    from troupe_mcp.simulation.worlds.world import TinyWorld

ACQUAINTED = "acquainted"
"""What ties those who met through a friend."""


def comings(world: TinyWorld, scene: SceneSet, step: int, brought: Iterable[Line] = ()) -> tuple[Event, ...]:
    """Return the comings and goings that the script has at a step, and the relations that the step before opened.

    Interventions may have `brought` more; of theirs, who is there does not come, and who is not does not go.
    """
    scripted = tuple(_moved(line for line in scene.script if line.step == step))
    there = {*world.after(scripted).reach.present}
    more: list[Event] = []
    for move in _moved(brought):
        if isinstance(move, Left) == (move.person in there):
            there ^= {move.person}
            more.append(move)
    return (*scripted, *more, *_introduced(world, scene, step))


def change(event: Event) -> str:
    """Return who came, went, met or parted, or how much time passed, in a sentence; empty for any other event."""
    match event:
        case Arrived(person=person):
            return f"{person} came in."
        case Left(person=person):
            return f"{person} left."
        case Related(a=a, b=b, what=what):
            return f"{a} and {b} can reach each other now{f': {what}' if what else ''}."
        case Parted(a=a, b=b):
            return f"{a} and {b} cannot reach each other any more."
        case StepBegan(passed=passed) if passed:
            time = str(span(passed))
            one = time.startswith("one ") and " and " not in time
            return f"{time.capitalize()} {'has' if one else 'have'} passed."
        case _:
            return ""


def _moved(lines: Iterable[Line]) -> Iterator[Arrived | Left]:
    for line in lines:
        if line.kind == "leave":
            yield from (Left(line.step, name) for name in line.to)
        elif line.kind == "arrive":
            yield from (Arrived(line.step, name) for name in line.to)


def _introduced(world: TinyWorld, scene: SceneSet, step: int) -> Iterator[Event]:
    """Relate those who turned to a friend of a friend, once both are there."""
    if scene.setting != "network":
        return
    met: set[frozenset[str]] = set()
    for a, b in world.approached:
        pair = frozenset((a, b))
        if pair not in met and pair <= set(world.reach.present):
            met.add(pair)
            yield Related(step, a, b, ACQUAINTED)
