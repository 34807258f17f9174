"""Bytes on disk, once the store is closed."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from benchmarks.models import ANSWER, Scripted
from benchmarks.row import Row
from benchmarks.stage import fresh_app, world
from troupe_mcp.models.rehearsal import Rehearsal

PEOPLE = ["Lisa Carter", "Oscar"]


def rows() -> list[Row]:
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    empty, rehearsed, few, many = await _size(0), await _size(10, rehearsal=True), await _size(10), await _size(100)
    turn = (many - empty) / (100 * len(PEOPLE))
    short = (rehearsed - empty) / (10 * len(PEOPLE))
    return [
        Row(
            f"bytes kept for a turn answered in {len(ANSWER)} characters (rehearsal)",
            f"{turn / 1000:.2f} KB ({short / 1000:.2f} KB)",
            "",
            "≤ 6 KB",
            turn <= 6_000,
        ),
        Row(
            "the database of 10 steps × 2 people",
            f"{few / 1000:.0f} KB (rehearsal {rehearsed / 1000:.0f} KB)",
            f"empty {empty / 1000:.0f} KB; 16,400 KB elsewhere",
            "≤ 200 KB",
            max(few, rehearsed) <= 200_000,
        ),
    ]


async def _size(steps: int, *, rehearsal: bool = False) -> int:
    """Return the size of a database in which a world was played so long, with all files beside it."""
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory:
        async with fresh_app(Rehearsal() if rehearsal else Scripted(), directory=Path(directory)) as app:
            if steps:
                await world(app, PEOPLE, steps, together=False)
        return _bytes(Path(directory))


def _bytes(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
