"""The model that a client lends while its call is open, by `sampling/createMessage`, up to 2025-11-25."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
from mcp.shared.exceptions import MCPError
from mcp.shared.message import ServerMessageMetadata
from mcp.types import CreateMessageResultWithTools
from pydantic import ValidationError

from troupe_mcp.language.completion import Completion
from troupe_mcp.server.sampling import completion_of, request_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from mcp.server.mcpserver import Context

    from troupe_mcp.language.prompt import Prompt

AT_ONCE = 16
REJECTED = -1
"""The code by which a client says that its user rejected a request; any other is a fault of the moment."""
LOOK_EVERY = 0.5
"""Seconds between two looks at whether the client is still there."""
OPEN = Completion("", "awaited", model="client")
"""What becomes of a prompt that the client failed at, or left."""


class Lent:
    """A client's model, as a `Model` that answers only while its call is open and the client is `here`.

    It was `asked` by then, and `answered` so often.
    """

    provider = name = "client"
    setup = ""
    reads_tasks = False

    def __init__(self, ctx: Context) -> None:
        self.here = True
        self.asked = False
        self.answered = 0
        self._session = ctx.session
        self._request = ctx.request_context.request
        self._call = ServerMessageMetadata(related_request_id=ctx.request_context.request_id)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._asking: set[anyio.CancelScope] = set()
        self._opened = asyncio.Event()

    @asynccontextmanager
    async def within_call(self) -> AsyncGenerator[None]:
        """Answer from here on, until the call ends or its client goes: then what is still asked is taken back."""
        watching = asyncio.create_task(self._until_gone())
        self._opened.set()
        try:
            yield
        finally:
            watching.cancel()
            self._leave()

    async def complete(self, prompt: Prompt) -> Completion:
        """Return what the client's model said, or that its user rejected the prompt; else it stays open."""
        await self._opened.wait()
        if not self.here:
            return OPEN
        self.asked = True
        said = OPEN
        with anyio.CancelScope() as asking:
            self._asking.add(asking)
            try:
                said = await self._said(prompt)
            finally:
                self._asking.discard(asking)
        return said

    async def _said(self, prompt: Prompt) -> Completion:
        # Typed so, a message may be a block or a list of blocks: clients send both.
        kind = CreateMessageResultWithTools
        try:
            async with self._places:
                said = await self._session.send_request(request_of(prompt), kind, metadata=self._call)
        except MCPError as fault:
            return Completion("", "refused", model="client") if fault.error.code == REJECTED else OPEN
        except ValidationError:
            return OPEN
        self.answered += 1
        return completion_of(said)

    async def _until_gone(self) -> None:
        """Leave once nobody listens any more: over HTTP a client may go without a word."""
        request: Any = self._request
        if request is None:
            return
        while not await request.is_disconnected():  # noqa: ASYNC110 -- nothing else says so
            await anyio.sleep(LOOK_EVERY)
        self._leave()

    def _leave(self) -> None:
        self.here = False
        for asking in self._asking:
            asking.cancel()
