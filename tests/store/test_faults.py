from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from random import Random

import anyio
import pytest

from tests.store.samples import Clock, answer, events, integrity, person, prompt
from troupe_mcp.errors import StoreDamaged, StoreFailed, StoreFull, StoreReadOnly, TroupeError
from troupe_mcp.store import RunRecord, Store

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
NOBODY = 65534


@pytest.fixture
def ordinary_directory() -> Generator[Path]:
    """A directory of a user whom permissions bind; root, whom they do not, becomes one for the test."""
    root = Path(tempfile.mkdtemp(dir="/tmp"))
    directory = root / "data"
    directory.mkdir(mode=0o700)
    if os.geteuid() != 0:
        yield directory
    else:
        root.chmod(0o755)
        os.chown(directory, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield directory
        finally:
            os.setresuid(0, 0, 0)
    mode(directory, 0o700)
    shutil.rmtree(root)


def mode(path: Path, permissions: int) -> None:
    path.chmod(permissions)


async def fill(directory: Path, *, close: bool = True) -> Store:
    store = await Store.open(directory, clock=Clock())
    await store.save_person(person())
    await store.create_run(RunRecord("r-1", "world"), events(1, 700))
    await store.record("key", "r-1", prompt(), answer())
    if close:
        await store.aclose()
    return store


async def assert_readable(store: Store) -> None:
    assert store.find_person("p-lisa-1") is not None
    assert len(await store.all_events("r-1")) == 700
    assert store.list_people(query="lisa")
    assert await store.lookup("key", "r-1") is not None
    assert await store.lookup("key", "r-2") is not None
    assert not store.is_playing("r-1")
    assert len(await store.seal()) == 64


@posix
async def test_a_read_only_directory_is_still_read(ordinary_directory: Path) -> None:
    await fill(ordinary_directory)
    mode(ordinary_directory, 0o500)
    async with await Store.open(ordinary_directory, clock=Clock()) as store:
        assert not store.writable
        await assert_readable(store)
        for _ in range(2):
            with pytest.raises(StoreReadOnly, match=str(ordinary_directory)):
                await store.save_person(person("p-2"))
        with pytest.raises(StoreReadOnly):
            await store.record("key-2", "r-1", prompt(), answer())
        with pytest.raises(StoreReadOnly):
            store.run_lock("r-1").try_acquire()


@posix
async def test_a_read_only_database_is_still_read(ordinary_directory: Path) -> None:
    await fill(ordinary_directory)
    mode(ordinary_directory / "troupe.db", 0o400)
    async with await Store.open(ordinary_directory, clock=Clock()) as store:
        assert not store.writable
        await assert_readable(store)
        with pytest.raises(StoreReadOnly, match=r"troupe\.db cannot be written"):
            await store.update_run("r-1", status="done")


@posix
async def test_what_a_living_writer_wrote_is_read_in_a_read_only_directory(ordinary_directory: Path) -> None:
    writer = await fill(ordinary_directory, close=False)
    mode(ordinary_directory, 0o500)
    async with await Store.open(ordinary_directory, clock=Clock()) as store:
        await assert_readable(store)
    mode(ordinary_directory, 0o700)
    await writer.aclose()


@posix
async def test_an_empty_read_only_directory_is_refused(ordinary_directory: Path) -> None:
    mode(ordinary_directory, 0o500)
    for directory in (ordinary_directory, ordinary_directory / "deeper"):
        with pytest.raises(StoreReadOnly, match=r"Make .* writable"):
            await Store.open(directory, clock=Clock())


@contextlib.contextmanager
def tiny_disk(directory: Path) -> Generator[None]:
    """A disk of 512 KB; only root may mount one."""
    directory.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(directory)]
    try:
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(directory)], check=True)


def fill_up(file: Path) -> None:
    """Write to the file until its disk has no space left."""
    with file.open("wb", buffering=0) as opened, contextlib.suppress(OSError):
        while True:
            opened.write(b"x" * 4096)


async def write_until_full(store: Store) -> int:
    """Append until the disk is full; return the last acknowledged position."""
    for position in itertools.count(store.last_position("r-1"), 20):
        try:
            await store.append("r-1", events(position + 1, 20, said="x" * 200), after=position)
        except StoreFull:
            return position
    raise AssertionError


async def test_a_full_database_still_answers_and_goes_on_when_there_is_space(store: Store) -> None:
    await store.create_run(RunRecord("r-1", "world"))
    await store.save_person(person())

    def limit(pages: int) -> None:
        def set_limit(connection: sqlite3.Connection) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()

        store.database.submit(set_limit)

    limit(60)
    position = await write_until_full(store)
    assert position > 0
    assert len(await store.all_events("r-1")) == position == store.last_position("r-1")
    assert store.find_person("p-lisa-1") is not None
    with pytest.raises(StoreFull, match=rf"No space is left for {store.path}"):
        await store.record("key", "r-1", prompt(), answer(Random(3).randbytes(40_000).hex()))
    assert await store.lookup("key", "r-1") is None
    limit(100_000)
    await store.append("r-1", events(position + 1), after=position)
    assert store.last_position("r-1") == position + 1


async def test_of_many_writes_on_a_full_disk_only_the_acknowledged_are_there(store: Store) -> None:
    store.database.submit(lambda connection: connection.execute("PRAGMA max_page_count = 120").fetchone())
    kept: list[int] = []
    full = 0

    async def record(number: int) -> None:
        nonlocal full
        try:
            await store.record(f"key-{number}", "r-1", prompt(), answer("some words " * 60))
        except StoreFull:
            full += 1
        else:
            kept.append(number)

    async with anyio.create_task_group() as tasks:
        for number in range(2000):
            tasks.start_soon(record, number)
    assert full > 0
    assert kept
    for number in range(2000):
        assert (await store.lookup(f"key-{number}", "r-1") is not None) == (number in kept)


async def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with tiny_disk(disk):
        data = disk / "data"
        data.mkdir()
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 60_000)
        async with await Store.open(data, clock=Clock()) as store:
            await store.create_run(RunRecord("r-1", "world"))
            position = await write_until_full(store)
            assert store.last_position("r-1") == position
            ballast.unlink()
            await store.append("r-1", events(position + 1), after=position)
            position = await write_until_full(store)
            assert len(await store.all_events("r-1")) == position
        async with await Store.open(data, clock=Clock()) as store:
            assert store.last_position("r-1") == position
        assert integrity(data / "troupe.db") == "ok"


async def test_a_store_on_a_full_disk_opens_for_reading(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with tiny_disk(disk):
        await fill(disk / "data")
        ballast = disk / "ballast"
        fill_up(ballast)
        async with await Store.open(disk / "data", clock=Clock()) as store:
            await assert_readable(store)
            with pytest.raises(StoreFull, match="No space"):
                await store.save_person(person("p-2"))
        ballast.unlink()
        async with await Store.open(disk / "data", clock=Clock()) as store:
            await store.save_person(person("p-2"))


async def use(directory: Path) -> None:
    """Read and write a little of everything."""
    async with await Store.open(directory, clock=Clock()) as store:
        store.find_person("p-lisa-1")
        store.list_people(query="lisa")
        store.list_runs(query="nothing")
        await store.lookup("key", "r-2")
        await store.all_events("r-1")
        await store.append("r-1", events(701), after=700)
        await store.record("key-2", "r-1", prompt(), answer())
        await store.save_person(person("p-2"))


@pytest.mark.parametrize("seed", range(60))
async def test_a_damaged_file_is_reported_and_never_crashes(tmp_path: Path, seed: int) -> None:
    await fill(tmp_path)
    path = tmp_path / "troupe.db"
    content = bytearray(path.read_bytes())
    chance = Random(seed)
    for _ in range(chance.choice([1, 10, 200])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if seed % 4 == 0:
        del content[chance.randrange(len(content)) :]
    path.write_bytes(content)
    try:
        await use(tmp_path)
    except TroupeError as error:
        assert isinstance(error, StoreFailed) or "r-1" in str(error)  # noqa: PT017 - any of these, or none


async def test_damage_is_named_with_what_to_do(tmp_path: Path) -> None:
    await fill(tmp_path)
    path = tmp_path / "troupe.db"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match=rf"{path} is damaged.*move the file away"):
        await use(tmp_path)


async def test_damage_that_comes_while_the_store_is_open_is_reported(tmp_path: Path) -> None:
    store = await fill(tmp_path, close=False)
    execute = store.database.write
    await execute(lambda connection: connection.execute("UPDATE event SET body = x'00ff' WHERE position = 5"))
    await execute(lambda connection: connection.execute("UPDATE person SET spec = '{broken'"))
    await execute(lambda connection: connection.execute("UPDATE call SET outcome = 'nonsense'"))
    with pytest.raises(StoreDamaged):
        store.events("r-1")
    with pytest.raises(StoreDamaged):
        await store.all_events("r-1")
    with pytest.raises(StoreDamaged):
        store.find_person("p-lisa-1")
    with pytest.raises(StoreDamaged):
        await store.lookup("key", "r-1")
    assert store.find_run("r-1") is not None
    await store.aclose()


async def test_a_value_that_is_no_text_is_damage(tmp_path: Path) -> None:
    store = await fill(tmp_path, close=False)
    await store.database.write(lambda connection: connection.execute("UPDATE run SET title = CAST(x'ff' AS TEXT)"))
    with pytest.raises(StoreDamaged):
        store.find_run("r-1")
    await store.aclose()
