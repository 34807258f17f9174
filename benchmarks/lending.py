"""How much longer a world takes than the model that its client lends, in both eras on both transports.

Each is measured through the clients of both SDKs: Python's, and TypeScript's, which most assistants are built on. The
target is so many times the waits alone, beside what a bare `MCPServer` takes. At 2025-11-25 over HTTP Python's client
sends its answers back one after the other, a POST and a connection each: what either client leaves for any server
there is told by one of ready bytes (`benchmarks/ideal.py`).
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from benchmarks.processes import ROOT, server
from benchmarks.row import Row
from benchmarks.wire import LEGACY, MODERN, free_port, until_it_listens
from tests.node import install, node

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

THINKS = 0.05
STEPS, TIMES = 3, 12
MOST = 1.5
PROMPT = 8_000
"""Characters of the reference's prompts, about as many as ours have."""
PEOPLE = [
    "Oscar", "Lisa Carter", "Fetu Leavasa", "Caio Marinho", "Solveig Rustad", "Raghav Deshmukh", "Ilona Szabados",
    "Ximena Undurraga",
]  # fmt: skip
ERAS: dict[str, Literal["auto", "legacy"]] = {MODERN: "auto", LEGACY: "legacy"}
TYPESCRIPT = Path(__file__).with_name("typescript")


class Called(NamedTuple):
    """Seconds that the calls of each server took, and those of the waits alone beside them."""

    took: Sequence[Sequence[float]]
    waits: Sequence[float]


Target = str | dict[str, Any]
"""A server: its address, or how to start it."""
Calls = Sequence[Sequence[dict[str, Any]]]
"""In each round one for each server, in their order, made one after the other."""


def rows() -> list[Row]:
    warnings.simplefilter("ignore")  # the SDK's, of what an era deprecates
    install(TYPESCRIPT)
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory, ExitStack() as both:
        data = Path(directory, "data")
        data.mkdir()
        ports = {name: free_port() for name in ("ours", "bare", "ideal")}
        both.enter_context(server("troupe_mcp", "serve", "--http", "--port", str(ports["ours"]), data=data))
        both.enter_context(server("benchmarks.asking", str(ports["bare"]), data=data))
        both.enter_context(server("benchmarks.ideal", str(ports["ideal"]), data=data))
        for port in ports.values():
            until_it_listens(port)
        over_http: dict[str, Target] = {name: f"http://127.0.0.1:{port}/mcp" for name, port in ports.items()}
        piped: dict[str, Target] = {"ours": over_pipe("troupe_mcp", data), "bare": over_pipe("benchmarks.asking", data)}
        return [
            _row(f"{client}'s client, {era}, {wire}", era, targets, called)
            for client, called in (("Python", _by_python), ("TypeScript", _by_typescript))
            for wire, targets in (("stdio", piped), ("HTTP", over_http))
            for era in ERAS
        ]


def over_pipe(module: str, data: Path) -> dict[str, Any]:
    environment = {**os.environ, "TROUPE_STORE__DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    return {"command": sys.executable, "args": ["-m", module], "env": environment, "cwd": str(data.parent)}


def _row(where: str, era: str, targets: Mapping[str, Target], called: Callable[..., Called]) -> Row:
    prompts = {"rounds": STEPS, "at_once": len(PEOPLE), "characters": PROMPT}
    world = {"people": PEOPLE, "say": f"Hello, {where}.", "steps": STEPS, "order": "together"}
    there = {name: target for name, target in targets.items() if name != "ideal" or era == LEGACY}
    ask = {"name": "ask", "arguments": prompts}
    calls = [
        [{"name": "run_world", "arguments": {**world, "seed": seed}} if name == "ours" else ask for name in there]
        for seed in range(TIMES + 1)
    ]
    took, waits = called(era, list(there.values()), calls)
    best = {name: min(times[1:]) for name, times in zip(there, took, strict=True)}  # the first reads the templates
    least, own, sdk = min(waits[1:]), best["ours"], best["bare"]
    worst = max(took[[*there].index("ours")][1:])
    ready = f"; a server of ready bytes {best['ideal'] / least:.2f} ×" if "ideal" in best else ""
    return Row(
        f"lent model, {len(PEOPLE)} people × {STEPS} steps at {THINKS * 1000:.0f} ms, {where}, best of {TIMES}",
        f"{own:.3f} s = {own / least:.2f} × the waits, {own / sdk:.2f} × bare (worst {worst:.3f} s)",
        f"the waits alone {least:.3f} s; bare MCPServer {sdk:.3f} s = {sdk / least:.2f} ×{ready}",
        f"≤ {MOST} × the waits",
        own <= MOST * least,
    )


def _by_typescript(era: str, targets: Sequence[Target], calls: Calls) -> Called:
    servers = [{"url": each} if isinstance(each, str) else {**each, "stderr": "ignore"} for each in targets]
    waits = {"thinks": THINKS * 1000, "rounds": STEPS, "atOnce": len(PEOPLE)}
    given = {"mode": ERAS[era], "era": era, "servers": servers, "calls": calls, **waits}
    done = node(TYPESCRIPT, "lender.mjs", json.dumps(given), capture=True)
    done.check_returncode()
    told = json.loads(done.stdout)
    return Called([[each / 1000 for each in times] for times in told["took"]], [each / 1000 for each in told["waits"]])


def _by_python(era: str, targets: Sequence[Target], calls: Calls) -> Called:
    return asyncio.run(_called(era, targets, calls))


async def _called(era: str, targets: Sequence[Target], calls: Calls) -> Called:
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters

    lent = Lent()
    sampling: Any = lent
    servers = [each if isinstance(each, str) else StdioServerParameters(**each) for each in targets]
    took: list[list[float]] = [[] for _ in targets]
    waits: list[float] = []
    async with AsyncExitStack() as opened:
        clients = [
            await opened.enter_async_context(Client(each, mode=ERAS[era], sampling_callback=sampling))
            for each in servers
        ]
        for round_ in calls:
            for client, times, call in zip(clients, took, round_, strict=True):
                lent.calls = 0
                times.append(await timed(client.call_tool(**call)))
                if lent.calls != STEPS * len(PEOPLE):
                    raise RuntimeError(f"{call['name']} asked {lent.calls} prompts")
            waits.append(await timed(_waited()))
    return Called(took, waits)


class Lent:
    """A client's model that thinks for a while."""

    def __init__(self) -> None:
        self.calls = 0

    def action(self, asked: Any) -> dict[str, str]:
        """Return what is done at a prompt."""
        del asked
        return {"type": "TALK", "content": f"Word {self.calls}.", "to": ""}

    async def __call__(self, _: Any, asked: Any) -> Any:
        from mcp.types import CreateMessageResult, TextContent

        self.calls += 1
        done = self.action(asked)
        await asyncio.sleep(THINKS)
        mind = {"feeling": "calm", "attention": "the talk", "goal": "to be heard"}
        said = {"thought": "Well.", "actions": [done]}
        content = TextContent(type="text", text=json.dumps({**said, "mind": mind}))
        return CreateMessageResult(role="assistant", content=content, model="lent")


async def _waited() -> None:
    for _ in range(STEPS):
        await asyncio.gather(*(asyncio.sleep(THINKS) for _ in PEOPLE))


async def timed(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun
