"""A client of a server of its own: started as any client would, on a data directory that is gone afterwards."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import anyio

if TYPE_CHECKING:
    from mcp import Client

Call = Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]]
"""Calls a tool and returns its structured content."""


class ToolFailed(Exception):
    """A tool answered with an error, or the server did not."""


def calls_of(client: Client) -> Call:
    """Return how to call the tools of a client's server. A call raises ToolFailed with the words of the tool."""

    async def call(tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        from mcp.types import TextContent

        answer = await client.call_tool(tool, dict(arguments))
        if answer.is_error or answer.structured_content is None:
            said = " ".join(block.text for block in answer.content if isinstance(block, TextContent))
            raise ToolFailed(f"{tool}: {said}")
        return answer.structured_content

    return call


async def to_its_end(call: Call, result: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a run's result once it is done. Raises ToolFailed where it rests before."""
    while result["status"] == "running":
        result = await call("get_run", {"run": result.get("job") or result["run"]})
    if result["status"] != "done":
        raise ToolFailed(f"{result['run']} is {result['status']} ({result.get('reason')}), not done.")
    return result


@asynccontextmanager
async def _server(directory: str) -> AsyncGenerator[Call]:
    from mcp import Client, MCPError, StdioServerParameters

    environment = {"TROUPE_STORE__DATA_DIR": directory, "TROUPE_MODEL__PROVIDER": "rehearsal"}
    server = StdioServerParameters(command=sys.executable, args=["-m", "troupe_mcp"], env=environment, cwd=directory)
    try:
        async with Client(server) as client:
            yield calls_of(client)
    except* MCPError as group:
        raise ToolFailed(f"The server did not answer: {_cause(group)}.") from None


def show(scenes: Callable[[Call], Awaitable[None]]) -> int:
    """Play scenes; 0 if every tool did its work, 1 if one did not, 130 if the user stopped it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows another instead of failing

    async def play(directory: str) -> None:
        async with _server(directory) as call:
            await scenes(call)

    status = 0
    try:
        with tempfile.TemporaryDirectory(prefix="troupe-demo-", ignore_cleanup_errors=True) as directory:
            anyio.run(play, directory)
    except* (ToolFailed, OSError) as group:
        print(f"\nThe demo stopped. {_cause(group)}", file=sys.stderr)
        status = 1
    except* KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        status = 130
    return status


def _cause(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first fault inside groups of groups."""
    first = group.exceptions[0]
    return _cause(cast("BaseExceptionGroup[BaseException]", first)) if isinstance(first, BaseExceptionGroup) else first
