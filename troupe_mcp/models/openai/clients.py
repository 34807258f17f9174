"""The SDK's clients of an endpoint: as many as there are calls at once for, opened as they are needed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

    from openai import AsyncOpenAI

    from troupe_mcp.models.openai.endpoint import Endpoint

AT_ONCE = 8
"""Calls of one client at once. With each request its pool looks at all its connections, at fifty for a long time."""


class Clients:
    """Lends out clients of one endpoint, the least busy first."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._calls: dict[AsyncOpenAI, int] = {}

    @contextlib.contextmanager
    def one(self) -> Generator[AsyncOpenAI]:
        """Lend a client for one call."""
        client = min(self._calls, key=self._calls.__getitem__, default=None)
        if client is None or self._calls[client] >= AT_ONCE:
            client = self._endpoint.client()
            self._calls[client] = 0
        self._calls[client] += 1
        try:
            yield client
        finally:
            self._calls[client] -= 1

    async def aclose(self) -> None:
        """Let go of all connections."""
        for client in self._calls:
            await client.close()
