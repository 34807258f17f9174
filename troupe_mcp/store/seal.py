"""The secret of a data directory: by it every server on the directory knows what another one has sealed."""

from __future__ import annotations

import secrets
import sqlite3

from troupe_mcp.errors import StoreFailed
from troupe_mcp.store.sqlite import Database

_READ = "SELECT value FROM meta WHERE key = 'seal'"
_MAKE = "INSERT OR IGNORE INTO meta (key, value) VALUES ('seal', ?)"


async def seal_of(database: Database) -> str:
    """Return 64 characters, the same for all who ask; where nothing can be written, some that nobody else has."""
    made = secrets.token_hex(32)

    def make(connection: sqlite3.Connection) -> None:
        connection.execute(_MAKE, (made,))

    try:
        if database.row(str, _READ) is None:
            await database.write(make)
        return database.row(lambda row: str(row[0]), _READ) or made
    except StoreFailed:
        return made
