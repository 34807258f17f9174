"""The client's own model plays the people, in both eras."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from mcp import Client
from mcp.types import CreateMessageRequestParams, CreateMessageResult, ErrorData, TextContent

from tests.doubles import ERAS, Era, Table, settings, turn
from troupe_mcp.app import open_app
from troupe_mcp.server.build import build_server

PEOPLE = ["Oscar", "Lisa Carter", "Fetu Leavasa", "Caio Marinho", "Solveig Rustad", "Raghav Deshmukh"]
Said = Callable[[CreateMessageRequestParams], str | ErrorData]

pytestmark = pytest.mark.filterwarnings("ignore::mcp.MCPDeprecationWarning")


class Lender:
    """A client's model: answers as a function says, but only when so many are waiting for it."""

    def __init__(self, says: Said, together: int = 1) -> None:
        self.says = says
        self.asked: list[CreateMessageRequestParams] = []
        self.together = together
        self.all_here = asyncio.Event()

    async def __call__(self, _: Any, params: CreateMessageRequestParams) -> CreateMessageResult | ErrorData:
        self.asked.append(params)
        waiting = self.all_here
        if len(self.asked) % self.together == 0:
            self.all_here = asyncio.Event()
            waiting.set()
        await waiting.wait()
        said = self.says(params)
        if isinstance(said, ErrorData):
            return said
        content = TextContent(type="text", text=said)
        return CreateMessageResult(role="assistant", content=content, model="lent-1", stop_reason="endTurn")


def well(params: CreateMessageRequestParams) -> str:
    return "```json\n" + json.dumps(turn("I see.")) + "\n```"


@asynccontextmanager
async def lent(directory: Path, era: Era, lender: Lender) -> AsyncGenerator[Table]:
    async with (
        open_app(settings(directory)) as app,
        Client(build_server(app), mode=era, sampling_callback=cast("Any", lender)) as client,
    ):
        yield Table(client, app)


@pytest.mark.parametrize("era", ERAS)
async def test_without_a_key_the_client_s_model_plays_and_people_who_act_together_are_asked_together(
    era: Era, tmp_path: Path
) -> None:
    lender = Lender(well, together=len(PEOPLE))
    async with lent(tmp_path, era, lender) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=3, order="together")
        assert told.data["status"] == "done"
        assert told.data["played_by"] == "client"
        assert told.data["cost"]["calls"] == len(lender.asked) == 3 * len(PEOPLE)
        assert "rehears" not in told.text.lower()


@pytest.mark.parametrize("era", ERAS)
async def test_a_talk_in_turn_that_takes_more_rounds_than_a_call_has_finishes_over_several(
    era: Era, tmp_path: Path
) -> None:
    async with lent(tmp_path, era, Lender(well)) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=4, order="in_turn")
        calls = 1
        while told.data["status"] == "paused" and calls < 10:
            assert told.data["reason"] == "no_client"
            told = await at.ok("continue_run", run=told.run)
            calls += 1
        assert told.data["status"] == "done"
        assert told.data["cost"]["calls"] == 4 * len(PEOPLE)


@pytest.mark.parametrize("era", ERAS)
async def test_nonsense_for_one_person_ends_that_turn_and_nobody_else_s(era: Era, tmp_path: Path) -> None:
    def mad(params: CreateMessageRequestParams) -> str:
        return "Bananas!" if "You are Oscar" in (params.system_prompt or "") else well(params)

    lender = Lender(mad)
    async with lent(tmp_path, era, lender) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=1, order="together")
        assert told.data["status"] == "done"
        notes = {e["person"]: e["note"] for e in told.data["events"] if e["kind"] == "turn"}
        assert notes == {"Oscar": "unparsable"}
        assert len(lender.asked) == len(PEOPLE) + 1


async def test_a_client_that_refuses_ends_the_turns_it_was_asked_for(tmp_path: Path) -> None:
    lender = Lender(lambda _: ErrorData(code=-1, message="The user said no."))
    async with lent(tmp_path, "legacy", lender) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=1, order="together")
        notes = [e["note"] for e in told.data["events"] if e["kind"] == "turn"]
        assert notes == ["refused"] * len(PEOPLE)


async def test_a_client_without_a_model_is_told_what_to_do_instead(tmp_path: Path) -> None:
    async with open_app(settings(tmp_path)) as app, Client(build_server(app)) as client:
        refused = await Table(client, app).error("listen_and_act", people=["Oscar"], say="Hi.", played_by="client")
        assert '"host"' in refused
        assert '"rehearsal"' in refused
