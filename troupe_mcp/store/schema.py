"""The database's tables, and how an older file becomes one of today."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from troupe_mcp.errors import StoreTooNew
from troupe_mcp.store.faults import damaged

# `event` and `call` keep their rowid: their rows are large, and a WITHOUT ROWID table would overflow its pages.
# `person.folded` is the name's casefolded words, so that people are found by name through an index.
_FIRST = (
    """CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE person (
        owner TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
        spec TEXT NOT NULL, digest TEXT NOT NULL, made_from TEXT NOT NULL, retired INTEGER NOT NULL,
        created INTEGER NOT NULL, PRIMARY KEY (owner, id, version))""",
    """CREATE INDEX person_by_name ON person (owner, folded)""",
    """CREATE TABLE run (
        owner TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, "cast" TEXT NOT NULL,
        settings TEXT NOT NULL, seed INTEGER NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, error TEXT NOT NULL,
        parent TEXT, parent_step INTEGER, done INTEGER NOT NULL, total INTEGER NOT NULL, calls INTEGER NOT NULL,
        cached_calls INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, usd REAL NOT NULL,
        call_digest TEXT NOT NULL, delivered INTEGER NOT NULL, cancel_requested INTEGER NOT NULL,
        created INTEGER NOT NULL, updated INTEGER NOT NULL, PRIMARY KEY (owner, id))""",
    """CREATE INDEX run_by_update ON run (owner, updated)""",
    """CREATE INDEX run_by_call ON run (owner, call_digest, created)""",
    """CREATE TABLE event (
        owner TEXT NOT NULL, run TEXT NOT NULL, shard INTEGER NOT NULL, position INTEGER NOT NULL,
        step INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, body NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (owner, run, shard, position))""",
    """CREATE TABLE call (
        owner TEXT NOT NULL, key TEXT NOT NULL, outcome TEXT NOT NULL, model TEXT NOT NULL,
        address TEXT NOT NULL, template_version TEXT NOT NULL, prompt_hash TEXT NOT NULL, text NOT NULL,
        input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, usd REAL NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (owner, key))""",
    """CREATE TABLE call_use (
        owner TEXT NOT NULL, run TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (owner, run, key)) WITHOUT ROWID""",
)

# `spending` is kept apart from `call`, so that deleting answers gives nobody their money back.
_BUDGETS = (
    """CREATE TABLE spending (
        owner TEXT NOT NULL, day TEXT NOT NULL, calls INTEGER NOT NULL, tokens INTEGER NOT NULL, usd REAL NOT NULL,
        PRIMARY KEY (owner, day)) WITHOUT ROWID""",
    """INSERT INTO spending (owner, day, calls, tokens, usd)
        SELECT owner, date(at / 1000, 'unixepoch'), count(*), sum(input_tokens + output_tokens), sum(usd)
        FROM call WHERE input_tokens + output_tokens > 0 GROUP BY 1, 2""",
    """CREATE TABLE reservation (
        owner TEXT NOT NULL, run TEXT NOT NULL, calls INTEGER NOT NULL, tokens INTEGER NOT NULL, usd REAL NOT NULL,
        PRIMARY KEY (owner, run)) WITHOUT ROWID""",
    # The run that paid for an answer; nobody knows it of those that were there before.
    """ALTER TABLE call ADD COLUMN run TEXT NOT NULL DEFAULT ''""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _BUDGETS)
"""The statements that bring a file from version n to n + 1; they are added to, never changed."""

SCHEMA_VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection, path: Path) -> int | None:
    """Return the file's schema version, or None where it is empty.

    Raises StoreTooNew for a later release's file, StoreDamaged for another program's.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if "meta" not in tables:
        raise damaged(path)
    row = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    if row is None or not str(row[0]).isdecimal():
        raise damaged(path)
    version, known = int(row[0]), len(MIGRATIONS)
    if version > known:
        raise StoreTooNew(
            f"{path} has schema version {version}, this release knows versions up to {known}. "
            "Update troupe-mcp, or name another [store] data_dir."
        )
    return version


def bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Create the tables, or migrate an older file in one transaction after a backup.

    The caller holds the write lock. Raises as `version_of` does, and sqlite3.Error; then the file is as it was.
    """
    version = version_of(connection, path)
    if version == len(MIGRATIONS):
        return
    if version is not None:
        _back_up(connection, path)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statements in MIGRATIONS[version or 0 :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(
            "INSERT INTO meta (key, value) VALUES ('schema_version', ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (str(len(MIGRATIONS)),),
        )
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the whole database beside itself, complete or not at all."""
    target = path.with_name(f"{path.name}.before-v{len(MIGRATIONS)}.bak")
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(partial)) as copy:
            connection.backup(copy)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
