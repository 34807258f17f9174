"""The SDK's clients of an endpoint: as many as there are calls at once for, opened as they are needed."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from openai import AsyncOpenAI

    from troupe_mcp.models.openai.endpoint import Endpoint

AT_ONCE = 8
"""Calls of one client at once. With each request its pool looks at all its connections, at fifty for a long time."""

WRITTEN, PASSES = 6, 3
"""Requests that are written at once, and the passes of the loop it takes the SDK to send one's head and body. So the
first of a wave are with the server while the last are written; all at once, none would leave before all are."""


class Clients:
    """Lends out clients of one endpoint, the least busy first, to a few at a time."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._calls: dict[AsyncOpenAI, int] = {}
        self._writing = asyncio.Semaphore(WRITTEN)

    @contextlib.asynccontextmanager
    async def one(self) -> AsyncGenerator[AsyncOpenAI]:
        """Lend a client for one call."""
        await self._writing.acquire()
        self._release_after(PASSES)
        client = min(self._calls, key=self._calls.__getitem__, default=None)
        if client is None or self._calls[client] >= AT_ONCE:
            client = self._endpoint.client()
            self._calls[client] = 0
        self._calls[client] += 1
        try:
            yield client
        finally:
            self._calls[client] -= 1

    def _release_after(self, passes: int) -> None:
        if passes:
            asyncio.get_running_loop().call_soon(self._release_after, passes - 1)
        else:
            self._writing.release()

    async def aclose(self) -> None:
        """Let go of all connections."""
        for client in self._calls:
            await client.close()
