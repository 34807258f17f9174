"""Who perceives what: on the list of events, and in what people are asked next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ERAS, Era, Scripted, Table, Written, spoken, table, text_of, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Acted, SceneSet, StepBegan, StepEnded, Stimulus, TurnTaken

TWO = ["Oscar", "Lisa Carter"]
THREE = [*TWO, "Fetu Leavasa"]
SECRET = "Between us: the house is sold."


async def heard(at: Table, run: str, person: str) -> list[str]:
    return [item.content for item in (await at.world(run)).people[person].perceived]


async def test_who_is_not_addressed_by_a_script_does_not_hear_it(tmp_path: Path) -> None:
    model = Scripted()
    script = [{"step": 1, "to": ["lisa", "Fetu"], "say": SECRET}, {"step": 2, "to": ["Oscar"], "think": "I am late."}]
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", people=THREE, say="Hello?", script=script, steps=3, order="together")
        perceived = {name: await heard(at, told.run, name) for name in THREE}
        log = await at.log(told.run)

    assert {name: SECRET in contents for name, contents in perceived.items()} == {
        "Oscar": False, "Lisa Carter": True, "Fetu Leavasa": True,
    }  # fmt: skip
    assert {name: "I am late." in contents for name, contents in perceived.items()} == {
        "Oscar": True, "Lisa Carter": False, "Fetu Leavasa": False,
    }  # fmt: skip
    assert not [text for text in model.asked_of("Oscar") if SECRET in text]
    assert all(SECRET in text for text in model.asked_of("Lisa Carter"))
    assert "“Between us: the house is sold.”" in model.asked_of("Fetu Leavasa", 1)[0]
    assert [e.to for e in log if isinstance(e, Stimulus)] == [(), ("Lisa Carter", "Fetu Leavasa"), ("Oscar",)]


@pytest.mark.parametrize("era", ERAS)
async def test_a_private_talk_is_remembered_by_one_and_unknown_to_the_others(tmp_path: Path, era: Era) -> None:
    def answers(prompt: Prompt) -> Written:
        assert isinstance(prompt.task, TurnTask)
        if prompt.task.private:
            return turn("I will tell nobody of the blue door.")
        return turn(f"{prompt.task.person} at step {prompt.task.step}.")

    model = Scripted(answers)
    async with table(tmp_path, model, era=era) as at:
        group = await at.ok("run_world", people=TWO, say="Hello?", steps=2, order="together")
        talk = await at.ok("listen_and_act", run=group.run, people=["Oscar"], say=SECRET)
        again = await at.ok("run_world", run=group.run, say="Where were we?", steps=2, order="together")
        lisas = await heard(at, group.run, "Lisa Carter")
        oscars = await heard(at, group.run, "Oscar")

    assert talk.run == again.run == group.run
    assert [(r["name"], r["question"]) for r in talk.data["replies"]] == [("Oscar", SECRET)]
    assert [step for step in range(1, 6) if model.asked_of("Oscar", step)] == [1, 2, 3, 4, 5]
    assert [step for step in range(1, 6) if model.asked_of("Lisa Carter", step)] == [1, 2, 4, 5]
    for step in (4, 5):
        [oscar], [lisa] = model.asked_of("Oscar", step), model.asked_of("Lisa Carter", step)
        assert SECRET in oscar
        assert "You said: “I will tell nobody of the blue door.”" in oscar
        assert SECRET not in lisa
        assert "blue door" not in lisa
        assert "Oscar at step 2." in lisa, "what was said in the room is remembered"
    assert SECRET in oscars
    assert SECRET not in lisas
    assert "I will tell nobody of the blue door." not in lisas


async def test_people_interviewed_at_once_never_hear_each_other(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        told = await at.ok("listen_and_act", people=THREE, say="Hello?", questions=["And then?", "And at last?"])

    assert [reply["question"] for reply in told.data["replies"]][::3] == ["Hello?", "And then?", "And at last?"]
    for name in THREE:
        others = [other for other in THREE if other != name]
        for text in model.asked_of(name):
            assert not [other for other in others if f"{other} speaks" in text]
            assert "alone with whoever speaks to you" in text
        assert f"You said: “{name} speaks at step 2.”" in model.asked_of(name, 3)[0]


async def test_together_all_act_on_one_past_and_hear_each_other_a_step_later(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", people=THREE, say="Hello?", steps=2, order="together")
        log = await at.log(told.run)

    for name in THREE:
        others = [other for other in THREE if other != name]
        assert not [other for other in others if f"{other} speaks at step 1." in model.asked_of(name, 1)[0]]
        assert [other for other in others if f"{other} said now: “{other} speaks at step 1.”" in
                model.asked_of(name, 2)[0]] == others  # fmt: skip
    assert [type(event) for event in log] == [
        SceneSet,
        StepBegan, Stimulus, *[Acted, TurnTaken] * 3, StepEnded,
        StepBegan, *[Acted, TurnTaken] * 3, StepEnded,
    ]  # fmt: skip


async def test_in_turn_each_hears_those_before(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", people=THREE, say="Hello?", steps=1, order="in_turn", seed=5)
        order = [who for _, who, _ in spoken(await at.events(told.run))]

    assert sorted(order) == sorted(THREE)
    for place, name in enumerate(order):
        [text] = model.asked_of(name, 1)
        heard_now = [other for other in THREE if f"{other} said now: “{other} speaks at step 1.”" in text]
        assert sorted(heard_now) == sorted(order[:place])


async def test_in_turn_the_addressed_answer_first(tmp_path: Path) -> None:
    script = [{"step": 1, "to": ["Fetu"], "say": "You first."}]
    for seed in range(6):
        async with table(tmp_path / str(seed), Scripted()) as at:
            told = await at.ok("run_world", people=THREE, say="Hello?", script=script, steps=1, seed=seed)
            assert spoken(await at.events(told.run))[0][1] == "Fetu Leavasa"


async def test_whom_nothing_new_reached_waits_and_costs_nothing(tmp_path: Path) -> None:
    def silent(prompt: Prompt) -> Written:
        return turn()

    model = Scripted(silent)
    script = [{"step": 1, "to": ["Oscar"], "say": "Oscar?"}, {"step": 2, "to": ["Lisa Carter"], "say": "Lisa?"}]
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", people=THREE, script=script, steps=3, order="together")
        log = await at.log(told.run)

    assert [(e.step, e.person) for e in log if isinstance(e, TurnTaken)] == [
        (1, "Oscar"), (2, "Lisa Carter"), *[(3, name) for name in THREE],
    ]  # fmt: skip
    assert [e.quiet for e in log if isinstance(e, StepBegan)] == [False, False, True], "in a quiet step all may act"
    assert len(model.asked) == 5


async def test_a_name_that_nobody_has_is_told_to_whoever_used_it(tmp_path: Path) -> None:
    def calls(prompt: Prompt) -> Written:
        assert isinstance(prompt.task, TurnTask)
        other = {"Oscar": "Marvin", "Lisa Carter": "oscar, everybody and Trillian"}[prompt.task.person]
        return turn(f"Are you there, {prompt.task.step}?", to=other)

    model = Scripted(calls)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", people=TWO, say="Hello?", steps=2, order="together")
        log = await at.log(told.run)
        happened = await at.events(told.run)

    first = {e.person: e for e in log if isinstance(e, Acted) and e.step == 1}
    assert (first["Oscar"].to, first["Oscar"].unknown) == ((), ("Marvin",))
    assert (first["Lisa Carter"].to, first["Lisa Carter"].unknown) == (("Oscar",), ("Trillian",))
    assert "Nobody here is called 'Marvin'." in model.asked_of("Oscar", 2)[0]
    assert "'Marvin'" not in model.asked_of("Lisa Carter", 2)[0]
    assert "nobody here is called Marvin" in [event.get("note") for event in happened]


async def test_thoughts_are_remembered_and_never_heard(tmp_path: Path) -> None:
    def thinks(prompt: Prompt) -> Written:
        assert isinstance(prompt.task, TurnTask)
        return turn(f"A thought of {prompt.task.person} at {prompt.task.step}.", does="THINK")

    model = Scripted(thinks)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", people=TWO, say="Hello?", steps=2, order="in_turn", script=[
            {"step": 2, "say": "And now?"}])  # fmt: skip
        summary = await at.ok("get_run", run=told.run)

    assert "You thought: “A thought of Oscar at 1.”" in model.asked_of("Oscar", 2)[0]
    assert not [text for text in model.asked_of("Lisa Carter") if "A thought of Oscar" in text]
    assert "A thought of" not in summary.text, "the asker reads what was done"


async def test_a_goal_and_a_situation_hold_until_others_come(tmp_path: Path) -> None:
    model = Scripted(lambda _: {**turn("Yes."), "mind": {"feeling": "", "attention": "", "goal": ""}})
    async with table(tmp_path, model) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Ready?", situation="A cold hut.", goal="Get warm.")
        await at.ok("listen_and_act", run=told.run, say="Still?")
        moved: dict[str, Any] = {"situation": "A beach.", "goal": "Swim.", "say": "And now?"}
        await at.ok("listen_and_act", run=told.run, **moved)

    first, second, third = model.asked_of("Oscar")
    for text in (first, second):
        assert "Situation: A cold hut." in text
        assert "goal Get warm." in text
    assert "Situation: A beach." in third
    assert "goal Swim." in third
    assert "Situation: A cold hut." not in third


@pytest.mark.parametrize(("order", "told"), [("together", True), ("in_turn", False)])
async def test_who_speaks_at_once_with_others_is_told_that_they_had_not_heard(
    tmp_path: Path, order: str, told: bool
) -> None:
    model = Scripted(lambda _: turn("Well."))
    async with table(tmp_path, model) as at:
        await at.ok("run_world", people=TWO, say="Hello?", steps=2, order=order)

    [text] = [text_of(prompt) for prompt in model.asked if prompt.address[:3] == ("step", "2", "oscar")]
    note = "- (The others spoke when you did, and had not heard you:)"
    lines = text.splitlines()
    assert (note in lines) is told
    if told:
        before, after = lines[lines.index(note) - 1], lines[lines.index(note) + 1]
        assert (before, after) == ("- You said: “Well.”", "- Lisa Carter said now: “Well.”")


@pytest.mark.parametrize(("order", "told"), [("together", True), ("in_turn", False)])
async def test_whether_others_had_heard_somebody_goes_by_how_that_step_was_played_and_not_by_who_asks_afterwards(
    tmp_path: Path, order: str, told: bool
) -> None:
    model = Scripted(lambda _: turn("Well."))
    async with table(tmp_path, model) as at:
        group = await at.ok("run_world", people=TWO, say="Hello?", steps=1, order=order)
        await at.ok("listen_and_act", run=group.run, say="And you?")

    afterwards = [text_of(prompt) for prompt in model.asked if prompt.address[:2] == ("step", "2")]
    note = "(The others spoke when you did, and had not heard you:)"
    assert [note in text for text in afterwards] == [told, told]
