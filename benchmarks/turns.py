"""CPU of the engine for one turn: prompt, ledger, events, and the reading of the result."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from benchmarks.models import Scripted
from benchmarks.people import person
from benchmarks.row import Row
from benchmarks.stage import fresh_app, interview, library, make, world
from troupe_mcp.models.rehearsal import Rehearsal

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from troupe_mcp.app.views import RunView
    from troupe_mcp.language.model import Model

TIMES = 3


def rows() -> list[Row]:
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    return [
        await _room(10, 5, "≤ 1 ms", Scripted()),  # prompts of more than 10,000 characters
        await _room(10, 50, "", Scripted()),
        await _room(10, 10, "", Rehearsal()),
        await _survey(300, Scripted()),
        await _survey(300, Rehearsal()),
    ]


async def _room(people: int, steps: int, target: str, model: Model) -> Row:
    async with fresh_app(model) as app:
        cast = library()[:people]
        await world(app, cast, 1)
        cpu = await _least(lambda seed: world(app, cast, steps, seed=seed), people * steps)
    return _row(f"{people} people × {steps} steps", model, cpu, target)


async def _survey(people: int, model: Model) -> Row:
    async with fresh_app(model) as app:
        cast = await make(app, [person(n) for n in range(people)])
        await interview(app, cast[:1])
        cpu = await _least(lambda seed: interview(app, cast, seed=seed), people)
    return _row(f"{people} people asked one question", model, cpu, "")


async def _least(play: Callable[[int], Coroutine[None, None, RunView]], turns: int) -> float:
    """Return the seconds of CPU, of all threads, that a turn took when it took least."""
    spent: list[float] = []
    for seed in range(2, 2 + TIMES):
        begun = time.process_time()
        await play(seed)
        spent.append((time.process_time() - begun) / turns)
    return min(spent)


def _row(what: str, model: Model, cpu: float, target: str) -> Row:
    sizes = model.sizes if isinstance(model, Scripted) else []
    long = f"prompts of {sum(sizes) / len(sizes):,.0f} characters" if sizes else ""
    if isinstance(model, Scripted) and model.noted:
        long += f", {model.noted / (len(sizes) + model.noted):.0%} of the calls for memory"
    player = "instant model" if sizes else "rehearsal"
    met = cpu <= 0.001 if target else None
    return Row(f"CPU of a turn, {player}, {what}", f"{cpu * 1000:.2f} ms", long, target, met)
