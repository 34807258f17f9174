"""Servers as processes of their own, with clients that outlive them."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream
from mcp import Client
from mcp.client._transport import TransportStreams
from mcp.shared.message import SessionMessage
from mcp.types import CallToolResult, jsonrpc_message_adapter

ROOT = Path(__file__).parents[2]
HANGS = 60.0
"""Seconds after which something counts as hanging; nothing here takes nearly as long."""

Wire = Literal["stdio", "http"]
Era = Literal["auto", "legacy"]


@dataclass
class Server:
    """One server process on a data directory; `stopped` once it is gone, however it went."""

    data_dir: Path
    wire: Wire
    port: int = 0
    process: asyncio.subprocess.Process = field(init=False)

    @property
    def audit(self) -> Path:
        """What its provider was asked, and that of all others on the directory."""
        return audit_of(self.data_dir)

    @property
    def log(self) -> Path:
        """What servers on the directory wrote to stderr."""
        return self.data_dir.with_name(f"{self.data_dir.name}.log")

    async def start(self) -> None:
        if self.wire == "http":
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TROUPE_")}
        environment |= {
            "TORTURE_DATA_DIR": str(self.data_dir),
            "TORTURE_AUDIT": str(self.audit),
            "TORTURE_TRANSPORT": self.wire,
            "TORTURE_PORT": str(self.port),
        }
        with self.log.open("ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.torture.server"),
                cwd=ROOT,
                env=environment,
                stdin=asyncio.subprocess.PIPE if self.wire == "stdio" else asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE if self.wire == "stdio" else asyncio.subprocess.DEVNULL,
                stderr=errors,
                limit=2**24,
            )
        if self.wire == "http":
            await self._until_it_listens()

    async def _until_it_listens(self) -> None:
        with anyio.fail_after(HANGS):
            while self.process.returncode is None:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await anyio.sleep(0.01)
                    continue
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()
                return
        raise AssertionError(self.log.read_text("utf-8"))

    async def kill(self) -> None:
        """SIGKILL; returns when the process is gone."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def hang_up(self) -> int:
        """Close its stdin, as a client that goes away does; returns the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        with anyio.fail_after(HANGS):
            return await self.process.wait()

    async def leave(self) -> int:
        """End it by SIGTERM; returns the exit code."""
        self.process.terminate()
        with anyio.fail_after(HANGS):
            return await self.process.wait()

    async def stop(self) -> None:
        """End it as gently as its wire allows, and for certain."""
        if self.process.returncode is None:
            with suppress(TimeoutError), anyio.fail_after(HANGS):
                if self.process.stdin is not None:
                    self.process.stdin.close()
                else:
                    self.process.terminate()
                await self.process.wait()
        await self.kill()

    def client(self, era: Era = "auto") -> Client:
        """A new client; over stdio there can be but one."""
        if self.wire == "http":
            return Client(f"http://127.0.0.1:{self.port}/mcp", mode=era)
        return Client(pipes(self.process), mode=era)


def audit_of(data_dir: Path) -> Path:
    return data_dir.with_name(f"{data_dir.name}.audit")


@asynccontextmanager
async def serving(data_dir: Path, wire: Wire) -> AsyncGenerator[Server]:
    """A server that is gone when the block ends, even where the test failed."""
    server = Server(data_dir, wire)
    await server.start()
    try:
        yield server
    finally:
        with anyio.CancelScope(shield=True):
            await server.stop()


@asynccontextmanager
async def pipes(process: asyncio.subprocess.Process) -> AsyncGenerator[TransportStreams]:
    """The stdio transport over a process of ours, which the SDK's own keeps to itself.

    Leaving it leaves the process alone: whoever started it ends it.
    """
    to_client, incoming = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    outgoing, from_client = anyio.create_memory_object_stream[SessionMessage](0)

    async def read() -> None:
        assert process.stdout is not None
        async with to_client:
            while line := await process.stdout.readline():
                if not line.endswith(b"\n"):
                    return  # the server died in the middle of a message
                try:
                    await to_client.send(SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False)))
                except (anyio.ClosedResourceError, anyio.BrokenResourceError):
                    return

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        tasks.start_soon(_write, process, from_client)
        try:
            yield incoming, outgoing
        finally:
            tasks.cancel_scope.cancel()
            for stream in (to_client, incoming, outgoing, from_client):
                stream.close()


async def _write(process: asyncio.subprocess.Process, messages: MemoryObjectReceiveStream[SessionMessage]) -> None:
    assert process.stdin is not None
    async with messages:
        async for each in messages:
            text = each.message.model_dump_json(by_alias=True, exclude_unset=True)
            try:
                process.stdin.write(f"{text}\n".encode())
                await process.stdin.drain()
            except OSError:
                return  # the reading side tells the client


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """The structured result of a call that must succeed."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, text_of(result)
    return result.structured_content or {}


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    """The words of a call that must be an error."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result.structured_content
    return text_of(result)


def text_of(result: CallToolResult) -> str:
    return "\n".join(each.text for each in result.content if each.type == "text")
