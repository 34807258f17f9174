"""What playing a scene will take: its steps are played with people who say so much each time and mean nothing by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.language.budget import tokens_about
from troupe_mcp.simulation.events import Acted, TurnTaken
from troupe_mcp.simulation.turn import turn_prompt
from troupe_mcp.simulation.world import next_moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.events import Event
    from troupe_mcp.simulation.turn import Rules
    from troupe_mcp.simulation.world import TinyWorld

MEASURED = 8
"""Prompts that are made of one wave; the others are taken to be as long."""
MOST_HEARD = 30_000
"""Words reaching ears (people times people times steps) that are played; further steps go on as the last ones did."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many turns are taken, and how many tokens their prompts have."""

    turns: int = 0
    tokens: int = 0


def forecast(world: TinyWorld, rules: Rules, templates: Templates, *, said: int, silent: int = 0) -> Forecast:
    """Return what the planned steps of a world take where each turn says so many characters.

    `silent` n: every n-th turn says nothing.
    """
    scene = world.scene
    if scene is None:
        return Forecast()
    heard = len(scene.people) ** 2 if scene.setting == "room" else len(scene.people)
    until = world.step + max(2, MOST_HEARD // heard)
    steps: dict[int, Forecast] = {}
    turns = 0
    while (moves := next_moves(world, rules.seed, len(scene.people))) and world.step <= until:
        world = world.after(moves.events)
        acted: list[Event] = []
        for name in moves.turns:
            turns += 1
            quiet = silent and turns % silent == 0
            acted += [] if quiet else [Acted(world.step, name, "TALK", "so it is " * (said // 9))]
            acted.append(TurnTaken(world.step, name, "", "calm", "the talk", "to be heard"))
        if moves.turns:
            so_far = steps.get(world.step, Forecast())
            read = _read(world, moves.turns, rules, templates)
            steps[world.step] = Forecast(so_far.turns + len(moves.turns), so_far.tokens + read)
        world = world.after(acted)
    return _gone_on(list(steps.values()), scene.last_step - world.steps_done if moves else 0, rules)


def _read(world: TinyWorld, names: Sequence[str], rules: Rules, templates: Templates) -> int:
    some = names[:: max(1, len(names) // MEASURED)]
    return len(names) * sum(tokens_about(turn_prompt(world, name, rules, templates)) for name in some) // len(some)


def _gone_on(steps: Sequence[Forecast], left: int, rules: Rules) -> Forecast:
    """Return the sum of the steps, and of those that are left, each longer than the one before as the last one was."""
    turns, tokens = sum(step.turns for step in steps), sum(step.tokens for step in steps)
    if left > 0 and len(steps) > 1:
        last, before = steps[-1], steps[-2]
        grown = last.tokens - before.tokens
        full = last.turns * rules.prompt_budget // 4
        turns += left * last.turns
        tokens += sum(min(full, last.tokens + grown * (n + 1)) for n in range(left))
    return Forecast(turns, tokens)
