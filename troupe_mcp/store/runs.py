"""Runs as they stand: one row each, changed together with its log."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from troupe_mcp.errors import Conflict, NotFound
from troupe_mcp.store.records import RunChanges, RunRecord, from_json, to_json
from troupe_mcp.store.sqlite import Database, Row

_NAMES = tuple(column.name for column in fields(RunRecord))
_COLUMNS = ", ".join(f'"{name}"' for name in _NAMES)  # quoted: "cast" is a word of SQL
_INSERT = f"INSERT INTO run (owner, {_COLUMNS}) VALUES (?{', ?' * len(_NAMES)})"  # noqa: S608 - constants
_FIND = f"SELECT {_COLUMNS} FROM run WHERE owner = ? AND id = ?"  # noqa: S608 - constants
_LIST = f"""
    SELECT {_COLUMNS} FROM run
    WHERE owner = ?1 AND (updated, id) < (?2, ?3)
    AND (?4 = '' OR holds(id || ' ' || kind || ' ' || status || ' ' || title || ' ' || named("cast") || ' ' || (
        SELECT coalesce(group_concat(said(body), ' '), '') FROM event
        WHERE event.owner = run.owner AND event.run = run.id AND event.kind = 'Stimulus'), ?4))
    ORDER BY updated DESC, id DESC LIMIT ?5"""  # noqa: S608 - constants
_TITLED = f"""
    SELECT {_COLUMNS} FROM run WHERE owner = ? AND title = ? ORDER BY updated DESC, id DESC LIMIT ?"""  # noqa: S608 - constants
_CURSOR = "SELECT updated, id FROM run WHERE owner = ? AND id = ?"
_JOIN = f"""
    SELECT {_COLUMNS} FROM run
    WHERE owner = ? AND call_digest = ? AND delivered = 0 AND created >= ?
    ORDER BY created DESC, rowid DESC LIMIT 1"""  # noqa: S608 - constants
_INSERT_EVENT = """
    INSERT INTO event (owner, run, shard, position, step, kind, version, body, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_CANCEL = "UPDATE run SET cancel_requested = 1, updated = ? WHERE owner = ? AND id = ?"
_CANCELLED = "SELECT cancel_requested FROM run WHERE owner = ? AND id = ?"
_CHANGEABLE = RunChanges.__annotations__.keys()
_JSON = {"cast", "settings"}
_FLAGS = {"delivered", "cancel_requested"}
_END = 2**63 - 1
_LONG, _LONGEST = 4_000, 1_000_000
"""Characters of JSON that takes long to read, and of one that is too long to be kept beside."""


class Runs:
    """The table of runs of one owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, run: RunRecord, events: Sequence[Row]) -> None:
        """Keep a new run with the rows of its first events; raises Conflict where its id is taken."""
        owner, now = self._database.owner, self._database.clock()

        def insert(connection: sqlite3.Connection) -> None:
            insert_run(connection, owner, now, run)
            insert_events(connection, events)

        await self._database.write(insert)

    def find(self, run: str) -> RunRecord | None:
        """Return the run."""
        return self._database.row(_run, _FIND, self._database.owner, run)

    def titled(self, title: str, limit: int) -> list[RunRecord]:
        """Return the runs of exactly this title, last updated first."""
        return self._database.rows(_run, _TITLED, self._database.owner, title, limit)

    def listed(self, query: str, after: str, limit: int) -> list[RunRecord]:
        """Return a page of runs, last updated first, in which or of whose people or stimuli all words are told.

        Raises NotFound for an unknown cursor.
        """
        owner, start = self._database.owner, (_END, "")
        if after:
            found = self._database.row(_place, _CURSOR, owner, after)
            if found is None:
                raise NotFound(f"No run '{after}' to list from; start the list again without a cursor.")
            start = found
        return self._database.rows(_run, _LIST, owner, *start, query.strip(), limit)

    def to_join(self, call_digest: str, since: int) -> RunRecord | None:
        """Return the newest run of the same call whose id was never delivered."""
        if not call_digest:
            return None
        return self._database.row(_run, _JOIN, self._database.owner, call_digest, since)

    async def update(self, run: str, changes: RunChanges) -> None:
        """Change the run's row; raises NotFound without it."""
        owner, now = self._database.owner, self._database.clock()
        await self._database.write(lambda connection: change(connection, owner, run, changes, now))

    async def request_cancel(self, run: str) -> None:
        """Ask whoever plays the run to stop; raises NotFound without it."""
        owner, now = self._database.owner, self._database.clock()

        def ask(connection: sqlite3.Connection) -> None:
            if connection.execute(_CANCEL, (now, owner, run)).rowcount == 0:
                raise _missing(run)

        await self._database.write(ask)

    def cancel_requested(self, run: str) -> bool:
        """Return whether somebody asked the run to stop; raises NotFound without it."""
        found = self._database.row(_flag, _CANCELLED, self._database.owner, run)
        if found is None:
            raise _missing(run)
        return found


def change(connection: sqlite3.Connection, owner: str, run: str, changes: RunChanges, now: int) -> None:
    """Change the run's row within a transaction.

    Raises NotFound without the run, TypeError for a column that is fixed or unknown.
    """
    values: Mapping[str, object] = {**changes}
    if unknown := values.keys() - _CHANGEABLE:
        raise TypeError(f"a run has no changeable column {sorted(unknown)}")
    sets = "".join(f'"{column}" = ?, ' for column in values)  # checked above: no text from outside
    kept = [_kept(column, value) for column, value in values.items()]
    sql = f"UPDATE run SET {sets}updated = ? WHERE owner = ? AND id = ?"  # noqa: S608 - as above
    if connection.execute(sql, (*kept, now, owner, run)).rowcount == 0:
        raise _missing(run)


def insert_run(connection: sqlite3.Connection, owner: str, now: int, run: RunRecord) -> None:
    """Add a run within a transaction; raises Conflict where its id is taken."""
    try:
        connection.execute(_INSERT, _row(owner, now, run))
    except sqlite3.IntegrityError as error:
        raise Conflict(f"There is already a run '{run.id}'.") from error


def insert_events(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Add rows of events within a transaction."""
    connection.executemany(_INSERT_EVENT, rows)


def _missing(run: str) -> NotFound:
    return NotFound(f"No run '{run}'.")


def _row(owner: str, now: int, run: RunRecord) -> Row:
    timed = replace(run, created=run.created or now, updated=run.updated or now)
    return (owner, *(_kept(name, getattr(timed, name)) for name in _NAMES))


def _kept(column: str, value: object) -> object:
    return to_json(value) if column in _JSON else value


def _run(row: Row) -> RunRecord:
    values = dict(zip(_NAMES, row, strict=True))
    values |= {column: _decoded(values[column]) for column in _JSON}
    values |= {column: bool(values[column]) for column in _FLAGS}
    return RunRecord(**values)


def _decoded(text: str) -> Any:
    return _known(text) if _LONG < len(text) < _LONGEST else from_json(text)


@lru_cache(maxsize=8)
def _known(text: str) -> Any:
    """Return a value of JSON that is read again and again while a run is played: its people, whole."""
    return from_json(text)


def _place(row: Row) -> tuple[int, str]:
    return row[0], row[1]


def _flag(row: Row) -> bool:
    return bool(row[0])
