"""Clients that lend their model, on every wire."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Literal, cast

from mcp import Client
from mcp.types import CreateMessageRequestParams, CreateMessageResult, CreateMessageResultWithTools, ErrorData
from mcp.types import TextContent as Text

from tests.doubles import ROOT, Era, Table, settings, stdio, turn
from tests.server.test_http import served
from troupe_mcp.app import App, open_app
from troupe_mcp.server.build import build_server

Wire = Literal["memory", "stdio", "http"]
WIRES: tuple[Wire, ...] = ("memory", "stdio", "http")
PEOPLE = [
    "Oscar", "Lisa Carter", "Fetu Leavasa", "Caio Marinho", "Solveig Rustad", "Raghav Deshmukh", "Ilona Szabados",
    "Ximena Undurraga",
]  # fmt: skip
Said = str | ErrorData | CreateMessageResult | CreateMessageResultWithTools


def well(_: CreateMessageRequestParams) -> str:
    """What a chatty model says: JSON in a fence."""
    return "```json\n" + json.dumps(turn("I see.")) + "\n```"


def whose(params: CreateMessageRequestParams) -> str:
    """Who a prompt speaks to."""
    system = params.system_prompt or ""
    return next((name for name in PEOPLE if f"You are {name}." in system), "")


class Lender:
    """A client's model: answers as a function says, but only when so many are waiting for it and its gate is open."""

    def __init__(self, says: Callable[[CreateMessageRequestParams], Said] = well, together: int = 1) -> None:
        self.says = says
        self.asked: list[CreateMessageRequestParams] = []
        self.together = together
        self.all_here = asyncio.Event()
        self.came = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.here = self.most_here = 0

    async def __call__(self, _: Any, params: CreateMessageRequestParams) -> Any:
        self.asked.append(params)
        self.here += 1
        self.most_here = max(self.most_here, self.here)
        waiting = self.all_here
        if len(self.asked) % self.together == 0:
            self.all_here = asyncio.Event()
            waiting.set()
        await waiting.wait()
        self.came.set()
        await self.gate.wait()
        self.here -= 1
        said = self.says(params)
        if isinstance(said, str):
            return CreateMessageResult(role="assistant", content=Text(type="text", text=said), model="lent-1")
        return said

    def names(self) -> list[str]:
        """Who was asked, in this order."""
        return [whose(params) for params in self.asked]


@asynccontextmanager
async def lent(directory: Path, era: Era = "auto", lender: Lender | None = None) -> AsyncGenerator[Table]:
    """A table in memory, with a client that lends its model where there is a lender."""
    async with open_app(settings(directory)) as app, beside(app, era, lender) as at:
        yield at


@asynccontextmanager
async def beside(app: App, era: Era = "auto", lender: Lender | None = None) -> AsyncGenerator[Table]:
    """A further client of a server in memory."""
    async with Client(build_server(app), mode=era, sampling_callback=cast("Any", lender)) as client:
        yield Table(client, app)


Connect = Callable[[Era, Lender | None], AbstractAsyncContextManager[Client]]


@asynccontextmanager
async def sitting(directory: Path, wire: Wire) -> AsyncGenerator[Connect]:
    """How to connect to a server on a directory by a wire; over stdio each client has one of its own."""
    if wire == "memory":
        async with open_app(settings(directory)) as app:
            yield lambda era, lender: _client(build_server(app), era, lender)
    elif wire == "stdio":
        yield lambda era, lender: _client(stdio(directory, PYTHONPATH=str(ROOT)), era, lender)
    else:
        async with served(directory) as url:
            yield lambda era, lender: _client(url, era, lender)


def _client(target: Any, era: Era, lender: Lender | None) -> Client:
    return Client(target, mode=era, sampling_callback=cast("Any", lender))


@asynccontextmanager
async def dying(*arguments: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """A client in a process of its own (`python -m tests.players.dying`), which says a line and then waits in vain."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.players.dying", *arguments),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
