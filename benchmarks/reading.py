"""CPU of the server for a cheap tool over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.people import person
from benchmarks.processes import cpu_of, server
from benchmarks.row import Row
from benchmarks.stage import fresh_app, interview, make
from benchmarks.wire import Caller, free_port, until_it_listens

KEPT = 20
CALLS, TIMES = 200, 5
READS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (f"get_run() of {KEPT} runs", "get_run", {}),
    ("get_run(limit=1)", "get_run", {"limit": 1}),
    (f"find_people() of {KEPT} people", "find_people", {}),
    ("find_people(limit=1)", "find_people", {"limit": 1}),
    ("find_people(query=…)", "find_people", {"query": "submarine captain"}),
)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory, contextlib.ExitStack() as both:
        data = Path(directory, "data")
        asyncio.run(_fill(data))
        ours, bare = free_port(), free_port()
        troupe = both.enter_context(server("troupe_mcp", "serve", "--http", "--port", str(ours), data=data))
        reference = both.enter_context(server("benchmarks.bare", str(bare), data=data))
        until_it_listens(ours)
        until_it_listens(bare)
        echo = Caller(bare, "echo", {"text": "hello"})
        return [_row(what, Caller(ours, name, given), troupe.pid, echo, reference.pid) for what, name, given in READS]


async def _fill(data: Path) -> None:
    async with fresh_app(directory=data) as app:
        for each in await make(app, [person(n) for n in range(KEPT)]):
            await interview(app, [each])


def _row(what: str, caller: Caller, pid: int, echo: Caller, echo_pid: int) -> Row:
    ours: list[float] = []
    bare: list[float] = []
    size = caller.call(CALLS // 2)
    echo.call(CALLS // 2)
    for _ in range(TIMES):
        bare.append(_spent(echo, echo_pid))
        ours.append(_spent(caller, pid))
    ratio = min(ours) / min(bare)
    return Row(
        f"CPU over HTTP of {what}",
        f"{min(ours) * 1000:.2f} ms = {ratio:.2f} × ({size:,} bytes)",
        f"bare echo {min(bare) * 1000:.2f} ms",
        "≤ 2 ×",
        ratio <= 2,
    )


def _spent(caller: Caller, pid: int) -> float:
    begun = cpu_of(pid)
    caller.call(CALLS)
    return (cpu_of(pid) - begun) / CALLS
