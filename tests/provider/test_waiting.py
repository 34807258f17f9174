"""Who waits for what: for the rate, for a place, for the probe, and for nothing where no limit is near."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from tests.models.test_ledgered import PROMPT
from tests.provider.replies import failure
from tests.provider.server import provider
from tests.provider.table import Waits, served
from troupe_mcp.app.runs.players import players
from troupe_mcp.settings import Keys, LimitsSection, ModelSection, Settings


async def test_who_waits_for_the_rate_keeps_no_place_from_others() -> None:
    waiting, go_on = asyncio.Event(), asyncio.Event()

    async def wait(_: float) -> None:
        waiting.set()
        await go_on.wait()

    async with provider() as server, AsyncExitStack() as until:
        settings = Settings(
            model=ModelSection(base_url=server.url, model="fake-1"),
            limits=LimitsSection(max_in_flight=1, requests_per_minute=1),
        )
        keys = Keys(openai="key", azure="key", azure_endpoint=server.root)
        models = players(settings, keys, until, wait)
        await models["compatible"].complete(PROMPT)
        second = asyncio.create_task(models["compatible"].complete(PROMPT))
        async with asyncio.timeout(10):  # or it would wait for ever
            await waiting.wait()
            assert (await models["azure"].complete(PROMPT)).outcome == "answered"
        assert not second.done()
        go_on.set()
        assert (await second).outcome == "answered"


async def test_nothing_sleeps_while_no_limit_is_hit(tmp_path: Path) -> None:
    waits = Waits()
    limits = LimitsSection(requests_per_minute=100_000, tokens_per_minute=1_000_000_000)
    async with provider() as server, served(tmp_path, server, waits=waits, configured={"limits": limits}) as at:
        told = await at.ok("run_world", people=["Oscar", "Lisa Carter", "Fetu Leavasa"], say="Hello.", steps=3)
    assert told.data["status"] == "done"
    assert len(server.requests) == 1 + 3 * 3
    assert waits == []


async def test_all_who_come_during_a_probe_learn_from_it_also_that_it_failed() -> None:
    async with provider(lambda _: failure(401)) as server, AsyncExitStack() as until:
        settings = Settings(model=ModelSection(base_url=server.url, model="fake-1"))
        model = players(settings, Keys(), until)["compatible"]
        told = await asyncio.gather(*(model.complete(PROMPT) for _ in range(10)))
    assert [one.outcome for one in told] == ["unauthorised"] * 10
    assert len(server.requests) == 1


async def test_a_server_in_trouble_is_not_asked_four_times_by_everybody() -> None:
    async with provider(lambda _: failure(503)) as server, AsyncExitStack() as until:
        settings = Settings(model=ModelSection(model="talk-1"))
        model = players(settings, Keys(azure="key", azure_endpoint=server.root), until, Waits())["azure"]
        told = await asyncio.gather(*(model.complete(PROMPT) for _ in range(50)))
    assert {one.outcome for one in told} == {"unavailable"}
    assert len(server.requests) == 50 + 20, "retries are a budget that successes earn"
