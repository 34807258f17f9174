from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import anyio
import pytest

from tests.store.samples import Clock, count, events, files, integrity, person
from troupe_mcp.errors import StoreDamaged, StoreFailed, StoreTooNew
from troupe_mcp.store import RunRecord, Store, schema


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def content(path: Path) -> bytes:
    return path.read_bytes()


def version_in(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()[0]


@pytest.fixture
async def used(tmp_path: Path) -> Path:
    """A database of this release with something in it."""
    async with await Store.open(tmp_path, clock=Clock()) as store:
        await store.save_person(person())
        await store.create_run(RunRecord("r-1", "world"), events(1, 3))
    return tmp_path / "troupe.db"


def add_migration(monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    migrations: Sequence[tuple[str, ...]] = (*schema.MIGRATIONS, statements)
    monkeypatch.setattr(schema, "MIGRATIONS", migrations)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", len(migrations))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
async def test_a_new_directory_is_nobody_elses(tmp_path: Path) -> None:
    data_dir = tmp_path / "some where" / "100% #new?"
    async with await Store.open(data_dir, clock=Clock()) as store:
        await store.save_person(person())
        assert store.path == data_dir / "troupe.db"
        assert store.writable
        modes = {path.name: path.stat().st_mode & 0o777 for path in data_dir.iterdir()}
    assert data_dir.stat().st_mode & 0o777 == 0o700
    assert modes == dict.fromkeys(["troupe.db", "troupe.db-wal", "troupe.db-shm", "write.lock"], 0o600)


async def test_the_database_is_opened_as_the_design_says(store: Store) -> None:
    def pragma(name: str) -> object:
        return store.database.row(lambda row: row[0], f"PRAGMA {name}")

    def written(connection: sqlite3.Connection) -> list[object]:
        names = ("synchronous", "wal_autocheckpoint", "busy_timeout", "mmap_size", "query_only")
        return [(connection.execute(f"PRAGMA {name}").fetchone() or (0,))[0] for name in names]

    assert await store.database.write(written) == [2, 0, 5000, 0, 0]
    assert pragma("journal_mode") == "wal"
    assert pragma("query_only") == 1
    assert pragma("wal_autocheckpoint") == 0


async def test_many_stores_may_open_a_new_directory_at_once(tmp_path: Path) -> None:
    opened: list[Store] = []

    async def one() -> None:
        opened.append(await Store.open(tmp_path / "data", clock=Clock()))

    async with anyio.create_task_group() as tasks:
        for _ in range(12):
            tasks.start_soon(one)
    for number, store in enumerate(opened):
        await store.save_person(person(f"p-{number}"))
    for store in opened:
        assert len(store.list_people()) == 12
        await store.aclose()
    assert not (tmp_path / "data" / "troupe.db-wal").exists()


async def test_a_file_of_a_later_release_is_refused_and_left_alone(used: Path) -> None:
    execute(used, "UPDATE meta SET value = '70'")
    before = content(used)
    with pytest.raises(
        StoreTooNew, match=rf"{used} has schema version 70, this release knows versions up to {schema.SCHEMA_VERSION}\b"
    ):
        await Store.open(used.parent, clock=Clock())
    assert content(used) == before
    assert files(used.parent) == ["troupe.db", "write.lock"]


async def test_an_older_file_is_migrated_after_a_backup(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_migration(monkeypatch, "ALTER TABLE run ADD COLUMN note TEXT", "UPDATE run SET note = 'from version 1'")
    async with await Store.open(used.parent, clock=Clock()) as store:
        assert store.database.rows(str, "SELECT note FROM run") == ["('from version 1',)"]
        assert store.events("r-1") == events(1, 3)
    version = schema.SCHEMA_VERSION
    backup = used.with_name(f"troupe.db.before-v{version}.bak")
    assert [version_in(used), version_in(backup)] == [str(version), str(version - 1)]
    assert count(backup, "event") == 3
    assert integrity(backup) == "ok"
    assert backup.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"
    assert not list(used.parent.glob("*.partial*"))


async def test_a_file_of_version_0_is_migrated_after_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "troupe.db"
    execute(
        path,
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "INSERT INTO meta VALUES ('schema_version', '0'), ('kept', 'yes')",
    )
    async with await Store.open(tmp_path, clock=Clock()) as store:
        await store.save_person(person())
        assert store.database.rows(lambda row: row[0], "SELECT value FROM meta WHERE key = 'kept'") == ["yes"]
    version = schema.SCHEMA_VERSION
    assert [version_in(path), version_in(tmp_path / f"troupe.db.before-v{version}.bak")] == [str(version), "0"]


async def test_nothing_is_backed_up_where_nothing_is_migrated(used: Path) -> None:
    async with await Store.open(used.parent, clock=Clock()):
        pass
    assert files(used.parent) == ["troupe.db", "write.lock"]


async def test_a_migration_that_fails_leaves_the_file_as_it_was(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        add_migration(later, "ALTER TABLE run ADD COLUMN note TEXT", "NONSENSE")
        with pytest.raises(StoreFailed, match=str(used)):
            await Store.open(used.parent, clock=Clock())
    async with await Store.open(used.parent, clock=Clock()) as store:
        assert store.find_person("p-lisa-1") is not None
        assert store.database.rows(str, "SELECT name FROM pragma_table_info('run') WHERE name = 'note'") == []


async def test_a_file_being_migrated_keeps_what_another_store_wrote_last(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with await Store.open(used.parent, clock=Clock()) as older:
        await older.append("r-1", events(4), after=3)  # still in the write-ahead log
        add_migration(monkeypatch, "ALTER TABLE run ADD COLUMN note TEXT")
        async with await Store.open(used.parent, clock=Clock()) as newer:
            assert newer.last_position("r-1") == 4
        assert count(used.with_name(f"troupe.db.before-v{schema.SCHEMA_VERSION}.bak"), "event") == 4


@pytest.mark.parametrize("junk", [b"junk", b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 5000], ids=str)
async def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "troupe.db"
    path.write_bytes(junk)
    with pytest.raises(StoreDamaged, match=rf"{path} is damaged.*move the file away"):
        await Store.open(tmp_path, clock=Clock())
    assert content(path) == junk


async def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "troupe.db"
    execute(path, "CREATE TABLE bookmarks (url TEXT)", "INSERT INTO bookmarks VALUES ('x')")
    before = content(path)
    with pytest.raises(StoreDamaged, match="not a troupe-mcp database"):
        await Store.open(tmp_path, clock=Clock())
    assert content(path) == before


@pytest.mark.parametrize("value", ["", "one", "-1"])
async def test_a_version_that_is_no_number_is_damage(used: Path, value: str) -> None:
    execute(used, f"UPDATE meta SET value = '{value}'")  # noqa: S608 - a parameter of the test
    with pytest.raises(StoreDamaged):
        await Store.open(used.parent, clock=Clock())


async def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "troupe.db").touch()
    async with await Store.open(tmp_path, clock=Clock()) as store:
        await store.save_person(person())


async def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    for directory in (tmp_path / "data", tmp_path / "data" / "deeper"):
        with pytest.raises(StoreFailed, match="is not a directory"):
            await Store.open(directory, clock=Clock())


async def test_a_database_that_is_a_directory_is_a_failure_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "troupe.db").mkdir()
    with pytest.raises(StoreFailed, match=r"troupe\.db"):
        await Store.open(tmp_path, clock=Clock())


async def test_servers_on_one_directory_share_a_seal_and_others_have_their_own(tmp_path: Path) -> None:
    seals: list[str] = []
    for name in ("one", "one", "two"):
        async with await Store.open(tmp_path / name, clock=Clock()) as store:
            seals.append(await store.seal())
    assert seals[0] == seals[1] != seals[2]
    assert {len(seal) for seal in seals} == {64}
