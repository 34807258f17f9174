"""The calls of a wave: how they begin, and what is left of them where it is stopped meanwhile."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from troupe_mcp.runs.stage import SENT_AFTER, all_of


async def test_what_the_first_is_asked_is_sent_before_the_next_is_put_into_words() -> None:
    wire: asyncio.Queue[str] = asyncio.Queue()
    happened: list[str] = []

    async def asked(name: str) -> str:
        happened.append(f"{name} is put into words")
        await wire.put(name)
        await until_all_sent.wait()
        return f"{name}'s answer"

    async def sent() -> None:
        while len(happened) < 2 * len(NAMES):
            name = await wire.get()
            happened.append(f"{name} is sent")
        until_all_sent.set()

    until_all_sent = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(sent())
        answers = await all_of((asked(name) for name in NAMES), SENT_AFTER)

    assert happened == [f"{name} is {what}" for name in NAMES for what in ("put into words", "sent")]
    assert answers == [f"{name}'s answer" for name in NAMES]


async def test_a_wave_that_is_stopped_as_it_begins_leaves_nobody_asked() -> None:
    begun: list[str] = []
    left: list[str] = []

    async def asked(name: str) -> None:
        begun.append(name)
        if name == NAMES[1]:
            wave.cancel()
        try:
            await asyncio.Event().wait()
        finally:
            left.append(name)

    wave = asyncio.create_task(all_of((asked(name) for name in NAMES), SENT_AFTER))
    with suppress(asyncio.CancelledError):
        await wave

    assert wave.cancelled()
    assert begun == left == [*NAMES[:2]]


NAMES = ("Oscar", "Lisa", "Fetu")
