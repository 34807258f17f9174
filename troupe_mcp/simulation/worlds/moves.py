"""What comes next in a world: what follows from its rules alone, or the calls of a wave, phase by phase."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from troupe_mcp.simulation.memory.consolidation import fading
from troupe_mcp.simulation.memory.reading import stimulus_of
from troupe_mcp.simulation.steering.interventions import intervening
from troupe_mcp.simulation.steering.judging import Judgement, counted, due
from troupe_mcp.simulation.steering.moderating import moderating
from troupe_mcp.simulation.turns.reviewing import careful
from troupe_mcp.simulation.turns.turn import Turn
from troupe_mcp.simulation.worlds.clock import time_at, waited
from troupe_mcp.simulation.worlds.comings import comings
from troupe_mcp.simulation.worlds.events import Marked, SceneSet, StepBegan, StepEnded
from troupe_mcp.simulation.worlds.refereeing import refereeing
from troupe_mcp.simulation.worlds.work import Moves

if TYPE_CHECKING:
    from troupe_mcp.simulation.people.person import TinyPerson
    from troupe_mcp.simulation.worlds.world import TinyWorld


def _opening(world: TinyWorld, scene: SceneSet, _: int) -> Moves:
    """Begin the next step, with what its script brings."""
    step = world.step + 1
    fired, brought = intervening(world, scene, step)
    lines = (*(line for line in scene.script if line.step == step), *brought)
    moved = comings(world, scene, step, brought)
    said = [stimulus_of(line, scene.speaker) for line in lines if line.kind not in ("arrive", "leave", "wait")]
    passed = waited(scene, step)
    after = world.after(moved)
    quiet = not (said or passed or scene.guide) and not any(after.people[name].has_news for name in _here(after))
    return Moves(events=(StepBegan(step, quiet, time_at(scene, step), passed), *fired, *moved, *said))


def _turns(world: TinyWorld, scene: SceneSet, seed: int) -> Moves:
    """Let those act who have news, or everybody in a quiet step; in turn, the addressed come first."""
    present = [name for name in _here(world) if not scene.guide or name != scene.moderator]
    acted = frozenset(world.acted)
    ready = [name for name in present if name not in acted and (world.quiet or world.people[name].has_news)]
    if scene.order == "in_turn":
        order = list(present)
        random.Random(f"{seed}/{world.step}").shuffle(order)
        ready.sort(key=lambda name: (not _addressed(world.people[name]), order.index(name)))
        ready = ready[:1]
    return Moves(work=careful(tuple(map(Turn, ready)), world, scene))


def _verdicts(world: TinyWorld, scene: SceneSet, _: int) -> Moves:
    """Judge what is due once all have acted: in code where that can be, else in parallel by one call each."""
    asked = due(world, scene)
    known = counted(asked, world.course, world.step)
    matters = {(judged.claim, judged.person) for judged in known}
    return Moves(known, tuple(Judgement(each) for each in asked if each.matter not in matters))


def _fading(world: TinyWorld, scene: SceneSet, _: int) -> Moves:
    """Let words fade to memories where they outgrow a prompt."""
    return Moves(work=fading(world, scene))


Phase = Callable[["TinyWorld", "SceneSet", int], Moves]
PHASES: tuple[Phase, ...] = (moderating, _fading, _turns, refereeing, _verdicts)
"""The phases of an open step, in their order: the first that still has something to do comes next."""


def next_moves(world: TinyWorld, seed: int, wave: int, phases: Sequence[Phase] = PHASES) -> Moves:
    """Return the next wave of a world, at most `wave` calls wide; nothing once all planned steps are closed."""
    scene = world.scene
    if scene is None or (not world.open and world.step >= scene.last_step):
        return Moves()
    for phase in phases if world.open else (_opening,):
        if moves := phase(world, scene, seed):
            return Moves(moves.events, moves.work[:wave])
    named = scene.checkpoint and (world.step == scene.last_step or world.course.stops(scene))
    return Moves(events=(StepEnded(world.step), *([Marked(world.step, scene.checkpoint)] if named else [])))


def _here(world: TinyWorld) -> list[str]:
    return [name for name in world.reach.present if name in world.people]


def _addressed(person: TinyPerson) -> bool:
    return any(item.to_me for item in person.perceived[person.news :])
