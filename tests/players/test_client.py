"""The client's own model plays the people, in both eras, on every wire."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, cast

import pytest
from mcp import Client, MCPError
from mcp.types import (
    CreateMessageRequest,
    CreateMessageRequestParams,
    CreateMessageResult,
    CreateMessageResultWithTools,
    ErrorData,
    ImageContent,
    InputRequiredResult,
    TextContent,
)

from tests.doubles import ERAS, Era, Scripted, Table, Told, error, ok, settings, turn
from tests.players.lender import PEOPLE, WIRES, Lender, Wire, beside, dying, lent, sitting, well, whose
from tests.server.test_http import served
from troupe_mcp.app import open_app
from troupe_mcp.settings import ModelSection

pytestmark = pytest.mark.filterwarnings("ignore::mcp.MCPDeprecationWarning")
TOGETHER: dict[str, Any] = {"people": PEOPLE[:3], "say": "Hello.", "steps": 1, "order": "together"}
REJECTED = ErrorData(code=-1, message="The user said no.")
BUSY = ErrorData(code=-32603, message="The model is busy.")


@pytest.mark.parametrize("wire", WIRES)
async def test_the_client_s_model_plays_where_it_lends_one_and_where_it_lends_none_nobody_meets_an_error(
    wire: Wire, tmp_path: Path
) -> None:
    async with sitting(tmp_path, wire) as connect:
        for era in ERAS:
            lender = Lender(together=len(PEOPLE))
            async with connect(era, lender) as client:
                told = await ok(client, "run_world", people=PEOPLE, say="Hello.", steps=3, order="together")
            assert told.data["status"] == "done"
            assert told.data["played_by"] == "client"
            assert told.data["cost"]["calls"] == len(lender.asked) == 3 * len(PEOPLE)
            assert lender.most_here == len(PEOPLE), "people who act together are asked together"
            assert "rehears" not in told.text.lower()
            assert "An equal call" not in told.text, "the further legs of a call are no repetitions of it"
            if wire != "stdio" or era == "legacy":
                async with connect(era, None) as client:
                    told = await ok(client, "listen_and_act", people=["Oscar"], say="Hi.")
                    assert (told.data["status"], told.data["played_by"]) == ("done", "rehearsal")
                    refused = await error(client, "listen_and_act", people=["Oscar"], say="Hi.", played_by="client")
                    assert '"host"' in refused
                    assert '"rehearsal"' in refused


async def test_a_talk_in_turn_that_takes_more_rounds_than_a_call_has_finishes_over_several(tmp_path: Path) -> None:
    lender = Lender()
    async with lent(tmp_path, "auto", lender) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=10, order="in_turn")
        calls = 1
        while told.data["status"] == "paused" and calls < 30:
            assert told.data["reason"] == "no_client"
            told = await at.ok("continue_run", run=told.run)
            calls += 1
    assert told.data["status"] == "done"
    assert told.data["steps_done"] == 10
    assert told.data["cost"]["calls"] == len(lender.asked) == 10 * len(PEOPLE)
    assert calls == 9, "80 rounds, 9 of them in a call"


@pytest.mark.parametrize("era", ERAS)
async def test_waiting_does_not_apply_to_a_run_that_advances_only_within_its_call(era: Era, tmp_path: Path) -> None:
    async with lent(tmp_path, era, Lender()) as at:
        told = await at.ok("run_world", **TOGETHER, wait_seconds=0)
        assert told.data["status"] == "done"
        told = await at.ok("run_world", **TOGETHER, played_by="host", wait_seconds=0)
        assert told.data["status"] == "needs_answers"


async def test_a_round_of_130_long_prompts_is_split(tmp_path: Path) -> None:
    async with lent(tmp_path, "auto", Lender()) as at:
        spec = at.app.member("Oscar").persona.spec
        people = [(await at.app.create_person(persona={**spec, "name": f"Oscar {n}"})).id for n in range(130)]
        given: dict[str, Any] = {"people": people, "show": "Ä" * 19_000, "say": "What is it about?"}
        sizes: list[tuple[int, int]] = []
        asked: set[str] = set()
        arguments, tool = given, "listen_and_act"
        result: Any = await at.client.session.call_tool(tool, arguments, allow_input_required=True)
        while isinstance(result, InputRequiredResult) or result.structured_content["status"] == "paused":
            if not isinstance(result, InputRequiredResult):
                arguments, tool = {"run": result.structured_content["run"]}, "continue_run"
                result = await at.client.session.call_tool(tool, arguments, allow_input_required=True)
                continue
            requests = result.input_requests or {}
            sent = result.model_dump_json(by_alias=True, exclude_none=True)
            sizes.append((len(requests), len(sent.encode())))
            asked |= set(requests)
            answers: Any = {each: answer(well(params_of(request))) for each, request in requests.items()}
            result = await at.client.session.call_tool(
                tool, arguments, input_responses=answers, request_state=result.request_state, allow_input_required=True
            )
        log = await at.events(result.structured_content["run"])
    assert result.structured_content["status"] == "done"
    assert len(asked) == sum(count for count, _ in sizes) == 130, "nobody is asked twice"
    assert len([line for line in log if line["kind"] == "action"]) == 130
    assert max(count for count, _ in sizes) <= 32
    assert 400_000 < max(size for _, size in sizes) <= 501_000, "full rounds, and the state beside them"


async def test_a_round_of_short_prompts_is_split_by_their_number(tmp_path: Path) -> None:
    lender = Lender(together=32)
    async with lent(tmp_path, "auto", lender) as at:
        people = [(await at.app.create_person(persona={"name": f"Ana {n}"})).id for n in range(64)]
        told = await at.ok("listen_and_act", people=people, say="Hi.")
    assert told.data["status"] == "done"
    assert lender.most_here == 32


def params_of(request: Any) -> CreateMessageRequestParams:
    assert isinstance(request, CreateMessageRequest)
    return request.params


def answer(text: str) -> CreateMessageResult:
    return CreateMessageResult(role="assistant", content=TextContent(type="text", text=text), model="lent-1")


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    "nonsense",
    [
        "Bananas!",
        '{"thought": 3}',
        "",
        CreateMessageResult(
            role="assistant", content=ImageContent(type="image", data="AAAA", mime_type="image/png"), model="x"
        ),
    ],
    ids=["prose", "wrong form", "nothing", "a picture"],
)
async def test_nonsense_for_one_person_ends_that_turn_and_nobody_else_s(
    nonsense: Any, era: Era, tmp_path: Path
) -> None:
    lender = Lender(lambda params: nonsense if whose(params) == "Oscar" else well(params))
    async with lent(tmp_path, era, lender) as at:
        told = await at.ok("run_world", **TOGETHER)
        notes = {e["person"]: e["note"] for e in told.data["events"] if e["kind"] == "turn"}
    assert told.data["status"] == "done"
    assert notes == {"Oscar": "unparsable"}
    assert sorted(lender.names()) == sorted([*PEOPLE[:3], "Oscar"]), "asked once more, with the reason"


@pytest.mark.parametrize("era", ERAS)
async def test_an_answer_in_several_blocks_is_one_answer(era: Era, tmp_path: Path) -> None:
    text = json.dumps(turn("In two parts."))
    blocks = [TextContent(type="text", text=part) for part in (text[:20], text[20:])]
    said = CreateMessageResultWithTools(role="assistant", content=list(blocks), model="lent-1")
    async with lent(tmp_path, era, Lender(lambda _: said)) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hi.")
    assert told.data["replies"][0]["actions"][0]["content"] == "In two parts."


async def test_a_user_who_rejects_one_prompt_ends_that_turn_for_good(tmp_path: Path) -> None:
    lender = Lender(lambda params: REJECTED if whose(params) == "Oscar" else well(params))
    async with lent(tmp_path, "legacy", lender) as at:
        told = await at.ok("run_world", **TOGETHER)
        notes = {e["person"]: e["note"] for e in told.data["events"] if e["kind"] == "turn"}
    assert (told.data["status"], notes) == ("done", {"Oscar": "refused"})
    assert sorted(lender.names()) == sorted(PEOPLE[:3])


async def test_an_error_of_the_moment_leaves_its_prompt_open_and_keeps_what_came(tmp_path: Path) -> None:
    lender = Lender(lambda params: BUSY if whose(params) == "Oscar" else well(params))
    async with lent(tmp_path, "legacy", lender) as at:
        told = await at.ok("run_world", **TOGETHER)
        assert (told.data["status"], told.data["reason"]) == ("paused", "no_client")
        assert told.data["cost"]["calls"] == 2
        assert 'played_by="host"' in told.data["next"]
        assert "Not every prompt was answered by the client's model" in told.text
        assert "busy" not in told.text
        lender.says, lender.asked = well, []
        told = await at.ok("continue_run", run=told.run)
    assert told.data["status"] == "done"
    assert lender.names() == ["Oscar"]
    assert [e for e in told.data["events"] if e["kind"] == "turn"] == []


@pytest.mark.parametrize("fault", [REJECTED, BUSY], ids=["rejected", "error"])
async def test_where_a_fault_ends_the_whole_call_the_same_call_goes_on_with_its_run(
    fault: ErrorData, tmp_path: Path
) -> None:
    """At 2026-07-28 a client cannot hand a fault in: it drops the round and the call."""
    lender = Lender(lambda params: fault if whose(params) == "Oscar" else well(params))
    async with lent(tmp_path, "auto", lender) as at:
        with pytest.raises(MCPError):
            await at.call("run_world", **TOGETHER)
        [line] = (await at.ok("get_run")).data["runs"]
        assert line["status"] == "paused"
        lender.says = well
        told = await at.ok("run_world", **TOGETHER)
        assert (told.run, told.data["status"]) == (line["run"], "done")


async def test_what_one_player_does_alone_is_made_again_where_its_client_fails(tmp_path: Path) -> None:
    async with lent(tmp_path, "legacy", Lender(lambda _: BUSY)) as at:
        told = await at.ok("create_person", description="a baker")
        assert (told.data["status"], told.data["reason"]) == ("paused", "no_client")
        assert 'the same call with played_by="host" hands the prompts to you' in told.data["next"]
        handed = await at.ok("create_person", description="a baker", played_by="host")
    assert handed.data["status"] == "needs_answers"


async def test_a_run_whose_client_always_refuses_can_be_finished_by_another(tmp_path: Path) -> None:
    async with lent(tmp_path, "auto", Lender(lambda _: REJECTED)) as at:
        with pytest.raises(MCPError):
            await at.call("run_world", **TOGETHER)
        [line] = (await at.ok("get_run")).data["runs"]
        told = await at.ok("continue_run", run=line["run"], played_by="host")
        given = {prompt["id"]: turn("By hand.") for prompt in told.data["handed"]["prompts"]}
        told = await at.ok("continue_run", run=told.run, answers=given)
    assert (told.data["status"], told.data["played_by"]) == ("done", "host")


@pytest.mark.parametrize(
    ("wire", "era"), [("stdio", "auto"), ("stdio", "legacy"), ("http", "auto"), ("http", "legacy")]
)
async def test_a_client_that_is_killed_leaves_a_run_that_goes_on(wire: Wire, era: Era, tmp_path: Path) -> None:
    lender = Lender()
    async with served(tmp_path) as url:
        async with dying(wire, url if wire == "http" else str(tmp_path), era, "2") as process:
            assert process.stdout
            assert await process.stdout.readline() == b"waiting\n"
        async with Client(url, mode=era, sampling_callback=cast("Any", lender)) as client:
            told = await finished_elsewhere(client)
    assert told.data["status"] == "done"
    assert told.data["cost"]["calls"] == 6
    assert len(lender.asked) == 4, "what the first client answered is not asked again"


async def test_what_a_client_plays_rests_for_want_of_it_also_where_the_end_of_input_is_noticed_first(
    tmp_path: Path,
) -> None:
    lender = Lender()
    lender.gate.clear()
    async with lent(tmp_path, "legacy", lender) as at, asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(at.call("run_world", **TOGETHER))
        await lender.came.wait()
        await at.app.player.aclose()
        told = await at.ok("get_run", run=(await listed(at))["run"])
        lender.gate.set()
        await asyncio.wait({playing})
    assert (told.data["status"], told.data["reason"]) == ("paused", "no_client")


async def test_what_came_is_kept_while_somebody_else_still_thinks(tmp_path: Path) -> None:
    lender, slow = Lender(), asyncio.Event()

    async def lend(context: Any, params: Any) -> Any:
        if whose(params) == "Oscar":
            await slow.wait()
        return await lender(context, params)

    async with lent(tmp_path, "legacy", cast("Any", lend)) as at, asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(at.ok("run_world", **TOGETHER))
        while not (runs := (await at.ok("get_run")).data["runs"]):
            pass
        while (looked := await at.ok("get_run", run=runs[0]["run"], wait_seconds=0)).data["cost"]["calls"] < 2:
            pass
        slow.set()
    assert looked.data["status"] == "running"
    assert playing.result().data["status"] == "done"


async def test_an_equal_call_while_its_user_thinks_joins_the_run_and_asks_nobody_again(tmp_path: Path) -> None:
    lender = Lender(together=3)
    lender.gate.clear()

    async def once_it_waits(progress: float, total: float | None, message: str | None) -> None:
        lender.gate.set()

    async with lent(tmp_path, "legacy", lender) as at, asyncio.TaskGroup() as tasks:
        first = tasks.create_task(at.ok("run_world", **TOGETHER))
        await lender.came.wait()
        async with beside(at.app, "legacy", lender) as again:
            told = await again.client.call_tool("run_world", TOGETHER, progress_callback=once_it_waits)
    joined: dict[str, Any] = told.structured_content or {}
    assert (joined["run"], joined["status"]) == (first.result().run, "done")
    assert sorted(lender.names()) == sorted(PEOPLE[:3])


async def test_what_a_client_failed_at_is_asked_again_as_long_as_it_answers_others(tmp_path: Path) -> None:
    faults = iter([BUSY, BUSY])
    lender = Lender(lambda params: next(faults, well(params)) if whose(params) == "Oscar" else well(params))
    async with lent(tmp_path, "legacy", lender) as at:
        told = await at.ok("run_world", **TOGETHER)
        assert (told.data["status"], told.data["reason"]) == ("paused", "no_client")
        told = await at.ok("continue_run", run=told.run)
    assert told.data["status"] == "done"
    assert lender.names()[3:] == ["Oscar", "Oscar"], "at once, as the others had been answered, and in the next call"


async def test_a_call_that_its_client_gives_up_pauses_its_run_and_the_same_call_goes_on_with_it(tmp_path: Path) -> None:
    lender, thinks = Lender(), asyncio.Event()

    async def lend(context: Any, params: Any) -> Any:
        if whose(params) == "Oscar" and not thinks.is_set():
            thinks.set()
            await asyncio.Event().wait()
        return await lender(context, params)

    async with lent(tmp_path, "legacy", cast("Any", lend)) as at, asyncio.timeout(30):
        given_up = asyncio.create_task(at.call("run_world", **TOGETHER))
        await thinks.wait()
        while (begun := await listed(at))["status"] == "running" and len(lender.asked) < 2:
            pass
        given_up.cancel()
        await asyncio.wait({given_up})
        told = await at.ok("run_world", **TOGETHER)
    assert (told.run, told.data["status"]) == (begun["run"], "done")
    assert sorted(lender.names()) == sorted(PEOPLE[:3])


async def test_a_client_that_lends_its_model_waits_no_longer_for_another_than_it_asked(tmp_path: Path) -> None:
    model = Scripted()
    model.gate.clear()
    async with open_app(settings(tmp_path), {model.provider: model}) as app, beside(app, "legacy", Lender()) as at:
        told = await at.ok("run_world", **TOGETHER, wait_seconds=0)
        assert (told.data["status"], told.data["played_by"]) == ("running", "scripted-1")
        model.gate.set()
        assert (await at.ok("get_run", run=told.run)).data["status"] == "done"


async def listed(at: Table) -> dict[str, Any]:
    [line] = (await at.ok("get_run")).data["runs"]
    return line


async def test_a_run_that_another_server_took_further_is_not_played_from_what_this_one_remembers(
    tmp_path: Path,
) -> None:
    lender = Lender(lambda _: BUSY)
    async with lent(tmp_path, "legacy", lender) as here, lent(tmp_path) as there:
        told = await here.ok("run_world", **TOGETHER | {"steps": 2})
        assert told.data["status"] == "paused"
        told = await there.ok("continue_run", run=told.run, played_by="host")
        given = {prompt["id"]: turn("Said elsewhere.") for prompt in told.data["handed"]["prompts"]}
        told = await there.ok("continue_run", run=told.run, answers=given)
        assert told.data["steps_done"] == 1
        lender.says, lender.asked = well, []
        told = await here.ok("continue_run", run=told.run, played_by="client")
    assert (told.data["status"], told.data["steps_done"]) == ("done", 2)
    assert sorted(lender.names()) == sorted(PEOPLE[:3])
    assert all("Said elsewhere." in str(params.messages) for params in lender.asked)


async def finished_elsewhere(client: Client) -> Told:
    [line] = (await ok(client, "get_run")).data["runs"]
    looked = await ok(client, "get_run", run=line["run"])
    assert (looked.data["status"], looked.data["reason"]) == ("paused", "no_client")
    return await ok(client, "continue_run", run=line["run"])


@pytest.mark.parametrize("era", ERAS)
async def test_an_answer_that_its_user_approves_two_hours_later_is_taken(
    era: Era, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock:
        """The SDK's: by it the state of an open call grows old."""

        now = 1_800_000_000.0

        def time(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr("mcp.server.request_state.time", clock)
    lender = Lender()
    lender.gate.clear()
    async with lent(tmp_path, era, lender) as at, asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(at.ok("run_world", **TOGETHER))
        await lender.came.wait()
        clock.now += 7200
        lender.gate.set()
    assert playing.result().data["status"] == "done"
    assert len(lender.asked) == 3


async def test_an_answer_that_comes_after_a_restart_of_the_server_is_taken(tmp_path: Path) -> None:
    """As over HTTP, where a client may outlive its server."""
    given: dict[str, Any] = {"people": ["Oscar"], "say": "Hi."}
    async with lent(tmp_path, "auto", Lender()) as at:
        asked = await at.client.session.call_tool("listen_and_act", given, allow_input_required=True)
        assert isinstance(asked, InputRequiredResult)
    answers: Any = {one: answer(well(params_of(request))) for one, request in (asked.input_requests or {}).items()}
    lender = Lender()
    async with lent(tmp_path, "auto", lender) as at:
        result = await at.client.session.call_tool(
            "listen_and_act", given, input_responses=answers, request_state=asked.request_state
        )
        assert (result.structured_content or {})["status"] == "done"
        assert len((await at.ok("get_run")).data["runs"]) == 1


async def test_a_run_that_is_cancelled_while_its_user_thinks_takes_its_prompts_back_and_keeps_the_answers(
    tmp_path: Path,
) -> None:
    lender, thinks, taken_back = Lender(), asyncio.Event(), asyncio.Event()

    async def lend(context: Any, params: Any) -> Any:
        if whose(params) == "Oscar" and not thinks.is_set():
            thinks.set()
            try:
                await asyncio.Event().wait()
            finally:
                taken_back.set()
        return await lender(context, params)

    async with lent(tmp_path, "legacy", cast("Any", lend)) as at, asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(at.ok("run_world", **TOGETHER))
        await thinks.wait()
        run = (await listed(at))["run"]
        while (await at.ok("get_run", run=run, wait_seconds=0)).data["cost"]["calls"] < 2:
            pass
        cancelled = await at.ok("cancel_run", run=run)
        told = await playing
        await taken_back.wait()
        assert cancelled.data["status"] == told.data["status"] == "cancelled"
        told = await at.ok("continue_run", run=run)
        assert told.data["status"] == "done"
    assert sorted(lender.names()) == sorted(PEOPLE[:3]), "who had answered is not asked again"


@pytest.mark.parametrize("era", ERAS)
async def test_who_only_looks_is_not_asked_to_play_and_who_lends_nothing_is_told_how_to_go_on(
    era: Era, tmp_path: Path
) -> None:
    lender = Lender(lambda _: BUSY)
    async with lent(tmp_path, "legacy", lender) as at:
        told = await at.ok("run_world", **TOGETHER)
        async with beside(at.app, era, lender) as looking:
            asked = len(lender.asked)
            assert (await looking.ok("get_run", run=told.run)).data["status"] == "paused"
            assert len(lender.asked) == asked
        async with beside(at.app, era) as without:
            again = await without.ok("continue_run", run=told.run)
            assert (again.data["status"], again.data["reason"]) == ("paused", "no_client")
            assert 'played_by="host"' in again.text


@pytest.mark.parametrize(("lends", "player"), [(True, "client"), (False, "rehearsal")])
async def test_an_operator_can_prefer_the_client_s_model_where_there_is_one(
    tmp_path: Path, *, lends: bool, player: str
) -> None:
    configured = settings(tmp_path).model_copy(update={"model": ModelSection(provider="client")})
    async with open_app(configured) as app, beside(app, "auto", Lender() if lends else None) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hi.")
        assert (told.data["status"], told.data["played_by"]) == ("done", player)


@pytest.mark.torture
async def test_a_client_hears_of_progress_while_its_user_thinks(tmp_path: Path) -> None:
    lender = Lender()
    lender.gate.clear()
    reports: list[float] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        assert total
        assert message
        reports.append(progress)
        if len(reports) == 3:
            lender.gate.set()

    async with lent(tmp_path, "legacy", lender) as at:
        told = await at.client.call_tool("run_world", TOGETHER, progress_callback=note)
        assert (told.structured_content or {})["status"] == "done"
    assert reports == sorted(set(reports))


async def test_where_nobody_gives_an_answer_that_can_be_used_another_player_is_offered(tmp_path: Path) -> None:
    async with lent(tmp_path, "legacy", Lender(lambda _: "Sure, happy to help!")) as at:
        told = await at.ok("listen_and_act", people=PEOPLE[:2], say="Tea?")
        asked = await at.ok("ask_people", people=PEOPLE[:2], questions=[{"text": "Tea?", "kind": "text"}])
    assert "nobody gave an answer that can be used: have another play" in told.data["next"]
    assert "What came was not refused, but no answer that can be used" in asked.text
