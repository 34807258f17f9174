"""A study as one file: an archive of JSON lines. What is read from one is checked before any of it is believed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from troupe_mcp.app.exports.exporting import archive
from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.prompt import digest_of
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.worlds.encoding import VERSION as EVENTS
from troupe_mcp.simulation.worlds.encoding import decode
from troupe_mcp.simulation.worlds.world import TinyWorld
from troupe_mcp.store import AnswerRecord, EventRecord, PersonRecord, RunRecord, Study
from troupe_mcp.store.records import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

FORMAT, VERSION = "troupe-study", 1
HEAD = "study.json"
PARTS = ("runs.jsonl", "people.jsonl", "events.jsonl", "answers.jsonl")
MOST_BYTES = 512 * 1024 * 1024
"""Bytes of a study, unpacked; a file that holds more is not read."""
MOST_LINE = 16 * 1024 * 1024
MOST_WORDS = 200
_RUN_ID, _ID = r"^[a-z0-9-]{1,80}$", r"^[\w .-]{1,120}$"

Lined = TypeVar("Lined", bound=BaseModel)
Count = Annotated[int, Field(ge=0, lt=2**53)]
RunId = Annotated[str, Field(pattern=_RUN_ID)]
Word = Annotated[str, Field(max_length=MOST_WORDS)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Run(_Line):
    id: RunId
    kind: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    title: Annotated[str, Field(max_length=2000)]
    cast: list[dict[str, Any]]
    settings: dict[str, Any]
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63)]
    status: Literal["running", "done", "paused", "needs_answers", "failed", "cancelled"]
    reason: Word
    error: Annotated[str, Field(max_length=4000)]
    parent: RunId | None
    parent_step: Count | None
    done: Count
    total: Count
    calls: Count
    cached_calls: Count
    input_tokens: Count
    output_tokens: Count
    usd: Annotated[float, Field(ge=0)]
    call_digest: Word
    created: Count
    updated: Count


class _Person(_Line):
    id: Annotated[str, Field(pattern=_ID)]
    version: Annotated[int, Field(ge=1, lt=2**31)]
    name: Word
    spec: dict[str, Any]
    digest: Word
    made_from: Any
    retired: bool
    created: Count


class _Event(_Line):
    run: RunId
    shard: Count
    position: Annotated[int, Field(ge=1, lt=2**53)]
    step: Count
    kind: Annotated[str, Field(pattern=r"^[A-Za-z]{1,40}$")]
    version: Annotated[int, Field(ge=1, lt=1000)]
    body: dict[str, Any]


class _Answer(_Line):
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}(:[a-z0-9-]{1,80})?$")]
    outcome: Literal["answered", "refused", "content_filter", "truncated", "unparsable"]
    model: Word
    address: Annotated[str, Field(max_length=4000)]
    template_version: Word
    prompt_hash: Word
    text: str
    input_tokens: Count
    output_tokens: Count
    usd: Annotated[float, Field(ge=0)]
    run: Annotated[str, Field(pattern=r"^[a-z0-9-]{0,80}$")]
    used_by: list[RunId]


def written(study: Study, made_by: str, run: str, notice: str) -> bytes:
    """Return a study as a file, the same bytes for the same study."""
    runs = [{k: v for k, v in asdict(one).items() if k not in {"delivered", "cancel_requested"}} for one in study.runs]
    events = [
        {"run": of, "shard": shard, **asdict(event)} for of, log in study.logs.items() for shard, event in log
    ]  # fmt: skip
    parts = dict(
        zip(PARTS, (runs, map(asdict, study.people), events, map(asdict, study.answers)), strict=True)
    )  # fmt: skip
    files = [(name, _lines(values)) for name, values in parts.items()]
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files}
    said = {"notice": notice} if notice else {}
    head = {**said, "format": FORMAT, "version": VERSION, "made_by": made_by, "run": run, "sha256": digests}
    return archive([(HEAD, json.dumps(head, indent=1).encode()), *files])


def _lines(values: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(f"{to_json(value)}\n" for value in values).encode()


def read(data: bytes) -> tuple[str, Study]:
    """Return the run that a file is about, and its study. Raises RequestError, NotAllowed; nothing is kept by it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            run, files = _unpacked(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as fault:
        raise RequestError(f"This is no study: it cannot be unpacked ({str(fault)[:80]}). {_MAKE}") from fault
    runs = tuple(_run(line) for line in _parsed(files[PARTS[0]], _Run, PARTS[0]))
    people = tuple(_person(line) for line in _parsed(files[PARTS[1]], _Person, PARTS[1]))
    events = _parsed(files[PARTS[2]], _Event, PARTS[2])
    answers = _parsed(files[PARTS[3]], _Answer, PARTS[3])
    ids = {one.id for one in runs}
    strange = (
        {e.run for e in events} | {u for a in answers for u in a.used_by} | {run} | {a.run for a in answers if a.run}
    )
    if len(ids) != len(runs) or not strange <= ids:
        raise _damaged("it speaks of runs that it does not hold")
    logs = {one.id: _log(one.id, [event for event in events if event.run == one.id]) for one in runs}
    study = Study(runs, logs, people, tuple(_answer(line) for line in answers))
    _check_people(study)
    return run, study


_MAKE = 'A study is made by export_run(run="…", format="study").'


def _damaged(why: str) -> RequestError:
    return RequestError(f"This study is damaged: {why}. Nothing was imported. {_MAKE}")


def _unpacked(packed: zipfile.ZipFile) -> tuple[str, dict[str, bytes]]:
    """Return the run that a study is about, and its parts: read in memory alone, whatever they are called."""
    names = packed.namelist()
    if HEAD not in names:
        raise RequestError(f"This is no study: it lacks {HEAD}. {_MAKE}")
    head = _json(_part(packed, HEAD, MOST_LINE), HEAD)
    if head.get("format") != FORMAT:
        raise RequestError(f"This is no study: its format is {str(head.get('format'))[:40]!r}. {_MAKE}")
    if head.get("version") != VERSION:
        raise RequestError(
            f"This study has version {str(head.get('version'))[:20]}, written by {str(head.get('made_by'))[:40]}; this "
            f"release reads version {VERSION}. Update troupe-mcp, or export the study with this release."
        )
    if sorted(names) != sorted((HEAD, *PARTS)):
        raise _damaged("its parts are not those of a study")
    files: dict[str, bytes] = {}
    for name in PARTS:
        files[name] = _part(packed, name, MOST_BYTES - sum(map(len, files.values())))
    if head.get("sha256") != {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}:
        raise _damaged("its parts do not have the digests that it tells")
    return str(head.get("run")), files


def _part(packed: zipfile.ZipFile, name: str, room: int) -> bytes:
    """Return one part; what an archive says of its size is not believed."""
    with packed.open(name) as part:
        data = part.read(room + 1)
    if len(data) > room:
        raise NotAllowed(f"This study holds more than {MOST_BYTES:,} bytes unpacked. Nothing was imported.")
    return data


def _parsed(data: bytes, form: type[Lined], name: str) -> list[Lined]:
    found: list[Lined] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line:
            continue
        if len(line) > MOST_LINE:
            raise NotAllowed(f"{name}, line {number} has more than {MOST_LINE:,} bytes. Nothing was imported.")
        try:
            found.append(form.model_validate(_json(line, name)))
        except ValidationError as fault:
            wrong = fault.errors()[0]
            raise _damaged(
                f"{name}, line {number}: {'.'.join(map(str, wrong['loc']))[:80]} {wrong['msg'][:80]}"
            ) from fault
    return found


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        value: object = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise _damaged(f"{name} is not JSON") from fault
    if not isinstance(value, dict):
        raise _damaged(f"{name} holds no object")
    return cast("dict[str, Any]", value)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _run(line: _Run) -> RunRecord:
    """Return a run as it is kept here: nobody plays it, and its id was delivered."""
    known: dict[str, Any] = {**line.model_dump(), "delivered": True}
    if line.status in {"running", "needs_answers"}:
        known |= {"status": "paused", "reason": "interrupted"}
    return RunRecord(**known)


def _person(line: _Person) -> PersonRecord:
    record = PersonRecord(**line.model_dump())
    _check_spec(record.spec, record.name, record.digest)
    return record


def _answer(line: _Answer) -> AnswerRecord:
    known: dict[str, Any] = {**line.model_dump(), "used_by": tuple(line.used_by)}
    return AnswerRecord(**known)


def _check_spec(spec: Any, name: object, digest: object) -> None:
    if not isinstance(spec, dict) or digest_of(cast("object", spec)) != digest:
        raise _damaged(f"{str(name)[:60]!r} is not who the digest says")
    if Persona.of(cast("dict[str, Any]", spec)).name != name:
        raise _damaged(f"{str(name)[:60]!r} is called otherwise in the document")


def _log(run: str, events: Sequence[_Event]) -> tuple[tuple[int, EventRecord], ...]:
    """Return a log whose events follow each other, each of a kind that this release knows."""
    last: dict[int, int] = {}
    kept: list[tuple[int, EventRecord]] = []
    for event in events:
        if event.position != last.get(event.shard, 0) + 1:
            raise _damaged(f"the log of {run} has a gap at {event.position}")
        last[event.shard] = event.position
        if event.version > EVENTS:
            raise RequestError(
                f"{run} holds events of version {event.version}; this release knows {EVENTS}. Update it."
            )
        _believed(f"an event of {run} at {event.position}", partial(decode, event.kind, event.version, event.body))
        kept.append((event.shard, EventRecord(event.position, event.step, event.kind, event.version, event.body)))
    return tuple(kept)


def _check_people(study: Study) -> None:
    """Raise where a cast names people who are not in the study, or a log makes no world."""
    known = {(person.id, person.version): person for person in study.people}
    for run in study.runs:
        members: list[tuple[str, Persona]] = []
        for entry in run.cast:
            name, spec = entry.get("name"), cast("Mapping[str, Any] | None", entry.get("spec"))
            if "spec" in entry:
                _check_spec(spec, spec.get("name") if isinstance(spec, dict) else "", entry.get("digest"))
            person = known.get((str(entry.get("person")), int(entry.get("version") or 0)))
            if not isinstance(name, str) or (person is None and "spec" not in entry):
                raise _damaged(f"the cast of {run.id} holds somebody who is not in it")
            members.append((name, Persona.of(person.spec if person else spec or {})))
        events = [decode(event.kind, event.version, event.body) for _, event in study.logs[run.id]]
        world = TinyWorld.of(members)
        _believed(f"the log of {run.id}", partial(world.after, events))


def _believed(what: str, made: Callable[[], object]) -> None:
    """Raise where something cannot be made of what a file says, whatever is wrong with it."""
    try:
        made()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, LookupError) as fault:
        raise _damaged(f"{what} makes no sense") from fault
