"""A lent model where people look something up: 14 of 24 turns recall before they act, which takes a second prompt.

So 8 people × 3 steps are 38 prompts that depend on each other, in six waits, where `lending` has 24 in three. Through
the client of the Python SDK, beside a bare `MCPServer` that asks as many.
"""

from __future__ import annotations

import asyncio
import tempfile
import warnings
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.lending import ERAS, PEOPLE, STEPS, THINKS, TIMES, Lent, over_pipe, timed
from benchmarks.processes import server
from benchmarks.row import Row
from benchmarks.wire import free_port, until_it_listens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 1.5
PROMPT = 10_000
"""Characters of the reference's prompts, about as many as ours have."""
LOOK_UP = (0, 2, 4, 6, 8, 10, 11)
"""Which of twelve turns begin by looking something up."""
PROMPTS, WAITS = 38, 6
REMEMBERED = [
    f"On day {day} the harbour had {7 * day} boats. Somebody told me a long story about each of them, there was a wind "
    "from the west and rain by noon, and I went home late."
    for day in range(60)
]
"""More than a prompt shows, so that there is something to recall."""


def rows() -> list[Row]:
    warnings.simplefilter("ignore")  # the SDK's, of what an era deprecates
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory, ExitStack() as both:
        data = Path(directory, "data")
        data.mkdir()
        ours, bare = free_port(), free_port()
        both.enter_context(server("troupe_mcp", "serve", "--http", "--port", str(ours), data=data))
        both.enter_context(server("benchmarks.asking", str(bare), data=data))
        until_it_listens(ours)
        until_it_listens(bare)
        targets = {
            "stdio": [over_pipe("troupe_mcp", data), over_pipe("benchmarks.asking", data)],
            "HTTP": [f"http://127.0.0.1:{ours}/mcp", f"http://127.0.0.1:{bare}/mcp"],
        }
        return asyncio.run(_rows(targets))


async def _rows(targets: Mapping[str, Sequence[Any]]) -> list[Row]:
    from mcp import Client

    async with Client(targets["HTTP"][0]) as client:
        people = [await _remembering(client, name) for name in PEOPLE]
    return [
        await _row(f"{era}, {wire}", mode, there, people)
        for wire, there in targets.items()
        for era, mode in ERAS.items()
    ]


async def _remembering(client: Any, name: str) -> str:
    """Return the id of somebody of their own like one of the library, with all that to remember."""
    made = await client.call_tool("create_person", {"like": name})
    person = made.structured_content["person"]
    told = await client.call_tool("edit_person", {"person": person, "remember": REMEMBERED})
    return told.structured_content["person"]


async def _row(where: str, mode: Any, targets: Sequence[Any], people: list[str]) -> Row:
    lent = Recalling()
    took: list[list[float]] = [[], []]
    waits: list[float] = []
    world = {"people": people, "say": f"Hello, {where}.", "steps": STEPS, "order": "together"}
    reference = ("ask", {"rounds": STEPS, "at_once": len(people), "characters": PROMPT})
    async with AsyncExitStack() as opened:
        clients = [await opened.enter_async_context(_lending(target, mode, lent)) for target in targets]
        for seed in range(TIMES + 1):
            for client, times, call in zip(
                clients, took, (("run_world", {**world, "seed": seed}), reference), strict=True
            ):
                before, lent.turns = lent.calls, 0
                times.append(await timed(client.call_tool(*call)))
                if (asked := lent.calls - before) != PROMPTS:
                    raise RuntimeError(f"{call[0]} asked {asked} prompts, not {PROMPTS}")
            waits.append(await timed(_waited()))
    own, bare = (min(times[1:]) for times in took)  # the first reads the templates
    least = min(waits[1:])
    return Row(
        f"the same with {PROMPTS} prompts in {WAITS} waits, {where}, best of {TIMES}",
        f"{own:.3f} s = {own / least:.2f} × the waits, {own / bare:.2f} × bare (worst {max(took[0][1:]):.3f} s)",
        f"the waits alone {least:.3f} s; bare MCPServer {bare:.3f} s = {bare / least:.2f} ×",
        f"≤ {MOST} × the waits",
        own <= MOST * least,
    )


def _lending(target: Any, mode: Any, lent: Any) -> Any:
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters

    there = target if isinstance(target, str) else StdioServerParameters(**target)
    return Client(there, mode=mode, sampling_callback=lent)


class Recalling(Lent):
    """A client's model whose people look something up before they act, at 14 turns of 24."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = 0

    def action(self, asked: Any) -> dict[str, str]:
        if "just looked that up" in str(asked.messages):
            return super().action(asked)
        self.turns += 1
        recalls = self.turns % 12 in LOOK_UP
        return {"type": "RECALL", "content": "the harbour", "to": ""} if recalls else super().action(asked)


async def _waited() -> None:
    for _ in range(WAITS):
        await asyncio.sleep(THINKS)
