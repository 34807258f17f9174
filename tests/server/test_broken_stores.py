"""A data directory that is full, read-only, damaged or too new: said in one line, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.doubles import ERAS, ROOT, Era, Scripted, table

TALK: dict[str, Any] = {"people": ["Oscar"], "say": "Hello?", "seed": 1}
NOBODY = 65534


WRITING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("create_person", {"name": "Ana"}),
    ("listen_and_act", {**TALK, "say": "Again?"}),
    ("run_world", {"people": ["Oscar"], "say": "x"}),
)


@pytest.fixture
def loaded(tmp_path: Path) -> None:
    """All that is imported late is imported: who root becomes below may not read root's own Python."""

    async def use() -> None:
        async with table(tmp_path, Scripted()) as at:
            for tool, arguments in WRITING:
                await at.ok(tool, **arguments)
            talk = await at.ok("listen_and_act", **TALK)
            await at.ok("extract_results", run=talk.run, objective="x")
            await at.error("get_run", run="none")

    anyio.run(use)


@pytest.fixture
def bound_directory(loaded: None) -> Iterator[Path]:
    """A directory of a user whom permissions bind; root, whom they do not, becomes one for the test."""
    root = Path(tempfile.mkdtemp(dir="/tmp"))
    directory = root / "data"
    directory.mkdir(mode=0o700)
    if os.geteuid() == 0:
        root.chmod(0o755)
        os.chown(directory, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield directory
        finally:
            os.setresuid(0, 0, 0)
    else:
        yield directory
    directory.chmod(0o700)
    shutil.rmtree(root)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
@pytest.mark.parametrize("era", ERAS)
async def test_a_read_only_directory_is_read_and_says_so_when_written(bound_directory: Path, era: Era) -> None:
    model = Scripted()
    async with table(bound_directory, model) as at:
        first = await at.ok("listen_and_act", **TALK)
        happened = await at.events(first.run)
    os.chmod(bound_directory, 0o500)  # noqa: PTH101 - in an async test
    paid = len(model.asked)
    async with table(bound_directory, model, era=era) as at:
        people = await at.ok("find_people", query="Oscar", kind="library")
        seen = await at.ok("get_run", run=first.run)
        listed = await at.ok("get_run")
        read = await at.events(first.run)
        for tool, arguments in (*WRITING, ("extract_results", {"run": [first.run], "objective": "x"})):
            refused = await at.call(tool, **arguments)
            assert refused.is_error
            assert "writable" in refused.text
            assert len(refused.text) < 600
            assert "Traceback" not in refused.text

    assert people.data["people"][0]["name"] == "Oscar"
    assert seen.data["replies"] == first.data["replies"]
    assert [line["run"] for line in listed.data["runs"]] == [first.run]
    assert read == happened
    assert len(model.asked) == paid, "nobody is asked what cannot be kept"


async def test_a_full_database_says_so_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        first = await at.ok("listen_and_act", **TALK)

        def limit(connection: sqlite3.Connection) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")

        def lift(connection: sqlite3.Connection) -> None:
            connection.execute("PRAGMA max_page_count = 1000000")

        await at.app.store.database.write(limit)
        full = await at.call("create_person", name="Ana", persona={"life": "x y z " * 20_000})
        seen = await at.ok("get_run", run=first.run)
        people = await at.ok("find_people", kind="person")
        await at.app.store.database.write(lift)
        made = await at.ok("create_person", name="Ana", persona={"life": "x y z " * 20_000})
        again = await at.ok("listen_and_act", people=[made.data["person"]], say="Hello?")

    assert full.is_error
    assert "space" in full.text
    assert len(full.text) < 600
    assert seen.data["replies"] == first.data["replies"]
    assert people.data["people"] == []
    assert again.data["status"] == "done"


def started(directory: Path) -> subprocess.CompletedProcess[str]:
    """What comes of starting a server on a directory, with a client that says nothing."""
    environment = {**os.environ, "TROUPE_STORE__DATA_DIR": str(directory)}
    return subprocess.run(
        [sys.executable, "-m", "troupe_mcp"],
        env=environment,
        cwd=ROOT,
        input="",
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def refused_in_one_line(directory: Path) -> str:
    done = started(directory)
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("troupe-mcp: ")
    assert "Traceback" not in line
    return line


def test_a_damaged_database_is_refused_in_one_line_and_left_as_it_is(tmp_path: Path) -> None:
    damaged = b"This is not a database. " * 400
    (tmp_path / "troupe.db").write_bytes(damaged)

    line = refused_in_one_line(tmp_path)

    assert str(tmp_path / "troupe.db") in line
    assert (tmp_path / "troupe.db").read_bytes() == damaged


async def test_a_database_with_a_torn_page_is_refused_or_says_what_is_damaged(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        await at.ok("listen_and_act", **TALK)
    database = tmp_path / "troupe.db"
    whole = database.read_bytes()
    database.write_bytes(whole[:100] + b"\xff" * 4000 + whole[4100:])

    line = refused_in_one_line(tmp_path)

    assert "troupe.db" in line


async def test_a_database_of_a_later_release_is_refused_in_one_line(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        await at.ok("listen_and_act", **TALK)
    with closing(sqlite3.connect(tmp_path / "troupe.db")) as connection, connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")

    line = refused_in_one_line(tmp_path)

    assert "99" in line
    assert "release" in line or "version" in line


def test_a_wrong_setting_is_refused_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "TROUPE_STORE__DATA_DIR": str(tmp_path), "TROUPE_LIMITS__MAX_STEPS": "many"}
    done = subprocess.run(
        [sys.executable, "-m", "troupe_mcp"], env=environment, input="", capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "TROUPE_LIMITS__MAX_STEPS" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_server_whose_client_says_nothing_ends_in_peace(tmp_path: Path) -> None:
    done = started(tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
