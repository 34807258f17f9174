from __future__ import annotations

from typing import Any, cast

import pytest

from tests.store.samples import events
from troupe_mcp.errors import Conflict, NotFound
from troupe_mcp.store import RunRecord, Store

FULL = RunRecord(
    id="focus-7k2m", kind="world", title="Playlists", cast=[{"person": "p-1", "version": 2}],
    settings={"order": "together"}, seed=2**62, status="paused", reason="budget", error="none",
    parent="focus-1", parent_step=3, done=1, total=3, calls=9, cached_calls=2, input_tokens=100, output_tokens=20,
    usd=0.25, call_digest="abc", delivered=True, cancel_requested=True, created=5, updated=6,
)  # fmt: skip


async def test_a_run_comes_back_as_it_was_kept(store: Store) -> None:
    await store.create_run(FULL)
    assert store.find_run("focus-7k2m") == FULL
    assert store.find_run("focus") is None


async def test_a_run_starts_with_its_first_events(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world"), events(1, 3))
    assert store.events("r-1") == events(1, 3)
    assert store.last_position("r-1") == 3


async def test_a_taken_id_is_refused_and_nothing_of_the_second_run_stays(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world", title="first"))
    with pytest.raises(Conflict, match="'r-1'"):
        await store.create_run(RunRecord("r-1", "world", title="second"), events(1))
    kept = store.find_run("r-1")
    assert kept is not None
    assert kept.title == "first"
    assert store.events("r-1") == []


async def test_a_run_is_changed_by_column_and_remembers_when(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world"))
    await store.update_run("r-1", status="done", done=3, usd=0.5, settings={"a": [1]}, delivered=True)
    run = store.find_run("r-1")
    assert run is not None
    assert (run.status, run.done, run.usd, run.settings, run.delivered) == ("done", 3, 0.5, {"a": [1]}, True)
    assert run.updated > run.created


async def test_a_run_that_is_not_there_is_not_changed(store: Store) -> None:
    with pytest.raises(NotFound, match="'r-1'"):
        await store.update_run("r-1", status="done")


@pytest.mark.parametrize("column", ["id", "owner", "created", "status = 'x', owner"])
async def test_a_fixed_or_unknown_column_is_refused(store: Store, column: str) -> None:
    await store.create_run(RunRecord("r-1", "world"))
    with pytest.raises(TypeError, match="no changeable column"):
        await store.append("r-1", [], after=0, changes=cast("Any", {column: 1}))
    run = store.find_run("r-1")
    assert run is not None
    assert run.status == "running"


async def test_runs_are_listed_by_their_last_change_page_by_page(store: Store) -> None:
    for number in range(7):
        await store.create_run(RunRecord(f"r-{number}", "world"))
    await store.update_run("r-2", status="done")
    first = store.list_runs(limit=4)
    rest = store.list_runs(limit=4, after=first[-1].id)
    assert [run.id for run in first + rest] == ["r-2", "r-6", "r-5", "r-4", "r-3", "r-1", "r-0"]
    with pytest.raises(NotFound, match="'r-gone'"):
        store.list_runs(after="r-gone")


async def test_runs_are_found_by_title_kind_status_and_cast(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world", title="KÖLN focus group"))
    await store.create_run(RunRecord("r-2", "survey", cast=[{"name": "Köln fan"}]))
    await store.create_run(RunRecord("r-3", "interview", status="paused"))
    assert [run.id for run in store.list_runs(query="köln")] == ["r-2", "r-1"]
    assert [run.id for run in store.list_runs(query="PAUSED")] == ["r-3"]


async def test_a_repeated_call_joins_the_newest_run_that_was_never_delivered(store: Store) -> None:
    for number, delivered in enumerate((False, False, True)):
        run = RunRecord(f"r-{number}", "world", call_digest="same", delivered=delivered, created=100 + number)
        await store.create_run(run)
    joined = store.run_to_join("same", 100)
    assert joined is not None
    assert joined.id == "r-1"
    assert store.run_to_join("same", 102) is None
    assert store.run_to_join("other", 0) is None
    assert store.run_to_join("", 0) is None


async def test_a_run_is_asked_to_stop_from_another_store(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world"))
    assert not store.cancel_requested("r-1")
    async with await Store.open(store.path.parent, clock=lambda: 9) as other:
        await other.request_cancel("r-1")
    assert store.cancel_requested("r-1")
    with pytest.raises(NotFound):
        await store.request_cancel("r-2")
    with pytest.raises(NotFound):
        store.cancel_requested("r-2")


async def test_an_owner_never_sees_the_runs_of_another(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world", call_digest="d"), events(1))
    async with await Store.open(store.path.parent, clock=lambda: 9, owner="other") as other:
        assert other.find_run("r-1") is None
        assert other.list_runs() == []
        assert other.events("r-1") == []
        assert await other.all_events("r-1") == []
        assert other.run_to_join("d", 0) is None
        with pytest.raises(NotFound):
            await other.append("r-1", events(2), after=1)
        with pytest.raises(NotFound):
            await other.request_cancel("r-1")
