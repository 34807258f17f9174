"""A run never changes its player silently: another is asked for, and each utterance says who played it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.types import ErrorData

from tests.doubles import Scripted, Table, Written, settings, table, turn
from tests.players.lender import Lender, lent, well, whose
from troupe_mcp.app import open_app
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.models.awaiting import Awaiting
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.server.build import build_server
from troupe_mcp.simulation.turns.perception import TurnTask

TALK: dict[str, Any] = {"people": ["Oscar", "Lisa Carter"], "say": "Tea or coffee?", "seed": 1}


@asynccontextmanager
async def three(directory: Path) -> AsyncGenerator[Table]:
    """A table where a scripted model plays by default, and the rehearsal and the host can be asked for."""
    models = {"scripted": Scripted(), "rehearsal": Rehearsal(), "host": Awaiting("host")}
    async with open_app(settings(directory), models) as app, Client(build_server(app)) as client:
        yield Table(client, app)


@pytest.mark.parametrize(
    ("tool", "more"), [("run_world", {"steps": 1}), ("listen_and_act", {"say": "And now?"})], ids=["world", "talk"]
)
async def test_a_run_keeps_its_player_unless_another_is_asked_for(tmp_path: Path, tool: str, more: Any) -> None:
    async with three(tmp_path) as at:
        begun = await at.ok(tool, **{**TALK, **more, "say": "Tea or coffee?"}, played_by="rehearsal")
        kept = await at.ok(tool, run=begun.run, **more)
        asked = await at.ok(tool, run=begun.run, **more, played_by="scripted")
        then = await at.ok(tool, run=begun.run, **more)
        happened = await at.events(begun.run)
        transcript = await at.read(f"troupe://runs/{begun.run}/transcript")
        [listed] = (await at.ok("get_run")).data["runs"]

    assert [told.data["played_by"] for told in (begun, kept)] == ["rehearsal"] * 2
    assert [told.data["played_by"] for told in (asked, then)] == ["rehearsal, scripted-1"] * 2
    by = {line["step"]: line["played_by"] for line in happened if line["kind"] == "action"}
    assert by == {1: "rehearsal", 2: "rehearsal", 3: "scripted-1", 4: "scripted-1"}
    assert then.data["notice"].startswith("Part rehearsal: steps 1-2 rehearsed, steps 3-4 played by scripted-1.")
    assert "(rehearsed)" in transcript
    assert "(scripted-1)" in transcript
    assert listed["played_by"] == "rehearsal, scripted-1"
    if tool == "listen_and_act":
        assert {reply["played_by"] for reply in then.data["replies"]} == {"scripted-1"}


async def test_a_run_whose_model_stops_is_finished_by_the_host_or_rehearsed_and_says_so(tmp_path: Path) -> None:
    async with three(tmp_path) as at:
        paused = await at.ok("run_world", **TALK, steps=3, order="together", max_calls=2)
        told = await at.ok("continue_run", run=paused.run, played_by="host", max_calls=20)
        given = {prompt["id"]: turn("By hand.") for prompt in told.data["handed"]["prompts"]}
        told = await at.ok("continue_run", run=told.run, answers=given)
        assert told.data["status"] == "needs_answers", "it stays with the host"
        done = await at.ok("continue_run", run=told.run, played_by="rehearsal")
        happened = await at.events(done.run)

    assert paused.data["status"] == "paused"
    assert told.data["played_by"] == "scripted-1, host"
    assert done.data["status"] == "done"
    assert done.data["played_by"] == "scripted-1, host, rehearsal"
    by = [line["played_by"] for line in happened if line["kind"] == "action" and line["type"] == "TALK"]
    assert list(dict.fromkeys(by)) == ["scripted-1", "host", "rehearsal"]
    parts = "step 1 played by scripted-1, step 2 played by host, step 3 rehearsed"
    assert done.data["notice"].startswith(f"Part rehearsal: {parts}.")


@pytest.mark.parametrize("then", ["rehearsal", "scripted"])
async def test_what_the_host_answered_of_a_wave_counts_whoever_plays_the_rest(tmp_path: Path, then: str) -> None:
    async with three(tmp_path) as at:
        await at.ok("listen_and_act", **TALK, played_by=then)  # whose own answers to the same are in the ledger by now
        told = await at.ok("listen_and_act", **TALK, played_by="host")
        given = {told.data["handed"]["prompts"][0]["id"]: turn("By hand.")}
        told = await at.ok("continue_run", run=told.run, answers=given)
        looked = await at.ok("get_run", run=told.run)
        done = await at.ok("continue_run", run=told.run, played_by=then)
        happened = await at.events(done.run)

    for waiting in (told, looked):
        assert (waiting.data["done"], waiting.data["total"]) == (1, 2)
        assert "1 answer is in and kept" in waiting.data["handed"]["how"]
    first, second = sorted(done.data["replies"], key=lambda reply: reply["played_by"] != "host")
    assert [action["content"] for action in first["actions"]] == ["By hand."]
    assert (first["played_by"], second["played_by"] != "host") == ("host", True)
    assert [line["content"] for line in happened if line.get("played_by") == "host"] == ["By hand.", "Well."]
    assert "host" in done.data["played_by"]
    if then == "rehearsal":
        assert done.data["notice"].startswith("Part rehearsal: step 1 ")
        assert "played by host" in done.data["notice"]


async def test_what_a_model_answered_of_a_wave_is_not_asked_of_the_host_again(tmp_path: Path) -> None:
    async with three(tmp_path) as at:
        told = await at.ok("run_world", **TALK, steps=1, order="together", played_by="scripted", max_calls=1)
        assert told.data["status"] == "paused"
        told = await at.ok("continue_run", run=told.run, played_by="host", max_calls=20)
        [prompt] = told.data["handed"]["prompts"]
        done = await at.ok("continue_run", run=told.run, answers={prompt["id"]: turn("By hand.")})
        by = sorted(line["played_by"] for line in await at.events(done.run) if line["kind"] == "action")
    assert by == ["host", "scripted-1"]
    assert done.data["played_by"] in {"host, scripted-1", "scripted-1, host"}


async def test_what_a_player_failed_at_is_asked_of_whoever_takes_over(tmp_path: Path) -> None:
    def weak(prompt: Prompt) -> Written:
        assert isinstance(prompt.task, TurnTask)
        return "I'd rather not say it in JSON." if prompt.task.person == "Oscar" else Completion("", "no_credit")

    models = {"scripted": Scripted(weak), "rehearsal": Rehearsal()}
    async with open_app(settings(tmp_path), models) as app, Client(build_server(app)) as client:
        at = Table(client, app)
        stopped = await at.ok("run_world", **TALK, steps=1, order="together", played_by="scripted")
        done = await at.ok("continue_run", run=stopped.run, played_by="rehearsal")
        happened = await at.events(done.run)
    assert stopped.data["status"] == "paused"
    assert done.data["status"] == "done"
    assert {line["person"] for line in happened if line["kind"] == "action"} == {"Oscar", "Lisa Carter"}
    assert done.data["notice"].startswith("Rehearsal:")


async def test_what_a_client_s_model_answered_of_a_wave_is_its_own_when_the_host_takes_over(tmp_path: Path) -> None:
    busy = ErrorData(code=-32603, message="The model is busy.")
    lender = Lender(lambda params: busy if whose(params) == "Oscar" else well(params))
    async with lent(tmp_path, "legacy", lender) as at:
        told = await at.ok("run_world", **TALK, steps=1, order="together", played_by="client")
        assert (told.data["status"], told.data["reason"]) == ("paused", "no_client")
        told = await at.ok("continue_run", run=told.run, played_by="host")
        [prompt] = told.data["handed"]["prompts"]
        done = await at.ok("continue_run", run=told.run, answers={prompt["id"]: turn("By hand.")})
        happened = await at.events(done.run)
    by = {line["person"]: line["played_by"] for line in happened if line["kind"] == "action"}
    assert by == {"Oscar": "host", "Lisa Carter": "client"}


async def test_a_change_is_priced_before_it_is_made(tmp_path: Path) -> None:
    async with three(tmp_path) as at:
        begun = await at.ok("run_world", **TALK, steps=1, played_by="rehearsal")
        priced = await at.ok("run_world", run=begun.run, steps=1, played_by="scripted", dry_run=True)
        kept = await at.ok("run_world", run=begun.run, steps=1)

    assert priced.data["notice"].startswith("Part rehearsal: scripted-1 would go on from what was rehearsed")
    assert kept.data["played_by"] == "rehearsal"


async def test_what_one_player_does_from_beginning_to_end_is_not_handed_over(tmp_path: Path) -> None:
    async with three(tmp_path) as at:
        paused = await at.ok("create_people", description="clerks", count=2, max_calls=1)
        refused = await at.error("continue_run", run=paused.run, played_by="rehearsal")
        done = await at.ok("continue_run", run=paused.run, max_calls=20)

    assert "one player does all of it" in refused
    assert "scripted-1" in refused
    assert done.data["status"] == "done"


async def test_a_model_that_is_no_longer_here_or_another_by_now_is_never_replaced_unasked(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        paused = await at.ok("run_world", **TALK, steps=2, order="together", max_calls=2)
        talked = await at.ok("listen_and_act", people=["Oscar"], say="Hi.")
    async with table(tmp_path) as at:
        gone = await at.error("continue_run", run=paused.run)
        assert "played by scripted-1" in gone
        assert 'played_by="host" or "rehearsal"' in gone
        assert "scripted is not configured here" in await at.error("listen_and_act", run=talked.run, say="And?")
        assert (await at.ok("get_run", run=paused.run)).data["status"] == "paused"
    async with table(tmp_path, Scripted(name="scripted-2")) as at:
        other = await at.error("continue_run", run=paused.run)
        assert "scripted is now scripted-2" in other
        told = await at.ok("continue_run", run=paused.run, played_by="scripted", max_calls=20)
        assert (told.data["status"], told.data["played_by"]) == ("done", "scripted-1, scripted-2")
