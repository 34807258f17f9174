"""A bench: a configuration file as somebody writes it, and what answers by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mcp import Client
from mcp.types import Implementation

from tests.doubles import Table
from tests.provider.replies import Reply
from tests.provider.server import Provider
from tests.provider.table import Waits
from troupe_mcp.app import open_app
from troupe_mcp.app.runs.embedders import embedders
from troupe_mcp.app.runs.players import players
from troupe_mcp.server.build import build_server
from troupe_mcp.settings import Keys, Settings, load_settings

Written = Mapping[str, str]
"""Values as they stand in a file, by `section.key`; `{url}` in one is the provider's address."""


@dataclass
class Bench:
    """A directory with a provider on loopback, which stays the same while configurations come and go."""

    directory: Path
    server: Provider
    waits: Waits = field(default_factory=Waits)

    def file(self, written: Written) -> Path:
        """Write the values as a configuration file, one section after the other."""
        lines: list[str] = []
        for name, value in sorted(written.items()):
            section, _, key = name.partition(".")
            lines += [f"[{section}]"] * (f"[{section}]" not in lines)
            lines.append(f"{key} = {value.format(url=self.server.url)}")
        path = self.directory / "written.ini"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def settings(self, written: Written) -> Settings:
        """Return what comes of the values; the data lies in the directory unless they say where."""
        here = {"store.data_dir": str(self.directory / "data")}
        return load_settings(self.file({**here, **written}), {})

    @asynccontextmanager
    async def table(
        self, written: Written, keys: Keys | None = None, client: str = "somebody"
    ) -> AsyncGenerator[Table]:
        """Open an app by the values, with players of its own, and a client in front of it."""
        settings = self.settings(written)
        async with AsyncExitStack() as until:
            models = players(settings, keys or Keys(), until, self.waits)
            told = embedders(settings, keys or Keys(), until, self.waits)
            app = await until.enter_async_context(open_app(settings, models, embeddings=told))
            named = Implementation(name=client, version="1")
            yield Table(await until.enter_async_context(Client(build_server(app), client_info=named)), app)


class Crowd:
    """Stands before a provider: nobody is answered before so many have come, and it counts who is there at once."""

    def __init__(self, server: Provider, together: int) -> None:
        self.most = 0
        self._together = together
        self._here = 0
        self._full = asyncio.Event()
        self._answer = server._answer  # pyright: ignore[reportPrivateUsage]
        setattr(server, "_answer", self.answer)  # noqa: B010 - a door of the server that nobody else needs

    def open(self) -> None:
        """Wait for nobody any more."""
        self._full.set()

    async def answer(self, writer: asyncio.StreamWriter, reply: Reply) -> bool:
        self._here += 1
        self.most = max(self.most, self._here)
        if self._here >= self._together:
            self._full.set()
        await self._full.wait()
        for _ in range(200):  # whoever else was let through comes in meanwhile
            await asyncio.sleep(0)
        self._here -= 1
        return await self._answer(writer, reply)
