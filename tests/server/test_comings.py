"""People who come and go, and worlds with a clock, through the tools."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ERAS, Era, Scripted, Table, Written, here, plain, table, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Arrived, Event, Left, SceneSet, StepBegan, TurnTaken

THREE = ["Ana", "Bo", "Chi"]
VISIT = [{"step": 2, "add": "Chi"}, {"step": 4, "remove": ["Chi"]}]
CLOCK: dict[str, Any] = {"start": "2026-03-03T10:00", "time_per_step": "10 minutes"}


async def made(at: Table, **own: Any) -> None:
    for name in THREE:
        await at.ok("create_person", persona={"name": name, "age": 40, **own.get(name, {})})


def turns(log: list[Event]) -> dict[str, list[int]]:
    return {name: [e.step for e in log if isinstance(e, TurnTaken) and e.person == name] for name in THREE}


def clock(text: str) -> str:
    return text.split("\n\nIt is ")[1].split("\n", maxsplit=1)[0]


@pytest.mark.parametrize("era", ERAS)
async def test_who_comes_later_has_no_turn_before_and_none_after_leaving(tmp_path: Path, era: Era) -> None:
    model = Scripted()
    async with table(tmp_path, model, era=era) as at:
        await made(at)
        told = await at.ok("run_world", people=THREE, situation="A shop.", say="Go.", script=VISIT, steps=5)
        log = await at.log(told.run)
        transcript = await at.read(f"troupe://runs/{told.run}/transcript")

    assert turns(log) == {"Ana": [1, 2, 3, 4, 5], "Bo": [1, 2, 3, 4, 5], "Chi": [2, 3]}
    assert [e for e in log if isinstance(e, Arrived | Left)] == [Arrived(2, "Chi"), Left(4, "Chi")]
    assert {name: [here(text) for text in model.asked_of(name)] for name in ("Ana", "Chi")} == {
        "Ana": ["Bo, moderator (leads)", *["Bo, Chi, moderator (leads)"] * 2, *["Bo, moderator (leads)"] * 2],
        "Chi": ["Ana, Bo", "Ana, Bo"],
    }
    first = model.asked_of("Chi", 2)[0]
    assert "- You came in." in first
    assert "Situation: A shop." in first, "whoever comes in sees where they are"
    assert "at step 1." not in first
    assert "Go." not in first
    assert "- Chi came in." in model.asked_of("Ana", 2)[0]
    assert "- Chi left." in model.asked_of("Bo", 4)[0]
    assert "2. (Chi came in)" in transcript
    assert "4. (Chi left)" in transcript
    assert told.data["absent"] == ["Chi"]
    assert "Not there: Chi" in told.text
    assert [(line["step"], line["type"], line["to"]) for line in told.data["script"] if "to" in line] == [
        (2, "arrive", ["Chi"]), (4, "leave", ["Chi"]),
    ]  # fmt: skip


async def test_in_a_network_only_those_who_know_them_see_people_come(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        await made(at)
        await at.ok("run_world", people=THREE, say="Go.", script=VISIT, steps=4, relations=["Ana, Bo", "Bo, Chi"])

    assert "Chi came in." in model.asked_of("Bo", 2)[0]
    assert not [text for text in model.asked_of("Ana") if "Chi" in text.split("The person\n")[1]]


async def test_who_left_comes_back_later_and_in_a_further_call(tmp_path: Path) -> None:
    model = Scripted()
    script = [{"step": 2, "remove": "Bo"}, {"step": 3, "say": "Between us."}]
    async with table(tmp_path, model) as at:
        await made(at)
        told = await at.ok("run_world", people=THREE, say="Go.", script=script, steps=3)
        talk = await at.ok("listen_and_act", run=told.run, people=["Bo"], say="Where are you?")
        await at.ok("listen_and_act", run=told.run, people=["Ana"], say="And you?")
        back = await at.ok("run_world", run=told.run, steps=2, script=[{"step": 2, "add": "Bo"}])
        log = await at.log(told.run)
        fork = await at.ok("run_world", fork_of=told.run, at_step=1, steps=3)
        other = await at.log(fork.run)
        anew = await at.ok("run_world", fork_of=told.run, at_step=0, steps=3)
        third = await at.log(anew.run)

    assert len(talk.data["replies"]) == 1, "a private talk finds people wherever they are"
    assert turns(log)["Bo"] == [1, 4, 7]
    assert not [text for text in model.asked_of("Bo") if "Between us." in text]
    assert "absent" not in back.data
    assert turns(other)["Bo"] == turns(third)["Bo"] == [1], "the script that a fork keeps sends him away as well"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ([{"step": 1, "add": "Zoe"}], "script[0].add is 'Zoe', who is not in the cast: Ana, Bo, Chi"),
        ([{"step": 1, "remove": "Bo"}, {"step": 2, "remove": "Bo"}], "Bo is not there at step 2"),
        ([{"step": 2, "add": "Bo"}, {"step": 3, "add": "Bo"}], "Bo is there already at step 3"),
        ([{"step": 2, "wait": "soon"}], "script[0].wait is 'soon'; expected a span of time, as '10 minutes'"),
        ([{"step": 2, "wait": "0 days"}], "expected a span of time"),
        ([{"step": 1, "wait": "3 years"}], "before anything happened"),
        ([{"step": 2}], "or add, remove, wait"),
    ],
)
async def test_comings_and_waits_that_cannot_be_are_refused(tmp_path: Path, script: Any, said: str) -> None:
    async with table(tmp_path, Scripted()) as at:
        await made(at)
        assert said in await at.error("run_world", people=THREE, say="Go.", script=script)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"start": "tomorrow"}, "start is 'tomorrow'; expected a date and time, as '2026-03-03T10:00'"),
        ({"time_per_step": "1 day"}, "counts from start"),
        ({"start": "2026-03-03", "time_per_step": "a while"}, "time_per_step is 'a while'"),
        ({"start": "2026-03-03", "time_per_step": "5000 years"}, "beyond the year 9999"),
        ({"start": "2026-03-03", "time_per_step": "P999999Y"}, "beyond the year 9999"),
    ],
)
async def test_times_that_are_none_are_refused(tmp_path: Path, arguments: dict[str, Any], said: str) -> None:
    async with table(tmp_path, Scripted()) as at:
        assert said in await at.error("run_world", people=["Oscar", "Lisa Carter"], say="Go.", **arguments)


async def test_prompts_tell_the_time_only_where_a_start_is_given(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        await made(at)
        bare = await at.ok("run_world", people=THREE, say="Go.", steps=2, seed=4)
        without = list(model.asked)
        told = await at.ok("run_world", people=THREE, say="Go.", steps=2, seed=4, **CLOCK)
        log = await at.log(told.run)

    assert not [prompt for prompt in without if re.search(r"It is \w+day|after all this", prompt.messages[-1].text)]
    assert "time" not in bare.data
    assert [clock(text) for text in model.asked_of("Ana")[-2:]] == [
        "Tuesday 3 March 2026, 10:00.",
        "Tuesday 3 March 2026, 10:10: ten minutes after all this began.",
    ]
    assert [e.time for e in log if isinstance(e, StepBegan)] == ["2026-03-03T10:00", "2026-03-03T10:10"]
    assert told.data["time"] == "2026-03-03T10:10"
    assert "Time: 2026-03-03T10:10" in told.text


async def test_a_jump_is_perceived_by_all_who_are_there_and_moves_the_clock(tmp_path: Path) -> None:
    model = Scripted()
    script = [{"step": 2, "wait": "3 years"}, {"step": 3, "add": "Chi"}]
    async with table(tmp_path, model) as at:
        await made(at)
        told = await at.ok("run_world", people=THREE, say="Go.", script=script, steps=3, **CLOCK)
        transcript = await at.read(f"troupe://runs/{told.run}/transcript")
        more = await at.ok("run_world", run=told.run, steps=2, script=[{"step": 1, "wait": "1 month and 2 days"}])
        log = await at.log(told.run)
        later = await at.ok("run_world", run=told.run, steps=1, start="2040-01-01")
        back = await at.error("run_world", run=told.run, steps=1, start="2030-01-01")
        talk = await at.ok("listen_and_act", run=told.run, people=["Ana"], say="What now?")
        fork = await at.ok("run_world", fork_of=told.run, at_step=1, steps=1, seed=1)

    text = model.asked_of("Ana", 2)[0]
    assert "- Three years have passed.\n" in text
    assert clock(text) == (
        "Tuesday 3 March 2029, 10:00: three years after all this began. You are that much older than described."
    ).replace("Tuesday", "Saturday")
    assert "Three years" not in model.asked_of("Chi", 3)[0], "who was not there perceived nothing"
    assert "2. (Three years have passed: 2029-03-03T10:00)" in transcript
    assert "- One month and two days have passed." in model.asked_of("Bo", 4)[0]
    assert [e.time for e in log if isinstance(e, StepBegan)] == [
        "2026-03-03T10:00", "2029-03-03T10:00", "2029-03-03T10:10", "2029-04-05T10:10", "2029-04-05T10:20",
    ]  # fmt: skip
    assert more.data["time"] == "2029-04-05T10:20"
    assert later.data["time"] == "2040-01-01T00:00"
    assert "does not follow 2040-01-01T00:00" in back
    assert talk.data["status"] == "done"
    assert fork.data["time"] == "2029-03-03T10:00", "the jump of the parent's script is kept"


async def test_a_jump_needs_no_clock(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        await made(at)
        told = await at.ok("run_world", people=THREE, say="Go.", script=[{"step": 2, "wait": "an hour"}], steps=2)

    assert "- One hour has passed." in model.asked_of("Ana", 2)[0]
    assert "It is " not in model.asked_of("Ana", 2)[0].split("The person")[1].replace("It is your turn", "")
    assert "time" not in told.data


@pytest.mark.parametrize("how", ["cancelled", "its server ended"])
async def test_stopped_in_the_middle_and_continued_a_network_with_all_of_it_gives_the_same_log(
    tmp_path: Path, how: str
) -> None:
    answered: list[tuple[str, ...]] = []

    def script(prompt: Prompt) -> Written:
        answered.append(prompt.address)
        match prompt.task:
            case TurnTask(person="Ana", step=2):
                return turn("waves", to="Chi", does="REACH_OUT")
            case _:
                return plain(prompt)

    group: dict[str, Any] = {
        "people": THREE, "say": "Go.", "steps": 5, "seed": 9, **CLOCK, "relations": ["Ana, Bo", "Bo, Chi: friends"],
        "script": [{"step": 2, "add": "Chi"}, {"step": 4, "wait": "P1M", "remove": "Bo"}],
    }  # fmt: skip
    async with table(tmp_path / "calm", Scripted(script)) as at:
        await made(at)
        calm = await at.ok("run_world", **group)
        undisturbed = await at.log(calm.run)
        again = await at.ok("run_world", **group, new=True)
        assert (again.data["cost"]["calls"], await at.log(again.run)) == (0, undisturbed)
    answered.clear()
    model = Scripted(script, held=lambda prompt: prompt.address[1] == "3")
    async with table(tmp_path / "cut", model) as at:
        await made(at)
        model.gate.clear()
        cut = await at.ok("run_world", **group, wait_seconds=0)
        await model.until_asked(8)
        if how == "cancelled":
            await at.ok("cancel_run", run=cut.run)
    model.gate.set()
    async with table(tmp_path / "cut", model) as at:
        assert len(await at.log(cut.run)) < len(undisturbed)
        gone_on = await at.ok("continue_run", run=cut.run)
        assert gone_on.data["status"] == "done"
        assert await at.log(cut.run) == undisturbed

    assert len(answered) == len({*answered}), "nothing is asked twice"
    scene = undisturbed[0]
    assert isinstance(scene, SceneSet)
    assert scene.absent == ("Chi",)


async def test_the_rehearsal_greets_whoever_comes_in_once(tmp_path: Path) -> None:
    people = ["Oscar", "Lisa Carter", "Ilona Szabados", "Caio Marinho"]
    for order in ("together", "in_turn"):
        async with table(tmp_path / order) as at:
            told = await at.ok(
                "run_world", people=people, say="What annoys you about your kitchen?", steps=4, seed=1, order=order,
                script=[{"step": 2, "add": "Lisa"}, {"step": 3, "say": "How long have you known each other?"}], **CLOCK,
            )  # fmt: skip
            lines = [e for e in await at.events(told.run) if e["kind"] == "action" and e["type"] == "TALK"]
        assert [line["person"] for line in lines if "Hello, Lisa" in line["content"]] == ["Caio Marinho"]
        assert not [line for line in lines if re.search(r"minutes|2026|March", line["content"])], "no time is made up"
