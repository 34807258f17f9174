"""Whatever a run has, stopping it changes nothing: words that fade, tools, networks, moderators, referees, judges.

Each scene is killed twice in the middle, left by its client (over HTTP its server gets SIGTERM) and cancelled, at
random moments; each time a fresh server goes on. Then the same is played again, and branched.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import anyio
import pytest
from mcp import Client

from tests.torture.evidence import (
    Snapshot,
    audited,
    cast_in,
    doubles,
    lived_through,
    paid_in_vain,
    rows_of,
    steps_of,
    told_of,
)
from tests.torture.features import FEATURES, readings
from tests.torture.killing import COUNTS, End, Moment, Tally, Victim, at_work, compare, finish, torment
from tests.torture.processes import Wire, called
from tests.torture.scenes import Call, Undisturbed, make_people, undisturbed

ENDS: tuple[End, ...] = ("kill", "leave", "kill", "cancel")
WORKERS = 2
FORMS = ("", "/html", "/json", "/docx")


@dataclass
class Ordeal:
    """What one worker does to the runs of its data directory, and what comes of it."""

    data_dir: Path
    wire: Wire
    chance: Random
    reference: Undisturbed
    people: list[str]
    tally: Tally = field(default_factory=Tally)
    unlike: list[str] = field(default_factory=list[str])

    async def suffer(self, name: str) -> None:
        """Play one scene through all that may happen to it, then once more, and a branch of it."""
        seed = self.chance.randrange(2**31)
        call, twin = FEATURES[name](self.people, seed), FEATURES[name](self.reference.people, seed)
        begun, undisturbed = time.monotonic(), await self.reference.run(twin)
        victim = Victim(self.data_dir, call)
        moments = self._moments(rows_of(self.reference.data_dir, undisturbed))
        after = await torment(self.wire, victim, self.chance, moments)
        async with at_work(self.data_dir, self.wire) as client:
            await finish(victim, client)
            run = self._compared(name, victim, undisturbed, after)
            await self._repeated(name, client, call, run)
            if call.tool == "run_world":
                await self._branched(name, client, run, undisturbed)
            here = await written(client, run)
        if here != await written(self.reference.client, undisturbed):
            self.unlike.append(f"{name}: what people wrote in {run} (seed {seed})")
        print(
            f"{self.wire}: {name}, seed {seed}: {len(after)} stops, {victim.look()[2]['call']} answers, "
            f"{len(here) // len(FORMS)} documents, {time.monotonic() - begun:.0f} s"
        )
        if name == "everything":
            for reading, expected in zip(readings(run, seed), readings(undisturbed, seed), strict=True):
                await self._read(reading, expected)

    async def _read(self, call: Call, twin: Call) -> None:
        """Have a study of a run killed once its first answer is there."""
        undisturbed, victim = await self.reference.run(twin), Victim(self.data_dir, call)
        moments = iter((Moment("call", 1), None))
        after = await torment(self.wire, victim, self.chance, lambda _: next(moments))
        async with at_work(self.data_dir, self.wire) as client:
            await finish(victim, client)
        self._compared(call.tool, victim, undisturbed, after)
        print(f"{self.wire}: {call.tool}, seed {victim.seed}: {len(after)} stops")

    def _compared(self, name: str, victim: Victim, undisturbed: str, after: list[Snapshot]) -> str:
        """Compare a run that came through its stops with one that nobody stopped; returns its id."""
        compare(victim, told_of(self.reference.data_dir, undisturbed), after, self.tally)
        run = victim.look()[0]
        if cast_in(self.data_dir, run) != cast_in(self.reference.data_dir, undisturbed):
            self.unlike.append(f"{name}: the cast of {run} (seed {victim.seed})")
        return run

    def _moments(self, whole: Mapping[str, int]) -> Callable[[Mapping[str, int]], Moment | None]:
        """Return what says when to stop next, one moment for each way to, as far as a whole run's rows allow."""
        places = iter([*zip(ENDS, sorted(self.chance.random() for _ in ENDS), strict=True)])

        def following(now: Mapping[str, int]) -> Moment | None:
            for end, place in places:
                table = self.chance.choice(("event", "call"))
                return Moment(table, max(int(place * whole[table]), now[table] + 1), end)
            return None

        return following

    async def _repeated(self, name: str, client: Client, call: Call, run: str) -> None:
        """Make the same call again: what was answered once costs nothing."""
        before = len(audited(self.data_dir))
        result = await called(client, call.tool, **call.arguments, new=True, wait_seconds=50)
        asked = len(audited(self.data_dir)) - before
        if told_of(self.data_dir, result["run"]) != told_of(self.data_dir, run):
            self.unlike.append(f"{name}: {result['run']}, which is {run} once more")
        if asked != paid_in_vain(self.data_dir, run):
            self.unlike.append(f"{name}: {result['run']}, which is {run} once more, had {asked} answers to pay")
        assert result["cost"]["calls"] == asked

    async def _branched(self, name: str, client: Client, run: str, undisturbed: str) -> None:
        """Branch the run in the middle, with nothing changed: it goes as it went."""
        last = steps_of(self.data_dir, run)
        at = self.chance.randrange(last)
        result = await called(client, "run_world", fork_of=run, at_step=at, steps=last - at, wait_seconds=50)
        if lived_through(self.data_dir, result["run"]) != lived_through(self.reference.data_dir, undisturbed):
            self.unlike.append(f"{name}: {result['run']}, branched from {run} at step {at}")


async def written(client: Client, run: str) -> dict[str, str]:
    """All that people wrote in a run, in every form, by the name of the file."""
    files: dict[str, str] = {}
    cursor = ""
    while True:
        page = await called(client, "get_run", run=run, detail="artifacts", cursor=cursor)
        for each in page.get("documents") or ():
            for form in FORMS:
                (content,) = (await client.read_resource(f"{each['uri']}{form}")).contents
                files[f"{each['name']}{form}"] = content.model_dump_json(exclude={"uri"}).replace(run, "<run>")
        cursor = page.get("next_cursor") or ""
        if not cursor:
            return files


@pytest.mark.torture
@pytest.mark.parametrize("wire", ["stdio", "http"])
async def test_runs_of_every_kind_outlive_kills_departures_and_cancellations_and_repeat_and_branch_for_nothing(
    tmp_path: Path, wire: Wire
) -> None:
    seed, begun = time.time_ns() % 2**32, time.monotonic()
    print(f"{wire}: seed {seed}")
    names = iter(FEATURES)
    ordeals: list[Ordeal] = []
    async with undisturbed(tmp_path / "undisturbed") as reference:

        async def worker(number: int) -> None:
            data_dir = tmp_path / f"data-{number}"
            async with at_work(data_dir, wire) as client:
                people = await make_people(client)
            ordeal = Ordeal(data_dir, wire, Random(f"{seed}/{number}"), reference, people)
            ordeals.append(ordeal)
            for name in names:
                await ordeal.suffer(name)
            ordeal.tally.doubles = doubles(audited(data_dir))
            ordeal.tally.answers = len(audited(data_dir))

        async with anyio.create_task_group() as tasks:
            for number in range(WORKERS):
                tasks.start_soon(worker, number)
    told = {name: sum(getattr(ordeal.tally, name) for ordeal in ordeals) for name in COUNTS}
    print(f"{wire}: {told}, {time.monotonic() - begun:.0f} s")
    assert [ordeal.tally.damaged for ordeal in ordeals] == [[]] * WORKERS
    assert [ordeal.tally.astray for ordeal in ordeals] == [[]] * WORKERS
    assert [ordeal.unlike for ordeal in ordeals] == [[]] * WORKERS
    assert (told["asked_again"], told["lost"], told["uncounted"]) == (0, 0, 0)
