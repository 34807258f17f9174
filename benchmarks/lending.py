"""How much longer a world takes than the model that its client lends, in both eras on both transports.

The target is so many times the waits alone, beside what a bare `MCPServer` of the SDK takes. At 2025-11-25 over HTTP
the client sends its answers back one after the other, a POST and a connection each: what that leaves for any server is
told there by one of ready bytes (`benchmarks/ideal.py`).
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
import warnings
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from benchmarks.processes import ROOT, server
from benchmarks.row import Row
from benchmarks.wire import LEGACY, MODERN, free_port, until_it_listens

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from mcp import Client

THINKS = 0.05
STEPS, TIMES = 3, 7
MOST = 1.5
PROMPT = 8_000
"""Characters of the reference's prompts, about as many as ours have."""
PEOPLE = [
    "Oscar", "Lisa Carter", "Fetu Leavasa", "Caio Marinho", "Solveig Rustad", "Raghav Deshmukh", "Ilona Szabados",
    "Ximena Undurraga",
]  # fmt: skip
ERAS: dict[str, Literal["auto", "legacy"]] = {MODERN: "auto", LEGACY: "legacy"}


def rows() -> list[Row]:
    warnings.simplefilter("ignore")  # the SDK's, of what an era deprecates
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory, ExitStack() as both:
        data = Path(directory, "data")
        data.mkdir()
        ours, bare, ideal = free_port(), free_port(), free_port()
        both.enter_context(server("troupe_mcp", "serve", "--http", "--port", str(ours), data=data))
        both.enter_context(server("benchmarks.asking", str(bare), data=data))
        both.enter_context(server("benchmarks.ideal", str(ideal), data=data))
        for port in (ours, bare, ideal):
            until_it_listens(port)
        at = [f"http://127.0.0.1:{port}/mcp" for port in (ours, bare, ideal)]
        return asyncio.run(_rows(_pipe("troupe_mcp", data), _pipe("benchmarks.asking", data), *at))


def _pipe(module: str, data: Path) -> Any:
    from mcp.client.stdio import StdioServerParameters

    environment = {**os.environ, "TROUPE_STORE__DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    return StdioServerParameters(command=sys.executable, args=["-m", module], env=environment, cwd=data.parent)


async def _rows(pipe: Any, bare_pipe: Any, url: str, bare_url: str, ideal_url: str) -> list[Row]:
    from mcp import Client

    told: list[Row] = []
    for wire, target, reference in (("stdio", pipe, bare_pipe), ("HTTP", url, bare_url)):
        for era, mode in ERAS.items():
            lent = Lent()
            sampling: Any = lent
            servers = [target, reference, *([ideal_url] if (wire, era) == ("HTTP", LEGACY) else [])]
            async with AsyncExitStack() as clients:
                them = [
                    await clients.enter_async_context(Client(each, mode=mode, sampling_callback=sampling))
                    for each in servers
                ]
                told.append(await _row(f"{era}, {wire}", lent, *them))
    return told


class Lent:
    """A client's model that thinks for a while; `together` is the most prompts it had at once."""

    def __init__(self) -> None:
        self.calls = self.here = self.together = 0

    async def __call__(self, _: Any, __: Any) -> Any:
        from mcp.types import CreateMessageResult, TextContent

        self.calls += 1
        self.here += 1
        self.together = max(self.together, self.here)
        await asyncio.sleep(THINKS)
        self.here -= 1
        mind = {"feeling": "calm", "attention": "the talk", "goal": "to be heard"}
        said = {"thought": "Well.", "actions": [{"type": "TALK", "content": f"Word {self.calls}.", "to": ""}]}
        content = TextContent(type="text", text=json.dumps({**said, "mind": mind}))
        return CreateMessageResult(role="assistant", content=content, model="lent")


async def _row(where: str, lent: Lent, ours: Client, bare: Client, ideal: Client | None = None) -> Row:
    prompts = {"rounds": STEPS, "at_once": len(PEOPLE), "characters": PROMPT}
    clients = {"ours": ours, "bare": bare, **({"ideal": ideal} if ideal else {})}
    took: dict[str, list[float]] = {name: [] for name in clients}
    waits: list[float] = []
    for seed in range(TIMES + 1):
        world = {"people": PEOPLE, "say": f"Hello, {where}.", "steps": STEPS, "order": "together", "seed": seed}
        for name, client in clients.items():
            lent.calls = 0
            tool, given = ("run_world", world) if name == "ours" else ("ask", prompts)
            took[name].append(await _timed(client.call_tool(tool, given)))
            if lent.calls != STEPS * len(PEOPLE):
                raise RuntimeError(f"{tool} asked {lent.calls} prompts")
        waits.append(await _timed(_waited()))
    best = {name: min(times[1:]) for name, times in took.items()}  # the first reads the templates
    least, own, sdk = min(waits[1:]), best["ours"], best["bare"]
    ready = f"; a server of ready bytes {best['ideal']:.3f} s = {best['ideal'] / least:.2f} ×" if ideal else ""
    return Row(
        f"lent model, {len(PEOPLE)} people × {STEPS} steps at {THINKS * 1000:.0f} ms, {where}, best of {TIMES}",
        f"{own:.3f} s = {own / least:.2f} × the waits, {own / sdk:.2f} × bare "
        f"(worst {max(took['ours'][1:]):.3f} s; {lent.together} at once)",
        f"the waits alone {least:.3f} s; bare MCPServer {sdk:.3f} s = {sdk / least:.2f} ×{ready}",
        f"≤ {MOST} × the waits",
        own <= MOST * least,
    )


async def _waited() -> None:
    for _ in range(STEPS):
        await asyncio.gather(*(asyncio.sleep(THINKS) for _ in PEOPLE))


async def _timed(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun
