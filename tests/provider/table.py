"""A table at which the people are played by the provider on loopback, over HTTP as a client with a token has it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from tests.doubles import Table
from tests.provider.server import Provider
from troupe_mcp.app import App, open_app
from troupe_mcp.app.runs.embedders import embedders
from troupe_mcp.app.runs.players import players
from troupe_mcp.server.build import build_server
from troupe_mcp.settings import Keys, ModelSection, ServerSection, Settings, StoreSection

KEY = "sk-canary-7f3a9b"
TOKEN = "token-canary-51d0ce"
AZURE = "azure-canary-c20e44"


class Waits(list[float]):
    """Remembers how long was waited for another try, and waits not at all."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@asynccontextmanager
async def served(
    directory: Path,
    provider: Provider,
    *,
    waits: Waits | None = None,
    keys: Keys | None = None,
    http: bool = False,
    configured: Mapping[str, Any] | None = None,
    **model: Any,
) -> AsyncGenerator[Table]:
    """Open an app whose preferred player is the provider, and a client in front of it; over `http` with a token.

    `configured` are sections of the settings.
    """
    sections: dict[str, Any] = {"server": ServerSection(wait_seconds=30), **(configured or {})}
    settings = Settings(
        store=StoreSection(data_dir=str(directory)),
        model=ModelSection.model_validate({"base_url": provider.url, "model": "fake-1", "timeout": 5, **model}),
        **sections,
    )
    async with AsyncExitStack() as until:
        keys, waits = keys or Keys(openai=KEY), waits if waits is not None else Waits()
        models, told = players(settings, keys, until, waits), embedders(settings, keys, until, waits)
        app = await until.enter_async_context(open_app(settings, models, embeddings=told))
        client = await until.enter_async_context(over_http(app)) if http else Client(build_server(app))
        yield Table(await until.enter_async_context(client), app)


def everything_in(directory: Path) -> bytes:
    """All bytes of all files below a directory, to look for what may not be kept."""
    return b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


@asynccontextmanager
async def over_http(app: App) -> AsyncGenerator[Client]:
    """A client, not yet entered, of an app that is served over HTTP; it sends a token that nobody asked for."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        starlette = build_server(app).streamable_http_app(host="127.0.0.1")
        server = uvicorn.Server(uvicorn.Config(starlette, log_config=None, timeout_graceful_shutdown=1))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as http:
                yield Client(streamable_http_client(f"http://127.0.0.1:{port}/mcp", http_client=http))
        finally:
            server.should_exit = True
            await serving
