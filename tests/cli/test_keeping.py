"""What is kept is shown, let go of and deleted, to the last byte."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.terminal import typed, typed_apart
from tests.doubles import Scripted, Table, settings, table, turn
from troupe_mcp.settings import CacheSection
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.store import PersonRecord

CANARY = "The heron in the wardrobe is called Ignatius"
PEOPLE = ["Oscar", "Lisa Carter"]


def model(words: str = CANARY) -> Scripted:
    """Somebody who says the sentence at every turn, short enough to lie in the file as it is."""
    return Scripted(lambda _: turn(words))


def data(directory: Path) -> Path:
    return directory / "data"


def holding(directory: Path, text: str) -> list[str]:
    """The files of a data directory in which a text stands.

    They are read by another process: closing a file in ours would drop SQLite's own locks on it.
    """
    found = subprocess.run(["grep", "-rlF", text, str(data(directory))], capture_output=True, check=False, text=True)
    return found.stdout.splitlines()


def bytes_in(directory: Path) -> int:
    """The size of the database, its write-ahead log included."""
    return sum(path.stat().st_size for path in data(directory).glob("troupe.db*") if not path.name.endswith("-shm"))


def tables(directory: Path) -> dict[str, list[str]]:
    """All that the database says, table by table, one string a row."""
    with closing(sqlite3.connect(data(directory) / "troupe.db")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [str(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}  # noqa: S608


def rows(directory: Path, name: str) -> int:
    return len(tables(directory)[name])


async def talked(at: Table, say: str, **more: object) -> str:
    return (await at.ok("run_world", say=say, **{"people": PEOPLE, "steps": 2, "seed": 5, **more})).run


async def test_the_cache_is_shown_by_model_and_player(tmp_path: Path) -> None:
    async with table(data(tmp_path), model()) as at:
        await talked(at, "Hello.")
    shown = await typed(tmp_path, "cache")
    assert shown.code == 0
    head, row = shown.out.splitlines()[:2]
    assert head.split() == ["model", "player", "answers", "bytes", "cost", "spare", "oldest", "newest"]
    assert row.split()[:3] == ["scripted-1", "scripted", "4"]
    assert row.split()[4:6] == ["$0.04", "4"]
    assert "4 answers, " in shown.out


async def test_an_empty_cache_says_so(tmp_path: Path) -> None:
    assert (await typed(tmp_path, "cache")).out == "No answers are kept yet.\n"


async def test_pruning_keeps_what_an_unfinished_run_was_answered_and_every_word_of_a_done_one(tmp_path: Path) -> None:
    one = model()
    async with table(data(tmp_path), one) as at:
        done = await talked(at, "Hello.")
        paused = await talked(at, "Good evening.", order="together", max_calls=1)
        happened = await at.events(done)
    assert (await typed(tmp_path, "cache")).out.splitlines()[1].split()[2:6:3] == ["5", "4"]

    pruned = await typed(tmp_path, "cache", "prune", "--older-than", "0d", "--yes")
    assert (pruned.code, pruned.out) == (0, "4 answers removed.\n")
    asked = len(one.asked)
    async with table(data(tmp_path), one) as at:
        assert await at.events(done) == happened
        told = await at.ok("continue_run", run=paused, max_calls=50)
        assert told.data["status"] == "done"
        assert len(one.asked) - asked == 3, "what it was answered before it paused is not asked again"
        await talked(at, "Hello.")
        assert len(one.asked) - asked == 7, "what was let go of is asked again"


async def test_pruning_goes_by_age_and_by_model(tmp_path: Path) -> None:
    async with table(data(tmp_path), model()) as at:
        await talked(at, "Hello.")
    for given, said in {
        ("--older-than", "1d"): "There were none to remove.\n",
        ("--older-than", "1d", "--model", "scripted-1"): "There were none to remove.\n",
        ("--model", "scripted-1"): "4 answers removed.\n",
    }.items():
        assert (await typed(tmp_path, "cache", "prune", *given, "--yes")).out == said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cache", "prune"], "Say which: --older-than 30d, --model NAME"),
        (["cache", "prune", "--older-than", "soon"], "'soon' is no age; give hours, days or weeks"),
        (
            ["cache", "prune", "--model", "gpt-9", "--yes"],
            "No answer of 'gpt-9' is kept. There are answers of: scripted-1",
        ),
        (["cache", "prune", "--older-than", "0d"], "nobody can be asked here. Add --yes."),
        (["delete", "run", "focus-1", "--yes"], "No run 'focus-1'. Your latest: "),
        (["delete", "run"], "Missing argument 'ID...'"),
        (["delete", "person", "Oscar", "--yes"], "comes with the product; there is nothing to delete."),
        (
            ["delete", "person", "p-nobody-1", "--yes"],
            "No person 'p-nobody-1'. Those you made last: p-ana-1 (Ana Souza).",
        ),
        (["delete", "person", "ana", "--yes"], "'ana' is p-ana-1; to delete them, give this id."),
        (["delete", "run", "Greeting", "--yes"], "; to delete it, give this id."),
    ],
)
async def test_what_cannot_be_done_is_said_with_what_can_and_code_2(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    async with table(data(tmp_path), model()) as at:
        await talked(at, "Hello.", title="Greeting")
        await at.app.store.save_people([PersonRecord("p-ana-1", 1, "Ana Souza", {"name": "Ana Souza"})])
    before = tables(tmp_path)
    refused = await typed(tmp_path, *arguments)
    assert refused.code == 2
    assert said in refused.err
    assert not re.search(r"\w+_\w+\(", refused.err), "no tool of MCP can be called here"
    assert tables(tmp_path) == before


async def test_not_a_byte_of_a_deleted_run_is_left_while_servers_use_the_database(tmp_path: Path) -> None:
    async with table(data(tmp_path), model()) as at:
        run = await talked(at, "What lives in the wardrobe?", steps=5, people=PEOPLE * 3)
        other = await talked(at, "Who are you?", steps=3)
        await at.ok("cancel_run", run=other)
    async with table(data(tmp_path), model("I keep bees.")) as at:
        kept = await talked(at, "And you?", steps=30, seed=6)
        assert holding(tmp_path, CANARY)
        happened = await at.events(kept)
        size = bytes_in(tmp_path)
        deleted = await typed_apart(tmp_path, "delete", "run", run, other, "--yes")
        assert deleted.code == 0, deleted.all
        assert f"Deleted: 2 runs, {2 * 3 * 5 + 2 * 3} answers that nobody else used." in deleted.out
        assert holding(tmp_path, CANARY) == []
        assert bytes_in(tmp_path) < size, "the space is given back"
        assert "wardrobe" not in str(tables(tmp_path))
        assert run not in str(tables(tmp_path))
        assert not list((data(tmp_path) / "locks").glob(f"{run}*"))
        assert await at.events(kept) == happened
        assert f"No run {run!r}" in await at.error("get_run", run=run)
        await talked(at, "Still there?")
    with closing(sqlite3.connect(data(tmp_path) / "troupe.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_answers_that_another_run_uses_stay_with_it(tmp_path: Path) -> None:
    one = model()
    async with table(data(tmp_path), one) as at:
        first, second = await talked(at, "Hello."), await talked(at, "Hello.")
        assert len(one.asked) == 4
    assert "0 answers that nobody else used" in (await typed(tmp_path, "delete", "run", first, "--yes")).out
    assert first not in str(tables(tmp_path))
    async with table(data(tmp_path), one) as at:
        await talked(at, "Hello.")
        assert len(one.asked) == 4
        assert len(await at.events(second)) > 4
    deleted = await typed(tmp_path, "delete", "run", *[r for r in await runs(tmp_path) if r != first], "--yes")
    assert "Deleted: 2 runs, 4 answers" in deleted.out
    assert [rows(tmp_path, name) for name in ("run", "event", "call", "call_use")] == [0, 0, 0, 0]


async def runs(directory: Path) -> list[str]:
    async with table(data(directory)) as at:
        return [line["run"] for line in (await at.ok("get_run")).data.get("runs", [])]


async def test_forks_and_readings_of_a_deleted_run_are_named_and_stay_whole(tmp_path: Path) -> None:
    async with table(data(tmp_path), Scripted()) as at:
        run = await talked(at, "Hello.")
        fork = (await at.ok("run_world", fork_of=run, at_step=1, say="And now?", steps=1)).run
        further = (await at.ok("run_world", fork_of=fork, say="And then?", steps=1)).run
        reading = (await at.ok("extract_results", run=fork, objective="moods", fields={"mood": "how they feel"})).run
        before = [await at.events(each) for each in (fork, further, reading)]
    asked = await typed(tmp_path, "delete", "run", run, stdin="n\n")
    assert asked.code == 2
    named = next(line for line in asked.out.splitlines() if line.startswith("This stays, and holds parts of it"))
    assert all(each in named for each in (fork, further, reading))
    assert (await typed(tmp_path, "delete", "run", run, "--yes")).code == 0
    async with table(data(tmp_path), Scripted()) as at:
        assert [await at.events(each) for each in (fork, further, reading)] == before
        for each in (fork, further, reading):
            assert (await at.ok("get_run", run=each)).data["status"] == "done"


async def test_a_run_that_is_being_played_is_not_deleted(tmp_path: Path) -> None:
    one = model()
    one.gate.clear()
    async with table(data(tmp_path), one) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=1, wait_seconds=0)
        refused = await typed(tmp_path, "delete", "run", told.run, "--yes")
        assert refused.code == 2
        assert f"{told.run} is being played" in refused.err
        one.gate.set()
        assert (await at.ok("get_run", run=told.run)).data["status"] == "done"
        assert (await typed(tmp_path, "delete", "run", told.run, "--yes")).code == 0


async def test_a_person_goes_in_all_versions_unless_runs_have_them(tmp_path: Path) -> None:
    async with table(data(tmp_path), model("Hello to you.")) as at:
        ana = (await at.ok("create_person", persona={"name": "Ana Souza", "secret": CANARY})).data["person"]
        run = (await at.ok("listen_and_act", people=[ana], say="Who are you?")).run
        bea = (await at.ok("create_person", persona={"name": "Bea Lang"})).data["person"]
    refused = await typed(tmp_path, "delete", "person", ana, "--yes")
    assert refused.code == 2
    assert f"Ana Souza ({ana}) is in the cast of {run}, which cannot be read without them" in refused.err
    assert "--with-runs" in refused.err
    assert holding(tmp_path, CANARY)

    deleted = await typed(tmp_path, "delete", "person", ana, "--with-runs", "--yes")
    assert "Deleted: 1 person, 1 run, 1 answer that nobody else used." in deleted.out
    assert holding(tmp_path, CANARY) == []
    assert await runs(tmp_path) == []
    async with table(data(tmp_path)) as at:
        found = (await at.ok("find_people", kind="person")).data["people"]
        assert [one["person"] for one in found] == [bea]
    assert "Deleted: 1 person, 0 answers" in (await typed(tmp_path, "delete", "person", bea, "--yes")).out


async def test_a_person_of_a_description_goes_with_the_run_that_made_them_and_one_of_many_does_not(
    tmp_path: Path,
) -> None:
    async with table(data(tmp_path), Scripted()) as at:
        ana = (await at.ok("create_person", description="a clerk who likes tea")).data["person"]
        panel = (await at.ok("create_people", description="clerks", count=2)).run
        one, two = [member.person for member in at.app.cast(at.app.run(panel))]
    assert "Deleted: 1 person, 1 run, 1 answer" in (await typed(tmp_path, "delete", "person", ana, "--yes")).out
    refused = await typed(tmp_path, "delete", "person", one, "--yes")
    assert refused.code == 2
    assert f"is in the cast of {panel}, which" in refused.err
    assert (await typed(tmp_path, "delete", "person", one, "--with-runs", "--yes")).code == 0
    async with table(data(tmp_path)) as at:
        found = (await at.ok("find_people", kind="person")).data["people"]
        assert [each["person"] for each in found] == [two], "who was made with them stays"


async def test_deleting_leaves_alone_what_another_server_plays_meanwhile(tmp_path: Path) -> None:
    one = model("I keep bees.")
    one.held = lambda prompt: isinstance(prompt.task, TurnTask) and prompt.task.step > 20
    async with table(data(tmp_path), one) as at:
        first, second, third = [await talked(at, "Hello.", seed=seed) for seed in (1, 2, 3)]
        one.gate.clear()
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=40, seed=9, wait_seconds=0)
        await one.until_asked(3 * 4 + 40)
        assert (await typed_apart(tmp_path, "delete", "run", first, "--yes")).code == 0
        one.gate.set()
        deleting = [
            asyncio.create_task(typed_apart(tmp_path, "delete", "run", run, "--yes")) for run in (second, third)
        ]
        assert [said.code for said in await asyncio.gather(*deleting)] == [0, 0]
        done = await at.ok("get_run", run=told.run, wait_seconds=50)
        assert done.data["status"] == "done"
        assert len([each for each in await at.events(told.run) if each["kind"] == "action"]) == 80
        assert await runs(tmp_path) == [told.run]
    assert rows(tmp_path, "call") == 80
    with closing(sqlite3.connect(data(tmp_path) / "troupe.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_older_copies_of_the_database_are_named(tmp_path: Path) -> None:
    async with table(data(tmp_path), model()) as at:
        run = await talked(at, "Hello.")
    (data(tmp_path) / "troupe.db.before-v1.bak").write_bytes(CANARY.encode())
    deleted = await typed(tmp_path, "delete", "run", run, "--yes")
    assert "may still hold it; remove them yourself: troupe.db.before-v1.bak" in deleted.out


async def test_answers_older_than_they_are_kept_go_by_themselves(tmp_path: Path) -> None:
    """As an hourly task of every server: here one opens two days later."""
    async with table(data(tmp_path), model()) as at:
        await talked(at, "Hello.")
        await talked(at, "Good evening.", max_calls=1)
    with closing(sqlite3.connect(data(tmp_path) / "troupe.db")) as connection, connection:
        connection.execute("UPDATE call SET at = at - 2 * 86400000")
    counts: list[int] = []
    for days in (None, 3, 1):
        configured = settings(data(tmp_path)).model_copy(update={"cache": CacheSection(keep_days=days)})
        async with table(data(tmp_path), model(), configured=configured):
            pass
        counts.append(rows(tmp_path, "call"))
    assert counts == [5, 5, 1], "what the paused run was answered stays"


async def test_with_the_cache_off_answers_go_when_their_run_is_done_and_not_before(tmp_path: Path) -> None:
    one = model()
    configured = settings(data(tmp_path)).model_copy(update={"cache": CacheSection(keep_days=0)})
    async with table(data(tmp_path), one, configured=configured) as at:
        run = await talked(at, "Hello.", max_calls=3)
        assert (await at.ok("continue_run", run=run, max_calls=50)).data["status"] == "done"
        assert len(one.asked) == 4
    assert rows(tmp_path, "call") == 0
