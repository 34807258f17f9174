from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from random import Random

import pytest

from tests.store.samples import Clock, events, integrity
from troupe_mcp.store import Store

ROOT = Path(__file__).parents[2]


class Writing:
    """A writing process and what it has acknowledged so far."""

    def __init__(self, data_dir: Path, run: str, count: int) -> None:
        self.run = run
        self.acknowledged: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.writing_process", str(data_dir), run, str(count)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        self.acknowledged += (line.strip() for line in self._process.stdout if line.endswith("\n"))

    def end(self) -> None:
        """Wait for the end; a traceback fails the test."""
        self._reading.join()
        assert self._process.stderr is not None
        errors = self._process.stderr.read()
        self._process.stderr.close()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process.wait()
        assert errors == ""

    def kill(self) -> None:
        self._process.kill()
        self.end()


async def assert_all_is_there(data_dir: Path, writings: list[Writing]) -> None:
    async with await Store.open(data_dir, clock=Clock()) as store:
        for writing in writings:
            log = await store.all_events(writing.run)
            assert log == events(1, len(log))
            row = store.find_run(writing.run)
            assert row is None or row.done == len(log)
            for line in writing.acknowledged:
                kind, what = line.split()
                if kind == "event":
                    assert int(what) <= len(log)
                else:
                    found = await store.lookup(what, writing.run)
                    assert found is not None
                    assert found.text == f"{what} " * 40
    assert integrity(data_dir / "troupe.db") == "ok"


async def test_two_processes_on_one_directory_lose_nothing(tmp_path: Path) -> None:
    writings = [Writing(tmp_path, run, 500) for run in ("r-1", "r-2")]
    for writing in writings:
        writing.end()
    assert [len(writing.acknowledged) for writing in writings] == [1000, 1000]
    await assert_all_is_there(tmp_path, writings)


async def test_what_was_acknowledged_before_a_kill_is_there(tmp_path: Path) -> None:
    writing = Writing(tmp_path, "r-1", 0)
    until = time.monotonic() + 20
    while time.monotonic() < until and not (tmp_path / "troupe.db-wal").exists():
        time.sleep(0.01)  # noqa: ASYNC251 - nothing else goes on
    time.sleep(0.4)  # noqa: ASYNC251 - as above
    writing.kill()
    assert len(writing.acknowledged) > 10
    await assert_all_is_there(tmp_path, [writing])


@pytest.mark.torture
async def test_twenty_kills_of_two_processes_at_random_lose_nothing(tmp_path: Path) -> None:
    seed = time.time_ns()
    print("seed", seed)
    moments = Random(seed)
    earlier: list[Writing] = []
    for _ in range(20):
        writings = [Writing(tmp_path, run, 0) for run in ("r-1", "r-2")]
        for writing in writings:
            time.sleep(moments.uniform(0.1, 0.8))  # noqa: ASYNC251 - nothing else goes on
            writing.kill()
        earlier += writings
        await assert_all_is_there(tmp_path, earlier)
    assert sum(len(writing.acknowledged) for writing in earlier) > 100
