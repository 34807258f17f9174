"""The one thread that writes: whatever waits is committed together, under a lock between processes."""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from troupe_mcp.errors import StoreFailed
from troupe_mcp.store.faults import FAULTS, explained
from troupe_mcp.store.locks import FileLock

T = TypeVar("T")
Operation = Callable[[sqlite3.Connection], T]
"""What is done inside a transaction; whatever it raises undoes it, and only it.

It may be carried out once more, in a transaction of its own, after the first was undone.
"""

_MOST = 512
"""Operations in one transaction."""

WAL_LIMIT = 1000 * 4120
"""Bytes of the write-ahead log that stay on disk: 1,000 pages with their headers."""
_WAL_STEP = WAL_LIMIT // 8
"""Bytes it grows by beyond them before it is copied into the database."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiter:
    """The task that waits for an operation."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[object]


@dataclass(frozen=True, slots=True)
class _Submission:
    """An operation and who waits for it, if anybody does."""

    operation: Operation[object]
    waiter: _Waiter | None


@dataclass(frozen=True, slots=True)
class _Result:
    """How an operation ended."""

    submission: _Submission
    value: object = None
    error: Exception | None = None


class Writer:
    """The only writer and checkpointer of this process.

    SQLite up to 3.51.2 may corrupt a file when two connections write or checkpoint at the same instant, hence the
    lock around every commit and every checkpoint. `commits` counts transactions.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, lock: FileLock) -> None:
        self.commits = 0
        self._connection = connection
        self._path = path
        self._wal = path.with_name(f"{path.name}-wal")
        self._lock = lock
        self._copied_at = 0
        self._last = False
        self._queue: queue.SimpleQueue[_Submission | None] = queue.SimpleQueue()
        # A daemon, so that a program that forgets to close the store still ends; all that was acknowledged is on disk.
        self._thread = threading.Thread(target=self._serve, name="troupe-store-writer", daemon=True)
        self._thread.start()

    async def write(self, operation: Operation[T]) -> T:
        """Return what the operation returns once it is on disk; it happens even if the waiting task is cancelled."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue.put(_Submission(operation, _Waiter(loop, future)))  # pyright: ignore[reportArgumentType] - T is what its own operation returns
        return await future

    def submit(self, operation: Operation[object]) -> None:
        """Queue an operation that nobody waits for; its failure is logged."""
        self._queue.put(_Submission(operation, None))

    def close(self) -> None:
        """Write all that waits, tidy up and end the thread; blocks."""
        self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while not self._last:
            batch = self._next_batch()
            if not batch:
                continue
            try:
                with self._lock.held():
                    _hand_back(self._commit(batch))
                    self._checkpoint_if_due()
            except StoreFailed as error:  # the lock was not to be had, so nothing was begun
                _hand_back([_Result(submission, error=type(error)(*error.args)) for submission in batch])
        self._end()

    def _next_batch(self) -> list[_Submission]:
        """Wait for one submission and take all others that are there by then."""
        batch: list[_Submission] = []
        item = self._queue.get()
        while True:
            if item is None:
                self._last = True
            else:
                batch.append(item)
            if len(batch) == _MOST:
                return batch
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return batch

    def _commit(self, batch: list[_Submission]) -> list[_Result]:
        """Carry the operations out in one transaction; where one of them fails, each in one of its own."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            results = [_Result(submission, value=submission.operation(self._connection)) for submission in batch]
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - everybody in the batch is told; a dead thread would tell nobody
            if self._roll_back() and len(batch) > 1:
                return [result for submission in batch for result in self._commit([submission])]
            return [_Result(submission, error=self._told(error)) for submission in batch]
        self.commits += 1
        return results

    def _told(self, error: Exception) -> Exception:
        """Return the error as it is raised where the operation was asked for."""
        return explained(error, self._path) if isinstance(error, FAULTS) else error

    def _roll_back(self) -> bool:
        """Undo the transaction; false where there is none any more, e.g. as SQLite gave it up on a full disk."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
                return True
        except FAULTS as error:
            _logger.error("%s", explained(error, self._path))  # noqa: TRY400 - the message says all; it was translated
        return False

    def _checkpoint_if_due(self) -> None:
        # A log that was copied whole starts over in its file, where blocks that are there already are written sooner
        # than new ones. It is cut to the limit then, so whatever waits beyond that makes the file grow, whichever
        # process wrote it.
        try:
            size = self._wal.stat().st_size
        except OSError:  # there is none yet, or the directory is gone, which the next commit reports
            return
        self._copied_at = min(self._copied_at, size)
        if size >= WAL_LIMIT and size - self._copied_at >= _WAL_STEP:
            self._checkpoint("PASSIVE")
            self._copied_at = size

    def _checkpoint(self, mode: str) -> None:
        try:
            self._connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        except FAULTS as error:  # nothing is lost: all is in the write-ahead log, and the next one tries again
            _logger.warning("The write-ahead log could not be copied back: %s", explained(error, self._path))

    def _end(self) -> None:
        try:
            with self._lock.held():
                self._connection.execute("PRAGMA busy_timeout = 0")  # who reads elsewhere is not waited for
                self._checkpoint("TRUNCATE")
                self._connection.close()  # the last one to close removes the write-ahead log
        except (StoreFailed, *FAULTS) as error:
            _logger.warning("%s was closed without tidying up; nothing is lost: %s", self._path, error)
            self._connection.close()
        self._lock.close()


def _hand_back(results: list[_Result]) -> None:
    """Wake whoever waits, once per event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Result]] = {}
    for result in results:
        if result.submission.waiter is not None:
            by_loop.setdefault(result.submission.waiter.loop, []).append(result)
        elif result.error is not None:
            _logger.warning("A write that nobody waited for failed: %s", result.error)
    for loop, its_results in by_loop.items():
        try:
            loop.call_soon_threadsafe(_resolve, its_results)
        except RuntimeError:  # the loop was closed meanwhile, and with it all who waited
            _logger.debug("%d writes were finished after their event loop had ended", len(its_results))


def _resolve(results: list[_Result]) -> None:
    for result in results:
        waiter = result.submission.waiter
        if waiter is None or waiter.future.done():  # its task was cancelled
            continue
        if result.error is not None:
            waiter.future.set_exception(result.error)
        else:
            waiter.future.set_result(result.value)
