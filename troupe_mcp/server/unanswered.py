"""What has no answer yet on one connection: the end of the client's input waits for it.

A script that pipes its requests in closes its end at once; the SDK would cancel what it is still answering. What plays
at that moment is paused, and its call says so.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import anyio
from anyio.abc import ObjectReceiveStream, ObjectSendStream
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCError, JSONRPCNotification, JSONRPCRequest, JSONRPCResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mcp.shared._stream_protocols import ReadStream, WriteStream

UNENDING = "subscriptions/listen"
"""The request that is answered only when its client leaves."""


class Unanswered:
    """The requests under way, the client's and those to it, by their ids."""

    def __init__(self) -> None:
        self._of_client: set[str] = set()
        self._to_client: set[str] = set()
        self._may_end = asyncio.Event()
        self._may_end.set()

    def asked(self, request: JSONRPCRequest) -> None:
        """Take note of a request of the client."""
        if request.method != UNENDING:
            self._of_client.add(str(request.id))
        self._look()

    def settled(self, request: object) -> None:
        """Take note that the client has its answer, or does not want it any more."""
        self._of_client.discard(str(request))
        self._look()

    def asks(self, request: JSONRPCRequest) -> None:
        """Take note of a request to the client."""
        self._to_client.add(str(request.id))
        self._look()

    def answered(self, request: object) -> None:
        """Take note of what the client answered."""
        self._to_client.discard(str(request))
        self._look()

    async def rests(self) -> None:
        """Return once nothing is under way, or something that needs an answer of the client, who says no more."""
        await self._may_end.wait()

    def _look(self) -> None:
        if self._to_client or not self._of_client:
            self._may_end.set()
        else:
            self._may_end.clear()


class Heard(ObjectReceiveStream[SessionMessage | Exception]):
    """What the client says. Its end pauses what plays, and is told once the client has its answers, or is `gone`."""

    def __init__(
        self,
        stream: ReadStream[SessionMessage | Exception],
        unanswered: Unanswered,
        gone: Callable[[], Awaitable[None]],
        pause: Callable[[], Awaitable[None]],
    ) -> None:
        self._stream = stream
        self._unanswered = unanswered
        self._gone = gone
        self._pause = pause

    async def receive(self) -> SessionMessage | Exception:
        """Return the next message. Raises EndOfStream after the last."""
        try:
            came = await self._stream.receive()
        except anyio.EndOfStream:
            await self._pause()
            await first_of(self._unanswered.rests, self._gone)
            raise
        if isinstance(came, SessionMessage):
            match came.message:
                case JSONRPCRequest() as request:
                    self._unanswered.asked(request)
                case JSONRPCNotification(method="notifications/cancelled", params={"requestId": request}):
                    self._unanswered.settled(request)
                case JSONRPCResponse(id=request) | JSONRPCError(id=request):
                    self._unanswered.answered(request)
                case _:
                    pass
        return came

    async def aclose(self) -> None:
        """Hear no more."""
        await self._stream.aclose()


class Told(ObjectSendStream[SessionMessage]):
    """What the client is told."""

    def __init__(self, stream: WriteStream[SessionMessage], unanswered: Unanswered) -> None:
        self._stream = stream
        self._unanswered = unanswered

    async def send(self, item: SessionMessage) -> None:
        """Send a message. An answer counts once it is on its way: the end of the input takes back what is not."""
        message = item.message
        if isinstance(message, JSONRPCRequest):
            self._unanswered.asks(message)
        await self._stream.send(item)
        if isinstance(message, JSONRPCResponse | JSONRPCError):
            self._unanswered.settled(message.id)

    async def aclose(self) -> None:
        """Tell no more."""
        await self._stream.aclose()


async def first_of(*waits: Callable[[], Awaitable[None]]) -> None:
    """Return as soon as one of these does."""
    async with anyio.create_task_group() as tasks:

        async def ending(wait: Callable[[], Awaitable[None]]) -> None:
            await wait()
            tasks.cancel_scope.cancel()

        for wait in waits:
            tasks.start_soon(ending, wait)
