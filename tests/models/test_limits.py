"""How many calls are under way at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import anyio

from tests.doubles import Scripted, settings, table
from tests.models.test_ledgered import FINE, PROMPT
from troupe_mcp.models.limited import Limited
from troupe_mcp.settings import LimitsSection


async def test_a_limited_model_is_asked_as_places_become_free() -> None:
    model = Scripted(lambda _: FINE)
    model.gate.clear()
    places = anyio.CapacityLimiter(2)
    limited = Limited(model, places)
    async with asyncio.TaskGroup() as tasks:
        calls = [tasks.create_task(limited.complete(PROMPT)) for _ in range(5)]
        await model.until_asked(2)
        assert (places.borrowed_tokens, len(model.asked)) == (2, 2)
        model.gate.set()

    assert [call.result().text for call in calls] == [FINE] * 5
    assert (limited.name, limited.provider, limited.reads_tasks) == (model.name, model.provider, False)


async def test_no_more_calls_are_under_way_than_the_operator_allows(tmp_path: Path) -> None:
    model = Scripted()
    model.gate.clear()
    configured = settings(tmp_path).model_copy(update={"limits": LimitsSection(max_in_flight=3)})
    async with table(tmp_path, model, configured=configured) as at:
        people = (await at.ok("find_people", kind="library")).data["people"]
        told = await at.ok("listen_and_act", people=[p["person"] for p in people], say="Hello?", wait_seconds=0)
        await model.until_asked(3)
        looked = await at.ok("get_run", run=told.run, wait_seconds=0)
        under_way = len(model.asked)
        model.gate.set()
        finished = await at.ok("get_run", run=told.run)

    assert looked.data["status"] == "running"
    assert len(finished.data["replies"]) == 12
    assert under_way == 3
