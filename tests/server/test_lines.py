"""Lines of standard input, however the pipe cuts them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence

import anyio
import pytest

from troupe_mcp.server.lines import readable_lines

LONG = f'{{"id": 3, "text": "{"ä" * 100_000}"}}\n'


@pytest.mark.parametrize(
    "pieces",
    [
        ['{"id": 1}\n{"id": 2}\n', LONG],
        ['{"id"', ': 1}\n{"id"', ": 2}\n", LONG[:7], LONG[7:]],
        ['{"id": 1}', "\n", '{"id": 2}', "\n" + LONG],
    ],
    ids=("together", "cut in the middle", "cut at the ends"),
)
async def test_lines_come_whole_however_the_pipe_cuts_them(pieces: Sequence[str]) -> None:
    assert await read(pieces) == ['{"id": 1}\n', '{"id": 2}\n', LONG]


async def test_a_last_line_that_nobody_ended_comes_too() -> None:
    assert await read(['{"id": 1}\n{"id"', ": 2}"]) == ['{"id": 1}\n', '{"id": 2}']


async def test_nothing_comes_of_a_pipe_that_is_closed_at_once() -> None:
    assert await read([]) == []


async def read(pieces: Sequence[str]) -> list[str]:
    """What is read of a pipe into which these pieces are written one after the other."""
    end, into = os.pipe()

    async def write() -> None:
        with os.fdopen(into, "wb", buffering=0) as pipe:
            for piece in pieces:
                await anyio.to_thread.run_sync(pipe.write, piece.encode())

    async with asyncio.TaskGroup() as tasks, anyio.wrap_file(os.fdopen(end, "rb")) as source:
        tasks.create_task(write())
        return [line async for line in readable_lines(source.read1)]
