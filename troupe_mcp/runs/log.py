"""A run's log and cast, between the store's records and the core's values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import NotFound, StoreDamaged
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.worlds.encoding import decode, encode
from troupe_mcp.simulation.worlds.events import Event, Remembered, StepEnded
from troupe_mcp.store.records import EventRecord
from troupe_mcp.studies.questionnaire import from_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.store import Store
    from troupe_mcp.store.records import RunRecord

Log = list[tuple[int, Event]]
"""Positions, from 1, with their events."""


def to_records(events: Iterable[Event], after: int) -> list[EventRecord]:
    """Return events as records that follow position `after`."""
    records: list[EventRecord] = []
    for position, event in enumerate(events, after + 1):
        kind, version, body = encode(event)
        records.append(EventRecord(position, event.step, kind, version, body))
    return records


def from_records(records: Iterable[EventRecord]) -> Log:
    """Return the records of a whole log as events; those of several shards are numbered through."""
    return [(at, decode(record.kind, record.version, record.body)) for at, record in enumerate(records, 1)]


async def read_log(store: Store, run: str, until: int | None = None) -> Log:
    """Return all that happened in a run, up to a position where one is given.

    The answers of a survey stand in shards of their own, whose positions begin at 1 again: no bound is meant for them.
    """
    records = await store.all_events(run)
    if until is None:
        return from_records(records)
    sharded = next((at for at, record in enumerate(records) if at and record.position == 1), len(records))
    return from_records([*(each for each in records[:sharded] if each.position <= until), *records[sharded:]])


def until_step(log: Sequence[tuple[int, Event]], step: int) -> list[Event]:
    """Return the events up to the end of a step; for step 0 only the memories that people brought along."""
    events: list[Event] = []
    kept = 0
    for _, event in log:
        events.append(event)
        if isinstance(event, Remembered) and len(events) == kept + 1 and not event.step:
            kept = len(events)
        if isinstance(event, StepEnded) and event.step <= step:
            kept = len(events)
    return events[:kept]


def cast_entry(name: str, person: str, version: int, persona: Persona) -> Mapping[str, Any]:
    """Return how a run remembers one of its people; who was never saved (version 0) is kept whole."""
    entry: dict[str, Any] = {"name": name, "person": person, "version": version}
    return entry if version else {**entry, "spec": persona.spec, "digest": persona.digest}


def source_of(store: Store, reader: RunRecord, wanted: str) -> RunRecord:
    """Return a run that another one reads. Raises NotFound where it is gone."""
    source = store.find_run(wanted)
    if source is None:
        raise NotFound(f"{wanted}, which {reader.id} reads, is gone.")
    return source


def questions_of(run: RunRecord) -> dict[str, str]:
    """Return what a survey asks, by the names that its answers stand under; nothing of any other run."""
    if run.kind != "survey":
        return {}
    return {question.id: question.readable for question in map(from_json, run.settings["spec"]["questions"])}


def place_of(source: RunRecord) -> str:
    """Return what stands for a run in an address: the seed it was played with, never its minted id."""
    return f"{source.kind}-{source.seed}"


def cast_of(store: Store, run: RunRecord) -> list[tuple[str, Persona]]:
    """Return a run's people under their names in it, in the versions it froze at its start."""
    cast: list[tuple[str, Persona]] = []
    for entry in run.cast:
        if "spec" in entry:
            cast.append((entry["name"], Persona(entry["spec"]["name"], entry["spec"], entry["digest"])))
            continue
        record = store.find_person(entry["person"], entry["version"])
        if record is None:
            message = (
                f"{run.id} lacks {entry['person']} in version {entry['version']}; restore the database from a copy."
            )
            raise StoreDamaged(message)
        cast.append((entry["name"], Persona(record.name, record.spec, record.digest)))
    return cast
