"""Removing what is kept: runs and people with all that only they use, and answers that no run needs any more."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from troupe_mcp.errors import Conflict
from troupe_mcp.store.faults import FAULTS, explained
from troupe_mcp.store.locks import FileLock
from troupe_mcp.store.sqlite import Database, Row
from troupe_mcp.store.writer import Operation

_THESE = "(SELECT value FROM json_each(?2))"
_ANSWERS_OF_RUNS = f"""
    DELETE FROM call WHERE owner = ?1
    AND key IN (SELECT key FROM call_use WHERE owner = ?1 AND run IN {_THESE})
    AND key NOT IN (SELECT key FROM call_use WHERE owner = ?1 AND run NOT IN {_THESE})"""  # noqa: S608 - constants
_OF_RUNS = (
    f"DELETE FROM call_use WHERE owner = ?1 AND run IN {_THESE}",  # noqa: S608 - constants
    f"DELETE FROM reservation WHERE owner = ?1 AND run IN {_THESE}",  # noqa: S608 - constants
    f"UPDATE call SET run = '' WHERE owner = ?1 AND run IN {_THESE}",  # noqa: S608 - constants
    f"DELETE FROM event WHERE owner = ?1 AND run IN {_THESE}",  # noqa: S608 - constants
    f"DELETE FROM run WHERE owner = ?1 AND id IN {_THESE}",  # noqa: S608 - constants
)
_PEOPLE = f"DELETE FROM person WHERE owner = ?1 AND id IN {_THESE}"  # noqa: S608 - constants
_CASTING = f"""
    SELECT id FROM run WHERE owner = ?1 AND EXISTS (
        SELECT 1 FROM json_each("cast") member
        WHERE json_extract(member.value, '$.person') IN {_THESE} AND json_extract(member.value, '$.version') > 0)
    ORDER BY updated DESC"""  # noqa: S608 - constants
_DERIVED = f"""
    SELECT id FROM run WHERE owner = ?1 AND id NOT IN {_THESE} AND (parent IN {_THESE} OR EXISTS (
        SELECT 1 FROM json_each(settings, '$.spec.of') source WHERE source.value IN {_THESE}) OR EXISTS (
        SELECT 1 FROM json_each(settings, '$.brought_from') source WHERE source.value IN {_THESE}))
    ORDER BY updated DESC"""  # noqa: S608 - constants

# A run that is done has all that was said in its log; any other asks again for what it was answered already.
NEEDED = """
    SELECT needed.key FROM call_use needed JOIN run ON run.owner = needed.owner AND run.id = needed.run
    WHERE needed.owner = ?1 AND run.status <> 'done'"""
_UNNEEDED = f"""
    DELETE FROM call WHERE owner = ?1 AND at <= ?2 AND (?3 = '' OR model = ?3) AND key NOT IN ({NEEDED})"""  # noqa: S608 - constants
_USES_OF_NOTHING = """
    DELETE FROM call_use WHERE owner = ?1 AND NOT EXISTS (
        SELECT 1 FROM call WHERE call.owner = call_use.owner AND call.key = call_use.key)"""


class Erasure:
    """What one owner can remove. Bytes stay in the file until `compact`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def runs_with(self, people: Sequence[str]) -> list[str]:
        """Return the runs in whose cast any of these people is, last updated first."""
        return self._database.rows(_first, _CASTING, self._database.owner, json.dumps(list(people)))

    def derived_from(self, runs: Sequence[str]) -> list[str]:
        """Return the runs that branch off or read any of these runs, or one that does."""
        known = list(runs)
        while more := self._database.rows(_first, _DERIVED, self._database.owner, json.dumps(known)):
            known += more
        return known[len(runs) :]

    async def erase(self, runs: Sequence[str], people: Sequence[str]) -> int:
        """Remove runs with their logs, and people in all versions, in one transaction; return the answers removed.

        Raises Conflict where another run casts one of the people.
        """
        owner, these, those = self._database.owner, json.dumps(list(runs)), json.dumps(list(people))

        def remove(connection: sqlite3.Connection) -> int:
            others = {run for (run,) in connection.execute(_CASTING, (owner, those))} - set(runs)
            if others:
                raise Conflict(
                    f"{', '.join(people)} is in {', '.join(sorted(others)[:8])}, which would be left without."
                )
            answers = connection.execute(_ANSWERS_OF_RUNS, (owner, these)).rowcount
            for statement in _OF_RUNS:
                connection.execute(statement, (owner, these))
            connection.execute(_PEOPLE, (owner, those))
            return answers

        return await self._database.write(remove)

    async def forget(self, until: int, model: str) -> int:
        """Remove answers up to a time, of a model or of all, that only runs used which are done; return how many."""
        return await self._database.write(_forgetting(self._database.owner, until, model))

    def forget_soon(self, until: int) -> None:
        """Have such answers removed with whatever is written next; it is not waited for."""
        self._database.submit(_forgetting(self._database.owner, until, ""))


def _forgetting(owner: str, until: int, model: str) -> Operation[int]:
    def remove(connection: sqlite3.Connection) -> int:
        removed = connection.execute(_UNNEEDED, (owner, until, model)).rowcount
        if removed:
            connection.execute(_USES_OF_NOTHING, (owner,))
        return removed

    return remove


def compact(path: Path) -> bool:
    """Write the file anew without what was removed, and empty its write-ahead log; blocks, for seconds a gigabyte.

    Returns whether nothing of it is left: somebody who reads just then keeps the write-ahead log. Raises StoreFull
    and the other kinds of StoreFailed; what is kept stays as it was.
    """
    lock = FileLock(path.with_name("write.lock"))
    with contextlib.ExitStack() as until:
        until.callback(lock.close)
        until.enter_context(lock.held())
        try:
            connection = sqlite3.connect(path, timeout=5.0, isolation_level=None)
            until.enter_context(contextlib.closing(connection))
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except FAULTS as error:
            raise explained(error, path) from error
    return not busy


def _first(row: Row) -> str:
    return row[0]
