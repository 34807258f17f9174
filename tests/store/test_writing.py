from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import anyio
import anyio.lowlevel
import anyio.to_thread
import pytest

from tests.store.samples import Clock, answer, count, events, files, integrity, person, prompt
from troupe_mcp.errors import Conflict, StoreFailed
from troupe_mcp.language.budget import Amount
from troupe_mcp.store import RunRecord, Store


async def test_a_thousand_answers_at_once_take_few_transactions(store: Store) -> None:
    before = store.database.commits
    async with anyio.create_task_group() as tasks:
        for number in range(1000):
            tasks.start_soon(store.record, f"key-{number}", "r-1", prompt(str(number)), answer(str(number)))
    assert store.database.commits - before <= 250
    for number in range(1000):
        found = await store.lookup(f"key-{number}", "r-1")
        assert found is not None
        assert found.text == str(number)


async def test_what_waits_together_is_committed_together(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()
    before = store.database.commits

    def hold(_: sqlite3.Connection) -> None:
        begun.set()
        assert go_on.wait(10)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(store.database.write, hold)
        await anyio.to_thread.run_sync(begun.wait)
        for number in range(1000):
            tasks.start_soon(store.record, f"key-{number}", "r-1", prompt(), answer())
        await anyio.sleep(0.05)
        go_on.set()
    assert store.database.commits - before == 3  # the one that held, 512, 488


async def test_the_failure_of_one_write_leaves_its_neighbours_alone(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world"))

    def half(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO meta VALUES ('half', 'written')")
        raise RuntimeError("a bug")

    def wrong(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO meta VALUES ('wrong', 'written')")
        connection.execute("INSERT INTO meta VALUES ('wrong', 'again')")

    results = await asyncio.gather(
        store.append("r-1", events(1), after=0),
        store.append("r-1", events(1), after=0),
        store.database.write(half),
        store.append("r-1", events(2), after=1),
        store.database.write(wrong),
        store.save_person(person()),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [
        type(None), Conflict, RuntimeError, type(None), StoreFailed, type(None),
    ]  # fmt: skip
    assert store.events("r-1") == events(1, 2)
    assert store.database.rows(str, "SELECT key FROM meta WHERE key IN ('half', 'wrong')") == []


async def test_what_gathers_until_it_is_written_is_written_once_beside_a_write_that_fails(store: Store) -> None:
    used = Amount(1, 150, 0.5)
    await store.create_run(RunRecord("r-1", "world"))
    await store.create_run(RunRecord("r-2", "world"))
    await store.record("key", "r-1", prompt(), answer())
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: sqlite3.Connection) -> None:
        begun.set()
        assert go_on.wait(10)

    holding = asyncio.ensure_future(store.database.write(hold))
    await anyio.to_thread.run_sync(begun.wait)
    store.settle("r-1", Amount(), used)
    assert await store.lookup("key", "r-2")
    failing = asyncio.ensure_future(store.append("r-1", events(5), after=4))
    await anyio.lowlevel.checkpoint()
    go_on.set()
    await holding
    with pytest.raises(Conflict):
        await failing
    assert store.spent_on("1970-01-01") == used
    borrower = store.find_run("r-2")
    assert borrower
    assert borrower.cached_calls == 1


@pytest.mark.parametrize("raises", [True, False])
async def test_an_operation_that_breaks_the_transaction_does_not_end_the_writing(store: Store, raises: bool) -> None:
    def meddle(connection: sqlite3.Connection) -> None:
        connection.execute("COMMIT")
        if raises:
            raise RuntimeError("a bug")

    with pytest.raises(RuntimeError if raises else StoreFailed):
        await store.database.write(meddle)
    await store.save_person(person())
    assert store.find_person("p-lisa-1") is not None


async def test_a_write_nobody_waits_for_is_logged_when_it_fails(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    store.database.submit(lambda connection: connection.execute("INSERT INTO meta VALUES ('schema_version', '1')"))
    await store.save_person(person())
    assert "A write that nobody waited for failed" in caplog.text


async def test_a_write_happens_although_its_waiting_task_is_cancelled(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world"))
    with anyio.CancelScope() as scope:
        scope.cancel()
        await store.append("r-1", events(1), after=0)
    assert scope.cancelled_caught
    await store.append("r-1", events(2), after=1)
    assert store.last_position("r-1") == 2


async def test_closing_writes_what_waits_and_may_be_repeated(tmp_path: Path) -> None:
    store = await Store.open(tmp_path, clock=Clock())
    async with anyio.create_task_group() as tasks:
        for number in range(300):
            tasks.start_soon(store.record, f"key-{number}", "r-1", prompt(), answer())
        await anyio.lowlevel.checkpoint()  # all are submitted, hardly any is written
        await store.aclose()
        await store.aclose()
    assert count(tmp_path / "troupe.db", "call") == 300
    assert files(tmp_path) == ["troupe.db", "write.lock"]


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = await Store.open(tmp_path, clock=Clock())
    await store.aclose()
    assert not store.writable
    with pytest.raises(StoreFailed, match="was closed"):
        await store.save_person(person())
    with pytest.raises(StoreFailed, match="was closed"):
        store.find_person("p-1")
    with pytest.raises(StoreFailed, match="was closed"):
        await store.lookup("key", "r-1")


async def test_two_stores_on_one_directory_lose_nothing(tmp_path: Path) -> None:
    async def write(store: Store, run: str) -> None:
        await store.create_run(RunRecord(run, "world"))
        for position in range(1, 501):
            await store.append(run, events(position), after=position - 1)

    async with (
        await Store.open(tmp_path, clock=Clock()) as first,
        await Store.open(tmp_path, clock=Clock()) as second,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(write, first, "r-1")
        tasks.start_soon(write, second, "r-2")
    async with await Store.open(tmp_path, clock=Clock()) as store:
        for run in ("r-1", "r-2"):
            assert await store.all_events(run) == events(1, 500)
    assert integrity(tmp_path / "troupe.db") == "ok"


async def test_two_players_of_one_log_never_share_a_position(tmp_path: Path) -> None:
    won: list[int] = []

    async def play(store: Store, name: int) -> None:
        for _ in range(100):
            last = store.last_position("r-1")
            try:
                await store.append("r-1", events(last + 1, said=f"player {name}"), after=last)
            except Conflict:
                continue
            won.append(name)

    async with await Store.open(tmp_path, clock=Clock()) as first, await Store.open(tmp_path, clock=Clock()) as second:
        await first.create_run(RunRecord("r-1", "world"))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(play, first, 1)
            tasks.start_soon(play, second, 2)
        assert first.last_position("r-1") == len(won)
        assert [event.position for event in first.events("r-1")] == list(range(1, len(won) + 1))


async def test_what_another_store_wrote_is_seen_at_once(store: Store) -> None:
    async with await Store.open(store.path.parent, clock=Clock()) as other:
        for number in range(20):
            await other.save_person(person(f"p-{number}"))
            assert store.find_person(f"p-{number}") is not None


async def test_the_write_ahead_log_stays_small(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world"))
    largest = 0
    for after in range(0, 30_000, 500):
        await store.append("r-1", events(after + 1, 500, said="x" * 400), after=after)
        largest = max(largest, store.path.with_name("troupe.db-wal").stat().st_size)
    assert store.path.stat().st_size > 12_000_000
    assert largest < 6_000_000


async def test_the_write_ahead_log_stays_small_while_somebody_reads(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world"))
    await store.append("r-1", events(1, 20_000, said="x" * 400), after=0)
    largest = 0

    async def read() -> None:
        while True:
            assert len(await store.all_events("r-1")) >= 20_000

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        for after in range(20_000, 40_000, 500):
            await store.append("r-1", events(after + 1, 500, said="x" * 400), after=after)
            largest = max(largest, store.path.with_name("troupe.db-wal").stat().st_size)
        tasks.cancel_scope.cancel()
    assert largest < 24_000_000
