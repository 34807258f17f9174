"""Runs that go on without whoever asked: detached, repeated, limited, stopped, resumed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from tests.doubles import Era, Scripted, Told, spoken, table
from troupe_mcp.server.build import build_server
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.store import RunRecord

ASKED: dict[str, Any] = {"people": ["Oscar", "Lisa Carter", "Fetu Leavasa"], "say": "Tea or coffee?"}
GROUP: dict[str, Any] = {"people": ["Oscar", "Lisa Carter"], "say": "Tea or coffee?", "steps": 3, "order": "in_turn"}


def gated() -> Scripted:
    model = Scripted()
    model.gate.clear()
    return model


async def unreported(_: RunRecord) -> None:
    return


def addresses(model: Scripted) -> list[tuple[str, ...]]:
    return [prompt.address for prompt in model.asked]


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_a_run_that_is_not_waited_for_goes_on_and_is_waited_for_later(tmp_path: Path, era: Era) -> None:
    model = gated()
    async with table(tmp_path, model, era=era) as at:
        told = await at.ok("listen_and_act", **ASKED, wait_seconds=0)
        await model.until_asked(3)
        looked = await at.ok("get_run", run=told.run, wait_seconds=0)
        async with asyncio.TaskGroup() as tasks:
            waited = tasks.create_task(at.ok("get_run", run=told.run, wait_seconds=50))
            model.gate.set()

    assert told.data["status"] == looked.data["status"] == "running"
    assert (looked.data["done"], looked.data["total"]) == (0, 3)
    assert "get_run" in told.data["next"]
    assert waited.result().data["status"] == "done"
    assert len(waited.result().data["replies"]) == 3
    assert len(model.asked) == 3


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_a_call_repeated_after_the_client_gave_up_joins_its_run(tmp_path: Path, era: Era) -> None:
    model = gated()
    async with table(tmp_path, model, era=era) as at:
        with anyio.CancelScope() as patience:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(lambda: at.call("listen_and_act", **ASKED, wait_seconds=50))
                await model.until_asked(3)
                patience.cancel()
        repeated = await at.ok("listen_and_act", **ASKED, wait_seconds=0)
        model.gate.set()
        finished = await at.ok("get_run", run=repeated.run)
        listed = await at.ok("get_run")

    assert repeated.data["status"] == "running"
    assert "this is that run" in repeated.text
    assert finished.data["status"] == "done"
    assert [line["run"] for line in listed.data["runs"]] == [repeated.run]
    assert len(model.asked) == len(set(addresses(model))) == 3


async def test_a_call_repeated_after_a_time_out_and_the_end_gets_what_was_paid_for(tmp_path: Path) -> None:
    """Over HTTP or not: the run went on, and ended, before the client came back."""
    model = gated()
    async with table(tmp_path, model) as at:
        with anyio.move_on_after(0.2) as patience:
            await at.call("run_world", **GROUP, wait_seconds=50)
        assert patience.cancelled_caught
        model.gate.set()
        [record] = at.app.list_runs().runs
        await at.app.player.wait(record.id, 10, unreported)
        repeated = await at.ok("run_world", **GROUP)
        paid = len(model.asked)
        third = await at.ok("run_world", **GROUP)

    assert repeated.run == record.id
    assert repeated.data["status"] == "done"
    assert paid == repeated.data["cost"]["calls"]
    assert third.run != record.id, "whose result was delivered is not joined again"


async def test_new_plays_an_equal_call_anew(tmp_path: Path) -> None:
    model = gated()
    async with table(tmp_path, model) as at:
        with anyio.CancelScope() as patience:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(lambda: at.call("listen_and_act", **ASKED, wait_seconds=50))
                await model.until_asked(3)
                patience.cancel()
        model.gate.set()
        anew = await at.ok("listen_and_act", **ASKED, new=True)
        listed = await at.ok("get_run")

    assert anew.data["status"] == "done"
    assert len(listed.data["runs"]) == 2
    assert len(model.asked) == 6


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_max_calls_pauses_a_world_with_all_it_has(tmp_path: Path, era: Era) -> None:
    model = Scripted()
    async with table(tmp_path, model, era=era) as at:
        paused = await at.ok("run_world", **GROUP, max_calls=3)
        had = await at.events(paused.run)
        finished = await at.ok("continue_run", run=paused.run, max_calls=6)
        happened = await at.events(paused.run)

    assert (paused.data["status"], paused.data["reason"]) == ("paused", "over_budget")
    assert paused.data["steps_done"] == 1
    assert len(spoken(had)) == 3
    assert paused.data["next"] == f'continue_run(run="{paused.run}", max_calls=8) goes on'
    assert finished.data["status"] == "done"
    assert happened[: len(had)] == had
    assert len(addresses(model)) == len(set(addresses(model))) == finished.data["cost"]["calls"] == 6


async def test_max_calls_in_the_midst_of_people_who_answer_at_once_asks_nobody_twice(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        paused = await at.ok("listen_and_act", **ASKED, max_calls=2)
        finished = await at.ok("continue_run", run=paused.run, max_calls=3)

    assert (paused.data["status"], paused.data["reason"]) == ("paused", "over_budget")
    assert paused.data["cost"]["calls"] == 2
    assert len(finished.data["replies"]) == 3
    assert finished.data["cost"]["calls"] == 3
    assert len(addresses(model)) == len(set(addresses(model))) == 3


async def test_what_is_allowed_no_call_makes_none(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        paused = await at.ok("listen_and_act", **ASKED, max_calls=0)

    assert (paused.data["status"], paused.data["reason"]) == ("paused", "over_budget")
    assert model.asked == []


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_a_cancelled_run_can_be_finished(tmp_path: Path, era: Era) -> None:
    model = gated()
    model.held = lambda prompt: isinstance(prompt.task, TurnTask) and prompt.task.step == 2
    async with table(tmp_path, model, era=era) as at:
        told = await at.ok("run_world", **GROUP, wait_seconds=0)
        await model.until_asked(3)
        cancelled = await at.ok("cancel_run", run=told.run)
        again = await at.ok("cancel_run", run=told.run)
        model.gate.set()
        finished = await at.ok("continue_run", run=told.run)
        late = await at.ok("cancel_run", run=told.run)

    assert (cancelled.data["status"], cancelled.data["reason"]) == ("cancelled", "cancelled")
    assert cancelled.data["steps_done"] == 1
    assert "continue_run" in cancelled.data["next"]
    assert cancelled.data["warnings"][0].startswith("1 prompt was out when it stopped")
    assert "already" in again.data["warnings"][0]
    assert "out when it stopped" not in finished.text, "it went on and was paid"
    assert finished.data["status"] == late.data["status"] == "done"
    assert finished.data["steps_done"] == 3
    assert len(set(addresses(model))) == 6
    assert len(addresses(model)) == 7, "only the one that was cut off is asked again"


async def test_a_run_is_cancelled_from_another_server(tmp_path: Path) -> None:
    model = gated()
    async with table(tmp_path, model) as playing, table(tmp_path, Scripted()) as other:
        told = await playing.ok("listen_and_act", **ASKED, wait_seconds=0)
        await model.until_asked(3)
        cancelled = await other.ok("cancel_run", run=told.run)
        looked = await playing.ok("get_run", run=told.run)

    assert cancelled.data["status"] == looked.data["status"] == "cancelled"
    out = "3 prompts were out when it stopped and may be billed all the same: what they cost is not counted here."
    assert cancelled.data["warnings"] == looked.data["warnings"] == [out]


async def test_the_end_of_a_server_pauses_what_it_plays(tmp_path: Path) -> None:
    model = gated()
    async with table(tmp_path, model) as at:
        told = await at.ok("listen_and_act", **ASKED, wait_seconds=0)
        await model.until_asked(3)
    model.gate.set()
    async with table(tmp_path, model) as later:
        paused = await later.ok("get_run", run=told.run)
        asked = len(model.asked)
        finished = await later.ok("continue_run", run=told.run)

    assert (paused.data["status"], paused.data["reason"]) == ("paused", "interrupted")
    assert asked == 3, "nothing resumes unasked"
    assert finished.data["status"] == "done"


async def test_an_estimate_plays_nothing(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        group = await at.ok("run_world", **GROUP, dry_run=True)
        talk = await at.ok("listen_and_act", **ASKED, questions=["Why?"], dry_run=True)
        listed = await at.ok("get_run")
        played = await at.ok("run_world", **GROUP)
        study = await at.ok("extract_results", run=played.run, objective="the drink", dry_run=True)
        asked = len(model.asked)

    assert group.data["status"] == talk.data["status"] == study.data["status"] == "estimate"
    assert group.data["estimate"]["calls"] == [5, 6]
    assert talk.data["estimate"]["calls"] == [6, 6]
    assert study.data["estimate"]["calls"] == [2, 2]
    assert "Nothing was played." in group.text
    assert listed.data["runs"] == []
    least, most = group.data["estimate"]["calls"]
    assert least <= played.data["cost"]["calls"] <= most
    assert asked == played.data["cost"]["calls"]


async def test_two_clients_of_one_server_see_the_same_runs(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at, Client(build_server(at.app), mode="legacy") as other:
        told = await at.ok("run_world", **GROUP)
        seen = await other.call_tool("get_run", {"run": told.run})

    assert seen.structured_content
    assert seen.structured_content["status"] == "done"


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_progress_only_ever_grows(tmp_path: Path, era: Era) -> None:
    reports: list[tuple[float, float | None, str | None]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        reports.append((progress, total, message))

    model = gated()
    model.held = lambda prompt: isinstance(prompt.task, TurnTask) and prompt.task.step == 3
    async with table(tmp_path, model, era=era) as at:
        async with asyncio.TaskGroup() as tasks:
            played = tasks.create_task(at.client.call_tool("run_world", GROUP, progress_callback=note))
            await model.until_asked(5)
            model.gate.set()
        told = Told("", played.result().structured_content or {}, is_error=False)

    values = [progress for progress, _, _ in reports]
    assert told.data["status"] == "done"
    assert values == sorted(values)
    assert len(values) == len(set(values)) > 0
    assert {total for _, total, _ in reports} == {3}
    assert all(message and message.startswith(told.run) for _, _, message in reports)
