"""How much longer a world takes than its model thinks."""

from __future__ import annotations

import asyncio
import time

from benchmarks.models import Recording, Scripted, waves
from benchmarks.people import person
from benchmarks.row import Row
from benchmarks.stage import fresh_app, make, world

THINKS = 0.2
PEOPLE, STEPS, TIMES = 50, 3, 5


def rows() -> list[Row]:
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    ours: list[float] = []
    bare: list[float] = []
    cpu: list[float] = []
    model = Recording(Scripted(THINKS))
    async with fresh_app(model) as app:
        people = await make(app, [person(n) for n in range(PEOPLE)])
        await world(app, people[:2], 1)  # reads the templates
        for seed in range(TIMES):
            model.prompts.clear()
            begun = time.process_time()
            ours.append(await _timed(world(app, people, STEPS, seed=seed)))
            cpu.append(time.process_time() - begun)
            bare.append(await _timed(_bare(waves(model.prompts))))
    best, least = min(ours), min(bare)
    return [
        Row(
            f"wall of {PEOPLE} people × {STEPS} steps at {THINKS * 1000:.0f} ms, best of {TIMES}",
            f"{best:.2f} s = {best / least:.2f} × (worst {max(ours):.2f} s; {min(cpu):.2f} s CPU)",
            f"the waits alone {least:.2f} s, {waves(model.prompts)} of them",
            "≤ 1.3 ×",
            best <= 1.3 * least,
        )
    ]


async def _bare(times: int) -> None:
    for _ in range(times):
        await asyncio.gather(*(asyncio.sleep(THINKS) for _ in range(PEOPLE)))


async def _timed(work: object) -> float:
    begun = time.perf_counter()
    await work  # type: ignore[misc]
    return time.perf_counter() - begun
