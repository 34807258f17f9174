"""What an owner may spend over all servers: reserved by those who play, void where nobody does, counted by the day."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from tests.store.samples import answer, prompt
from troupe_mcp.language.budget import Amount, Limits
from troupe_mcp.store import RunRecord, Store, schema
from troupe_mcp.store.spending import Refusal

ONE = Amount(1, 100, 0.02)
NONE = Limits()
DAY = 86_400_000
TODAY, TOMORROW = "2024-10-04", "2024-10-05"


class Time:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.now = 20_000 * DAY

    def __call__(self) -> int:
        return self.now


@asynccontextmanager
async def two_servers(directory: Path, clock: Time) -> AsyncGenerator[tuple[Store, Store]]:
    async with await Store.open(directory, clock=clock) as one, await Store.open(directory, clock=clock) as other:
        yield one, other


async def test_what_one_server_reserves_the_other_cannot(tmp_path: Path) -> None:
    async with two_servers(tmp_path, Time()) as (one, other):
        playing = [one.run_lock("run-1"), other.run_lock("run-2")]
        assert all(lock.try_acquire() for lock in playing)
        day = Limits(max_calls=2)
        assert await one.reserve("run-1", ONE, day, NONE) is None
        assert await other.reserve("run-2", ONE, day, NONE) is None
        assert await one.reserve("run-1", ONE, day, NONE) == Refusal("day", "max_calls", TODAY, final=False), (
            "it may settle"
        )
        one.settle("run-1", ONE, Amount())
        await one.release("run-9")  # what was submitted before is on disk after it
        assert await one.reserve("run-1", ONE, day, NONE) is None, "the call cost nothing"
        for lock in playing:
            lock.release()


@pytest.mark.parametrize(
    ("limits", "reached"),
    [
        (Limits(max_calls=2), "max_calls"),
        (Limits(max_tokens=250), "max_tokens"),
        (Limits(max_cost=0.05), "max_cost"),
    ],
    ids=str,
)
@pytest.mark.parametrize("period", ["day", "owner"])
async def test_what_is_spent_is_final(tmp_path: Path, limits: Limits, reached: str, period: str) -> None:
    async with two_servers(tmp_path, Time()) as (one, other):
        both = (limits, NONE) if period == "day" else (NONE, limits)
        for _ in range(2):
            assert await one.reserve("run-1", ONE, *both) is None
            one.settle("run-1", ONE, ONE)
        await one.release("run-1")
        refused = await other.reserve("run-2", ONE, *both)

    assert refused == Refusal("day" if period == "day" else "owner", reached, TODAY, final=True)


async def test_a_new_day_begins_with_nothing_spent_and_an_owner_remembers_all_days(tmp_path: Path) -> None:
    clock, limits = Time(), Limits(max_calls=1)
    async with two_servers(tmp_path, clock) as (one, other):
        assert await one.reserve("run-1", ONE, limits, NONE) is None
        one.settle("run-1", ONE, ONE)
        clock.now += DAY - 1
        assert await one.reserve("run-1", ONE, limits, NONE) == Refusal("day", "max_calls", TODAY, final=True)
        clock.now += 1
        assert await other.reserve("run-2", ONE, limits, NONE) is None
        assert await other.reserve("run-2", ONE, NONE, limits) == Refusal("owner", "max_calls", TOMORROW, final=True)


async def test_what_a_killed_process_reserved_is_void(tmp_path: Path) -> None:
    """Its lock died with it."""
    limits = Limits(max_calls=1)
    async with two_servers(tmp_path, Time()) as (one, other):
        playing = one.run_lock("run-1")
        assert playing.try_acquire()
        assert await one.reserve("run-1", ONE, limits, NONE) is None
        assert await other.reserve("run-2", ONE, limits, NONE) == Refusal("day", "max_calls", TODAY, final=False)
        playing.release()
        assert await other.reserve("run-2", ONE, limits, NONE) is None


async def test_owners_spend_apart(tmp_path: Path) -> None:
    clock, limits = Time(), Limits(max_calls=1)
    async with (
        await Store.open(tmp_path, clock=clock) as ours,
        await Store.open(tmp_path, clock=clock, owner="x") as xs,
    ):
        assert await ours.reserve("run-1", ONE, limits, limits) is None
        ours.settle("run-1", ONE, ONE)
        assert await xs.reserve("run-2", ONE, limits, limits) is None


async def test_what_was_spent_before_there_were_budgets_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Time()
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        async with await Store.open(tmp_path, clock=clock) as store:
            await store.create_run(RunRecord("run-1", "interview"))
    with closing(sqlite3.connect(tmp_path / "troupe.db")) as connection:
        row = ("local", "k", "answered", "m", "step/1/ana", "v", "h", "text", 120, 30, 0.002, clock())
        connection.execute("INSERT INTO call VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.commit()
    async with await Store.open(tmp_path, clock=clock) as store:
        assert store.spent_on(TODAY) == Amount(1, 150, 0.002)


async def test_a_run_s_own_answers_are_told_apart_from_those_it_found(tmp_path: Path) -> None:
    async with await Store.open(tmp_path, clock=Time()) as store:
        for run in ("run-1", "run-2"):
            await store.create_run(RunRecord(run, "interview"))
        await store.record("a", "run-1", prompt("step", "1", "ana"), answer())
        await store.record("b", "run-2", prompt("step", "2", "ana"), answer())
        await store.lookup("a", "run-2")
        await store.lookup("b", "run-2")
        await store.release("run-2")  # what was submitted before is on disk after it
        found = store.find_run("run-2")
        paid = await store.paid("run-2")

    assert found
    assert (found.calls, found.cached_calls) == (1, 1)
    assert paid == [(["step", "2", "ana"], Amount(1, 150, 0.002))]
