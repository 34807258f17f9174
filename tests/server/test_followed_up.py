"""What stays the same when people are talked to again, and what their answers may be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.doubles import Scripted, table, text_of
from tests.exports.test_reports import content
from tests.surveys.panels import always, answering, made, panel
from troupe_mcp.language.answer import portable_schema
from troupe_mcp.simulation.worlds.events import Stimulus


async def test_whoever_talked_to_people_still_does_when_the_talk_goes_on(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        first = await at.ok("listen_and_act", people=["Oscar"], say="Hello?", speaker="his landlord")
        await at.ok("listen_and_act", run=first.run, say="And the rent?")
        await at.ok("listen_and_act", run=first.run, say="Sign here.", speaker="his lawyer")
        plain = await at.ok("listen_and_act", people=["Oscar"], say="Hello?")
        log = await at.log(first.run)

    said = [(event.source, event.content) for event in log if isinstance(event, Stimulus)]
    assert said == [("his landlord", "Hello?"), ("his landlord", "And the rent?"), ("his lawyer", "Sign here.")]
    assert "interviewer" not in text_of(model.asked[1])
    assert "interviewer" in text_of(model.asked[3]), plain.run


async def test_an_interview_says_how_to_make_data_of_it(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hello?")

    assert f'extract_results(run=["{told.run}"], objective="…")' in told.data["next"]


async def test_whoever_is_alone_cannot_turn_to_others_and_whoever_is_not_can(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        await at.ok("listen_and_act", people=["Oscar"], say="Hello?")
        await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Hello?", steps=1)

    alone, among, _ = (json.dumps(portable_schema(prompt.answer)) for prompt in model.asked)
    assert '"TALK"' in alone
    assert "REACH_OUT" not in alone
    assert "REACH_OUT" in among


async def test_a_survey_has_the_name_it_is_given(tmp_path: Path) -> None:
    question: dict[str, Any] = {"text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]}
    async with table(tmp_path, answering(always("tea"))) as at:
        crowd = await made(at, panel(2))
        named = await at.ok("ask_people", people=[crowd], questions=[question], title="Breakfast")
        listed = await at.ok("get_run", query="breakfast")
        plain = await at.ok("ask_people", people=[crowd], questions=[question])

    assert named.data["title"] == "Breakfast"
    assert [line["run"] for line in listed.data["runs"]] == [named.run]
    assert plain.data["title"] == "Tea or coffee?"


async def test_before_anybody_answered_a_survey_is_not_called_a_rehearsal(tmp_path: Path) -> None:
    model = answering(always("tea"))
    question: dict[str, Any] = {"text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]}
    async with table(tmp_path) as at:
        wrote = await at.ok("create_person", description="A clerk who likes tea.", played_by="rehearsal")
    people = [person["person"] for person in wrote.data["people"]]
    async with table(tmp_path, model) as at:
        model.gate.clear()
        running = await at.ok("ask_people", people=people, questions=[question], wait_seconds=0)
        model.gate.set()
        done = await at.ok("get_run", run=running.run, wait_seconds=30)

    assert running.data["status"] == "running"
    assert "measured" not in running.data["questions"][0]
    assert done.data["questions"][0]["n"] == 1


async def test_a_report_says_where_not_all_groups_are_drawn(tmp_path: Path) -> None:
    question: dict[str, Any] = {"text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]}
    async with table(tmp_path, answering(always("tea"))) as at:
        drawn: list[str] = []
        for towns in (9, 8):
            crowd = await made(at, panel(5 * towns, town=lambda n, of=towns: f"Town {n % of}"))
            told = await at.ok("ask_people", people=[crowd], questions=[question], group_by=["town"], new=True)
            report = await at.ok("export_run", run=told.run, format="html")
            drawn.append(content(report).decode())

    assert "the first 8 of 9 groups are drawn" in drawn[0]
    assert "groups are drawn" not in drawn[1]


async def test_whoever_continues_what_is_done_is_told_what_can_be_done_with_its_kind(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        group = await at.ok("run_world", people=["Oscar"], say="Hello?", steps=1)
        data = await at.ok("extract_results", run=[group.run], objective="greetings")
        played, read = [await at.error("continue_run", run=each) for each in (group.run, data.data["job"])]

    assert f'run_world(run="{group.run}", steps=…)' in played
    assert read.endswith(f'get_run(run="{data.data["job"]}") has its result.')
