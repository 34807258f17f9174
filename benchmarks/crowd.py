"""Ten thousand distinct people and one question."""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.people import person
from benchmarks.processes import in_child, peak_megabytes
from benchmarks.row import Row
from benchmarks.stage import fresh_app, interview
from troupe_mcp.app import App
from troupe_mcp.errors import Conflict
from troupe_mcp.simulation.worlds.events import Acted

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = 10_000
AT_ONCE = 100


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory:
        made = in_child("benchmarks.crowd", "create", directory, PEOPLE)
        asked = in_child("benchmarks.crowd", "ask", directory)
    return [
        Row(f"{PEOPLE:,} people created", _told(made)),
        Row(
            f"{PEOPLE:,} people asked one question, rehearsal",
            f"{_told(asked)}; {asked['different']:,} different replies",
            "",
            "≤ 60 s, ≤ 500 MB",
            asked["wall"] <= 60 and asked["megabytes"] <= 500,
        ),
        Row("the longest that it held up other clients", f"{asked['stall']:.2f} s"),
    ]


def create(directory: str, people: int) -> dict[str, float]:
    ids: list[str] = []

    async def work() -> None:
        async with fresh_app(directory=Path(directory)) as app:
            for first in range(0, people, AT_ONCE):
                specs = [person(n) for n in range(first, min(first + AT_ONCE, people))]
                ids.extend(await asyncio.gather(*(_made(app, spec) for spec in specs)))

    spent = _measured(lambda: asyncio.run(work()))
    Path(directory, "ids.json").write_text(json.dumps(ids), "utf-8")
    return spent


def ask(directory: str) -> dict[str, float]:
    ids = json.loads(Path(directory, "ids.json").read_text("utf-8"))
    replies: set[str] = set()
    stalls = [0.0]

    async def work() -> None:
        async with fresh_app(directory=Path(directory)) as app:
            watch = asyncio.create_task(_watch(stalls))
            view = await interview(app, ids)
            watch.cancel()
        replies.update(event.content for _, event in view.log if isinstance(event, Acted))

    return {**_measured(lambda: asyncio.run(work())), "different": len(replies), "stall": max(stalls)}


async def _watch(stalls: list[float]) -> None:
    """Note for how long the event loop let nobody else in."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(0.01)
        stalls.append(time.perf_counter() - begun - 0.01)


async def _made(app: App, spec: dict[str, Any]) -> str:
    while True:
        with contextlib.suppress(Conflict):  # an id that somebody had already
            return (await app.create_person(persona=spec)).id


def _measured(work: Callable[[], None]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    return {**spent, "megabytes": peak_megabytes()}


def _told(spent: dict[str, float]) -> str:
    return f"{spent['wall']:.1f} s ({spent['cpu']:.1f} s CPU), {spent['megabytes']:.0f} MB"
