"""The assistant plays the people: prompts go out in a result, answers come back by continue_run."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from tests.doubles import ERAS, ROOT, Era, Scripted, Told, ok, settings, table, turn
from tests.torture.processes import pipes
from troupe_mcp.settings import CacheSection, ModelSection

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
        assert "not independent of each other" in told.text, "one reader knew all their lives"
        alone = await at.ok("listen_and_act", people=["Oscar"], say="Hello.", played_by="host")
        alone = await at.ok("continue_run", run=alone.run, answers=answers(alone))
        assert (alone.data["status"], "independent" in alone.text) == ("done", False)


async def test_what_is_to_be_done_is_said_once_and_prompts_stand_plainly_apart(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=PEOPLE, say="What do you do?", played_by="host")
    handed = told.data["handed"]
    assert "one JSON object" in handed["rules"]
    assert set(json.loads(handed["answer_schema"])["properties"]) == {"thought", "actions", "mind"}
    for once in (handed["how"], handed["rules"], handed["answer_schema"]):
        assert told.text.count(once) == 1
    for name in PEOPLE:
        [prompt] = [p for p in handed["prompts"] if f"You are {name}." in p["prompt"]]
        assert "What do you do?" in prompt["prompt"]
        alone = rf"^=+ PROMPT {prompt['id']} .*=+$\n{re.escape(prompt['prompt'])}\n\n====="
        assert re.search(alone, told.text, re.MULTILINE)
    call = f'continue_run(run="{told.run}", answers={{' + ", ".join(f'"{one}": {{…}}' for one in ids(told)) + "})"
    assert told.data["next"] == call
    assert call in handed["how"], "whoever reads only the structured content knows it as well"
    assert told.text.endswith(f"Next: {call}")


async def test_people_who_would_act_in_turn_by_hand_come_with_the_order_that_takes_fewer_calls(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        room: dict[str, Any] = {"people": PEOPLE, "situation": "A tram stop in the rain", "steps": 1}
        orders = ("", "in_turn", "together")
        told = [
            await at.ok("run_world", **room, **({"order": order} if order else {}), played_by="host")
            for order in orders
        ]
        others = [
            await at.ok("run_world", **room, played_by="rehearsal"),
            await at.ok("run_world", people=["Oscar"], say="Hello.", played_by="host"),
        ]

    hint = 'order="together" hands out a whole step at once'
    assert [hint in each.text for each in (*told, *others)] == [True, False, False, False, False]
    assert [len(ids(each)) for each in told] == [1, 1, 3]
    assert "room" not in told[0].data["handed"]["prompts"][0]["prompt"].partition("The person")[0]


async def test_wrong_missing_and_late_answers_are_told_apart_and_lose_nothing(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=1, order="together", played_by="host")
        good = answers(told)
        first, second, third = ids(told)
        told = await at.ok(
            "continue_run", run=told.run, answers={first: good[first], second: {"thought": 1}, "Oscar": good[third]}
        )
        assert set(ids(told)) == {second, third}
        wrong, unknown = told.data["warnings"]
        assert wrong.startswith(f"{second}: not of the wanted form (thought: ")
        assert "Field required" in wrong
        assert unknown.startswith("'Oscar' is no prompt of")
        assert told.text.index(wrong) < told.text.index("===== RULES"), "what to mend comes before what to do"
        told = await at.ok("continue_run", run=told.run, answers={first: turn("Again."), second: good[second]})
        assert ids(told) == [third]
        assert told.data["warnings"] == [f"{first}: it was answered already; the first answer stands."]
        told = await at.ok("continue_run", run=told.run, answers={third: good[third]})
        assert told.data["status"] == "done"
        spoken = [event["content"] for event in await at.events(told.run) if event["kind"] == "action"]
        assert sorted(spoken) == sorted(f"Well. {each}" for each in (first, second, third))
        late = await at.error("continue_run", run=told.run, answers={third: good[third]})
        assert "too late" in late


async def test_one_prompt_answered_twice_in_a_call_keeps_the_first_and_says_so(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", played_by="host")
        [one] = ids(told)
        done = await at.ok("continue_run", run=told.run, answers={one: turn("Tea."), f" {one}": turn("Coffee.")})
    assert [action["content"] for action in done.data["replies"][0]["actions"]] == ["Tea."]
    assert done.data["warnings"] == [f"{one}: it was answered already; the first answer stands."]


async def test_whoever_answers_what_was_not_asked_is_told_what_waits(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=PEOPLE, say="Tea?", played_by="host")
        first, second, third = ids(told)
        given = {first: turn("Tea."), "Lisa Carter": turn("Tea."), "prompt 3": turn("Tea.")}
        told = await at.ok("continue_run", run=told.run, answers=given)
        rest = {second: turn("Tea."), third: turn("Tea."), "Oscar": turn("Tea.")}
        done = await at.ok("continue_run", run=told.run, answers=rest)
    [fault] = told.data["warnings"]
    assert fault.startswith(f"'Lisa Carter', 'prompt 3' are no prompts of {told.run}; nothing was taken for them.")
    assert sorted(re.findall(r"\b[0-9a-f]{8}\b", fault)) == sorted([second, third])
    assert done.data["status"] == "done"
    assert done.data["warnings"][0] == (
        f"'Oscar' is no prompt of {told.run}; nothing was taken for it. Whatever it had asked is answered."
    )


async def test_answers_that_come_while_a_run_plays_or_after_its_end_learn_where_to_look(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        model.gate.clear()
        told = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", wait_seconds=0)
        early = await at.error("continue_run", run=told.run, answers={"12345678": turn("Tea.")})
        model.gate.set()
        told = await at.ok("get_run", run=told.run)
        late = await at.error("continue_run", run=told.run, answers={"12345678": turn("Tea.")})
    assert "still running" in early
    assert "these answers were not taken" in early
    assert "came too late" in late
    assert all(f'get_run(run="{told.run}")' in message for message in (early, late))


async def test_a_scripted_client_plays_a_world_to_its_end_though_its_server_is_killed_in_between(
    tmp_path: Path,
) -> None:
    """Nothing is configured: no key, no sampling; what each prompt lacks, the shared rules say."""
    given: dict[str, Any] = {"people": PEOPLE, "say": "Hello.", "steps": 2, "order": "together", "played_by": "host"}
    async with killed(tmp_path) as client:
        told = await ok(client, "run_world", **given)
        first = answers(told)
        some = dict([*first.items()][:2])
        told = await ok(client, "continue_run", run=told.run, answers=some)
        assert ids(told) == [*first][2:]
    async with killed(tmp_path) as client:
        assert (await ok(client, "get_run", run=told.run)).data["status"] == "needs_answers"
        told = await ok(client, "continue_run", run=told.run, answers=first)
        assert len(told.data["warnings"]) == 2, "two of them were in the ledger before the server died"
        assert told.data["steps_done"] == 1
        for prompt in told.data["handed"]["prompts"]:
            assert all(f"Well. {one}" in prompt["prompt"] for one in first), "all that was said is in each prompt"
            assert "Hello." in prompt["prompt"]
            assert "It is your turn." in prompt["prompt"]
    async with killed(tmp_path) as client:
        told = await ok(client, "continue_run", run=told.run)
        told = await ok(client, "continue_run", run=told.run, answers=answers(told, "Bye."))
        assert (told.data["status"], told.data["steps_done"], told.data["cost"]["calls"]) == ("done", 2, 6)


@asynccontextmanager
async def killed(directory: Path) -> AsyncGenerator[Client]:
    """A client of a server that is killed in the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "troupe_mcp"),
        env={**os.environ, "TROUPE_STORE__DATA_DIR": str(directory), "PYTHONPATH": str(ROOT)},
        cwd=directory,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=2**24,
    )
    async with Client(pipes(process)) as client:
        yield client
        process.kill()
    await process.wait()


@pytest.mark.parametrize("reuse", [True, False])
async def test_a_new_server_takes_the_answers_to_prompts_that_another_one_handed_out(
    tmp_path: Path, *, reuse: bool
) -> None:
    configured = settings(tmp_path).model_copy(update={"cache": CacheSection(reuse=reuse)})
    async with table(tmp_path, configured=configured) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=1, order="together", played_by="host")
    async with table(tmp_path, configured=configured) as at:
        done = await at.ok("continue_run", run=told.run, answers=answers(told), wait_seconds=0)
        done = await at.ok("get_run", run=done.run)
        assert (done.data["status"], done.data["cost"]["calls"]) == ("done", 3)


async def test_answers_to_a_run_that_was_cancelled_meanwhile_are_taken_and_it_goes_on(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=1, order="together", played_by="host")
        cancelled = await at.ok("cancel_run", run=told.run)
        done = await at.ok("continue_run", run=told.run, answers=answers(told))
    assert cancelled.data["status"] == "cancelled"
    assert (done.data["status"], done.data["cost"]["calls"]) == ("done", 3)
    assert 'played_by="host"' in done.data["next"], "who reads it is whoever played it"


@pytest.mark.parametrize(
    "written",
    [json.dumps(turn("Tea.")), f"```json\n{json.dumps(turn('Tea.'))}\n```", f"Here: {json.dumps(turn('Tea.'))} Done."],
    ids=["text", "fenced", "in prose"],
)
async def test_an_answer_may_come_as_text(tmp_path: Path, written: str) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", played_by="host")
        told = await at.ok("continue_run", run=told.run, answers=dict.fromkeys(ids(told), written))
    assert told.data["replies"][0]["actions"][0]["content"] == "Tea."


@pytest.mark.parametrize("wrong", [None, 7, [], "", "Tea.", {"thought": "x", "actions": "none"}], ids=repr)
async def test_whatever_is_no_answer_is_told_and_the_prompt_stays_open(tmp_path: Path, wrong: Any) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", played_by="host")
        again = await at.ok("continue_run", run=told.run, answers=dict.fromkeys(ids(told), wrong))
    assert again.data["status"] == "needs_answers"
    assert ids(again) == ids(told)
    assert "not of the wanted form" in again.data["warnings"][0]


async def test_the_last_result_holds_all_that_was_answered_in_several_rounds(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=PEOPLE, questions=["One?", "Two?"], played_by="host")
        while told.data["status"] == "needs_answers":
            assert {"replies", "events", "script"} & set(told.data) == set(), "while prompts wait they are the result"
            told = await at.ok("continue_run", run=told.run, answers=answers(told))
        follow = await at.ok("listen_and_act", run=told.run, say="Three?", people=["Oscar"])
        follow = await at.ok("continue_run", run=told.run, answers=answers(follow))
    assert [reply["question"] for reply in told.data["replies"]] == ["One?"] * 3 + ["Two?"] * 3
    assert [reply["question"] for reply in follow.data["replies"]] == ["Three?"]


async def test_of_two_servers_on_one_directory_neither_hands_out_what_the_other_took(tmp_path: Path) -> None:
    async with table(tmp_path) as one, table(tmp_path) as other:
        first = await one.ok("run_world", people=PEOPLE, say="Hi.", steps=2, order="together", played_by="host")
        second = await other.ok("continue_run", run=first.run, answers=answers(first))
        looked = await one.ok("get_run", run=first.run)
        assert "handed" not in looked.data, "what it knew is answered; it has to look anew"
        done = await one.ok("continue_run", run=first.run, answers=answers(second))
    assert set(ids(first)) & set(ids(second)) == set()
    [warning] = done.data["warnings"]
    assert (done.data["status"], "not independent" in warning) == ("done", True), "no answer was refused"


async def test_one_prompt_is_never_cut_however_long_it_is(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="A tale " * 2_800, played_by="host")
    [prompt] = told.data["handed"]["prompts"]
    assert len(prompt["prompt"]) > 15_000
    assert prompt["prompt"] in told.text


@pytest.mark.parametrize(
    ("tool", "given", "form"),
    [
        ("create_person", {"description": "A baker in Leeds"}, "persona"),
        ("validate_person", {"person": "Oscar"}, "questions"),
        ("tell_story", {"person": "Oscar"}, "story"),
    ],
)
async def test_whatever_asks_a_model_can_ask_the_host(tmp_path: Path, tool: str, given: Any, form: str) -> None:
    async with table(tmp_path) as at:
        told = await at.ok(tool, **given, played_by="host")
        [prompt] = told.data["handed"]["prompts"]
        assert told.data["status"] == "needs_answers"
        assert f'"{prompt["id"]}": {{…}}' in told.data["next"]
        wrong = await at.ok("continue_run", run=told.run, answers={prompt["id"]: {"no": form}})
        assert wrong.data["warnings"][0].startswith(f"{prompt['id']}: not of the wanted form")


async def test_the_host_also_reads_what_was_said(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", played_by="host")
        talk = await at.ok("continue_run", run=talk.run, answers=answers(talk, "Tea, please."))
        job = await at.ok("extract_results", run=talk.run, objective="the drink", fields=["drink"], played_by="host")
        [prompt] = job.data["handed"]["prompts"]
        assert "Tea, please." in prompt["prompt"]
        found: dict[str, Any] = {prompt["id"]: {"found": {"drink": "tea"}, "quotes": []}}
        told = await at.ok("continue_run", run=job.run, answers=found)
    assert told.data["results"][0]["drink"] == "tea"
    assert "ehears" not in talk.text + job.text.splitlines()[0] + told.text


async def test_answers_to_a_run_that_another_plays_are_refused_with_the_way_to_hand_it_over(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hi.", max_calls=0)
        refused = await at.error("continue_run", run=told.run, answers={"12345678": turn("Hi.")})
    assert "scripted-1 plays it" in refused
    assert 'played_by="host"' in refused


async def test_an_operator_can_make_the_host_everybody_s_player(tmp_path: Path) -> None:
    configured = settings(tmp_path).model_copy(update={"model": ModelSection(provider="host")})
    async with table(tmp_path, configured=configured) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hi.")
        assert (told.data["status"], told.data["played_by"]) == ("needs_answers", "host")


@pytest.mark.parametrize("era", ERAS)
async def test_whoever_has_neither_key_nor_sampling_is_offered_to_play_and_can_at_once(
    era: Era, tmp_path: Path
) -> None:
    given: dict[str, Any] = {"people": ["Oscar"], "say": "Hi."}
    async with table(tmp_path, era=era) as at:
        first = await at.ok("listen_and_act", **given)
        assert first.data["played_by"] == "rehearsal"
        assert first.data["next"].startswith('the same call with played_by="host"')
        assert any('played_by="host"' in warning for warning in first.data["warnings"])
        told = await at.ok("listen_and_act", **given, played_by="host")
        told = await at.ok("continue_run", run=told.run, answers=answers(told))
        assert told.data["status"] == "done"
        assert "the same call with played_by" not in told.data["next"], "offered once"


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
