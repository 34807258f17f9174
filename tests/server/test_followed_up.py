"""What stays the same when people are talked to again, and what their answers may be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.doubles import Scripted, table, text_of
from tests.exports.test_reports import content
from tests.surveys.panels import always, answering, made, panel
from troupe_mcp.language.answer import portable_schema
from troupe_mcp.simulation.worlds.events import SceneSet, Stimulus


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


async def test_an_interview_that_goes_on_as_a_world_has_people_hear_each_other_and_says_so(tmp_path: Path) -> None:
    model = Scripted()
    around: dict[str, Any] = {"situation": "You sit around one table.", "say": "Talk about it.", "steps": 2}
    async with table(tmp_path, model) as at:
        talk = await at.ok("listen_and_act", people=["Oscar", "Lisa Carter"], say="What do you eat?")
        priced = await at.ok("run_world", run=talk.run, **around, dry_run=True)
        fork = await at.ok("run_world", fork_of=talk.run, **around, dry_run=True)
        apart = await at.ok("run_world", fork_of=talk.run, **around, setting="private")
        await at.ok("run_world", run=apart.run, say="And now?", steps=1)
        group = await at.ok("run_world", run=talk.run, **around)
        await at.ok("listen_and_act", run=talk.run, say="And now, alone?")
        scenes = [event.setting for event in await at.log(talk.run) if isinstance(event, SceneSet)]
        still = [event.setting for event in await at.log(apart.run) if isinstance(event, SceneSet)]

    told = f"In {talk.run} each was asked alone; from here on they hear each other, and remember what they said there."
    for result in (priced, group, fork):
        assert f'{told} setting="private" keeps them apart.' in result.data["warnings"]
    assert not any(told in warning for warning in apart.data.get("warnings", ()))
    assert scenes == ["private", "room", "private"]
    assert still[1:] == ["private", "private"]
    heard = model.asked_of("Lisa Carter", 3)[-1]
    assert "Oscar speaks at step 2." in heard
    assert "Lisa Carter speaks at step 1." in heard
    assert "Oscar speaks at step 1." not in heard


async def test_what_a_follow_up_returns_is_new_also_where_it_is_waited_for_later(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        group = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Tea or coffee?", steps=2)
        asked = await at.ok("listen_and_act", run=group.run, people=["Oscar"], say="Why tea?")
        model.gate.clear()
        begun = await at.ok("listen_and_act", run=group.run, people=["Oscar"], say="And milk?", wait_seconds=0)
        model.gate.set()
        polled = await at.ok("get_run", run=group.run, wait_seconds=50)
        whole = await at.ok("get_run", run=group.run)

    reads = f'get_run(run="{group.run}", detail="transcript") reads all)'
    assert "came before" not in group.text + whole.text
    assert f"(5 lines of steps 1 to 2 came before: {reads}" in asked.text
    assert [reply["question"] for reply in asked.data["replies"]] == ["Why tea?"]
    assert begun.data["status"] == "running"
    assert f"(7 lines of steps 1 to 3 came before: {reads}" in polled.text
    assert [line["content"] for line in polled.data["events"]] == ["And milk?", "Oscar speaks at step 4."]
    assert "Tea or coffee?" not in polled.text
    assert len(whole.data["events"]) == 9
