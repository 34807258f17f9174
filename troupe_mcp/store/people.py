"""Personas as kept: immutable versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from troupe_mcp.errors import Conflict, NotFound
from troupe_mcp.store.records import PersonRecord, from_json, to_json
from troupe_mcp.store.sqlite import Database, Row

_COLUMNS = "p.id, p.version, p.name, p.spec, p.digest, p.made_from, p.retired, p.created"
_LATEST = "p.version = (SELECT max(v.version) FROM person v WHERE v.owner = p.owner AND v.id = p.id)"
_INSERT = """
    INSERT INTO person (owner, id, version, name, folded, spec, digest, made_from, retired, created)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_FIND = f"SELECT {_COLUMNS} FROM person p WHERE p.owner = ? AND p.id = ?"  # noqa: S608 - constants
# What begins with the word lies between it and it with "!", the character after the space: one range of the index.
_NAMED = f"""
    SELECT {_COLUMNS} FROM person p INDEXED BY person_by_name
    WHERE p.owner = ?1 AND p.folded >= ?2 AND p.folded < ?2 || '!' AND (p.folded = ?2 OR p.folded >= ?2 || ' ')
    AND p.retired = 0 AND {_LATEST} ORDER BY p.rowid DESC"""  # noqa: S608 - constants
# People are listed by their first version's row, which never moves: so a cursor holds while they are edited. The rows
# are walked backwards, not by an index and then sorted, so that a page costs what it shows.
_LIST = f"""
    SELECT {_COLUMNS} FROM person f NOT INDEXED CROSS JOIN person p ON p.owner = f.owner AND p.id = f.id
    WHERE f.owner = ?1 AND f.rowid < ?2
    AND NOT EXISTS (SELECT 1 FROM person e WHERE e.owner = f.owner AND e.id = f.id AND e.rowid < f.rowid)
    AND p.retired = 0 AND {_LATEST}
    AND (?3 = '' OR p.id = ?3 OR instr(' ' || p.folded, ' ' || ?3) > 0
        OR NOT ?5 AND (instr(p.folded, ?3) > 0 OR instr(casefold(p.spec), ?3) > 0))
    ORDER BY f.rowid DESC LIMIT ?4"""  # noqa: S608 - constants
_CURSOR = "SELECT min(rowid) FROM person WHERE owner = ? AND id = ?"
_END = 2**63 - 1


class People:
    """The table of people of one owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, people: Sequence[PersonRecord]) -> None:
        """Keep new versions, all or none; raises Conflict where one exists."""
        owner, now = self._database.owner, self._database.clock()
        rows = await self._database.encoded(lambda: [person_row(owner, now, person) for person in people], len(people))
        await self._database.write(lambda connection: insert_people(connection, rows))

    def find(self, person: str, version: int | None) -> PersonRecord | None:
        """Return the version, or the latest one."""
        if version is None:
            return self._database.row(_person, f"{_FIND} ORDER BY p.version DESC LIMIT 1", self._database.owner, person)
        return self._database.row(_person, f"{_FIND} AND p.version = ?", self._database.owner, person, version)

    def named(self, name: str) -> list[PersonRecord]:
        """Return who is called so, by whole name or first word, newest first; nobody retired."""
        folded = _folded(name)
        return self._database.rows(_person, _NAMED, self._database.owner, folded) if folded else []

    def listed(self, query: str, after: str, limit: int, *, called: bool) -> list[PersonRecord]:
        """Return a page of people, newest first, nobody retired; raises NotFound for an unknown cursor.

        `called`: only those of whom a word of the name begins so.
        """
        owner, start = self._database.owner, _END
        if after:
            found = self._database.row(_first, _CURSOR, owner, after)
            if found is None:
                raise NotFound(f"No person '{after}' to list from; start the list again without a cursor.")
            start = found
        return self._database.rows(_person, _LIST, owner, start, query.casefold(), limit, called)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def insert_people(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Add rows of people within a transaction; raises Conflict where a version exists."""
    for row in rows:
        try:
            connection.execute(_INSERT, row)
        except sqlite3.IntegrityError as error:
            raise Conflict(f"Person '{row[1]}' already has a version {row[2]}.") from error


def person_row(owner: str, now: int, person: PersonRecord) -> Row:
    """Return a person as a row."""
    return (
        owner,
        person.id,
        person.version,
        person.name,
        _folded(person.name),
        to_json(person.spec),
        person.digest,
        to_json(person.made_from),
        int(person.retired),
        person.created or now,
    )


def _person(row: Row) -> PersonRecord:
    identifier, version, name, spec, digest, made_from, retired, created = row
    return PersonRecord(
        identifier, version, name, from_json(spec), digest, from_json(made_from), bool(retired), created
    )


def _first(row: Row) -> int | None:
    return row[0]
