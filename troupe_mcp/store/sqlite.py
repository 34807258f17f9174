"""One SQLite file: how it is opened, read on the event loop and in threads, and written through one thread."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeVar

import anyio
import anyio.to_thread

from troupe_mcp.errors import StoreFailed, StoreFull, StoreReadOnly
from troupe_mcp.store import schema
from troupe_mcp.store.faults import FAULTS, closed, damaged, explained
from troupe_mcp.store.locks import FileLock
from troupe_mcp.store.searched import casefold, holds, named, said
from troupe_mcp.store.writer import WAL_LIMIT, Operation, Writer

T = TypeVar("T")
Row = tuple[Any, ...]
Shape = Callable[[Row], T]
"""Turns a row into a value; raises KeyError, TypeError, ValueError or zlib.error where the row is damaged."""

_INLINE = 200
"""Rows that are encoded on the event loop; more are encoded in a thread."""


class Database:
    """The file of one owner's view: reads see every acknowledged write, `write` returns when it is on disk.

    Nothing but troupe_mcp.errors leaves it. Where the file can only be read, `refusal` says why.
    """

    def __init__(
        self, path: Path, owner: str, clock: Callable[[], int], reader: sqlite3.Connection, writer: Writer | StoreFailed
    ) -> None:
        self.path = path
        self.owner = owner
        self.clock = clock
        self._reader = reader
        self._writer = writer if isinstance(writer, Writer) else None
        self.refusal = writer if isinstance(writer, StoreFailed) else None

    @classmethod
    async def open(cls, data_dir: Path, *, clock: Callable[[], int], owner: str) -> Database:
        """Open the database in the directory, making, migrating or, where it must, only reading it."""
        reader, writer, path = await anyio.to_thread.run_sync(_open, data_dir)
        return cls(path, owner, clock, reader, writer)

    @property
    def commits(self) -> int:
        """How many transactions this process has committed."""
        return self._writer.commits if self._writer is not None else 0

    def rows(self, shape: Shape[T], sql: str, *parameters: object) -> list[T]:
        """Return what a short query finds; called on the event loop, cheaper there than any hop."""
        return self._shaped(self._reader, shape, sql, parameters)

    def row(self, shape: Shape[T], sql: str, *parameters: object) -> T | None:
        """Return the first row that a short query finds."""
        found = self._shaped(self._reader, shape, sql, parameters)
        return found[0] if found else None

    async def scan(self, work: Callable[[Callable[[Shape[T], str, tuple[object, ...]], list[T]]], list[T]]) -> list[T]:
        """Do long reading in a thread; `work` is given a function that queries a connection of its own."""

        def in_thread() -> list[T]:
            try:
                connection = (
                    _connect_to_read(self.path) if self._writer is None else _connect(self.path, "rw", reading=True)
                )
            except FAULTS as error:
                raise explained(error, self.path) from error
            with contextlib.closing(connection):
                return work(lambda shape, sql, parameters: self._shaped(connection, shape, sql, parameters))

        return await anyio.to_thread.run_sync(in_thread)

    async def encoded(self, shape: Callable[[], list[T]], size: int) -> list[T]:
        """Return the shaped rows, made in a thread where they are many."""
        return shape() if size <= _INLINE else await anyio.to_thread.run_sync(shape)

    async def write(self, operation: Operation[T]) -> T:
        """Carry out the operation in a transaction and return when it is on disk; cancelling does not undo it.

        Raises what the operation raises, StoreReadOnly, StoreFull, StoreDamaged or StoreFailed.
        """
        return await self._writing().write(operation)

    def submit(self, operation: Operation[object]) -> None:
        """Have the operation carried out soon, with whatever is written next; it is not waited for."""
        self._writing().submit(operation)

    async def aclose(self) -> None:
        """Write all that waits and close the file; a second call does nothing."""
        writer, self._writer = self._writer, None
        self.refusal = closed(self.path)
        self._reader.close()
        if writer is not None:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(writer.close)

    def _writing(self) -> Writer:
        if self._writer is not None:
            return self._writer
        refusal = self.refusal or closed(self.path)
        raise type(refusal)(*refusal.args)  # a new one each time: tracebacks do not pile up

    def _shaped(
        self, connection: sqlite3.Connection, shape: Shape[T], sql: str, parameters: tuple[object, ...]
    ) -> list[T]:
        try:
            found = connection.execute(sql, parameters).fetchall()  # all: an open cursor would hold up checkpoints
            return [shape(row) for row in found]
        except FAULTS as error:
            raise explained(error, self.path) from error
        except (KeyError, TypeError, ValueError, zlib.error) as error:
            raise damaged(self.path) from error


def _open(data_dir: Path) -> tuple[sqlite3.Connection, Writer | StoreFailed, Path]:
    """Open for writing, or for reading only where the directory or the disk allows no more."""
    path = data_dir.absolute() / "troupe.db"
    try:
        return *_open_to_write(path), path
    except (StoreReadOnly, StoreFull) as refusal:
        if not path.exists():
            raise
        with _explaining(path):
            return _open_to_read(path, refusal), refusal, path


def _open_to_write(path: Path) -> tuple[sqlite3.Connection, Writer]:
    lock = FileLock(path.with_name("write.lock"))
    with contextlib.ExitStack() as undo, _explaining(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.open()
        undo.callback(lock.close)
        with lock.held():
            # Only ever a new file: closing any descriptor of an open database drops SQLite's own locks on it.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            writing = undo.enter_context(contextlib.closing(_connect(path, "rw", reading=False)))
            schema.version_of(writing, path)  # a file that is not ours is not touched
            writing.execute("PRAGMA journal_mode = WAL").fetchone()
            schema.bring_up_to_date(writing, path)
            # Shows at once what cannot be written: SQLite opens it all the same, and begins a transaction on it.
            writing.execute("BEGIN IMMEDIATE")
            writing.execute("UPDATE meta SET value = value WHERE key = 'schema_version'")
            writing.execute("ROLLBACK")
            reading = undo.enter_context(contextlib.closing(_connect(path, "rw", reading=True)))
            schema.version_of(reading, path)
        undo.pop_all()
    return reading, Writer(writing, path, lock)


def _open_to_read(path: Path, refusal: StoreFailed) -> sqlite3.Connection:
    with contextlib.ExitStack() as undo:
        reading = undo.enter_context(contextlib.closing(_connect_to_read(path)))
        if schema.version_of(reading, path) != schema.SCHEMA_VERSION:
            raise refusal  # an older file would have to be migrated first
        undo.pop_all()
    return reading


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a connection where nothing can be written; raises sqlite3.Error."""
    try:
        return _connect(path, "ro", reading=True)
    except sqlite3.OperationalError:
        # Without its side files, and where none can be made, a WAL database opens only as immutable. That ignores
        # the write-ahead log, so it is for a database that has none.
        if _has_content(path.with_name(f"{path.name}-wal")):
            raise
        return _connect(path, "ro&immutable=1", reading=True)


def _connect(path: Path, mode: str, *, reading: bool) -> sqlite3.Connection:
    """Open a connection with what every connection needs; raises sqlite3.Error."""
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}", uri=True, timeout=5.0, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        if reading:
            connection.execute("PRAGMA query_only = ON")
            for function in (casefold, holds, named, said):
                arguments = function.__code__.co_argcount
                connection.create_function(function.__name__, arguments, function, deterministic=True)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the file, which is done late
        else:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA journal_size_limit = {WAL_LIMIT}")
    except BaseException:
        connection.close()
        raise
    return connection


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _explaining(path: Path) -> Generator[None]:
    try:
        yield
    except (*FAULTS, OSError) as error:
        raise explained(error, path) from error
