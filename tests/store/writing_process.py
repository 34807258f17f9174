"""A process that writes to a store and prints what was acknowledged: `python -m tests.store.writing_process`.

Arguments: data directory, run id, number of appends (0: until killed).
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from pathlib import Path

from tests.store.samples import answer, events, prompt
from troupe_mcp.store import RunRecord, Store


async def write(data_dir: Path, run: str, count: int) -> None:
    def clock() -> int:
        return time.time_ns() // 1_000_000

    async with await Store.open(data_dir, clock=clock) as store:
        if store.find_run(run) is None:
            await store.create_run(RunRecord(run, "world"))
        start = store.last_position(run)
        for position in itertools.count(start + 1) if count == 0 else range(start + 1, start + count + 1):
            key = f"{run}/{position}"
            await store.record(key, run, prompt(key), answer(f"{key} " * 40))
            print("call", key, flush=True)
            await store.append(run, events(position), after=position - 1, changes={"done": position})
            print("event", position, flush=True)


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
