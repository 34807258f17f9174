"""How long a first prompt is, and how many calls a world takes."""

from __future__ import annotations

import asyncio

from benchmarks.models import Scripted
from benchmarks.people import person
from benchmarks.row import Row
from benchmarks.stage import fresh_app, interview, library, make, world


def rows() -> list[Row]:
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    return [*await _sizes(), await _calls(10, 30), await _calls(50, 150)]


async def _sizes() -> list[Row]:
    alone, together = Scripted(), Scripted()
    people = library()
    async with fresh_app(alone) as app:
        await interview(app, people)
    async with fresh_app(together) as app:
        await world(app, people, 1)
    size = max(*alone.sizes, *together.sizes)
    return [
        Row(
            "first prompt of the richest library person",
            f"{size:,} characters (alone {max(alone.sizes):,}, in a room {max(together.sizes):,})",
            "28,200 elsewhere",
            "≤ 9,000",
            size <= 9_000,
        ),
        Row("the rules in it", f"{alone.rules:,} characters", "", "≤ 3,000", alone.rules <= 3_000),
    ]


async def _calls(people: int, target: int) -> Row:
    model = Scripted()
    async with fresh_app(model) as app:
        await world(app, await make(app, [person(n) for n in range(people)]), 3)
    elsewhere = {10: "60 elsewhere", 50: "700 elsewhere"}[people]
    most = target // 3 if people > 10 else 0
    return Row(
        f"calls for {people} people × 3 steps",
        f"{model.calls} and {model.noted} for memory",
        elsewhere,
        f"{target}" + (f" and ≤ {most}" if most else ""),
        model.calls <= target and model.noted <= most,
    )
