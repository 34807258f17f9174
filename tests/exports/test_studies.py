"""A study as a file: another machine takes it in and replays it without a call; a bad file changes nothing."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest
from click.testing import CliRunner

from tests.doubles import Scripted, Table, assert_clear, table
from tests.exports.test_reports import content
from troupe_mcp.cli import main
from troupe_mcp.errors import Conflict, RequestError

ROOM: dict[str, Any] = {"say": "Would you pay for bread by post?", "steps": 3, "seed": 5, "title": "Bread"}
FOUND: dict[str, Any] = {"objective": "who would pay", "fields": ["pays"]}
Parts = dict[str, bytes]


async def played(at: Table) -> tuple[list[str], str, str]:
    """People made, a room of them, and what was extracted of it."""
    people = [
        (await at.ok("create_person", like=name, name=f"{name} II")).data["person"] for name in ("Oscar", "Lisa Carter")
    ]
    room = await at.ok("run_world", people=people, **ROOM)
    found = await at.ok("extract_results", run=room.run, **FOUND)
    return people, room.run, found.run


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A study that nothing is wrong with."""
    return anyio.run(study_of, tmp_path_factory.mktemp("study"))[0]


async def study_of(directory: Path) -> tuple[bytes, list[str], str, str]:
    async with table(directory, Scripted()) as at:
        people, room, found = await played(at)
        told = await at.ok("export_run", run=found, format="study")
        return content(told), people, room, found


def changed(data: bytes, change: Callable[[Parts], None], *, sealed: bool = True) -> bytes:
    """The study with something changed in its parts, and digests that fit again."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    if sealed:
        head = json.loads(parts["study.json"])
        head["sha256"] = {
            name: hashlib.sha256(part).hexdigest() for name, part in parts.items() if name != "study.json"
        }
        parts["study.json"] = json.dumps(head).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        for name, part in parts.items():
            into.writestr(name, part)
    return made.getvalue()


def lines(name: str, change: Callable[[dict[str, Any]], Any]) -> Callable[[Parts], None]:
    """A change to every line of a part."""

    def apply(parts: Parts) -> None:
        values = [json.loads(line) for line in parts[name].splitlines()]
        for value in values:
            change(value)
        parts[name] = "".join(json.dumps(value) + "\n" for value in values).encode()

    return apply


def without(name: str) -> Callable[[Parts], None]:
    def apply(parts: Parts) -> None:
        del parts[name]

    return apply


def head(**more: Any) -> Callable[[Parts], None]:
    def apply(parts: Parts) -> None:
        parts["study.json"] = json.dumps({**json.loads(parts["study.json"]), **more}).encode()

    return apply


async def test_a_study_replays_elsewhere_with_no_call_and_the_same_result(tmp_path: Path) -> None:
    data, people, room, found = await study_of(tmp_path / "here")
    async with table(tmp_path / "here", Scripted()) as at:
        then = [await at.log(run) for run in (room, found)]
        read = await at.ok("get_run", run=found)
    model = Scripted()
    async with table(tmp_path / "there", model) as at:
        added = await at.app.import_study(data)
        kept = [await at.log(run) for run in (room, found)]
        there = await at.ok("get_run", run=found)
        again = await at.ok("run_world", people=people, **ROOM)
        anew = await at.ok("extract_results", run=again.run, **FOUND)
        replayed = [await at.log(run) for run in (again.run, anew.run)]
        twice = await at.app.import_study(data)

    assert (added.run, added.runs, added.people, added.answers) == (found, 2, 2, 8)
    assert kept == then
    assert there.data == read.data
    assert there.text == read.text
    assert model.asked == []
    assert again.data["cost"]["calls"] == anew.data["cost"]["calls"] == 0
    assert (again.data["cost"]["cached_calls"], anew.data["cost"]["cached_calls"]) == (6, 2)
    assert replayed[0] == then[0]
    assert [event.data for event in replayed[1]] == [event.data for event in then[1]]  # type: ignore[union-attr]
    assert (twice.runs, twice.people, twice.answers) == (0, 0, 0)


async def test_a_study_that_comes_from_elsewhere_goes_elsewhere_with_the_same_bytes(tmp_path: Path) -> None:
    data, _, _, found = await study_of(tmp_path / "here")
    async with table(tmp_path / "there", Scripted()) as at:
        await at.app.import_study(data)
        again = (await at.app.export_run(found, "study")).data

    assert again == data


async def test_a_run_that_was_being_played_is_paused_elsewhere_and_goes_on_there(tmp_path: Path) -> None:
    async with table(tmp_path / "here", Scripted()) as at:
        run = (await at.ok("run_world", people=["Oscar", "Lisa Carter"], **ROOM, max_calls=3)).run
        data = (await at.app.export_run(run, "study")).data
    model = Scripted()
    async with table(tmp_path / "there", model) as at:
        await at.app.import_study(changed(data, lines("runs.jsonl", lambda run: run.update(status="running"))))
        told = await at.ok("get_run", run=run)
        ended = await at.ok("continue_run", run=run, max_calls=20)

    assert told.data["status"] == "paused"
    assert ended.data["status"] == "done"
    assert len(model.asked) == 3, "what was answered there is not asked again here"


BAD: dict[str, tuple[Callable[[Parts], None], bool, str]] = {
    "a later version": (head(version=2), True, "version 2"),
    "another format": (head(format="cake"), True, "cake"),
    "no head": (without("study.json"), False, "lacks study.json"),
    "a part more": (lambda parts: parts.update({"../../evil": b"x"}), True, "parts"),
    "a part less": (without("events.jsonl"), True, "parts"),
    "a changed part": (lambda parts: parts.update({"answers.jsonl": b""}), False, "digests"),
    "a bad id": (lines("runs.jsonl", lambda run: run.update(id="../../x")), True, "runs.jsonl"),
    "an owner": (lines("runs.jsonl", lambda run: run.update(owner="root")), True, "runs.jsonl"),
    "another person": (lines("people.jsonl", lambda one: one["spec"].update(age=99)), True, "digest"),
    "an unknown event": (lines("events.jsonl", lambda event: event.update(kind="Exploded")), True, "makes no sense"),
    "a later event": (lines("events.jsonl", lambda event: event.update(version=9)), True, "version 9"),
    "a gap": (lines("events.jsonl", lambda event: event.update(position=event["position"] + 1)), True, "gap"),
    "a wrong key": (lines("answers.jsonl", lambda answer: answer.update(key="x")), True, "answers.jsonl"),
    "a strange run": (
        lines("answers.jsonl", lambda answer: answer.update(used_by=["other-run"])),
        True,
        "does not hold",
    ),
    "no JSON": (lambda parts: parts.update({"runs.jsonl": b"{"}), True, "JSON"),
    "too deep": (lambda parts: parts.update({"runs.jsonl": b'{"a":' * 90_000}), True, "JSON"),
    "not a number": (lines("runs.jsonl", lambda run: run.update(usd=float("nan"))), True, "JSON"),
}


async def test_a_file_that_is_not_as_it_should_be_changes_nothing(tmp_path: Path, study: bytes) -> None:
    said: dict[str, str] = {}
    async with table(tmp_path, Scripted()) as at:
        for name, (change, sealed, _) in BAD.items():
            with pytest.raises(RequestError) as refused:
                await at.app.import_study(changed(study, change, sealed=sealed))
            said[name] = str(refused.value)
            assert_clear(said[name])
        left = (at.app.list_runs().runs, at.app.find_people(kind="person").people, await at.app.kept_answers())

    assert [(name, said[name]) for name, (_, _, words) in BAD.items() if words not in said[name]] == []
    assert [len(each) for each in left] == [0, 0, 0]


async def test_what_is_here_is_never_overwritten(tmp_path: Path) -> None:
    data, _, room, _ = await study_of(tmp_path / "here")
    said = lines(
        "events.jsonl", lambda event: event["body"].update(content="Never said.") if event["kind"] == "Acted" else None
    )
    async with table(tmp_path / "here", Scripted()) as at:
        with pytest.raises(Conflict, match=room):
            await at.app.import_study(changed(data, said))
        kept = await at.log(room)

    assert "Never said." not in str(kept)


async def test_no_archive_and_no_file_are_refused_in_words(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        for given, words in (
            (b"hello", "cannot be unpacked"),
            (tmp_path / "none.zip", "none.zip"),
            (tmp_path, "cannot be read"),
        ):
            with pytest.raises(RequestError, match=words) as refused:
                await at.app.import_study(given)
            assert_clear(str(refused.value))


async def test_the_command_line_imports_a_study_and_says_how_to_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, _, _, found = await study_of(tmp_path / "here")
    file = tmp_path / "a.troupe.zip"
    file.write_bytes(data)
    monkeypatch.setenv("TROUPE_STORE__DATA_DIR", str(tmp_path / "there"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["import", *arguments])
        return done.exit_code, done.output

    taken = await anyio.to_thread.run_sync(call, str(file))
    missing = await anyio.to_thread.run_sync(call, "nowhere.zip")

    assert taken[0] == 0
    assert f'get_run(run="{found}")' in taken[1]
    assert missing[0] == 2
    assert "nowhere.zip" in missing[1]
