"""SIGKILL at random moments: nothing is lost, nothing that was kept is paid again, and every run ends as it should."""

from __future__ import annotations

import itertools
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import anyio
import httpx2
import pytest
from mcp import Client, MCPError

from tests.torture.evidence import Happened, Snapshot, audited, doubles, log_of, reading, run_row, snapshot
from tests.torture.processes import HANGS, Era, Server, Wire, called, serving
from tests.torture.scenes import Undisturbed, make_people, scene, undisturbed

KILLS = 100
"""Over each of the two wires."""
WORKERS = 2
MOST_OF_ONE_RUN = 6
ERAS: tuple[Era, Era] = ("auto", "legacy")
COUNTS = ("kills", "runs", "answers", "asked_again", "lost", "doubles", "uncounted")
ROWS = {"event": 145, "call": 62}
"""About how many rows of a table a whole run makes."""


@dataclass
class Tally:
    """What all kills of one worker came to."""

    kills: int = 0
    asked_again: int = 0
    lost: int = 0
    doubles: int = 0
    answers: int = 0
    uncounted: int = 0
    runs: int = 0
    damaged: list[str] = field(default_factory=list[str])
    astray: list[str] = field(default_factory=list[str])


@dataclass
class Moment:
    """When to kill: as soon as the run has so many rows of a table."""

    table: str
    count: int

    @classmethod
    def drawn(cls, chance: Random, now: dict[str, int]) -> Moment:
        table = chance.choice(("event", "call"))
        return cls(table, chance.randint(now[table], max(ROWS[table], now[table])))


class Victim:
    """One run of a scene, known by its seed before anybody was told its id."""

    def __init__(self, data_dir: Path, seed: int) -> None:
        self.data_dir = data_dir
        self.seed = seed

    def seen(self, watching: sqlite3.Connection) -> tuple[str, str, dict[str, int]]:
        """Its id and status, empty where it is not yet there, and how many rows it has."""
        found = watching.execute("SELECT id, status FROM run WHERE seed = ?", (self.seed,)).fetchone()
        if found is None:
            return "", "", {"event": 0, "call": 0}
        sql = "SELECT (SELECT count(*) FROM event WHERE run = ?1), (SELECT count(*) FROM call_use WHERE run = ?1)"
        events, calls = watching.execute(sql, (found[0],)).fetchone()
        return found[0], found[1], {"event": events, "call": calls}

    def look(self) -> tuple[str, str, dict[str, int]]:
        with reading(self.data_dir) as watching:
            return self.seen(watching)

    async def until(self, moment: Moment) -> bool:
        """Return at the moment, or false where the run ends before it comes."""
        with reading(self.data_dir) as watching, anyio.fail_after(HANGS):
            while True:
                _, status, rows = self.seen(watching)
                if status == "done":
                    return False
                if status and rows[moment.table] >= moment.count:
                    return True
                await anyio.sleep(0.0005)


async def kill_at(moment: Moment, server: Server, era: Era, victim: Victim, people: list[str], *, found: str) -> bool:
    """Begin or continue the run and kill its server at the moment; false where the run was done before."""
    killed = False

    async def play(client: Client) -> None:
        with suppress(MCPError):  # the server is gone
            if found:
                await called(client, "continue_run", run=found, wait_seconds=50)
            else:
                await called(client, "run_world", **scene(people, victim.seed), wait_seconds=50)

    try:
        async with server.client(era) as client:
            if found:
                state = await called(client, "get_run", run=found, wait_seconds=0)
                if state["status"] == "done":
                    return False
                assert (state["status"], state["reason"]) == ("paused", "interrupted")
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(play, client)
                if await victim.until(moment):
                    killed = True
                    with anyio.CancelScope(shield=True):
                        await server.kill()
                tasks.cancel_scope.cancel()
    except* (MCPError, httpx2.HTTPError, OSError):
        if not killed:
            raise
    return killed


async def torment(
    data_dir: Path, wire: Wire, people: list[str], victim: Victim, chance: Random, wanted: int
) -> list[Snapshot]:
    """Play one run to its end through as many kills as fit; returns what was on disk after each, and at the end."""
    after: list[Snapshot] = []
    while len(after) < wanted:
        found, _, rows = victim.look()
        moment, era = Moment.drawn(chance, rows), ERAS[chance.randrange(2)]
        async with serving(data_dir, wire) as server:
            if not await kill_at(moment, server, era, victim, people, found=found):
                break
        after.append(snapshot(data_dir))
    found, status, _ = victim.look()
    if status != "done":
        async with serving(data_dir, wire) as server, server.client() as client:
            result = await called(client, "continue_run", run=found, wait_seconds=50)
            assert result["status"] == "done"
    return [*after, snapshot(data_dir)]


def compare(data_dir: Path, victim: Victim, expected: list[Happened], states: list[Snapshot], tally: Tally) -> None:
    """Add to the tally how one run came through its kills."""
    audit = audited(data_dir)
    tally.runs += 1
    tally.kills += len(states) - 1
    tally.damaged += [state.intact for state in states if state.intact != "ok"]
    for earlier, later in itertools.pairwise(states):
        tally.lost += earlier.lost_in(later)
        tally.asked_again += earlier.asked_again(audit[: later.answered])
    run, status, rows = victim.look()
    if status != "done" or log_of(data_dir, run) != expected:
        tally.astray.append(f"{run} (seed {victim.seed})")
    tally.uncounted += rows["call"] - run_row(data_dir, run)["calls"]


async def work(data_dir: Path, wire: Wire, chance: Random, wanted: int, reference: Undisturbed) -> Tally:
    """Kill a server of one data directory as often as wanted."""
    tally = Tally()
    async with serving(data_dir, wire) as server, server.client() as client:
        people = await make_people(client)
    while tally.kills < wanted:
        victim = Victim(data_dir, chance.randrange(2**30) * 2 + tally.runs % 2)
        most = min(MOST_OF_ONE_RUN, wanted - tally.kills)
        states = await torment(data_dir, wire, people, victim, chance, most)
        compare(data_dir, victim, await reference.log(victim.seed), states, tally)
    tally.doubles = doubles(audited(data_dir))
    tally.answers = len(audited(data_dir))
    return tally


@pytest.mark.torture
@pytest.mark.parametrize("wire", ["stdio", "http"])
async def test_no_kill_loses_an_answer_or_an_event_and_every_run_ends_as_if_nothing_had_happened(
    tmp_path: Path, wire: Wire
) -> None:
    seed, begun = time.time_ns() % 2**32, time.monotonic()
    print(f"{wire}: seed {seed}")
    tallies: list[Tally] = []
    async with undisturbed(tmp_path / "undisturbed") as reference:

        async def worker(number: int) -> None:
            chance = Random(f"{seed}/{number}")
            tallies.append(await work(tmp_path / f"data-{number}", wire, chance, KILLS // WORKERS, reference))

        async with anyio.create_task_group() as tasks:
            for number in range(WORKERS):
                tasks.start_soon(worker, number)
    told = {name: sum(getattr(tally, name) for tally in tallies) for name in COUNTS}
    print(f"{wire}: {told}, {time.monotonic() - begun:.0f} s")
    assert told["kills"] >= KILLS
    assert [tally.damaged for tally in tallies] == [[]] * WORKERS
    assert [tally.astray for tally in tallies] == [[]] * WORKERS
    assert (told["asked_again"], told["lost"], told["uncounted"]) == (0, 0, 0)
