"""What playing a scene will take: its steps are played with people who say so much each time and mean nothing by it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.language.budget import size_of, tokens_about
from troupe_mcp.language.vectors import in_calls
from troupe_mcp.simulation.memory.seeking import sought
from troupe_mcp.simulation.turns.reviewing import calls_of
from troupe_mcp.simulation.worlds.moves import PHASES, Phase, next_moves
from troupe_mcp.simulation.worlds.work import Past
from troupe_mcp.simulation.worlds.world import TinyWorld

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.simulation.worlds.work import Rules, Work

MEASURED = 8
"""Prompts that are made of one wave; the others are taken to be as long."""
MOST_HEARD = 30_000
"""Words reaching ears (people times people times steps) that are played; further steps go on as the last ones did."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many calls are made, and how many tokens their prompts have.

    `compared` are the calls for vectors beside them, `texts` the tokens of those.
    """

    calls: int = 0
    tokens: int = 0
    compared: int = 0
    texts: int = 0


def forecast(
    cast: Iterable[tuple[str, Persona]],
    log: Sequence[Event],
    rules: Rules,
    templates: Templates,
    *,
    said: int,
    silent: int = 0,
    by_meaning: bool = False,
    phases: Sequence[Phase] = PHASES,
) -> Forecast:
    """Return what the planned steps of a world take after its log, where each turn says so many characters.

    `silent` n: every n-th turn says nothing. `by_meaning`: memories are compared with the moment by their vectors.
    """
    world = TinyWorld.of(cast, rules.prompt_budget).after(log)
    scene = world.scene
    if scene is None:
        return Forecast()
    heard = len(scene.people) + sum(len(world.reach.of(name)) for name in scene.people)
    until = world.step + max(2, MOST_HEARD // heard)
    steps: dict[int, Forecast] = {}
    told = [*enumerate(log, 1)]
    calls = 0
    known: Counter[str] = Counter()
    while (moves := next_moves(world, rules.seed, len(scene.people), phases)) and world.step <= until:
        world = world.after(moves.events)
        came: list[Event] = []
        for work in moves.work:
            calls += calls_of(work)
            quiet = silent and calls % silent == 0
            came += work.supposed(world, "" if quiet else "so it is " * (said // 9))
        if moves.work:
            so_far = steps.get(world.step, Forecast())
            read = _read(moves.work, Past(world, told, rules, templates))
            texts = Counter(sought(moves.work, world) if by_meaning else ())
            new, known = [*(texts - known).elements()], known | texts
            steps[world.step] = Forecast(
                so_far.calls + sum(map(calls_of, moves.work)),
                so_far.tokens + read,
                so_far.compared + (max(1, len(in_calls(new))) if texts else 0),
                so_far.texts + sum(map(size_of, new)) // 4,
            )
        told += enumerate((*moves.events, *came), len(told) + 1)
        world = world.after(came)
    return _gone_on(list(steps.values()), scene.last_step - world.steps_done if moves else 0, rules)


def _read(work: Sequence[Work], past: Past) -> int:
    some = work[:: max(1, len(work) // MEASURED)]
    return len(work) * sum(calls_of(each) * tokens_about(each.prompt(past)) for each in some) // len(some)


def _gone_on(steps: Sequence[Forecast], left: int, rules: Rules) -> Forecast:
    """Return the sum of the steps, and of those that are left, each longer than the one before as the last one was."""
    calls, tokens = sum(step.calls for step in steps), sum(step.tokens for step in steps)
    if left > 0 and len(steps) > 1:
        last, before = steps[-1], steps[-2]
        grown = last.tokens - before.tokens
        full = last.calls * rules.prompt_budget // 4
        calls += left * last.calls
        tokens += sum(min(full, last.tokens + grown * (n + 1)) for n in range(left))
    compared, texts = sum(step.compared for step in steps), sum(step.texts for step in steps)
    if left > 0:
        compared, texts = compared + left * steps[-1].compared, texts + left * steps[-1].texts
    return Forecast(calls, tokens, compared, texts)
