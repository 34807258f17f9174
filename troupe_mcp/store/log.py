"""The logs of runs: append-only events by run, shard and position."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

import anyio.from_thread

from troupe_mcp.errors import Conflict
from troupe_mcp.store.records import EventRecord, RunChanges, from_json, pack, to_json, unpack
from troupe_mcp.store.runs import change, insert_events
from troupe_mcp.store.sqlite import Database, Row, Shape

_LAST = "SELECT coalesce(max(position), 0) FROM event WHERE owner = ? AND run = ? AND shard = ?"
_READ = """
    SELECT position, step, kind, version, body FROM event
    WHERE owner = ? AND run = ? AND shard = ? AND position > ? ORDER BY position LIMIT ?"""
_SCAN = """
    SELECT position, step, kind, version, body, shard FROM event
    WHERE owner = ? AND run = ? AND (shard, position) > (?, ?) AND shard <= ? ORDER BY shard, position LIMIT ?"""

_INLINE = 500
"""Events of a scan that are read on the event loop; a longer log is read on in a thread."""

_CHUNK = 1000
"""Events that a scan reads at once, so that it never holds up a checkpoint for long."""

_NO_END = 2**62

_Placed = tuple[int, EventRecord]
"""An event with its shard."""

_Query = Callable[[Shape[_Placed], str, tuple[object, ...]], list[_Placed]]


class Log:
    """The table of events of one owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(
        self, run: str, events: Sequence[EventRecord], *, after: int, shard: int, changes: RunChanges | None
    ) -> None:
        """Add the events behind position `after` and change the run's row, in one transaction.

        Raises Conflict where the log does not end there, NotFound without the run, ValueError where the events'
        own positions do not follow.
        """
        owner, now = self._database.owner, self._database.clock()
        rows = await self._database.encoded(lambda: _rows(owner, run, shard, after, now, events), len(events))

        def add(connection: sqlite3.Connection) -> None:
            change(connection, owner, run, changes or {}, now)
            (last,) = connection.execute(_LAST, (owner, run, shard)).fetchone()
            if last != after:
                raise Conflict(
                    f"Run '{run}' (shard {shard}) ends at position {last}, so position {after + 1} cannot be written: "
                    "another player wrote to it."
                )
            insert_events(connection, rows)

        await self._database.write(add)

    async def rows(self, run: str, events: Sequence[EventRecord]) -> list[Row]:
        """Return the rows of a new run's first events, for `runs.create`."""
        owner, now = self._database.owner, self._database.clock()
        return await self._database.encoded(lambda: _rows(owner, run, 0, 0, now, events), len(events))

    def read(self, run: str, shard: int, after: int, limit: int | None) -> list[EventRecord]:
        """Return the events behind a position; on the event loop, so for some thousand at most."""
        most = -1 if limit is None else limit
        return self._database.rows(_event, _READ, self._database.owner, run, shard, after, most)

    async def read_all(self, run: str, shard: int | None) -> list[EventRecord]:
        """Return the whole log, of one shard or of all in their order; a long one is read in a thread."""
        owner = self._database.owner
        start, end = (-1, _NO_END) if shard is None else (shard, shard)
        begun = self._database.rows(_placed, _SCAN, owner, run, start, 0, end, _INLINE)
        if len(begun) == _INLINE:
            begun += await self._database.scan(lambda query: _read_on(query, owner, run, begun[-1], end))
        return [event for _, event in begun]

    def last_position(self, run: str, shard: int) -> int:
        """Return the position at which the log ends, 0 where it is empty."""
        return self._database.row(_number, _LAST, self._database.owner, run, shard) or 0


def _rows(owner: str, run: str, shard: int, after: int, now: int, events: Sequence[EventRecord]) -> list[Row]:
    """Return the rows of events that follow position `after`; raises ValueError where they do not."""
    rows: list[Row] = []
    for position, event in enumerate(events, after + 1):
        if event.position != position:
            raise ValueError(f"run '{run}': event {event.position} stands where position {position} is due")
        body = pack(to_json(event.body))
        rows.append((owner, run, shard, position, event.step, event.kind, event.version, body, now))
    return rows


def _read_on(query: _Query, owner: str, run: str, last: _Placed, end: int) -> list[_Placed]:
    found: list[_Placed] = []
    while chunk := query(_placed, _SCAN, (owner, run, last[0], last[1].position, end, _CHUNK)):
        found += chunk
        last = chunk[-1]
        anyio.from_thread.check_cancelled()
    return found


def _event(row: Row) -> EventRecord:
    position, step, kind, version, body = row
    return EventRecord(position, step, kind, version, from_json(unpack(body)))


def _placed(row: Row) -> _Placed:
    return row[5], _event(row[:5])


def _number(row: Row) -> int:
    return row[0]
