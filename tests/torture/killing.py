"""Ending servers in the middle of a run, time after time, and what that came to."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

import anyio
import httpx2
from mcp import Client, MCPError

from tests.torture.evidence import COUNTED, Happened, Snapshot, audited, reading, run_row, snapshot, told_of
from tests.torture.processes import HANGS, Era, Server, Wire, called, serving
from tests.torture.scenes import Call

ERAS: tuple[Era, Era] = ("auto", "legacy")
COUNTS = ("kills", "runs", "answers", "asked_again", "lost", "doubles", "uncounted")
End = Literal["kill", "leave", "cancel"]
"""How a run is stopped: SIGKILL; the end of stdin, over HTTP SIGTERM; cancel_run."""


@dataclass
class Tally:
    """What all that was done to the runs of one worker came to."""

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
    """When to stop a run: as soon as it has so many rows of a table."""

    table: str
    count: int
    end: End = "kill"

    @classmethod
    def drawn(cls, chance: Random, now: Mapping[str, int], most: Mapping[str, int]) -> Moment:
        table = chance.choice(("event", "call"))
        return cls(table, chance.randint(now[table], max(most[table], now[table])))


class Victim:
    """One run of a call, known by its seed before anybody was told its id."""

    def __init__(self, data_dir: Path, call: Call) -> None:
        self.data_dir = data_dir
        self.call = call
        self.seed: int = call.arguments["seed"]
        self.kind = KINDS[call.tool]

    def seen(self, watching: sqlite3.Connection) -> tuple[str, str, dict[str, int]]:
        """Its id and status, empty where it is not yet there, and how many rows it has."""
        sql = "SELECT id, status FROM run WHERE seed = ? AND kind = ? ORDER BY rowid"
        found = watching.execute(sql, (self.seed, self.kind)).fetchone()
        if found is None:
            return "", "", {"event": 0, "call": 0}
        events, calls = watching.execute(COUNTED, (found[0],)).fetchone()
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
                if status == "running" and rows[moment.table] >= moment.count:
                    return True
                await anyio.sleep(0.0005)


KINDS = {
    "run_world": "world", "listen_and_act": "interview", "create_people": "casting",
    "check_proposition": "proposition", "tell_story": "story", "validate_person": "validation",
}  # fmt: skip
"""What kind of run each tool makes."""


async def stopped_at(moment: Moment, server: Server, era: Era, victim: Victim, *, found: str) -> bool:
    """Begin or continue the run and stop it at the moment, its server as well; false where it was done before."""
    stopped = False
    wait = 0 if moment.end == "leave" and server.wire == "http" else 50  # who waits holds a server back for seconds

    async def play(client: Client) -> None:
        with suppress(MCPError):  # the server is gone
            if found:
                await called(client, "continue_run", run=found, wait_seconds=wait)
            else:
                await called(client, victim.call.tool, **victim.call.arguments, wait_seconds=wait)

    try:
        async with server.client(era) as client:
            if found:
                state = await called(client, "get_run", run=found, wait_seconds=0)
                if state["status"] == "done":
                    return False
                assert (state["status"], state["reason"]) in {("paused", "interrupted"), ("cancelled", "cancelled")}
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(play, client)
                if await victim.until(moment):
                    stopped = True
                    with anyio.CancelScope(shield=True):
                        await _end(moment.end, server, client, victim)
                tasks.cancel_scope.cancel()
    except* (MCPError, httpx2.HTTPError, OSError):
        if not stopped:
            raise
    return stopped


async def _end(end: End, server: Server, client: Client, victim: Victim) -> None:
    """End the run, or the server that plays it, which has to go well where it is asked to."""
    if end == "kill":
        await server.kill()
    elif end == "cancel":
        await called(client, "cancel_run", run=victim.look()[0])
    elif server.wire == "stdio":
        assert await server.hang_up() == 0
    else:
        await server.leave()


async def torment(
    wire: Wire, victim: Victim, chance: Random, moments: Callable[[Mapping[str, int]], Moment | None]
) -> list[Snapshot]:
    """Stop a run as often as `moments`, told its rows so far, says when; returns what was on disk after each stop."""
    after: list[Snapshot] = []
    found, _, rows = victim.look()
    while moment := moments(rows):
        async with serving(victim.data_dir, wire) as server:
            if not await stopped_at(moment, server, ERAS[chance.randrange(2)], victim, found=found):
                break
        after.append(snapshot(victim.data_dir))
        found, _, rows = victim.look()
    return after


async def finish(victim: Victim, client: Client) -> None:
    """Let a run that was stopped come to its end."""
    found, status, _ = victim.look()
    if status != "done":
        result = await called(client, "continue_run", run=found, wait_seconds=50)
        assert result["status"] == "done", result


def compare(victim: Victim, expected: list[Happened], after: list[Snapshot], tally: Tally) -> None:
    """Add to the tally how one run came through all its stops to its end."""
    states, audit = [*after, snapshot(victim.data_dir)], audited(victim.data_dir)
    tally.runs += 1
    tally.kills += len(states) - 1
    tally.damaged += [state.intact for state in states if state.intact != "ok"]
    for earlier, later in itertools.pairwise(states):
        tally.lost += earlier.lost_in(later)
        tally.asked_again += earlier.asked_again(audit[: later.answered])
    run, status, rows = victim.look()
    if status != "done" or told_of(victim.data_dir, run) != expected:
        tally.astray.append(f"{run} (seed {victim.seed})")
    tally.uncounted += rows["call"] - run_row(victim.data_dir, run)["calls"]


@asynccontextmanager
async def at_work(data_dir: Path, wire: Wire) -> AsyncGenerator[Client]:
    """A client of a server that nobody disturbs."""
    async with serving(data_dir, wire) as server, server.client() as client:
        yield client
