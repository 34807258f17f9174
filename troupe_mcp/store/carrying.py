"""Carrying runs from one data directory to another: all they consist of, out and in again, all or nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from troupe_mcp.errors import Conflict
from troupe_mcp.store.people import insert_people, person_row
from troupe_mcp.store.records import EventRecord, PersonRecord, RunRecord, from_json, pack, to_json, unpack
from troupe_mcp.store.runs import insert_events, insert_run
from troupe_mcp.store.sqlite import Database, Row

_THESE = "(SELECT value FROM json_each(?2))"
_EVENTS = """
    SELECT shard, position, step, kind, version, body FROM event
    WHERE owner = ?1 AND run = ?2 ORDER BY shard, position"""
_ANSWERS = f"""
    SELECT c.key, c.outcome, c.model, c.address, c.template_version, c.prompt_hash, c.text, c.input_tokens,
        c.output_tokens, c.usd, c.run, json_group_array(u.run)
    FROM call c JOIN call_use u ON u.owner = c.owner AND u.key = c.key
    WHERE c.owner = ?1 AND u.run IN {_THESE} GROUP BY c.key ORDER BY c.address, c.key"""  # noqa: S608 - constants
_RUN = 'SELECT kind, seed, "cast" FROM run WHERE owner = ? AND id = ?'
_PERSON = "SELECT digest FROM person WHERE owner = ? AND id = ? AND version = ?"
_ANSWER = """
    INSERT OR IGNORE INTO call (owner, key, outcome, model, address, template_version, prompt_hash, text,
        input_tokens, output_tokens, usd, at, run)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_USE = "INSERT OR IGNORE INTO call_use (owner, run, key) VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One answer of the ledger, with the run that paid for it and those of a study that use it."""

    key: str
    outcome: str
    model: str
    address: str
    template_version: str
    prompt_hash: str
    text: str
    input_tokens: int
    output_tokens: int
    usd: float
    run: str
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """Runs with all they consist of; a log's events each with their shard."""

    runs: tuple[RunRecord, ...]
    logs: dict[str, tuple[tuple[int, EventRecord], ...]]
    people: tuple[PersonRecord, ...]
    answers: tuple[AnswerRecord, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import added. What was there already, and the same, is not counted."""

    runs: int = 0
    people: int = 0
    answers: int = 0


class Carrying:
    """What one owner takes elsewhere, and what they bring from there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def logs(self, runs: Sequence[str]) -> dict[str, tuple[tuple[int, EventRecord], ...]]:
        """Return the logs of runs."""
        owner = self._database.owner
        found: dict[str, tuple[tuple[int, EventRecord], ...]] = {}
        for run in runs:
            found[run] = tuple(await self._database.scan(lambda query, of=run: query(_placed, _EVENTS, (owner, of))))
        return found

    async def answers(self, runs: Sequence[str]) -> tuple[AnswerRecord, ...]:
        """Return the answers that runs use."""
        owner, these = self._database.owner, json.dumps(list(runs))
        found = await self._database.scan(lambda query: query(_answer, _ANSWERS, (owner, these)))
        return tuple(replace(one, used_by=tuple(run for run in one.used_by if run in runs)) for one in found)

    async def bring(self, study: Study) -> Brought:
        """Keep a study in one transaction; what is there already stays as it is.

        Raises Conflict where a run or a person of the same id is another one.
        """
        owner, now = self._database.owner, self._database.clock()
        return await self._database.write(lambda connection: _bring(connection, owner, now, study))


def _bring(connection: sqlite3.Connection, owner: str, now: int, study: Study) -> Brought:
    new = [run for run in study.runs if not _is_there(connection, owner, run, study.logs[run.id])]
    people = [person for person in study.people if not _is_known(connection, owner, person)]
    insert_people(connection, [person_row(owner, now, person) for person in people])
    for run in new:
        insert_run(connection, owner, now, run)
        events = study.logs[run.id]
        insert_events(connection, [_row(owner, run.id, shard, event, now) for shard, event in events])
    added = 0
    for one in study.answers:
        row = (
            owner, one.key, one.outcome, one.model, one.address, one.template_version, one.prompt_hash,
            pack(one.text), one.input_tokens, one.output_tokens, one.usd, now, one.run,
        )  # fmt: skip
        added += connection.execute(_ANSWER, row).rowcount
        connection.executemany(_USE, [(owner, run, one.key) for run in one.used_by])
    return Brought(len(new), len(people), added)


def _is_there(
    connection: sqlite3.Connection, owner: str, run: RunRecord, log: Sequence[tuple[int, EventRecord]]
) -> bool:
    """Return whether this very run is there; its log may have gone on since."""
    found = connection.execute(_RUN, (owner, run.id)).fetchone()
    if found is None:
        return False
    same = (found[0], found[1], from_json(found[2])) == (run.kind, run.seed, list(run.cast))
    there = [_placed(row) for row in connection.execute(_EVENTS, (owner, run.id))]
    if not same or there[: len(log)] != list(log):
        raise Conflict(f"There is a run '{run.id}' here already, and it went another way. Nothing was imported.")
    return True


def _is_known(connection: sqlite3.Connection, owner: str, person: PersonRecord) -> bool:
    found = connection.execute(_PERSON, (owner, person.id, person.version)).fetchone()
    if found and found[0] != person.digest:
        raise Conflict(
            f"There is already another '{person.id}' in version {person.version} here. Nothing was imported."
        )
    return found is not None


def _row(owner: str, run: str, shard: int, event: EventRecord, now: int) -> Row:
    body = pack(to_json(event.body))
    return (owner, run, shard, event.position, event.step, event.kind, event.version, body, now)


def _placed(row: Row) -> tuple[int, EventRecord]:
    shard, position, step, kind, version, body = row
    return shard, EventRecord(position, step, kind, version, from_json(unpack(body)))


def _answer(row: Row) -> AnswerRecord:
    key, outcome, model, address, template, prompt, text, read, written, usd, run, used_by = row
    uses: list[str] = from_json(used_by)
    return AnswerRecord(
        key, outcome, model, address, template, prompt, unpack(text), read, written, usd, run, tuple(uses)
    )
