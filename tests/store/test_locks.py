from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from troupe_mcp.errors import NotFound, StoreFailed
from troupe_mcp.store import Store
from troupe_mcp.store.locks import FileLock, RunLock, is_held

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from troupe_mcp.store.locks import RunLock
lock = RunLock(Path(sys.argv[1]))
print(lock.try_acquire(), flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process_holding(path: Path) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def test_a_lock_is_held_by_one_object_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "locks" / "r-1.lock"
    first, second = RunLock(path), RunLock(path)
    assert first.try_acquire()
    assert first.held
    assert not first.try_acquire()
    assert not second.try_acquire()
    first.release()
    first.release()
    assert second.try_acquire()
    assert not first.held
    second.release()


def test_whether_a_lock_is_held_is_told_without_taking_it(tmp_path: Path) -> None:
    path = tmp_path / "r-1.lock"
    assert not is_held(path)
    assert not path.exists()
    lock = RunLock(path)
    assert lock.try_acquire()
    assert is_held(path)
    assert is_held(path)
    lock.release()
    assert path.exists()
    assert not is_held(path)
    assert lock.try_acquire()
    lock.release()


def test_a_lock_of_another_process_keeps_us_out_until_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "r-1.lock"
    ours = RunLock(path)
    with another_process_holding(path) as process:
        assert is_held(path)
        assert not ours.try_acquire()
        process.kill()
        process.wait()
        assert not is_held(path)
        assert ours.try_acquire()
    ours.release()


def test_asking_all_the_time_keeps_nobody_from_a_lock(tmp_path: Path) -> None:
    path = tmp_path / "r-1.lock"
    path.touch()
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            is_held(path)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    try:
        failures = 0
        for _ in range(300):
            lock = RunLock(path)
            failures += not lock.try_acquire()
            lock.release()
    finally:
        stop.set()
        for asker in askers:
            asker.join()
    assert failures == 0


def test_a_lock_that_others_keep_too_long_is_a_failure_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "write.lock"
    first, second = FileLock(path), FileLock(path)
    with first.held(), pytest.raises(StoreFailed, match=r"write\.lock locked for 0\.05 s"), second.held(timeout=0.05):
        raise AssertionError
    with second.held(timeout=0.05):
        pass
    first.close()
    second.close()


async def test_a_run_is_played_once_at_a_time_whichever_store_plays_it(store: Store) -> None:
    async with await Store.open(store.path.parent, clock=lambda: 1) as other:
        assert not store.is_playing("r-1")
        lock = store.run_lock("r-1")
        assert lock.try_acquire()
        assert store.is_playing("r-1")
        assert other.is_playing("r-1")
        assert not other.is_playing("r-2")
        assert not other.run_lock("r-1").try_acquire()
        lock.release()
        assert not store.is_playing("r-1")
    locks = store.path.parent / "locks"
    assert [path.name for path in locks.iterdir()] == ["r-1.lock"]
    assert locks.stat().st_mode & 0o777 == 0o700 or sys.platform == "win32"


@pytest.mark.parametrize("run", ["", "../r", "R-1", "a/b", "r_1", "r\n", "x" * 81, ".", "r-1\x00", "ä"])
async def test_what_cannot_be_a_runs_id_never_becomes_a_path(store: Store, run: str) -> None:
    with pytest.raises(NotFound):
        store.run_lock(run)
    with pytest.raises(NotFound):
        store.is_playing(run)
    assert not (store.path.parent / "locks").exists()
