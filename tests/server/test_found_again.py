"""What users look for: people by what is said of them, runs by who was in them, the script of a fork."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, table, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.store import PersonRecord, RunRecord


async def test_people_of_whom_every_word_is_said_come_alone_and_otherwise_those_with_any(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        sheep = await at.ok("find_people", query="sheep farmer", kind="library")
        either = await at.ok("find_people", query="pigeons telescope", kind="library")
        key = await at.ok("find_people", query="occupation", kind="library")

    assert [line["name"] for line in sheep.data["people"]] == ["Solveig Rustad"]
    assert {line["name"] for line in either.data["people"]} == {"Mahrous Gaballah", "Raghav Deshmukh"}
    assert key.data["people"] == [], "the names of keys are not what is said of somebody"


async def test_people_are_found_by_what_they_do_in_whatever_form_best_first(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        await at.ok("create_person", name="Ada", persona={"occupation": "Teller", "likes": ["banks of rivers"]})
        await at.ok("create_person", name="Bo", persona={"occupation": {"title": "Banking clerk"}})
        asked = ["banker", "works in a bank, loans, finance", "teacher", "nursing", "a retired taxi"]
        found = {query: (await at.ok("find_people", query=query)).data["people"] for query in asked}
        shipped = (await at.ok("find_people", query="banker", kind="library")).data["people"]

    names = {query: [line["name"] for line in lines] for query, lines in found.items()}
    assert names["banker"][0] == "Bo", "what somebody does comes before what they like"
    assert "Ada" in names["banker"]
    assert shipped[0]["name"] == "Ximena Undurraga"
    assert names["works in a bank, loans, finance"][0] == "Ximena Undurraga"
    assert names["teacher"][0] == "Raghav Deshmukh"
    assert names["nursing"] == ["Fetu Leavasa"]
    assert set(names["a retired taxi"][:2]) == {"Ilona Szabados", "Mahrous Gaballah"}


async def test_who_is_called_so_comes_before_who_is_called_something_longer_and_before_of_whom_it_is_said(
    tmp_path: Path,
) -> None:
    people = {"Mara": {"likes": ["Ana's cakes"]}, "Anabel Ruiz": {"occupation": "Ana trainer"}, "Luz Ana Prado": {}}
    people |= {"Ana Souza": {}, "Ananya": {}, "Ana": {}}
    async with table(tmp_path) as at:
        for name in ("Ana", "Ana Souza", "Mara", "Luz Ana Prado", "Ananya", "Anabel Ruiz"):
            await at.ok("create_person", name=name, persona={"age": 40, **people[name]})
        await at.ok("create_people", each=[{"name": f"Dana {n}", "likes": ["bananas"]} for n in range(110)])
        found = [line["name"] for line in (await at.ok("find_people", query="ana", limit=100)).data["people"]]

    assert found[0] == "Ana"
    assert set(found[1:3]) == {"Ana Souza", "Luz Ana Prado"}
    assert set(found[3:5]) == {"Anabel Ruiz", "Ananya"}
    assert "Mara" not in found[:5]


@pytest.mark.parametrize("query", ["\U0001f642", "?!", "—", "'", "__"])
async def test_a_query_without_a_letter_or_digit_finds_nobody_and_says_so(tmp_path: Path, query: str) -> None:
    async with table(tmp_path) as at:
        found = await at.ok("find_people", query=query)
        blank = await at.ok("find_people", query="  ")

    assert found.data["people"] == []
    assert "has no letter and no digit" in found.data["next"]
    assert "create_people" not in found.data["next"]
    assert len(blank.data["people"]) > 0


AGED: dict[str, set[str]] = {
    "women over 50": {"Ilona Szabados", "Ximena Undurraga"},
    "women of 50 and older": {"Ilona Szabados", "Ximena Undurraga"},
    "a man in his 50s": {"Mahrous Gaballah"},
    "30-45 year olds": {"Caio Marinho", "Fetu Leavasa", "Oscar", "Raghav Deshmukh"},
    "men between 40 and 60": {"Raghav Deshmukh", "Mahrous Gaballah"},
    "older people": {"Ilona Szabados"},
    "teenagers": {"Aruzhan Seitkali"},
    "young women": {"Aruzhan Seitkali", "Lisa Carter"},
    "women who farm sheep": {"Solveig Rustad"},
    "women over 80": set(),
}


@pytest.mark.parametrize("query", AGED)
async def test_people_are_found_by_age_and_gender(tmp_path: Path, query: str) -> None:
    async with table(tmp_path) as at:
        found = await at.ok("find_people", query=query)

    assert {line["name"] for line in found.data["people"]} == AGED[query]


async def test_people_of_the_age_asked_for_come_all_and_those_of_whom_the_other_words_are_said_first(
    tmp_path: Path,
) -> None:
    async with table(tmp_path) as at:
        found = await at.ok("find_people", query="men under 40 with a wooden leg who nurse")
        figures = await at.ok("find_people", query="pigeons over 50 euros")
        fragments = await at.ok("find_people", query="older people who travel", kind="fragment")

    assert found.data["people"][0]["name"] == "Fetu Leavasa"
    assert {line["name"] for line in found.data["people"]} == {"Caio Marinho", "Fetu Leavasa", "Oscar"}
    assert "Mahrous Gaballah" in {line["name"] for line in figures.data["people"]}
    assert "travel enthusiast" in {line["name"] for line in fragments.data["people"]}


async def test_whoever_does_not_tell_their_age_is_found_only_where_nobody_does(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        await at.ok("create_person", name="Mia Torres", persona={"occupation": "barista"})
        known = await at.ok("find_people", query="women over 50", kind="any")
        own = await at.ok("find_people", query="women over 50", kind="person")

    assert "Mia Torres" not in {line["name"] for line in known.data["people"]}
    assert [line["name"] for line in own.data["people"]] == ["Mia Torres"]


async def test_somebody_is_found_by_an_id_that_ends_like_a_word(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        await at.app.store.save_people([PersonRecord("p-mara-bell-27er", 1, "Mara Bell", {"name": "Mara Bell"})])
        found = await at.ok("find_people", query="p-mara-bell-27er")

    assert [each["person"] for each in found.data["people"]] == ["p-mara-bell-27er"]


async def test_a_run_is_meant_by_its_title_however_many_others_have_its_words(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        asked: dict[str, Any] = {"people": ["Oscar"], "say": "Hello?", "steps": 1}
        first = await at.ok("run_world", **asked, title="Kitchens")
        for number in range(201):
            await at.app.store.create_run(RunRecord(f"r-{number}", "world", title=f"Kitchens {number}"))
        found = await at.ok("get_run", run="Kitchens")
        again = await at.ok("run_world", **asked, title="Kitchens", new=True)
        several = await at.error("get_run", run="Kitchens")

    assert found.run == first.run
    assert several == f"'Kitchens' is the title of several: {again.run}, {first.run}. Use an id."


async def test_a_run_is_found_by_who_was_in_it(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        group = await at.ok("run_world", people=["Oscar", "Fetu Leavasa"], say="Hello?", steps=1, title="Kitchens")
        await at.ok("run_world", people=["Caio Marinho"], say="Hello?", steps=1, title="Kitchens too")
        found = await at.ok("get_run", query="kitchens oscar")
        said = await at.ok("get_run", run=group.run, person="Oscar")

    assert [line["run"] for line in found.data["runs"]] == [group.run]
    assert "1. moderator: Hello?" in said.data["transcript"]
    assert "Oscar speaks at step 1." in said.data["transcript"]
    assert "Fetu" not in said.data["transcript"]


async def test_a_run_is_found_by_what_was_asked_and_not_by_the_files_of_its_people(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        asked = await at.ok("run_world", people=["Oscar"], say="What should this cost? Think of the price.", steps=1)
        talk = await at.ok("listen_and_act", people=["Lisa Carter"], say="Hello.", situation="A talk about a price")
        await at.ok("listen_and_act", people=["Ngozi Adeleke"], say="Hello.")
        found = {
            query: {line["run"] for line in (await at.ok("get_run", query=query)).data["runs"]}
            for query in ("price", "PRICE cost", "tea", "architect")
        }

    assert found == {"price": {asked.run, talk.run}, "PRICE cost": {asked.run}, "tea": set(), "architect": set()}


async def test_whoever_says_nothing_is_seen_to_say_nothing(tmp_path: Path) -> None:
    def quiet_oscar(prompt: Prompt) -> Any:
        assert isinstance(prompt.task, TurnTask)
        return turn() if prompt.task.person == "Oscar" else turn("Well, I say this.")

    async with table(tmp_path, Scripted(quiet_oscar)) as at:
        group = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Hello?", steps=1)

    assert "1. (Oscar: says nothing)" in group.text


async def test_a_fork_with_other_words_keeps_what_its_parent_had_planned_for_later(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        parent = await at.ok(
            "run_world",
            people=["Oscar", "Lisa Carter"],
            say="What should a fridge do?",
            steps=3,
            script=[{"step": 2, "say": "And at night?"}, {"step": 3, "say": "What would make you refuse it?"}],
        )
        fork = await at.ok("run_world", fork_of=parent.run, at_step=1, say="It costs 3,000 dollars.")
        late = await at.error(
            "run_world", fork_of=parent.run, at_step=1, script=[{"step": 3, "say": "What would make you refuse it?"}]
        )

    planned = [(line["step"], line["content"]) for line in fork.data["script"]]
    assert planned == [(2, "It costs 3,000 dollars."), (3, "What would make you refuse it?")]
    assert "the run's steps 2 to 3, and the first of them is 1 here" in late


async def test_runs_are_listed_under_who_is_together_and_with_how_many_people_they_have(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        four = ["Oscar", "Lisa Carter", "Fetu Leavasa", "Caio Marinho"]
        await at.ok("run_world", people=four, say="Hello?", steps=1)
        pair = await at.ok("run_world", people=["Oscar", "Fetu Leavasa"], say="Hello?", steps=1, setting="refereed")
        await at.ok("listen_and_act", people=["Oscar"], say="Hello?")
        await at.ok("extract_results", run=[pair.run], objective="Greetings", fields={"word": "how they greet"})
        listed = await at.ok("get_run")

    assert {line["title"]: line.get("people") for line in listed.data["runs"]} == {
        "Oscar, Lisa and 2 more in a room": 4,
        "Oscar and Fetu in a refereed world": 2,
        "Talk with Oscar": 1,
        "Greetings": None,
    }
    assert "Greetings · done" in listed.text


async def test_a_list_of_runs_says_that_there_are_earlier_ones_and_has_as_many_as_were_asked_for(
    tmp_path: Path,
) -> None:
    async with table(tmp_path, Scripted()) as at:
        for number in range(24):
            await at.ok("listen_and_act", people=["Oscar"], say=f"Number {number}?")
        page = await at.ok("get_run")
        rest = await at.ok("get_run", **page.data["more"]["arguments"])
        whole = await at.ok("get_run", limit=50)

    assert [len(each.data["runs"]) for each in (page, rest, whole)] == [20, 4, 24]
    assert "lists earlier ones" in page.text
    assert "lists earlier ones" not in rest.text
