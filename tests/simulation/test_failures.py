"""Turns that a model refuses, spoils or cannot answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles import ERAS, Era, Scripted, Written, plain, spoken, table, text_of, turn
from troupe_mcp.language.completion import Completion, Outcome, Usage
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Acted, TurnTaken

THREE = ["Oscar", "Lisa Carter", "Fetu Leavasa"]


def spoiled_for(person: str, written: Written) -> Scripted:
    """A model that answers everybody but one, at step 1."""

    def script(prompt: Prompt) -> Written:
        mine = isinstance(prompt.task, TurnTask) and (prompt.task.person, prompt.task.step) == (person, 1)
        return written if mine else plain(prompt)

    return Scripted(script)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("order", ["together", "in_turn"])
@pytest.mark.parametrize(
    ("written", "outcome", "calls"),
    [
        (Completion("I'd rather not.", "refused"), "refused", 1),
        (Completion("", "content_filter"), "content_filter", 1),
        (Completion('{"thought": "I wa', "truncated"), "truncated", 1),
        ("As an AI, I think …", "unparsable", 2),
        ('{"thought": "x", "actions": [{"type": "SHOUT", "content": "x", "to": ""}]}', "unparsable", 2),
        ("", "unparsable", 2),
    ],
    ids=["refused", "filtered", "truncated", "prose", "unknown action", "empty"],
)
async def test_one_spoiled_turn_ends_with_its_outcome_and_the_others_go_on(
    tmp_path: Path, era: Era, order: str, written: Written, outcome: str, calls: int
) -> None:
    model = spoiled_for("Oscar", written)
    async with table(tmp_path, model, era=era) as at:
        told = await at.ok("run_world", people=THREE, say="Hello?", steps=2, order=order)
        log = await at.log(told.run)
        transcript = await at.read(f"troupe://runs/{told.run}/transcript")

    assert told.data["status"] == "done"
    first = {e.person: e.outcome for e in log if isinstance(e, TurnTaken) and e.step == 1}
    assert first == {"Oscar": outcome, "Lisa Carter": "answered", "Fetu Leavasa": "answered"}
    assert [e for e in log if isinstance(e, Acted) and (e.person, e.step) == ("Oscar", 1)] == []
    assert "Oscar speaks at step 2." in transcript, "he stays in the run"
    assert f": {outcome})" in transcript
    assert len(model.asked_of("Oscar", 1)) == calls


async def test_a_refusal_in_an_interview_says_so_where_the_answer_would_be(tmp_path: Path) -> None:
    async with table(tmp_path, spoiled_for("Oscar", Completion("No.", "refused"))) as at:
        told = await at.ok("listen_and_act", people=THREE, say="Hello?")

    assert {reply["name"]: reply["status"] for reply in told.data["replies"]} == {
        "Oscar": "refused", "Lisa Carter": "answered", "Fetu Leavasa": "answered",
    }  # fmt: skip
    assert "Oscar: (no answer: refused)" in told.text


async def test_an_unreadable_answer_is_mended_once_with_the_reason(tmp_path: Path) -> None:
    def careless(prompt: Prompt) -> Written:
        return "Sure! Here is my turn." if prompt.address[-1] == "0" else turn("Now as you want it.")

    model = Scripted(careless)
    async with table(tmp_path, model) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hello?", seed=1)
        again = await at.ok("listen_and_act", people=["Oscar"], say="Hello?", seed=1)

    first, second = model.asked[:2]
    assert [m.text for m in second.messages[: len(first.messages)]] == [m.text for m in first.messages]
    assert [m.role for m in second.messages[len(first.messages) :]] == ["assistant", "user"]
    assert "Sure! Here is my turn." in text_of(second)
    assert "not of the wanted form" in text_of(second)
    assert told.data["replies"][0]["actions"][0]["content"] == "Now as you want it."
    assert told.data["cost"]["calls"] == 2
    assert again.data["replies"] == told.data["replies"]
    assert len(model.asked) == 3, "what was unreadable belongs to its run; its mended form is anybody's"


async def test_an_answer_within_a_fence_is_read(tmp_path: Path) -> None:
    fenced = '```json\n{"thought": "t", "actions": [], "mind": {"feeling": "f", "attention": "a", "goal": "g"}}\n```'
    model = Scripted(lambda _: fenced)
    async with table(tmp_path, model) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hello?")

    assert told.data["replies"][0]["status"] == "answered"
    assert len(model.asked) == 1


@pytest.mark.parametrize("outcome", ["rate_limited", "timed_out", "unauthorised", "unavailable"])
async def test_where_nobody_answers_the_run_pauses_and_what_was_paid_is_kept(tmp_path: Path, outcome: Outcome) -> None:
    model = spoiled_for("Oscar", Completion("", outcome))
    async with table(tmp_path, model) as at:
        paused = await at.ok("listen_and_act", people=THREE, say="Hello?")
        model.script = plain
        finished = await at.ok("continue_run", run=paused.run)
        happened = await at.events(paused.run)

    assert (paused.data["status"], paused.data["reason"]) == ("paused", outcome)
    assert finished.data["status"] == "done"
    assert {who for _, who, _ in spoken(happened)} == set(THREE)
    assert [len(model.asked_of(name)) for name in THREE] == [2, 1, 1], "only who failed is asked again"


async def test_too_many_actions_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(lambda _: turn(*"abcdefghij", "", "  "))) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hello?")

    assert [action["content"] for action in told.data["replies"][0]["actions"]] == list("abcdef")


async def test_tokens_and_money_are_counted(tmp_path: Path) -> None:
    costly = Completion('{"thought":"","actions":[],"mind":{"feeling":"","attention":"","goal":""}}', "answered",
                        Usage(1000, 50, 0.25))  # fmt: skip
    async with table(tmp_path, Scripted(lambda _: costly)) as at:
        told = await at.ok("listen_and_act", people=THREE, say="Hello?")

    assert told.data["cost"] == {
        "calls": 3, "cached_calls": 0, "input_tokens": 3000, "output_tokens": 150, "usd": 0.75,
    }  # fmt: skip
    assert "$0.75, 3 calls" in told.text
