"""Three servers on one data directory, as three desktop clients start them."""

from __future__ import annotations

import itertools
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import anyio
import pytest
from mcp import Client

from tests.torture.evidence import audited, doubles, integrity, log_of, run_row, snapshot, until
from tests.torture.processes import Server, called, refused, serving, text_of
from tests.torture.scenes import make_people, scene, undisturbed

RUNS = 20


@dataclass
class Desktop:
    """A client with the server that it started."""

    server: Server
    client: Client

    async def status(self, run: str) -> tuple[str, str | None]:
        result = await called(self.client, "get_run", run=run, wait_seconds=0)
        return result["status"], result.get("reason")


@asynccontextmanager
async def desktop(data_dir: Path) -> AsyncGenerator[Desktop]:
    async with serving(data_dir, "stdio") as server, server.client() as client:
        yield Desktop(server, client)


async def begin(own: Desktop, people: list[str], seed: int, *, steps: int = 6) -> str:
    result = await called(own.client, "run_world", **scene(people, seed, steps=steps), wait_seconds=0)
    return result["run"]


async def until_answered(data_dir: Path, more: int) -> None:
    """Wait until the provider has given so many more answers."""
    wanted = len(audited(data_dir)) + more
    await until(lambda: len(audited(data_dir)) >= wanted)


@pytest.mark.torture
async def test_three_servers_share_twenty_runs_and_outlive_the_death_of_one(tmp_path: Path) -> None:
    seed, begun = time.time_ns() % 2**32, time.monotonic()
    print(f"three servers: seed {seed}")
    chance, data_dir = Random(seed), tmp_path / "data"
    seeds = [chance.randrange(2**30) * 2 + number % 2 for number in range(RUNS)]
    async with desktop(data_dir) as first, desktop(data_dir) as second, desktop(data_dir) as third:
        people = await make_people(first.client)
        desktops = (first, second, third)
        runs: dict[str, int] = {}

        async def begin_some(number: int) -> None:
            for seed in seeds[number::3]:
                runs[await begin(desktops[number], people, seed)] = seed

        async with anyio.create_task_group() as tasks:
            for number in range(3):
                tasks.start_soon(begin_some, number)
        await until_answered(data_dir, chance.randint(1, 150))
        await third.server.kill()
        at_death = snapshot(data_dir)
        assert at_death.intact == "ok"
        orphans = await finish(runs, first, second)
        for run, own in itertools.product(runs, (first, second)):
            assert await own.status(run) == ("done", None)
        at_end = snapshot(data_dir)
        async with undisturbed(tmp_path / "undisturbed") as reference:
            astray = [run for run, seed in runs.items() if log_of(data_dir, run) != await reference.log(seed)]
    audit = audited(data_dir)
    lost, again = at_death.lost_in(at_end), at_death.asked_again(audit)
    print(
        f"three servers: {len(runs)} runs, {orphans} of them continued elsewhere, {len(audit)} answers, asked again "
        f"{again}, rows lost {lost}, astray {len(astray)}, doubles {doubles(audit)}, {time.monotonic() - begun:.0f} s"
    )
    assert len(runs) == RUNS
    assert orphans > 0
    assert astray == []
    assert (lost, again) == (0, 0)
    assert integrity(data_dir) == "ok"


async def finish(runs: dict[str, int], first: Desktop, second: Desktop) -> int:
    """Bring all runs to their end with those who are left; returns how many the dead server left behind."""
    orphans = 0
    for run, own in zip(runs, itertools.cycle((first, second)), strict=False):
        result = await called(own.client, "get_run", run=run, wait_seconds=50)
        if result["status"] == "paused":
            assert result["reason"] == "interrupted"
            orphans += 1
            result = await called(own.client, "continue_run", run=run, wait_seconds=50)
        assert result["status"] == "done"
    return orphans


@pytest.mark.torture
async def test_any_server_cancels_what_another_plays_and_nothing_is_asked_after_that(tmp_path: Path) -> None:
    chance, data_dir = Random(seed := time.time_ns() % 2**32), tmp_path / "data"
    print(f"cancelling elsewhere: seed {seed}")
    async with desktop(data_dir) as first, desktop(data_dir) as second, desktop(data_dir) as third:
        people = await make_people(first.client)
        pairs = [*itertools.permutations((first, second, third), 2)]
        for number, (player, other) in enumerate(pairs):
            run = await begin(player, people, chance.randrange(2**30) * 2 + number % 2, steps=50)
            await until_answered(data_dir, chance.randint(1, 60))
            asked = time.monotonic()
            result = await called(other.client, "cancel_run", run=run)
            answered, took = len(audited(data_dir)), time.monotonic() - asked
            assert (result["status"], result["reason"]) == ("cancelled", "cancelled")
            await anyio.sleep(0.3)
            assert len(audited(data_dir)) == answered
            for own in (first, second, third):
                assert await own.status(run) == ("cancelled", "cancelled")
            print(f"cancelled after {answered} answers in {took * 1000:.0f} ms")
    assert integrity(data_dir) == "ok"


@pytest.mark.torture
async def test_two_servers_that_continue_one_run_at_once_do_not_both_play_it(tmp_path: Path) -> None:
    chance, data_dir = Random(seed := time.time_ns() % 2**32), tmp_path / "data"
    print(f"two at once: seed {seed}")
    async with desktop(data_dir) as first, desktop(data_dir) as second:
        people = await make_people(first.client)
        async with desktop(data_dir) as third:
            runs = [await begin(third, people, chance.randrange(2**31), steps=30) for _ in range(5)]
            await until_answered(data_dir, 10)
            await third.server.kill()
        for run in runs:
            assert await first.status(run) == await second.status(run) == ("paused", "interrupted")
            outcomes: list[str] = []

            async def go_on(own: Desktop, run: str, outcomes: list[str]) -> None:
                result = await own.client.call_tool("continue_run", {"run": run, "wait_seconds": 0})
                outcomes.append(text_of(result) if result.is_error else "")

            async with anyio.create_task_group() as tasks:
                for own in (first, second):
                    tasks.start_soon(go_on, own, run, outcomes)
            assert sorted(map(bool, outcomes)) == [False, True]
            print("refused:", *outcomes)
            late = await refused(second.client, "continue_run", run=run, wait_seconds=0)
            for message in (late, *filter(None, outcomes)):
                assert run in message
                assert "is being played already" in message or "is still running" in message
        for run in runs:
            await called(first.client, "cancel_run", run=run)
            events = [event[0] for event in log_of(data_dir, run)]
            assert events == [*range(1, len(events) + 1)]
            assert run_row(data_dir, run)["status"] == "cancelled"
    assert integrity(data_dir) == "ok"


@pytest.mark.torture
async def test_an_equal_call_made_on_two_servers_at_once_begins_runs_that_both_callers_can_use(tmp_path: Path) -> None:
    chance, data_dir = Random(seed := time.time_ns() % 2**32), tmp_path / "data"
    print(f"equal calls: seed {seed}")
    async with desktop(data_dir) as first, desktop(data_dir) as second:
        people = await make_people(first.client)
        for _ in range(10):
            wanted, results = scene(people, chance.randrange(2**31), steps=5), dict[str, str]()

            async def ask(own: Desktop, wanted: dict[str, object], results: dict[str, str]) -> None:
                result = await called(own.client, "run_world", **wanted, wait_seconds=50)
                results[result["run"]] = result["status"]

            async with anyio.create_task_group() as tasks:
                for own in (first, second):
                    tasks.start_soon(ask, own, wanted, results)
            assert set(results.values()) == {"done"}
            logs = [log_of(data_dir, run) for run in results]
            assert all(log == logs[0] for log in logs)
