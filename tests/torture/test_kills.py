"""SIGKILL at random moments: nothing is lost, nothing that was kept is paid again, and every run ends as it should."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import anyio
import pytest

from tests.torture.evidence import audited, doubles
from tests.torture.killing import COUNTS, Moment, Tally, Victim, at_work, compare, finish, torment
from tests.torture.processes import Wire
from tests.torture.scenes import Call, Undisturbed, make_people, scene, undisturbed

KILLS = 100
"""Over each of the two wires."""
WORKERS = 2
MOST_OF_ONE_RUN = 6
ROWS = {"event": 145, "call": 62}
"""About how many rows of a table a whole run makes."""


async def work(data_dir: Path, wire: Wire, chance: Random, wanted: int, reference: Undisturbed) -> Tally:
    """Kill a server of one data directory as often as wanted."""
    tally = Tally()
    async with at_work(data_dir, wire) as client:
        people = await make_people(client)
    while tally.kills < wanted:
        seed = chance.randrange(2**30) * 2 + tally.runs % 2
        victim = Victim(data_dir, Call("run_world", scene(people, seed)))
        left = iter(range(min(MOST_OF_ONE_RUN, wanted - tally.kills)))

        def moments(rows: Mapping[str, int], left: Iterator[int] = left) -> Moment | None:
            return None if next(left, None) is None else Moment.drawn(chance, rows, ROWS)

        after = await torment(wire, victim, chance, moments)
        if victim.look()[1] != "done":
            async with at_work(data_dir, wire) as client:
                await finish(victim, client)
        compare(victim, await reference.log(seed), after, tally)
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
