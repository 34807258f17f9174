from __future__ import annotations

from types import MappingProxyType

import anyio
import pytest

from tests.store.samples import events
from troupe_mcp.errors import Conflict, NotFound
from troupe_mcp.store import EventRecord, RunRecord, Store


@pytest.fixture(autouse=True)
async def run(store: Store) -> None:  # pyright: ignore[reportUnusedFunction] - pytest uses it
    await store.create_run(RunRecord("r-1", "world"))


async def test_events_come_back_in_their_order(store: Store) -> None:
    await store.append("r-1", events(1, 3), after=0)
    await store.append("r-1", events(4, 2), after=3)
    assert store.events("r-1") == events(1, 5)
    assert store.events("r-1", after=2, limit=2) == events(3, 2)
    assert store.last_position("r-1") == 5


async def test_the_runs_row_changes_with_its_log_or_not_at_all(store: Store) -> None:
    await store.append("r-1", events(1), after=0, changes={"done": 1, "usd": 0.1})
    with pytest.raises(Conflict):
        await store.append("r-1", events(1), after=0, changes={"done": 2})
    row = store.find_run("r-1")
    assert row is not None
    assert (row.done, row.usd) == (1, 0.1)


@pytest.mark.parametrize("after", [0, 1, 3, 9])
async def test_a_position_that_is_not_the_next_one_is_a_conflict(store: Store, after: int) -> None:
    await store.append("r-1", events(1, 2), after=0)
    with pytest.raises(Conflict, match=rf"'r-1'.* position 2, so position {after + 1} "):
        await store.append("r-1", events(after + 1), after=after)
    assert store.last_position("r-1") == 2


async def test_events_whose_own_positions_do_not_follow_are_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="position 1 is due"):
        await store.append("r-1", events(2), after=0)


async def test_a_run_that_is_not_there_has_no_log(store: Store) -> None:
    with pytest.raises(NotFound, match="'r-2'"):
        await store.append("r-2", events(1), after=0)
    assert store.events("r-2") == []
    assert await store.all_events("r-2") == []


async def test_each_shard_has_its_own_positions(store: Store) -> None:
    for shard in (2, 0, 1):
        await store.append("r-1", events(1, 2, said=f"shard {shard}"), after=0, shard=shard)
    assert store.last_position("r-1", 2) == 2
    assert store.events("r-1", shard=1) == events(1, 2, said="shard 1")
    assert await store.all_events("r-1", shard=2) == events(1, 2, said="shard 2")
    said = [event.body["content"] for event in await store.all_events("r-1")]
    assert said == [f"shard {shard} {position}" for shard in range(3) for position in (1, 2)]


@pytest.mark.parametrize("count", [499, 500, 501, 1500, 3777])
async def test_a_long_log_is_read_whole(store: Store, count: int) -> None:
    await store.append("r-1", events(1, count), after=0)
    await store.append("r-1", events(1, 700), after=0, shard=5)
    assert await store.all_events("r-1", shard=0) == events(1, count)
    assert await store.all_events("r-1") == events(1, count) + events(1, 700)


async def test_the_event_loop_goes_on_while_a_long_log_is_read(store: Store) -> None:
    await store.append("r-1", events(1, 20_000), after=0)
    gaps: list[float] = []

    async def beat() -> None:
        while True:
            before = anyio.current_time()
            await anyio.sleep(0.001)
            gaps.append(anyio.current_time() - before)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(beat)
        assert len(await store.all_events("r-1")) == 20_000
        tasks.cancel_scope.cancel()
    assert len(gaps) >= 3


async def test_reading_a_long_log_can_be_cancelled(store: Store) -> None:
    await store.append("r-1", events(1, 5_000), after=0)
    with anyio.move_on_after(0) as scope:
        await store.all_events("r-1")
    assert scope.cancelled_caught
    assert store.last_position("r-1") == 5_000


@pytest.mark.parametrize(
    "text",
    ["", "plain", "ä" * 5_000, "é\u0301 \U0001f600 \x00 \u2028", "lone \ud800 surrogate", "\udfff" * 3_000, '"\\\n\t'],
)
async def test_whatever_is_said_comes_back_exactly(store: Store, text: str) -> None:
    said = EventRecord(1, 1, "action", 1, {"content": text, text: [1, 1.5, None, True, {"deep": [text]}]})
    await store.append("r-1", [said], after=0)
    assert store.events("r-1") == [said]


async def test_a_read_only_view_can_be_kept(store: Store) -> None:
    said = EventRecord(1, 1, "action", 1, MappingProxyType({"to": ("a", MappingProxyType({"b": 1}))}))
    await store.append("r-1", [said], after=0)
    assert store.events("r-1")[0].body == {"to": ["a", {"b": 1}]}


async def test_what_is_no_json_is_refused_and_leaves_the_log_as_it_was(store: Store) -> None:
    with pytest.raises(TypeError, match="not JSON"):
        await store.append("r-1", [EventRecord(1, 1, "action", 1, {"x": {1, 2}})], after=0)
    assert store.last_position("r-1") == 0
