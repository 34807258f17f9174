"""The assistant plays the people: prompts go out in a result, answers come back by continue_run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ERAS, Era, Told, table, turn

PEOPLE = ["Oscar", "Lisa Carter", "Ilona Szabados"]


def answers(told: Told, words: str = "Well.") -> dict[str, Any]:
    """A readable answer to every prompt of a round."""
    return {prompt["id"]: turn(f"{words} {prompt['id']}") for prompt in told.data["handed"]["prompts"]}


def ids(told: Told) -> list[str]:
    handed: Mapping[str, Any] = told.data.get("handed") or {"prompts": []}
    return [prompt["id"] for prompt in handed["prompts"]]


@pytest.mark.parametrize("era", ERAS)
async def test_a_client_with_neither_key_nor_model_plays_a_world_to_its_end(era: Era, tmp_path: Path) -> None:
    async with table(tmp_path, era=era) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=2, order="together", played_by="host")
        rounds = 0
        while told.data["status"] == "needs_answers":
            rounds += 1
            assert "=== RULES" in told.text
            assert all(prompt["prompt"] in told.text for prompt in told.data["handed"]["prompts"])
            told = await at.ok("continue_run", run=told.run, answers=answers(told))
        assert (rounds, told.data["status"], told.data["cost"]["calls"]) == (2, "done", 2 * len(PEOPLE))
        assert told.data["played_by"] == "host"
        assert "rehearsal" not in told.text.lower()


async def test_each_prompt_names_its_person_and_stands_on_its_own_with_the_rules(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=PEOPLE, say="What do you do?", played_by="host")
        handed = told.data["handed"]
        assert "one JSON object" in handed["rules"]
        assert '"thought"' in handed["answer_schema"]
        for name in PEOPLE:
            [prompt] = [p["prompt"] for p in handed["prompts"] if f"You are {name}" in p["prompt"]]
            assert "What do you do?" in prompt


async def test_wrong_missing_and_late_answers_are_told_apart_and_lose_nothing(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=1, order="together", played_by="host")
        good = answers(told)
        first, second, third = ids(told)
        told = await at.ok("continue_run", run=told.run, answers={first: good[first], second: {"thought": 1}})
        assert set(ids(told)) == {second, third}
        assert any(second in warning and "Field required" in warning for warning in told.data["warnings"])
        told = await at.ok("continue_run", run=told.run, answers={first: turn("Again."), second: good[second]})
        assert ids(told) == [third]
        assert any(first in warning and "answered already" in warning for warning in told.data["warnings"])
        told = await at.ok("continue_run", run=told.run, answers={third: good[third]})
        assert told.data["status"] == "done"
        spoken = [event["content"] for event in await at.events(told.run) if event["kind"] == "action"]
        assert sorted(spoken) == sorted(f"Well. {each}" for each in (first, second, third))
        late = await at.error("continue_run", run=told.run, answers={third: good[third]})
        assert "too late" in late


async def test_a_new_server_takes_the_answers_to_prompts_that_another_one_handed_out(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=1, order="together", played_by="host")
    async with table(tmp_path) as at:
        done = await at.ok("continue_run", run=told.run, answers=answers(told))
        assert done.data["status"] == "done"


async def test_a_long_round_is_split_and_says_how_much_remains(tmp_path: Path) -> None:
    everybody = ["Oscar", "Lisa Carter", "Ilona Szabados", "Fetu Leavasa", "Caio Marinho", "Solveig Rustad"]
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=everybody, questions=["One?"], played_by="host")
        asked: list[str] = []
        while told.data["status"] == "needs_answers":
            handed = told.data["handed"]
            size = len(handed["rules"]) + sum(len(prompt["prompt"]) for prompt in handed["prompts"])
            assert size <= 30_000
            assert len(handed["prompts"]) + handed["remaining"] == len(everybody) - len(asked)
            asked += ids(told)
            told = await at.ok("continue_run", run=told.run, answers=answers(told))
        assert len(asked) == len(set(asked)) == len(everybody)
        assert len(told.data["replies"]) == len(everybody)
