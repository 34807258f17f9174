"""Everything a provider can do to us, through the tools: a typed outcome, few attempts, nothing answered is lost."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.doubles import Table, Told, assert_clear
from tests.provider.cells import CELLS, SECRET, Cell
from tests.provider.replies import Reply, Request, obliging
from tests.provider.server import Provider, provider
from tests.provider.table import KEY, TOKEN, Waits, everything_in, served

PEOPLE = ["Oscar", "Lisa Carter", "Fetu Leavasa"]
ANSWERED = 1 + len(PEOPLE)
"""Requests until the first step is over: the probe, and a turn each."""
AT_START = (
    "429 in 2 s",
    "500",
    "connection refused",
    "never",
    "malformed JSON",
    "wrong key",
    "unknown model",
    "no credit",
)


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.anyio
async def test_a_fault_in_mid_run_costs_the_one_it_meets_a_turn_and_nobody_an_answer(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, traced: list[str]
) -> None:
    cell = CELLS[name]
    caplog.set_level(logging.DEBUG)
    waits = Waits()
    mended = False

    def program(request: Request) -> Reply:
        met = request.number > ANSWERED and of_oscar(request) and not mended
        return cell.fault(request) if met else obliging(request)

    async with (
        provider(program) as server,
        served(tmp_path, server, waits=waits, http=True, timeout=cell.timeout) as at,
    ):
        server.stays_for = 2 * len(PEOPLE)
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=2, order="together")
        assert_rests(told, cell, waits)
        met = [request for request in server.requests if of_oscar(request)]
        assert len(met) == 1 + cell.tries or (name == "connection refused" and len(met) > 1)
        assert len(server.requests) == ANSWERED + len(PEOPLE) - 1 + len(met) - 1
        if cell.status == "paused":
            assert "No answer from Oscar (1 of 3 asked). What was answered is kept" in told.text
        else:
            assert f"No answer: Oscar 1 of 2 times {cell.says}" in told.text
        looked = await at.ok("get_run", run=told.run)
        assert cell.says in looked.text

        mended = True
        sent = len(server.requests)
        if server.listening is None:
            await server.listen()
        if cell.status == "paused":
            told = await at.ok("continue_run", run=told.run)
            assert [of_oscar(request) for request in server.requests[sent:]] == [True]
            assert [len(step) for step in await spoken(at, told.run)] == [3, 3]
        assert told.data["status"] == "done"
        transcript = await at.read(f"troupe://runs/{told.run}/transcript")
        shown = [looked.text, str(looked.data), told.text, str(told.data), transcript, caplog.text, str(traced)]
        assert "run_world" in str(traced)
    assert_kept_secret(shown, tmp_path, server)


@pytest.mark.parametrize("name", AT_START)
@pytest.mark.anyio
async def test_a_fault_from_the_start_pauses_the_run_before_anything_is_spent(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, traced: list[str]
) -> None:
    cell = CELLS[name]
    caplog.set_level(logging.DEBUG)
    waits = Waits()

    async with provider(cell.fault) as server:
        if name == "connection refused":
            server.leave()
        async with served(tmp_path, server, waits=waits, timeout=cell.timeout) as at:
            told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=1, order="together")
            assert_rests(told, cell, waits)
            assert "No answer from Oscar, Lisa Carter, Fetu Leavasa (3 of 3 asked). Nothing was spent." in told.text
            assert told.data["cost"]["calls"] == 0
            assert len(server.requests) <= cell.tries * len(PEOPLE)
            assert len(waits) <= (cell.tries - 1) * len(PEOPLE)

            server.program = obliging
            if server.listening is None:
                await server.listen()
            again = await at.ok("continue_run", run=told.run)
            assert (again.data["status"], again.data["cost"]["calls"]) == ("done", len(PEOPLE))
    assert_kept_secret([told.text, str(told.data), again.text, caplog.text, str(traced)], tmp_path, server)


def assert_rests(told: Told, cell: Cell, waits: Waits) -> None:
    """Assert how a run ended, that its user can act on what they read, and that nothing waited longer than asked."""
    assert (told.data["status"], told.data.get("reason", "")) == (cell.status, cell.reason)
    assert cell.says in told.text
    [note] = told.data["warnings"]
    assert_clear(note)
    assert all(cell.waits[0] <= seconds <= cell.waits[1] for seconds in waits)


def assert_kept_secret(shown: list[str], directory: Path, server: Provider) -> None:
    """Assert that no secret was shown or kept, and that the provider got its key and not the client's token."""
    kept = everything_in(directory)
    for secret in (SECRET, KEY, TOKEN):
        assert not [text for text in shown if secret in text]
        assert secret.encode() not in kept
    assert {request.headers["authorization"] for request in server.requests} <= {f"Bearer {KEY}"}
    assert not [request for request in server.requests if TOKEN in str(request)]


def of_oscar(request: Request) -> bool:
    return "You are Oscar" in request.text


async def spoken(at: Table, run: str) -> list[list[str]]:
    """Return what was said in each step in which anything was."""
    steps: dict[int, list[str]] = {}
    for event in await at.events(run):
        if event["kind"] == "action":
            steps.setdefault(event["step"], []).append(event["content"])
    return [steps[step] for step in sorted(steps)]
