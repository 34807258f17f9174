"""The SDK's clients of an endpoint: as many as there ever were calls at once, made as they are needed."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator

    from openai import AsyncOpenAI

    from troupe_mcp.models.openai.endpoint import Endpoint

WRITTEN, PASSES = 6, 3
"""Requests that are written at once, and the passes of the loop it takes the SDK to send one's head and body. So the
first of a wave are with the server while the last are written; all at once, none would leave before all are."""


class Clients:
    """Lends each call a client, and so a connection, of its own.

    With each request and each answer a client's pool looks at all its connections; fifty in one pool take long.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._all: list[AsyncOpenAI] = []
        self._idle: list[AsyncOpenAI] = []
        self._trusted: ssl.SSLContext | None = None
        self._writing = asyncio.Semaphore(WRITTEN)

    @contextlib.asynccontextmanager
    async def one(self) -> AsyncGenerator[AsyncOpenAI]:
        """Lend a client for one call."""
        await self._writing.acquire()
        self._release_after(PASSES)
        client = self._idle.pop() if self._idle else self._another()
        try:
            yield client
        finally:
            self._idle.append(client)

    def _another(self) -> AsyncOpenAI:
        from httpx2 import create_ssl_context

        # Reading the authorities' certificates takes a hundred times as long as all else about a client.
        self._trusted = self._trusted or create_ssl_context()
        self._all.append(self._endpoint.client(self._trusted))
        return self._all[-1]

    def _release_after(self, passes: int) -> None:
        if passes:
            asyncio.get_running_loop().call_soon(self._release_after, passes - 1)
        else:
            self._writing.release()

    async def aclose(self) -> None:
        """Let go of all connections."""
        for client in self._all:
            await client.close()
