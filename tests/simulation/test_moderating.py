"""A moderator who follows a guide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Written, plain, table, text_of, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.steering.moderating import ModerateTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Moderated, Stimulus, TurnTaken

FIRST, SECOND = "What annoys you in your kitchen?", "What would you pay to be rid of it?"
TALK: dict[str, Any] = {
    "people": ["Oscar", "Lisa Carter", "Fetu Leavasa"], "guide": [{"question": FIRST, "steps": 3}, SECOND],
    "steps": 5, "seed": 2,
}  # fmt: skip


def asked(log: list[Any]) -> list[tuple[int, str, str]]:
    return [(e.step, e.move, e.content) for e in log if isinstance(e, Moderated)]


def moderated(*answers: dict[str, Any]) -> Scripted:
    """A model whose moderator gives these answers in turn, by step; Fetu keeps silent."""
    queue = dict(enumerate(answers, 2))

    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case ModerateTask(step=step) if step in queue:
                return {"thought": "Hm.", "say": "", "to": "", **queue[step]}
            case TurnTask(person="Fetu Leavasa"):
                return turn()
            case _:
                return plain(prompt)

    return Scripted(script)


PROBE = {"move": "probe", "say": "Why is that?", "to": ""}
DRAW = {"move": "draw_out", "say": "Fetu, what about you?", "to": "fetu leavasa"}


async def test_the_questions_come_as_they_stand_and_in_their_time_and_between_them_the_moderator_leads(
    tmp_path: Path,
) -> None:
    model = moderated(PROBE, DRAW)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **TALK)
        log = await at.log(told.run)
        transcript = await at.read(f"troupe://runs/{told.run}/transcript")

    assert asked(log) == [
        (1, "ask", FIRST), (2, "probe", "Why is that?"), (3, "draw_out", "Fetu, what about you?"), (4, "ask", SECOND),
        (5, "wait", ""),
    ]  # fmt: skip
    calls = [prompt.task for prompt in model.asked if isinstance(prompt.task, ModerateTask)]
    assert [(task.step, task.steps_left, task.more) for task in calls] == [(2, 2, 1), (3, 1, 1), (5, 1, 0)]
    assert calls[0].silent == ("Fetu Leavasa",)
    drawn = [e for e in log if isinstance(e, Moderated) and e.move == "draw_out"]
    assert drawn[0].to == ("Fetu Leavasa",)
    assert "moderator said to you now: “Fetu, what about you?”" in model.asked_of("Fetu Leavasa", 3)[0]
    assert "1. moderator: " + FIRST in transcript


async def test_a_moderator_goes_on_before_the_time_where_nothing_is_left_to_say(tmp_path: Path) -> None:
    async with table(tmp_path, moderated({"move": "next"})) as at:
        told = await at.ok("run_world", **TALK)
        log = await at.log(told.run)

    assert asked(log)[:2] == [(1, "ask", FIRST), (2, "ask", SECOND)]


async def test_one_of_the_people_moderates_in_character_and_takes_no_turns(tmp_path: Path) -> None:
    model = moderated(PROBE)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **TALK, moderator="lisa carter")
        log = await at.log(told.run)

    assert {e.person for e in log if isinstance(e, TurnTaken)} == {"Oscar", "Fetu Leavasa"}
    assert {e.person for e in log if isinstance(e, Moderated)} == {"Lisa Carter"}
    first = next(text_of(prompt) for prompt in model.asked if isinstance(prompt.task, ModerateTask))
    assert first.startswith("You are Lisa Carter, who moderates")
    assert "occupation:" in first
    assert "style:" in first
    assert "beliefs:" not in first, "who only asks needs no opinions"
    assert "- Oscar: “Oscar speaks at step 1.”" in first


async def test_a_moderated_world_that_is_stopped_at_its_moderator_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    async with table(tmp_path / "one", moderated(PROBE, DRAW)) as at:
        undisturbed = await at.log((await at.ok("run_world", **TALK)).run)

    model = moderated(PROBE, DRAW)
    model.held = lambda prompt: isinstance(prompt.task, ModerateTask)
    model.gate.clear()
    async with table(tmp_path / "two", model) as at:
        told = await at.ok("run_world", **TALK, wait_seconds=0)
        await model.until_asked(4)
        await at.ok("cancel_run", run=told.run)
        model.gate.set()
        await at.ok("continue_run", run=told.run)
        assert await at.log(told.run) == undisturbed
        again = await at.ok("run_world", **TALK, new=True)
        fork = await at.ok("run_world", fork_of=told.run, at_step=2, say="And if it rained?", steps=1)

    assert again.data["cost"]["calls"] == 0
    assert fork.data["steps_done"] == 3


async def test_a_fork_in_the_middle_of_a_guide_goes_on_with_it_where_it_stood(tmp_path: Path) -> None:
    async with table(tmp_path, moderated(PROBE, DRAW)) as at:
        told = await at.ok("run_world", **TALK, moderator="Lisa Carter")
        fork = await at.ok("run_world", fork_of=told.run, at_step=2, say="And if it rained?")
        without = await at.ok("run_world", fork_of=told.run, at_step=2, people=["Oscar", "Fetu Leavasa"])
        after = await at.ok("run_world", run=told.run, say="Thank you all.", steps=1)
        forked, left, ended = [await at.log(each.run) for each in (fork, without, after)]

    assert asked(forked)[2:] == [(4, "ask", SECOND), (5, "wait", "")], "step 3 has what is said anew"
    assert "Lisa Carter" not in {e.person for e in forked if isinstance(e, TurnTaken)}
    assert {e.person for e in left if isinstance(e, Moderated) and e.step > 2} == {"moderator"}
    assert asked(ended)[-1][0] == 5, "a guide that came to its end is over"


async def test_what_a_fork_says_anew_has_its_step_to_itself_and_whose_guide_goes_on_is_told(tmp_path: Path) -> None:
    model = moderated()
    halved = "The price has been halved."
    async with table(tmp_path, model) as at:
        parent = await at.ok("run_world", **TALK, situation="A shop that sells pans for 80 euros.", script=[
            {"step": 4, "say": "The old price is on the box."}
        ])  # fmt: skip
        fork = await at.ok("run_world", fork_of=parent.run, at_step=3, say=halved, steps=3)
        early = await at.ok("run_world", fork_of=parent.run, at_step=1, say=halved)
        anew = await at.ok(
            "run_world", fork_of=parent.run, at_step=3, say=halved, steps=2, guide=["Would you?"], situation="A sale."
        )
        alike = await at.ok("run_world", fork_of=parent.run, at_step=3)
        forked = await at.log(fork.run)

    heard = [(e.step, e.content) for e in forked if isinstance(e, Moderated | Stimulus) and e.step > 3 and e.content]
    assert heard == [(4, halved), (5, SECOND)]
    [note] = [each for each in fork.data["warnings"] if "guide" in each]
    assert note.startswith(f"The guide and the situation are still as in {parent.run}, and may tell what your say")
    assert "the guide goes on from step 5" in note
    assert 'give guide=["…"] and situation="…" as well' in note
    assert note in fork.text
    led = [p for p in model.asked if isinstance(p.task, ModerateTask) and p.task.step == 3 and halved in text_of(p)]
    assert led, "whoever moderates has heard what was said anew"
    assert early.data["steps_done"] == 5
    assert not [each for each in anew.data.get("warnings", ()) if "still as in" in each]
    assert alike.data["cost"]["calls"] == 0, "a fork in which nothing is said is what its parent was"


async def test_a_guide_that_cannot_be_followed_is_refused_with_what_would_do(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        short = await at.error("run_world", **{**TALK, "steps": 3})
        empty = await at.error("run_world", **{**TALK, "guide": [" "]})
        alone = await at.error("run_world", **TALK, setting="private")
        idle = await at.error("run_world", people=["Oscar"], say="Hello.", moderator="Lisa Carter")

    assert "Give steps=4" in short
    assert "guide[0]" in empty
    assert "setting='private'" in alone
    assert "give guide" in idle


async def test_the_rehearsed_moderator_draws_out_the_silent_and_never_says_the_same_twice(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("run_world", **{**TALK, "guide": [FIRST, SECOND, "What did you buy last?"], "steps": 9})
        log = await at.log(told.run)

    words = [content for _, _, content in asked(log) if content]
    assert len(words) == len({*words}) > 3
    assert told.data["notice"].startswith("Rehearsal")


@pytest.mark.parametrize("at_step", [0, 2, 4])
async def test_a_fork_goes_on_with_its_guide_where_that_stood(tmp_path: Path, at_step: int) -> None:
    model = moderated(PROBE, DRAW)
    async with table(tmp_path, model) as at:
        parent = await at.ok("run_world", **TALK, moderator="Oscar")
        fork = await at.ok("run_world", fork_of=parent.run, at_step=at_step)
        before, forked = await at.log(parent.run), await at.log(fork.run)
        anew = await at.ok("run_world", fork_of=parent.run, at_step=2, guide=[SECOND], moderator="Lisa Carter")
        changed = await at.log(anew.run)
        free = await at.ok("run_world", fork_of=parent.run, at_step=2, guide=[])
        ended = await at.log(free.run)

    assert asked(forked) == asked(before)
    assert fork.data["cost"]["calls"] == 0
    assert [step for step, _, _ in asked(ended)] == [1, 2]
    assert asked(changed)[2:] == [(3, "ask", SECOND), (4, "wait", ""), (5, "wait", "")]


async def test_a_world_that_goes_on_after_its_guide_is_a_free_talk(tmp_path: Path) -> None:
    async with table(tmp_path, moderated(PROBE, DRAW)) as at:
        told = await at.ok("run_world", **TALK, moderator="Oscar")
        await at.ok("run_world", run=told.run, say="And now?", steps=1)
        log = await at.log(told.run)

    assert [step for step, _, _ in asked(log)] == [1, 2, 3, 4, 5]
    assert "Oscar" in {event.person for event in log if isinstance(event, TurnTaken) and event.step == 6}


async def test_while_the_moderator_is_away_nobody_leads(tmp_path: Path) -> None:
    script = [{"step": 2, "remove": "Oscar"}, {"step": 4, "add": "Oscar"}]
    async with table(tmp_path, moderated()) as at:
        told = await at.ok("run_world", **TALK, moderator="Oscar", script=script)
        log = await at.log(told.run)

    assert asked(log) == [(1, "ask", FIRST), (4, "ask", SECOND), (5, "wait", "")]
