"""Faults of SQLite and of the file system, in words for whoever can mend them."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

from troupe_mcp.errors import StoreDamaged, StoreFailed, StoreFull, StoreReadOnly

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_LITTLE = 256 * 1024
"""Free bytes below which an input/output error is taken for a full disk: SQLite needs 32 KB at once."""


FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What the sqlite3 module raises: the second where SQLite's own message quotes bytes of a damaged schema."""


def explained(error: sqlite3.Error | UnicodeDecodeError | OSError, path: Path) -> StoreFailed:
    """Return the store's own error for what went wrong with the database at the path."""
    if isinstance(error, OSError):
        return _of_system(error, path)
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):  # found by Python, not by SQLite: bytes that are no text, or a closed connection
        return closed(path) if isinstance(error, sqlite3.ProgrammingError) else damaged(path)
    match code & 0xFF:
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_FORMAT | sqlite3.SQLITE_MISMATCH:
            return damaged(path)
        case sqlite3.SQLITE_FULL:
            return full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return read_only(path)
        case sqlite3.SQLITE_CANTOPEN if not os.access(path.parent, os.W_OK):
            return read_only(path)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN if _space_left(path) < _LITTLE:
            return full(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreFailed(f"{path} is held by another program; close it, then try again.")
        case sqlite3.SQLITE_ERROR if str(error).startswith(("no such table", "no such column")):  # our schema has them
            return damaged(path)
        case _:
            name = getattr(error, "sqlite_errorname", "unknown")
            return StoreFailed(f"{path} cannot be used ({name}); check the disk and the permissions of its directory.")


def damaged(path: Path) -> StoreDamaged:
    """Say that the file is not, or no longer, a sound database."""
    return StoreDamaged(
        f"{path} is damaged or is not a troupe-mcp database. Nothing was changed in it. Stop all servers that use "
        f"{path.parent}, move the file away (with the -wal and -shm files beside it) and start again: a new one is "
        "made. A copy of an earlier version may lie beside it as .bak."
    )


def full(path: Path) -> StoreFull:
    """Say that there is no space; what was kept before stays readable."""
    return StoreFull(
        f"No space is left for {path}. All that was kept before is safe and can be read; free some space, then go on."
    )


def read_only(path: Path) -> StoreReadOnly:
    """Say that the database or its directory cannot be written."""
    return StoreReadOnly(
        f"{path} cannot be written. Make {path.parent} writable for this user, or name another [store] data_dir."
    )


def closed(path: Path) -> StoreFailed:
    """Say that this store is no longer open."""
    return StoreFailed(f"{path} was closed here; open the store again.")


def _of_system(error: OSError, path: Path) -> StoreFailed:
    if error.errno in _NO_SPACE:
        return full(path)
    if error.errno in _FORBIDDEN:
        return read_only(path)
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return StoreFailed(f"{path.parent} is not a directory; name another [store] data_dir, or move the file away.")
    return StoreFailed(f"{path} cannot be used ({error.strerror or type(error).__name__}); check its directory.")


def _space_left(path: Path) -> int:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:  # the directory itself is gone: certainly not a full disk
        return _LITTLE
