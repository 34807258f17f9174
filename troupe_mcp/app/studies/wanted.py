"""What an extraction is to bring: its fields, the labels of their wordings, and the steps that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import RequestError
from troupe_mcp.language.text import clean
from troupe_mcp.runs.log import questions_of, read_log
from troupe_mcp.simulation.worlds.events import StepBegan
from troupe_mcp.studies.normalizing import MOST_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.store import RunRecord

MAX_FIELDS = 30
ANYWAY, TAKEN = ("person", "quotes"), ("positions", "speakers", "run")
"""What records have beside their fields: the same as is asked for, or something else."""


def wanted_fields(objective: str, fields: Mapping[str, Any] | None, schema: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the fields of a record, each with its meaning in words or a plain JSON schema.

    Raises RequestError where both are given, or where a field or the schema cannot be used.
    """
    if schema is None:
        return _named(fields or {}) or {"answer": clean(objective)}
    if fields:
        raise RequestError("Give fields or schema, not both. A field may be a JSON schema as well.")
    from troupe_mcp.studies.schemas import fields_of

    return _named(fields_of(dict(schema))) or {"answer": clean(objective)}


def _named(given: Mapping[str, Any]) -> dict[str, Any]:
    named = {clean(str(name))[:60]: meaning for name, meaning in given.items() if name not in ANYWAY}
    if len(named) > MAX_FIELDS:
        raise RequestError(f"{len(named)} fields; at most {MAX_FIELDS} are possible. Extract twice.")
    if taken := next((name for name in named if name in TAKEN), None):
        raise RequestError(f"A field is called {taken!r}, and so is another part of every record. Call it otherwise.")
    return {name: _meant(name, meaning) for name, meaning in named.items()}


def _meant(name: str, meaning: Any) -> Any:
    if isinstance(meaning, dict):
        from troupe_mcp.studies.schemas import checked

        return checked(dict(meaning), f"fields.{name}")  # pyright: ignore[reportUnknownArgumentType]
    if not isinstance(meaning, str):
        raise RequestError(f"fields[{name!r}] is {meaning!r}; give its meaning in words, or a JSON schema.")
    return meaning


def wanted_labels(normalize: Mapping[str, int] | None, fields: Mapping[str, Any]) -> dict[str, int]:
    """Return how many labels fields have at most. Raises RequestError for no such field, or so many labels."""
    given = dict(normalize or {})
    for name, count in given.items():
        if name not in fields:
            raise RequestError(f"normalize names {name[:60]!r}, which is no field. Fields: {', '.join(fields)}.")
        if not 2 <= count <= MOST_LABELS:
            raise RequestError(f"normalize gives {name!r} {count} labels; from 2 to {MOST_LABELS} are possible.")
    return given


async def wanted_steps(
    self: App, sources: Sequence[RunRecord], from_step: int | None, to_step: int | None
) -> tuple[int, int | None] | None:
    """Return the first and the last step that are read; nothing where all are.

    Raises RequestError where a run has none of these steps.
    """
    if from_step is None and to_step is None:
        return None
    first = from_step or 0
    if to_step is not None and to_step < first:
        raise RequestError(f"from_step={first} lies after to_step={to_step}. Give the first step, then the last.")
    for source in sources:
        played = max((e.step for _, e in await read_log(self.store, source.id) if isinstance(e, StepBegan)), default=0)
        if played < first:
            raise RequestError(f"{source.id} has {played} steps, and from_step={first}. get_run(run={source.id!r}).")
    return first, to_step


async def check_room(self: App, sources: Sequence[RunRecord], steps: tuple[int, int | None] | None) -> None:
    """Raise RequestError where more was said in a whole run than is read at once."""
    from troupe_mcp.simulation.worlds.transcript import as_text
    from troupe_mcp.studies.extraction import MOST_READ, lines_of_steps

    for source in sources:
        log = await read_log(self.store, source.id)
        said = len(as_text(lines_of_steps(log, asked=questions_of(source), steps=steps or (0, None))))
        if said > MOST_READ:
            raise RequestError(
                f"{source.id} has {said:,} characters of answers and talk, and at most {MOST_READ:,} are read at once. "
                'group_by="person" reads it person by person; from_step and to_step read a part of it.'
            )
