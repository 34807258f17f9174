"""A table at which the people are played by the provider on loopback."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from mcp import Client

from tests.doubles import Table
from tests.provider.server import Provider
from troupe_mcp.app import open_app
from troupe_mcp.app.players import players
from troupe_mcp.server.build import build_server
from troupe_mcp.settings import Keys, ModelSection, ServerSection, Settings, StoreSection

KEY = "sk-canary-7f3a9b"


class Waits(list[float]):
    """Remembers how long was waited for another try, and waits not at all."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@asynccontextmanager
async def served(
    directory: Path, provider: Provider, *, waits: Waits | None = None, key: str = KEY, **model: Any
) -> AsyncGenerator[Table]:
    """Open an app whose preferred player is the provider, and a client in front of it."""
    settings = Settings(
        store=StoreSection(data_dir=str(directory)),
        model=ModelSection.model_validate({"base_url": provider.url, "model": "fake-1", "timeout": 1, **model}),
        server=ServerSection(wait_seconds=30),
    )
    async with AsyncExitStack() as until:
        models = players(settings, Keys(openai=key), until, waits if waits is not None else Waits())
        app = await until.enter_async_context(open_app(settings, models))
        yield Table(await until.enter_async_context(Client(build_server(app))), app)
