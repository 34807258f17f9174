"""A survey of 300 people whose server is killed twice on the way: nothing recorded is asked twice."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, MCPError

from tests.torture.evidence import audited, log_of, reading, snapshot
from tests.torture.processes import HANGS, called, serving

PEOPLE = 300
SURVEY: dict[str, Any] = {
    "questions": [
        {"id": "ad", "text": "Which ad?", "kind": "choice", "options": ["one", "two", "three"]},
        {"id": "like", "text": "How good is {{ad}}?", "kind": "rating", "scale": [0, 4]},
        {"id": "again", "text": "And the others?", "kind": "rating", "scale": [0, 4], "skip_if": {"like": "< 2"}},
    ],
    "seed": 11,
    "wait_seconds": 50,
}
PANEL = [{"name": f"Person {at}", "age": 20 + at % 60} for at in range(PEOPLE)]


async def finished(client: Client, run: str) -> dict[str, Any]:
    """Wait for a run to its end."""
    while True:
        told = await called(client, "get_run", run=run, wait_seconds=50)
        if told["status"] != "running":
            return told


def asked(data_dir: Path) -> tuple[str, int]:
    """The survey there is, and how many answers of it are recorded."""
    with reading(data_dir) as connection:
        found = connection.execute("SELECT id FROM run WHERE kind = 'survey'").fetchone()
        sql = "SELECT count(*) FROM event WHERE run = ? AND kind = 'Answered'"
        return (found[0], connection.execute(sql, found).fetchone()[0]) if found else ("", 0)


@pytest.mark.torture
async def test_a_survey_killed_twice_asks_nothing_recorded_twice_and_comes_to_the_same(tmp_path: Path) -> None:
    chance = Random("surveys")
    async with serving(tmp_path / "whole", "stdio") as server, server.client() as client:
        crowd = (await called(client, "create_people", each=PANEL))["run"]
        begun = await called(client, "ask_people", people=[crowd], **SURVEY)
        whole = await finished(client, begun["run"])
    undisturbed = log_of(tmp_path / "whole", begun["run"])

    data_dir, states = tmp_path / "killed", list[Any]()
    async with serving(data_dir, "stdio") as server, server.client() as client:
        crowd = (await called(client, "create_people", each=PANEL))["run"]
    for share in (0.25, 0.65):
        at = int(share * 3 * PEOPLE) + chance.randrange(60)
        with suppress(MCPError, httpx2.HTTPError, OSError, BaseExceptionGroup):
            async with (
                serving(data_dir, "stdio") as server,
                server.client() as client,
                anyio.create_task_group() as tasks,
            ):
                run, _ = asked(data_dir)
                tasks.start_soon(_play, client, run, crowd)
                with anyio.fail_after(HANGS):
                    while asked(data_dir)[1] < at:  # noqa: ASYNC110 -- another process answers
                        await anyio.sleep(0.002)
                with anyio.CancelScope(shield=True):
                    await server.kill()
                tasks.cancel_scope.cancel()
        states.append(snapshot(data_dir))
    async with serving(data_dir, "stdio") as server, server.client() as client:
        run, recorded = asked(data_dir)
        await called(client, "continue_run", run=run, wait_seconds=50)
        told = await finished(client, run)

    audit = audited(data_dir)
    print(
        f"killed with {[len(state.events) for state in states]} events; {recorded} answers recorded before the last leg"
    )
    assert [state.intact for state in states] == ["ok", "ok"]
    assert [state.asked_again(audit) for state in states] == [0, 0]
    assert [state.lost_in(snapshot(data_dir)) for state in states] == [0, 0]
    assert log_of(data_dir, run) == undisturbed
    assert told["status"] == "done"
    assert told["questions"] == whole["questions"]


async def _play(client: Client, run: str, crowd: str) -> None:
    with suppress(MCPError):
        if run:
            await called(client, "continue_run", run=run, wait_seconds=50)
        else:
            await called(client, "ask_people", people=[crowd], **SURVEY)
