"""Small values that the tests of the store keep and look for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pydantic import BaseModel

from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.store import EventRecord, PersonRecord


class Asked:
    """A task whose answer depends on nothing."""

    def digest(self) -> str:
        return "0" * 64


class Reply(BaseModel):
    """An answer's form."""

    thought: str


class Clock:
    """A clock that goes one millisecond further each time it is read."""

    def __init__(self) -> None:
        self.now = 1_000

    def __call__(self) -> int:
        self.now += 1
        return self.now


def prompt(*address: str) -> Prompt:
    return Prompt(
        messages=(Message("system", "You are somebody."), Message("user", "What do you think?")),
        answer=Reply,
        task=Asked(),
        address=address or ("step", "1", "lisa"),
        seed=7,
        template_version="turn-1",
    )


def answer(text: str = '{"thought": "fine"}') -> Completion:
    return Completion(text, usage=Usage(120, 30, 0.002), model="somebody-5")


def person(id: str = "p-lisa-1", version: int = 1, name: str = "Lisa Carter", **spec: object) -> PersonRecord:  # noqa: A002
    return PersonRecord(id, version, name, {"name": name, **spec})


def events(first: int, count: int = 1, *, said: str = "hello") -> list[EventRecord]:
    return [
        EventRecord(position, 1, "action", 1, {"type": "TALK", "content": f"{said} {position}"})
        for position in range(first, first + count)
    ]


def integrity(path: Path) -> str:
    """What SQLite itself says of a database that nobody has open."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


def count(path: Path, table: str) -> int:
    """How many rows a table of a database has that nobody has open."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - a test names the table


def files(directory: Path) -> list[str]:
    """What lies in a directory."""
    return sorted(path.name for path in directory.iterdir())
