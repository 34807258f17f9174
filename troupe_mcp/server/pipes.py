"""Standard input and output on the event loop, where they are pipes: a hop to a thread costs more than a message does.

Files, terminals, one socket for both, and Windows' pipes are left to threads.
"""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

import anyio

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable


class Pipes(NamedTuple):
    """How up to so many bytes that came are read, none at their end; where lines are written, if not by the SDK.

    `gone` returns once nobody reads there any more, where that can be told.
    """

    read: Callable[[int], Awaitable[bytes]]
    output: Output | None
    gone: Callable[[], Awaitable[None]]


class Output:
    """A pipe, written to as the SDK writes to a file."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    async def write(self, text: str) -> None:
        """Take a text; as much of it as the pipe has room for is there at once."""
        self._writer.write(text.encode("utf-8"))

    async def flush(self) -> None:
        """Return once all of it is in the pipe. Raises ConnectionError where nobody reads there any more."""
        await self._writer.drain()

    async def gone(self) -> None:
        """Return once nobody reads there any more."""
        with suppress(ConnectionError):
            await self._writer.wait_closed()


@asynccontextmanager
async def standard_streams() -> AsyncGenerator[Pipes]:
    """Take standard input and output for the protocol.

    What else reads finds nothing from here on, and what else prints goes to standard error.
    """
    if not _are_pipes():
        yield Pipes(anyio.wrap_file(os.fdopen(os.dup(0), "rb")).read1, None, anyio.sleep_forever)
        return
    loop = asyncio.get_running_loop()
    reader, unused = asyncio.StreamReader(), asyncio.StreamReader()
    prints = os.dup(2) if sys.stderr else os.open(os.devnull, os.O_WRONLY)
    source = os.fdopen(_taken(0, os.open(os.devnull, os.O_RDONLY)), "rb")
    target = os.fdopen(_taken(1, prints), "wb")
    reading, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), source)
    writing, protocol = await loop.connect_write_pipe(lambda: asyncio.StreamReaderProtocol(unused), target)
    writing.set_write_buffer_limits(high=0)
    try:
        output = Output(asyncio.StreamWriter(writing, protocol, None, loop))
        yield Pipes(reader.read, output, output.gone)
    finally:
        reading.close()
        writing.close()


def _are_pipes() -> bool:
    modes = [os.fstat(descriptor).st_mode for descriptor in (0, 1)]
    pipes = all(stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) for mode in modes)
    return sys.platform != "win32" and pipes and not os.path.sameopenfile(0, 1)


def _taken(descriptor: int, instead: int) -> int:
    """Return another descriptor of the same stream, and leave something else in the place of the first."""
    taken = os.dup(descriptor)
    os.dup2(instead, descriptor)
    os.close(instead)
    return taken
