"""What can be seen of a data directory from outside, whoever uses it, dead or alive."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from tests.torture.processes import HANGS, audit_of
from troupe_mcp.store.records import unpack

Row = tuple[Any, ...]
Happened = tuple[int, str, int, str]
"""An event of a log: position, kind, version, body."""


COUNTED = "SELECT (SELECT count(*) FROM event WHERE run = ?1), (SELECT count(*) FROM call_use WHERE run = ?1)"
"""How many events a run has, and how many answers it used."""


@contextmanager
def reading(data_dir: Path) -> Generator[sqlite3.Connection]:
    """A connection that cannot write."""
    path = data_dir / "troupe.db"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        yield connection


def log_of(data_dir: Path, run: str) -> list[Happened]:
    sql = "SELECT position, kind, version, body FROM event WHERE run = ? ORDER BY shard, position"
    with reading(data_dir) as connection:
        return [(at, kind, version, unpack(body)) for at, kind, version, body in connection.execute(sql, (run,))]


def told_of(data_dir: Path, run: str) -> list[Happened]:
    """A run's log without the ids that were minted for it: of people whom it made, of the run it reads."""
    spec = json.loads(run_row(data_dir, run)["settings"]).get("spec", {})
    minted = {each: f"<{place}>" for place, each in enumerate([*spec.get("ids", []), *spec.get("of", [])])}

    def plain(body: object) -> str:
        text = str(body)
        for each, place in minted.items():
            text = text.replace(each, place)
        return text

    return [(at, kind, version, plain(body)) for at, kind, version, body in log_of(data_dir, run)]


def run_row(data_dir: Path, run: str) -> dict[str, Any]:
    with reading(data_dir) as connection:
        connection.row_factory = sqlite3.Row
        return dict(connection.execute("SELECT * FROM run WHERE id = ?", (run,)).fetchone())


def rows_of(data_dir: Path, run: str) -> dict[str, int]:
    """How many events a run has, and how many answers it used."""
    with reading(data_dir) as connection:
        events, calls = connection.execute(COUNTED, (run,)).fetchone()
    return {"event": events, "call": calls}


def paid_in_vain(data_dir: Path, run: str) -> int:
    """How many of a run's answers were none: refused, or of no use. No other run may have those."""
    sql = "SELECT count(*) FROM call WHERE run = ? AND outcome != 'answered'"
    with reading(data_dir) as connection:
        return connection.execute(sql, (run,)).fetchone()[0]


def cast_in(data_dir: Path, run: str) -> list[tuple[str, str]]:
    """The people of a run: their names in it, and what is kept of them."""
    with reading(data_dir) as connection:
        specs = dict[str, str](connection.execute("SELECT id, spec FROM person WHERE version = 1"))
    return [(each["name"], specs[each["person"]]) for each in json.loads(run_row(data_dir, run)["cast"])]


def steps_of(data_dir: Path, run: str) -> int:
    """How many steps of a run are closed."""
    return max(
        (json.loads(body)["step"] for _, kind, _, body in log_of(data_dir, run) if kind == "StepEnded"), default=0
    )


def lived_through(data_dir: Path, run: str) -> list[tuple[str, str]]:
    """What happened in a run, without what only says how it was planned; a position is what stands there."""
    log = log_of(data_dir, run)
    there = {at: body for at, _, _, body in log}
    return [(kind, _pointed(body, there)) for _, kind, _, body in log if kind not in {"SceneSet", "Marked"}]


def _pointed(body: str, there: Mapping[int, str]) -> str:
    """An event with the event in place of each position: a branch, whose log has one scene more, counts otherwise."""
    return json.dumps(json.loads(body, object_hook=lambda each: _with_event(each, there)))


def _with_event(each: dict[str, Any], there: Mapping[int, str]) -> dict[str, Any]:
    return {**each, "position": there[each["position"]]} if "position" in each else each


def integrity(data_dir: Path) -> str:
    with reading(data_dir) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


async def until(seen: Callable[[], bool]) -> None:
    """Wait for what another process does and nothing here is told of."""
    with anyio.fail_after(HANGS):
        while not seen():  # noqa: ASYNC110 - as above
            await anyio.sleep(0.005)


def audited(data_dir: Path) -> list[str]:
    """The ledger keys of all that the provider answered, in that order."""
    path = audit_of(data_dir)
    return [line.rsplit(" ", 1)[1] for line in path.read_text("utf-8").splitlines()] if path.exists() else []


@dataclass(frozen=True)
class Snapshot:
    """What was on disk at one moment, and how far the audit was."""

    events: frozenset[Row]
    calls: frozenset[Row]
    uses: frozenset[Row]
    runs: frozenset[str]
    answered: int
    intact: str

    @property
    def keys(self) -> set[str]:
        """The keys under which answers were kept; what is its run's alone is kept under key:run."""
        return {key.partition(":")[0] for _, key, *_ in self.calls}

    def lost_in(self, later: Snapshot) -> int:
        """How many rows are not there any more, or are not the same."""
        kept = ((self.events, later.events), (self.calls, later.calls), (self.uses, later.uses))
        return sum(len(before - after) for before, after in kept) + len(self.runs - later.runs)

    def asked_again(self, audit: list[str]) -> int:
        """How many answers were asked for again although they were in the ledger."""
        return sum(key in self.keys for key in audit[self.answered :])


def snapshot(data_dir: Path) -> Snapshot:
    """What there is now. The audit is read last: where others still play, all that is kept was answered before."""
    with reading(data_dir) as connection:
        rows = {
            table: frozenset(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608 - our own names
            for table in ("event", "call", "call_use")
        }
        runs = frozenset(id for (id,) in connection.execute("SELECT id FROM run"))  # noqa: A001 - the column's name
        (intact,) = connection.execute("PRAGMA integrity_check").fetchone()
    return Snapshot(rows["event"], rows["call"], rows["call_use"], runs, len(audited(data_dir)), intact)


def doubles(audit: list[str]) -> int:
    """How many answers were given more than once."""
    return sum(count - 1 for count in Counter(audit).values())
