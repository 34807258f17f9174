"""Locks between processes, held by the operating system and so released when a process dies.

Lock files stay: a deleted file that somebody holds would let two in. A run's goes only with the run itself.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from troupe_mcp.errors import StoreFailed
from troupe_mcp.store.faults import explained

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, shared: bool) -> bool:  # Windows has no shared form: testers retry
        del shared
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


_TESTS = 1 if sys.platform != "win32" else 4
"""Attempts after which a file counts as locked: on Windows testers keep each other out for some microseconds."""

_TEST_PAUSE = 0.0005
_TEST_PATIENCE = 1.0
"""Seconds within which those who merely test a lock let somebody take it; they need microseconds."""

_FIRST_PAUSE = 0.0002
_LONGEST_PAUSE = 0.004


class FileLock:
    """A lock that is waited for, up to a time. For threads: it blocks. Not re-entrant."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def open(self) -> None:
        """Open the lock's file, making it if needed; raises OSError."""
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)

    def close(self) -> None:
        """Close the lock's file, and with it the lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @contextmanager
    def held(self, timeout: float = 30.0) -> Generator[None]:
        """Hold the lock within the block; raises StoreFailed where others keep it for longer than the time-out."""
        descriptor = self._acquire(timeout)
        try:
            yield
        finally:
            _unlock(descriptor)

    def _acquire(self, timeout: float) -> int:
        try:
            self.open()
            descriptor = self._descriptor
            if descriptor is None:
                raise StoreFailed(f"{self._path} was closed.")
            pause, patience = _FIRST_PAUSE, time.monotonic() + timeout
            while not _lock(descriptor, shared=False):
                if time.monotonic() > patience:
                    raise StoreFailed(
                        f"Another process has kept {self._path} locked for {timeout:g} s; it may be stopped or hang. "
                        "End it, then try again."
                    )
                time.sleep(pause)
                pause = min(pause * 1.5, _LONGEST_PAUSE)
        except OSError as error:
            raise explained(error, self._path) from error
        return descriptor


class RunLock:
    """The right to play one run, held by one object of one process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this very object holds the lock."""
        return self._descriptor is not None

    def try_acquire(self) -> bool:
        """Take the lock if nobody, this object included, has it; raises StoreFailed where the file cannot be made."""
        if self._descriptor is not None:
            return False
        try:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise explained(error, self._path) from error
        if not _taken(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back; does nothing where it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def discard(self) -> None:
        """Give back the lock of a run that is no more, and remove its file; whoever gets in now finds no run."""
        self.release()
        with contextlib.suppress(PermissionError):  # Windows keeps a file that is being looked at; it is empty
            self._path.unlink(missing_ok=True)


def is_held(path: Path) -> bool:
    """Return whether anybody holds the lock, this process included; makes no file and keeps no lock."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise explained(error, path) from error
    try:
        return not _is_free(descriptor)
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    """Take the lock unless somebody holds it; who merely tests it is waited for."""
    patience = time.monotonic() + _TEST_PATIENCE
    while not _lock(descriptor, shared=False):
        if not _is_free(descriptor) or time.monotonic() > patience:
            return False
        time.sleep(_TEST_PAUSE)
    return True


def _is_free(descriptor: int) -> bool:
    for attempt in range(_TESTS):
        if attempt:
            time.sleep(_TEST_PAUSE)
        if _lock(descriptor, shared=True):  # testers share, so only a holder keeps us out
            _unlock(descriptor)
            return True
    return False
