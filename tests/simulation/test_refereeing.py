"""A refereed world: what people do is tried, and one call a step says what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.doubles import Scripted, Written, plain, ruling, table, text_of, turn
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import CameAbout, Refereed
from troupe_mcp.simulation.worlds.refereeing import RefereeTask

TWO = ["Oscar", "Lisa Carter"]
CHAIR: dict[str, Any] = {
    "people": [*TWO, "Fetu Leavasa"], "setting": "refereed", "situation": "A waiting room with one free chair.",
    "say": "Do sit down.", "steps": 2, "seed": 5,
}  # fmt: skip
GETS = "Oscar sits down on the only free chair; Lisa Carter stops in front of it."
FACT = "Oscar sits on the only chair."


def reaching(prompt: Prompt) -> Written:
    """Two reach for one chair in step 1; the referee gives it to Oscar and has Lisa alone see that she was late."""
    match prompt.task:
        case TurnTask(person="Oscar" | "Lisa Carter", step=1):
            return turn("sits down on the free chair", does="DO")
        case RefereeTask(step=1):
            late = ruling({"lisa carter": "Lisa Carter was too late by a step."}, seen_by=["Lisa"])["outcomes"]
            came = ruling({"Oscar": GETS}, FACT)
            return {**came, "outcomes": [*came["outcomes"], *late]}
        case _:
            return plain(prompt)


async def test_two_reach_for_one_thing_one_gets_it_and_everybody_concerned_perceives_it(tmp_path: Path) -> None:
    model = Scripted(reaching)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **CHAIR, order="together")
        log = await at.log(told.run)
        transcript = await at.read(f"troupe://runs/{told.run}/transcript")

    assert [e for e in log if isinstance(e, Refereed)] == [Refereed(1, (FACT,))]
    later = {name: model.asked_of(name, 2)[0] for name in CHAIR["people"]}
    assert all(f"What came of it now: {GETS}" in text for text in later.values())
    assert "too late by a step" in later["Lisa Carter"]
    assert "too late by a step" not in later["Oscar"] + later["Fetu Leavasa"]
    assert "Oscar now: sits down" not in later["Lisa Carter"], "an attempt is not yet a deed"
    assert GETS in transcript
    judged = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, RefereeTask)]
    assert len(judged) == 1, "a step without deeds costs no call"
    assert "A waiting room with one free chair." in judged[0]
    assert all(f"- {name}: “sits down on the free chair”" in judged[0] for name in TWO)


async def test_what_was_settled_is_told_to_the_referee_of_a_later_step(tmp_path: Path) -> None:
    def again(prompt: Prompt) -> Written:
        if isinstance(prompt.task, TurnTask) and prompt.task.step == 2:
            return turn("pulls the chair away", does="DO")
        return reaching(prompt)

    model = Scripted(again)
    async with table(tmp_path, model) as at:
        await at.ok("run_world", **CHAIR)

    last = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, RefereeTask)][-1]
    assert f"What holds\n- {FACT}" in last
    assert f"- Step 1: {GETS}" in last


async def test_a_referee_who_refuses_lets_deeds_happen_and_the_world_goes_on(tmp_path: Path) -> None:
    def refused(prompt: Prompt) -> Written:
        return Completion("No.", "refused") if isinstance(prompt.task, RefereeTask) else reaching(prompt)

    async with table(tmp_path, Scripted(refused)) as at:
        told = await at.ok("run_world", **CHAIR)
        log = await at.log(told.run)

    assert told.data["status"] == "done"
    assert {e.person for e in log if isinstance(e, CameAbout)} == {*TWO}
    assert [e.outcome for e in log if isinstance(e, Refereed)] == ["refused"]


async def test_a_referee_who_forgets_somebody_lets_that_deed_happen(tmp_path: Path) -> None:
    def forgetful(prompt: Prompt) -> Written:
        if isinstance(prompt.task, RefereeTask):
            return ruling({"The cat": "It purrs."}, " ", *["It is warm."] * 40)
        return reaching(prompt)

    async with table(tmp_path, Scripted(forgetful)) as at:
        told = await at.ok("run_world", **CHAIR)
        log = await at.log(told.run)

    came = [e for e in log if isinstance(e, CameAbout) and e.step == 1]
    assert {e.person for e in came} == {*TWO}
    assert all(e.content.endswith("sits down on the free chair") for e in came)
    assert all(len(e.facts) <= 20 for e in log if isinstance(e, Refereed))


async def test_a_refereed_world_that_is_stopped_at_its_referee_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    async with table(tmp_path / "one", Scripted(reaching)) as at:
        told = await at.ok("run_world", **CHAIR)
        undisturbed = await at.log(told.run)

    model = Scripted(reaching, held=lambda prompt: isinstance(prompt.task, RefereeTask))
    model.gate.clear()
    async with table(tmp_path / "two", model) as at:
        told = await at.ok("run_world", **CHAIR, wait_seconds=0)
        await model.until_asked(4)
        stopped = await at.ok("cancel_run", run=told.run)
        model.gate.set()
        before = len(model.asked)
        await at.ok("continue_run", run=told.run)
        log = await at.log(told.run)
        again = await at.ok("run_world", **CHAIR, new=True)

    assert stopped.data["status"] == "cancelled"
    assert log == undisturbed
    assert sum(isinstance(p.task, TurnTask) and p.task.step == 1 for p in model.asked[before:]) == 0
    assert again.data["cost"]["calls"] == 0


async def test_the_rehearsed_referee_gives_one_thing_to_one_person(tmp_path: Path) -> None:
    task = {
        "people": TWO, "setting": "refereed", "situation": "One free chair.", "steps": 1, "seed": 1,
    }  # fmt: skip
    async with table(tmp_path) as at:
        told = await at.ok("run_world", **task, say="Would you like to sit down?")
        priced = await at.ok("run_world", **task, say="Sit down.", dry_run=True)

    assert told.data["notice"].startswith("Rehearsal")
    assert priced.data["estimate"]["calls"][0] >= 2
