"""Checkpoints: names for steps, to go back to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.doubles import Scripted, table
from troupe_mcp import open_app
from troupe_mcp.simulation.worlds.events import Marked

GROUP: dict[str, Any] = {"people": ["Oscar", "Lisa Carter"], "say": "How would you spend a free day?", "seed": 3}
PRICE = "before the price"


async def test_a_named_step_is_listed_read_and_branched_from_and_costs_nothing(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        begun = await at.ok("run_world", **GROUP, steps=2, checkpoint=PRICE)
        gone_on = await at.ok("run_world", run=begun.run, say="It costs 40.", steps=2)
        paid = len(model.asked)
        named = await at.ok("run_world", run=begun.run, checkpoint="First Step", at_step=1)
        earlier = await at.ok("get_run", run=begun.run, detail="transcript", at_step=PRICE)
        whole = await at.ok("get_run", run=begun.run, detail="transcript")
        assert len(model.asked) == paid
        fork = await at.ok("run_world", fork_of=begun.run, at_step="before the PRICE", say="It is free.", steps=1)
        nameless = await at.ok("run_world", fork_of=begun.run, at_step=0, say="Hello.", steps=1)

    assert begun.data["checkpoints"] == gone_on.data["checkpoints"] == {PRICE: 2}
    assert named.data["checkpoints"] == {PRICE: 2, "First Step": 1}
    assert named.data["steps_done"] == 4
    assert "It costs 40." in whole.text
    assert "It costs 40." not in earlier.text
    assert "How would you spend" in earlier.text
    assert (fork.data["parent_step"], fork.data["steps_done"]) == (2, 3)
    assert "checkpoints" not in nameless.data


async def test_the_same_name_again_moves_and_a_checkpoint_outlives_the_server(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        begun = await at.ok("run_world", **GROUP, steps=3, checkpoint="here")
        await at.ok("run_world", run=begun.run, checkpoint="here", at_step=1)
    async with table(tmp_path, Scripted()) as at:
        again = await at.ok("get_run", run=begun.run)
        fork = await at.ok("run_world", fork_of=begun.run, at_step="here", steps=1)

    assert again.data["checkpoints"] == {"here": 1}
    assert fork.data["parent_step"] == 1


async def test_a_step_that_has_no_such_name_is_refused_with_those_there_are(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        begun = await at.ok("run_world", **GROUP, steps=2, checkpoint=PRICE)
        missing = await at.error("run_world", fork_of=begun.run, at_step="after the price")
        beyond = await at.error("run_world", run=begun.run, checkpoint="late", at_step=7)
        number = await at.error("run_world", run=begun.run, checkpoint="12")

    assert "'after the price'" in missing
    assert "'before the price' (step 2)" in missing
    assert "steps 0-2" in beyond
    assert "checkpoint='12'" in number


async def test_a_notebook_opens_an_app_by_await_and_the_verbs_are_the_same(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        begun = await at.ok("run_world", **GROUP, steps=2)
        configured = at.app.settings
    app = await open_app(configured, {})
    try:
        view = await app.checkpoint(begun.run, "the end")
        early = await app.get_run(begun.run, at_step=1)
    finally:
        await app.aclose()

    assert [event.name for _, event in view.log if isinstance(event, Marked)] == ["the end"]
    assert {event.step for _, event in early.log} == {0, 1}
