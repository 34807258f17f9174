"""Everything a provider can do to us, through the tools: a typed outcome, few attempts, nothing answered is lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.doubles import Table, assert_clear
from tests.provider.replies import Reply, Request, completion, failure, obliging
from tests.provider.server import provider
from tests.provider.table import KEY, Waits, served

SECRET = "provider-text-9c1e"
PEOPLE = ["Oscar", "Lisa Carter", "Fetu Leavasa"]
FIRST = 1 + len(PEOPLE)
"""The probe and the first step are answered well; the fault begins in the second."""


@dataclass(frozen=True)
class Cell:
    """A fault, how the run ends, the reason, and how many requests the second step may take."""

    fault: Callable[[Request], Reply]
    status: str
    reason: str
    most: int


TRIES = 4 * len(PEOPLE)
CELLS = {
    "429 at once": Cell(lambda _: failure(429, message=SECRET, Retry_After="0"), "paused", "rate_limited", TRIES),
    "429 in 2 s": Cell(lambda _: failure(429, message=SECRET, Retry_After="2"), "paused", "rate_limited", TRIES),
    "429 in 600 s": Cell(lambda _: failure(429, Retry_After="600"), "paused", "rate_limited", len(PEOPLE)),
    "500": Cell(lambda _: failure(500, message=SECRET), "paused", "unavailable", TRIES),
    "503": Cell(lambda _: failure(503, message=SECRET), "paused", "unavailable", TRIES),
    "reset in mid-body": Cell(lambda _: Reply(b"x" * 900, manner="reset"), "paused", "unavailable", TRIES),
    "a byte a second": Cell(lambda _: Reply(b"x" * 900, manner="drip"), "paused", "timed_out", TRIES),
    "never": Cell(lambda _: Reply(b"", manner="never"), "paused", "timed_out", TRIES),
    "malformed JSON": Cell(lambda _: Reply(b'{"choices": [{"mess'), "paused", "garbled", TRIES),
    "no protocol": Cell(lambda _: Reply(b'["a", "list"]'), "paused", "garbled", TRIES),
    "no choices": Cell(lambda _: Reply(b'{"choices": []}'), "paused", "garbled", TRIES),
    "10 MB": Cell(lambda _: completion("x" * 10_000_000), "paused", "garbled", TRIES),
    "HTML": Cell(
        lambda _: Reply(b"<html>hi</html>", headers={"Content-Type": "text/html"}), "paused", "garbled", TRIES
    ),
    "wrong shape": Cell(lambda _: completion('{"a": 1}'), "done", "", 2 * len(PEOPLE)),
    "refusal": Cell(lambda _: completion("", refusal="I would rather not."), "done", "", len(PEOPLE)),
    "content filter": Cell(lambda _: completion("", ended="content_filter"), "done", "", len(PEOPLE)),
    "filtered by Azure": Cell(lambda _: failure(400, "content_filter", SECRET), "done", "", len(PEOPLE)),
    "cut off": Cell(lambda _: completion('{"thought": "I', ended="length"), "done", "", len(PEOPLE)),
    "key revoked": Cell(lambda _: failure(401, "invalid_api_key", SECRET), "paused", "unauthorised", len(PEOPLE)),
    "model gone": Cell(lambda _: failure(404, "model_not_found", SECRET), "paused", "unknown_model", len(PEOPLE)),
    "no credit": Cell(lambda _: failure(429, "insufficient_quota", SECRET), "paused", "no_credit", len(PEOPLE)),
}


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.anyio
async def test_a_fault_ends_in_an_outcome_and_keeps_what_was_answered(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cell = CELLS[name]
    caplog.set_level(logging.DEBUG)
    waits = Waits()
    healthy = False

    def program(request: Request) -> Reply:
        return obliging(request) if healthy or request.number <= FIRST else cell.fault(request)

    async with provider(program) as server, served(tmp_path, server, waits=waits) as at:
        told = await at.ok("run_world", people=PEOPLE, say="Hello.", steps=2)
        assert told.data["status"] == cell.status
        assert told.data.get("reason", "") == cell.reason
        assert FIRST < len(server.requests) <= FIRST + cell.most
        assert all(seconds <= 8 + 2 for seconds in waits)
        assert [len(spoken) for spoken in await said(at, told.run)] == [len(PEOPLE)]
        assert_clear(told.text.replace("\n", " ")[:600])

        healthy = True
        before = len(server.requests)
        if cell.status == "paused":
            again = await at.ok("continue_run", run=told.run)
            assert again.data["status"] == "done"
            assert len(server.requests) - before <= len(PEOPLE)
            assert [len(spoken) for spoken in await said(at, told.run)] == [len(PEOPLE)] * 2
        shown = told.text + str(told.data) + str(await at.events(told.run)) + caplog.text
    kept = everything_in(tmp_path)
    for secret in (SECRET, KEY):
        assert secret not in shown
        assert secret.encode() not in kept


def everything_in(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


async def said(at: Table, run: str) -> list[list[str]]:
    """Return what was said in each step in which anything was."""
    steps: dict[int, list[str]] = {}
    for event in await at.events(run):
        if event["kind"] == "action":
            steps.setdefault(event["step"], []).append(event["content"])
    return [steps[step] for step in sorted(steps)]
