"""People made from a description: one, or a planned cast; kept once, resumed, priced."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ERAS, Era, Scripted, plain, specification, table, text_of
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.casting.casting import CastPlanTask, CastTask

BAKER = "a 34-year-old baker in Leeds who works nights and distrusts apps"


async def test_a_description_becomes_a_person_who_can_be_asked(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        made = await at.ok("create_person", description=BAKER, seed=1)
        told = await at.ok("listen_and_act", people=[made.data["person"]], say="Hello?", seed=1)
        read = json.loads(await at.read(made.data["uri"]))["persona"]
        again = await at.ok("get_run", run=made.run)

    [asked] = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, CastTask)]
    assert f"The person: “{BAKER}”" in asked
    assert made.data["summary"] == "40; Clerk"
    assert told.data["replies"][0]["name"] == made.data["name"] == "Ana Prado"
    assert read["other_facts"] == [BAKER]
    assert read["provenance"] == "written by scripted-1"
    assert "gender" not in read, "what was left empty is not there"
    assert again.data["person"] == made.data["person"]


async def test_what_is_given_is_kept_and_fragments_are_mixed_in_last(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        made = await at.ok(
            "create_person", description=BAKER, persona={"age": 51, "beliefs": ["Bread is holy."]}, name="Zoe Quill",
            fragments=["picky_customer"], seed=1,
        )  # fmt: skip
        read = json.loads(await at.read(made.data["uri"]))["persona"]
        picky = json.loads(await at.read("troupe://fragments/picky_customer"))["persona"]

    [asked] = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, CastTask)]
    assert "Their name: Zoe Quill" in asked
    assert "Bread is holy." in asked
    assert (read["name"], read["age"]) == ("Zoe Quill", 51)
    assert read["beliefs"] == ["Bread is holy.", *picky["beliefs"]]
    assert set(picky["preferences"]["dislikes"]) <= set(read["preferences"]["dislikes"])


@pytest.mark.parametrize("era", ERAS)
async def test_a_cast_is_planned_in_one_call_and_written_in_one_call_each(tmp_path: Path, era: Era) -> None:
    model = Scripted()
    async with table(tmp_path, model, era=era) as at:
        made = await at.ok("create_people", description="clerks in Leeds", count=5, dimensions=["income"], seed=1)
        talk = await at.ok("listen_and_act", people=[made.run], say="Hello?", seed=1)

    assert made.data["cost"]["calls"] == 6
    names = [line["name"] for line in made.data["people"]]
    assert names == [f"Person {number}" for number in range(1, 6)]
    assert [reply["name"] for reply in talk.data["replies"]] == names
    assert len({line["person"] for line in made.data["people"]}) == 5
    [plan] = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, CastPlanTask)]
    assert "in particular income" in plan
    written = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, CastTask)]
    assert all("One of several who all fit this: “clerks in Leeds”" in text for text in written)


async def test_doubles_in_a_plan_get_names_of_their_own(tmp_path: Path) -> None:
    def careless(prompt: Prompt) -> Any:
        if isinstance(prompt.task, CastPlanTask):
            return {"people": [{"name": "Ana Prado", "line": "a clerk"}] * 4}
        return plain(prompt)

    async with table(tmp_path, Scripted(careless)) as at:
        made = await at.ok("create_people", description="clerks", count=3, seed=1)

    assert [line["name"] for line in made.data["people"]] == ["Ana Prado", "Ana M. Prado", "Ana J. Prado"]


async def test_a_cast_that_breaks_off_goes_on_where_it_was_and_pays_nothing_twice(tmp_path: Path) -> None:
    down = True

    def moody(prompt: Prompt) -> Any:
        if isinstance(prompt.task, CastTask) and prompt.task.name == "Person 2" and down:
            return Completion("", "unavailable")
        return plain(prompt)

    model = Scripted(moody)
    async with table(tmp_path, model) as at:
        paused = await at.ok("create_people", description="clerks", count=3, seed=1)
        before = await at.ok("find_people", kind="person")
        down = False
        made = await at.ok("continue_run", run=paused.run)
        again = await at.ok("get_run", run=paused.run)
        after = await at.ok("find_people", query="clerk", kind="person")

    assert (paused.data["status"], paused.data["reason"]) == ("paused", "unavailable")
    assert not [line for line in before.data["people"] if line["kind"] == "person"]
    assert [line["name"] for line in made.data["people"]] == ["Person 1", "Person 2", "Person 3"]
    assert len([prompt for prompt in model.asked if isinstance(prompt.task, CastTask)]) == 4
    assert again.data["people"] == made.data["people"]
    assert len(after.data["people"]) == 3


async def test_a_cast_outlives_its_server(tmp_path: Path) -> None:
    first = Scripted(held=lambda prompt: isinstance(prompt.task, CastTask) and prompt.task.name == "Person 2")
    first.gate.clear()
    async with table(tmp_path, first) as at:
        begun = await at.ok("create_people", description="clerks", count=3, seed=1, wait_seconds=0)
        await first.until_asked(4)
    second = Scripted()
    async with table(tmp_path, second) as at:
        left = await at.ok("get_run", run=begun.run)
        made = await at.ok("continue_run", run=begun.run)

    assert (begun.data["status"], left.data["status"], left.data["reason"]) == ("running", "paused", "interrupted")
    assert [prompt.task.name for prompt in second.asked if isinstance(prompt.task, CastTask)] == ["Person 2"]
    assert [line["name"] for line in made.data["people"]] == ["Person 1", "Person 2", "Person 3"]


async def test_the_estimate_of_a_cast_asks_nobody_and_makes_nobody(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        many = await at.ok("create_people", description="clerks", count=30, dry_run=True)
        one = await at.ok("create_person", description="a clerk", dry_run=True)
        runs = await at.ok("get_run")

    assert (many.data["estimate"]["calls"], one.data["estimate"]["calls"]) == ([31, 33], [1, 1])
    assert model.asked == []
    assert runs.data["runs"] == []


async def test_the_same_description_and_seed_cost_nothing_again(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        first = await at.ok("create_person", description=BAKER, seed=7)
        second = await at.ok("create_person", description=BAKER, seed=7)

    assert len(model.asked) == 1
    assert second.data["cost"]["calls"] == 0
    assert second.data["person"] != first.data["person"], "somebody new, who is the same"


async def test_an_age_that_nobody_has_is_asked_for_again(tmp_path: Path) -> None:
    def timeless(prompt: Prompt) -> Any:
        if isinstance(prompt.task, CastTask):
            return specification("Ana", "old", age=41 if prompt.address[-1] == "1" else 400)
        return plain(prompt)

    async with table(tmp_path, Scripted(timeless)) as at:
        made = await at.ok("create_person", description="an old clerk", seed=1)

    assert made.data["summary"].startswith("41")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"description": " "}, "Give description"),
        ({"description": "a clerk", "like": "Oscar"}, "not both"),
        ({"description": "a clerk", "fragments": ["nobody_knows"]}, "No fragment"),
        ({"like": "Oscar", "dry_run": True}, "nothing to estimate"),
    ],
)
async def test_a_person_who_cannot_be_cast_is_refused(tmp_path: Path, arguments: dict[str, Any], words: str) -> None:
    async with table(tmp_path) as at:
        assert words in await at.error("create_person", **arguments)


async def test_a_rehearsed_person_says_that_they_are(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        made = await at.ok("create_person", description=BAKER, seed=1)
        read = json.loads(await at.read(made.data["uri"]))["persona"]
        told = await at.ok("listen_and_act", people=[made.data["person"]], say="Do you trust apps?", seed=1)

    assert "no evidence about people" in made.text.splitlines()[0]
    assert made.data["notice"].startswith("Rehearsal")
    assert read["provenance"] == "rehearsed"
    assert "rehears" not in told.data["replies"][0]["actions"][0]["content"]
    assert "apps can't be trusted" in told.data["replies"][0]["actions"][0]["content"].lower().replace(
        "cannot", "can't"
    )


async def test_a_casting_killed_before_its_people_were_kept_names_them_as_its_plan_did(tmp_path: Path) -> None:
    def script(prompt: Prompt) -> Any:
        match prompt.task:
            case CastPlanTask(count=count) if count > 1:  # the first part forgets its last
                return {"people": [{"name": f"Person {n}", "line": "A clerk."} for n in range(1, count)]}
            case CastPlanTask():
                return {"people": [{"name": "Ana Prado", "line": "A baker."}]}
            case CastTask(name=""):
                return specification("Ana Prado", "A clerk.")
            case _:
                return plain(prompt)

    async with table(tmp_path, Scripted(script)) as at:
        made = await at.ok("create_people", description="clerks", count=101, dimensions=["income"], seed=1)
        names = [entry["name"] for entry in at.app.run(made.run).cast]
    with closing(sqlite3.connect(tmp_path / "troupe.db")) as database, database:
        database.execute("DELETE FROM person")
        database.execute("UPDATE run SET \"cast\" = '[]', status = 'running'")
    async with table(tmp_path, again := Scripted(script)) as at:
        await at.ok("continue_run", run=made.run)
        kept = [entry["name"] for entry in at.app.run(made.run).cast]

    assert again.asked == []
    assert kept == names
    assert names[99:] == ["Ana M. Prado", "Ana Prado"]
