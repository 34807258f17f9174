"""Turns that are looked at before anybody hears them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Written, plain, reviewed, spoken, table, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.turns.reviewing import ReviewTask
from troupe_mcp.simulation.worlds.events import Checked, TurnTaken

FOUR = ["Oscar", "Lisa Carter", "Fetu Leavasa", "Ximena Undurraga"]
TALK: dict[str, Any] = {"people": FOUR, "say": "How was your day?", "steps": 2, "seed": 4, "order": "together"}
POOR, BETTER = "As an AI, I am here to help with that.", "Long. I'm tired of it."


def once_poor(prompt: Prompt) -> Written:
    """Oscar forgets his role in step 1, and is himself when he takes the turn again."""
    if isinstance(prompt.task, TurnTask) and (prompt.task.person, prompt.task.step) == ("Oscar", 1):
        return turn(BETTER if "again" in prompt.address else POOR)
    return plain(prompt)


def checks(log: list[Any]) -> list[Checked]:
    return [event for event in log if isinstance(event, Checked)]


async def test_what_code_sees_is_always_noted_and_costs_nothing(tmp_path: Path) -> None:
    model = Scripted(once_poor)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **TALK)
        log = await at.log(told.run)

    assert len(model.asked) == 8
    assert checks(log) == [Checked(1, "Oscar", ("out of role",))]
    assert told.data["quality"] == {"turns": 8, "slips": {"out of role": 1}, "again": 0, "judged": 0}
    assert (1, "Oscar", POOR) in spoken(await_events(log)), "it is noted, not changed"


def await_events(log: list[Any]) -> list[dict[str, Any]]:
    return [
        {"step": e.step, "person": e.person, "content": e.content, "kind": "action", "type": e.type}
        for e in log
        if hasattr(e, "content") and hasattr(e, "type")
    ]


@pytest.mark.parametrize("order", ["together", "in_turn"])
async def test_a_turn_with_a_slip_is_taken_again_once_before_anybody_hears_it(tmp_path: Path, order: str) -> None:
    model = Scripted(once_poor)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **{**TALK, "order": order}, quality="mend")
        log = await at.log(told.run)
        again = await at.ok("run_world", **{**TALK, "order": order}, quality="mend", new=True)

    assert len(model.asked) == 9
    assert (1, "Oscar", BETTER) in spoken(await_events(log))
    assert POOR not in str(log)
    assert all(POOR not in text for text in model.asked_of("Lisa Carter"))
    assert checks(log) == [Checked(1, "Oscar", again=True)]
    assert again.data["cost"]["calls"] == 0
    assert told.data["quality"]["again"] == 1


def judged_poor(prompt: Prompt) -> Written:
    """A judge who finds Lisa's first try too polished, and her second good."""
    if isinstance(prompt.task, ReviewTask):
        shown = {each.person: each for each in prompt.task.shown}
        poor = "Lisa Carter" in shown and prompt.task.step == 1 and len(shown) > 1
        marks = {name: 3 if poor and name == "Lisa Carter" else 8 for name in shown}
        return reviewed(marks, "She never speaks in lists.")
    if isinstance(prompt.task, TurnTask) and "again" in prompt.address:
        return turn("Fine, I guess.")
    return plain(prompt)


async def test_what_a_judge_finds_wrong_is_taken_again_with_the_reason_and_the_better_is_kept(tmp_path: Path) -> None:
    model = Scripted(judged_poor)
    async with table(tmp_path, model) as at:
        price = await at.ok("run_world", **TALK, quality="judge", dry_run=True)
        told = await at.ok("run_world", **TALK, quality="judge")
        log = await at.log(told.run)
        later = await at.ok("run_world", run=told.run, say="And now?", steps=1)

    reasons = [text for text in model.asked_of("Lisa Carter", 1) if "She never speaks in lists." in text]
    assert len(reasons) == 1
    assert (1, "Lisa Carter", "Fine, I guess.") in spoken(await_events(log))
    lisa = next(event for event in checks(log) if (event.person, event.step) == ("Lisa Carter", 1))
    assert (lisa.marks, lisa.fault, lisa.again) == ((8, 8, 8, 8), "", True)
    turns = sum(isinstance(event, TurnTaken) for event in log)
    calls = told.data["cost"]["calls"]
    assert calls == 8 + 2 + 2, "eight turns, two reviews, one turn again and its review"
    assert calls / turns <= 1.5
    assert price.data["estimate"]["calls"][0] <= 10 <= price.data["estimate"]["calls"][1]
    assert told.data["quality"]["marks"]["fluency"] == 8
    assert later.data["quality"]["judged"] > told.data["quality"]["judged"], "a run that goes on keeps its judge"


async def test_a_second_try_that_is_worse_is_thrown_away(tmp_path: Path) -> None:
    def worse(prompt: Prompt) -> Written:
        if isinstance(prompt.task, ReviewTask):
            return reviewed({each.person: 4 for each in prompt.task.shown}, "Too vague.")
        if isinstance(prompt.task, TurnTask) and "again" in prompt.address:
            return turn("# My day\n- It was long\n- It was **hard**")
        return plain(prompt)

    async with table(tmp_path, Scripted(worse)) as at:
        told = await at.ok("run_world", **TALK, quality="judge")
        log = await at.log(told.run)

    assert "# My day" not in str(log)
    assert {event.fault for event in checks(log)} == {"Too vague."}


async def test_a_judged_run_that_is_stopped_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    async with table(tmp_path / "one", Scripted(judged_poor)) as at:
        undisturbed = await at.log((await at.ok("run_world", **TALK, quality="judge")).run)
    model = Scripted(judged_poor, held=lambda prompt: isinstance(prompt.task, ReviewTask))
    model.gate.clear()
    async with table(tmp_path / "two", model) as at:
        told = await at.ok("run_world", **TALK, quality="judge", wait_seconds=0)
        await model.until_asked(5)
        await at.ok("cancel_run", run=told.run)
        model.gate.set()
        before = len(model.asked)
        await at.ok("continue_run", run=told.run)
        assert await at.log(told.run) == undisturbed

    tried = [prompt for prompt in model.asked[before:] if isinstance(prompt.task, TurnTask) and prompt.task.step == 1]
    assert all("again" in prompt.address for prompt in tried), "nobody was asked twice for the same"


async def test_in_turn_every_second_turn_is_judged_and_a_rehearsal_shows_no_marks(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path / "scripted", model) as at:
        await at.ok("run_world", **{**TALK, "order": "in_turn"}, quality="judge")
    async with table(tmp_path / "rehearsed") as at:
        told = await at.ok("run_world", **TALK, quality="judge")

    assert sum(isinstance(prompt.task, ReviewTask) for prompt in model.asked) == 4
    assert "marks" not in told.data["quality"]
    assert "rehearsal" in told.data["quality"]["note"]
