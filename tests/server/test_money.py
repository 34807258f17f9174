"""What a run costs and may cost, as its user meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Table, settings, table, turn
from troupe_mcp.settings import BudgetSection, Settings

ASKED: dict[str, Any] = {"people": ["Oscar", "Lisa Carter", "Fetu Leavasa"], "questions": ["Tea?", "Why?"]}
PRICES: dict[str, Any] = {"scripted": (1.0, 10.0)}
"""So that no answer of the scripted model may cost more than three cents; each costs one."""


def configured(directory: Path, **budget: Any) -> Settings:
    return settings(directory).model_copy(update={"budget": BudgetSection.model_validate(budget), "prices": PRICES})


async def test_each_step_and_each_person_has_a_price_also_after_a_restart(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        told = await at.ok("listen_and_act", **ASKED)
    async with table(tmp_path, Scripted()) as later:
        cost = (await later.ok("get_run", run=told.run)).data["cost"]
        study = await later.ok("extract_results", run=told.run, objective="the drink")
        read = (await later.ok("get_run", run=study.run)).data["cost"]

    one = {"calls": 3, "tokens": 360, "usd": 0.03}
    assert cost["by_step"] == [{"step": 1, **one}, {"step": 2, **one}]
    assert {share["name"] for share in cost["by_person"]} == set(ASKED["people"])
    assert all(share["calls"] == 2 and share["usd"] == 0.02 for share in cost["by_person"])
    assert {share["name"]: share["calls"] for share in read["by_person"]} == dict.fromkeys(ASKED["people"], 1)
    assert "by_step" not in read


async def test_answers_that_the_assistant_hands_in_are_its_calls_and_none_of_the_ledger_s(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", **ASKED, seed=1, played_by="host")
        while told.data["status"] == "needs_answers":
            given = {prompt["id"]: turn("Well.") for prompt in told.data["handed"]["prompts"]}
            told = await at.ok("continue_run", run=told.run, answers=given)
        again = await at.ok("listen_and_act", **ASKED, seed=1, played_by="host")

    assert (told.data["cost"]["calls"], told.data["cost"]["cached_calls"]) == (6, 0)
    assert "ledger" not in told.text
    assert (again.data["status"], again.data["cost"]["calls"], again.data["cost"]["cached_calls"]) == ("done", 0, 6)


async def test_a_run_that_is_resumed_has_its_own_answers_from_nobody_else(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        paused = await at.ok("listen_and_act", **ASKED, max_calls=2)
        done = await at.ok("continue_run", run=paused.run, max_calls=6)

    assert (done.data["cost"]["calls"], done.data["cost"]["cached_calls"]) == (6, 0)


async def test_the_assistant_is_handed_no_more_prompts_than_it_allowed(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", **ASKED, played_by="host", max_calls=2)
        given = {prompt["id"]: turn("Well.") for prompt in told.data["handed"]["prompts"]}
        paused = await at.ok("continue_run", run=told.run, answers=given)
        more = await at.ok("continue_run", run=told.run, max_calls=3)

    assert (len(given), told.data["handed"]["remaining"]) == (2, 0)
    assert (paused.data["status"], paused.data["reason"]) == ("paused", "over_budget")
    assert len(more.data["handed"]["prompts"]) == 1


async def test_a_cap_in_dollars_that_nobody_can_count_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        refused = await at.error("listen_and_act", **ASKED, max_cost=1)
        runs = await at.ok("get_run")
    by_the_day = settings(tmp_path).model_copy(update={"budget": BudgetSection(max_cost_per_day=5)})
    async with table(tmp_path, model, configured=by_the_day) as at:
        too = await at.error("listen_and_act", **ASKED)
    async with table(tmp_path) as at:
        outside = await at.error("listen_and_act", **ASKED, played_by="host", max_cost=1)
        free = await at.ok("listen_and_act", **ASKED, played_by="rehearsal", max_cost=0)

    assert "no price is known for scripted-1" in refused
    assert "[prices] in config.ini, as scripted-1 = " in refused
    assert "[budget] max_cost_per_day can't be held" in too
    assert "max_calls" in outside
    assert free.data["status"] == "done"
    assert (model.asked, runs.data["runs"]) == ([], [])


async def test_dollars_pause_a_run_and_the_message_says_how_it_goes_on(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(), configured=configured(tmp_path)) as at:
        paused = await at.ok("listen_and_act", **ASKED, max_cost=0.06)
        looked = await at.ok("get_run", run=paused.run)
        less = await at.error("continue_run", run=paused.run, max_cost=0.03)
        done = await at.ok("continue_run", run=paused.run, max_cost=1)

    message = "max_cost 0.06 reached (0.04 used, one answer may take 0.02), 3 of 6 done and kept; "
    message += f'continue_run(run="{paused.run}", max_cost='
    assert paused.data["warnings"][0].startswith(message)
    assert paused.data["warnings"] == looked.data["warnings"]
    assert paused.data["cost"]["usd"] == 0.04, "another answer might pass the limit"
    assert f"max_cost=0.03 is no more than what {paused.run} has used already (0.04)" in less
    assert done.data["status"] == "done"


async def test_a_cap_below_the_price_of_one_answer_says_so(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model, configured=configured(tmp_path)) as at:
        paused = await at.ok("listen_and_act", **ASKED, max_cost=0.005)

    assert "max_cost 0.005 reached (0.00 used, one answer may take 0.02)" in paused.data["warnings"][0]
    assert model.asked == []


async def test_the_operator_limits_every_run_that_has_no_limit_of_its_own(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(), configured=configured(tmp_path, max_calls_per_run=2)) as at:
        paused = await at.ok("listen_and_act", **ASKED)
        own = await at.ok("listen_and_act", **ASKED, max_calls=6, new=True)

    assert (paused.data["reason"], paused.data["cost"]["calls"]) == ("over_budget", 2)
    assert own.data["status"] == "done"


async def test_what_an_owner_has_spent_counts_for_ever_and_what_is_in_the_ledger_costs_nothing(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(), configured=configured(tmp_path, max_tokens_per_owner=5000)) as at:
        first = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", seed=1)
        free = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", seed=1)
        paused = await many(at)
        again = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", seed=1)

    assert first.data["status"] == free.data["status"] == again.data["status"] == "done"
    assert "[budget] max_tokens_per_owner 5,000 reached" in paused[0]
    assert "config.ini" in paused[0]


async def test_an_estimate_says_where_the_day_has_not_enough_left(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(), configured=configured(tmp_path, max_calls_per_day=8)) as at:
        enough = await at.ok("listen_and_act", **ASKED, dry_run=True)
        await at.ok("listen_and_act", **ASKED)
        short = await at.ok("listen_and_act", **ASKED, dry_run=True)

    assert "warnings" not in enough.data
    assert "[budget] max_calls_per_day leaves 2 for today" in short.text


async def many(at: Table) -> list[str]:
    """Ask until the budget is spent; return what is said then."""
    for seed in range(2, 60):
        told = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", seed=seed)
        if told.data["status"] == "paused":
            return told.data["warnings"]
    pytest.fail("no budget was met")
