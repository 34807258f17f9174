"""Clients that go away while something plays."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError

from tests.torture.evidence import audited, integrity, log_of, reading, run_row, until
from tests.torture.processes import Era, called, serving
from tests.torture.scenes import make_people, scene, undisturbed

SEED = 7


@pytest.mark.torture
@pytest.mark.parametrize("era", ["auto", "legacy"])
@pytest.mark.parametrize("waiting", [True, False])
async def test_when_stdin_closes_what_plays_is_paused_and_the_server_ends_well(
    tmp_path: Path, era: Era, *, waiting: bool
) -> None:
    data_dir = tmp_path / "data"
    code = -1
    async with serving(data_dir, "stdio") as server, server.client(era) as client:
        wanted = scene(await make_people(client), SEED, steps=60)
        async with anyio.create_task_group() as tasks:
            if waiting:
                tasks.start_soon(call_in_vain, client, wanted)
            else:
                await called(client, "run_world", **wanted, wait_seconds=0)
            await until_answers(data_dir, 15)
            begun = anyio.current_time()
            code = await server.hang_up()
            print(f"ended with {code} after {anyio.current_time() - begun:.2f} s")
            tasks.cancel_scope.cancel()
    assert code == 0, server.log.read_text("utf-8")
    # The SDK itself may log that it could not write to a client that has left.
    assert "ERROR troupe_mcp" not in server.log.read_text("utf-8")
    row = run_row(data_dir, run_of(data_dir))
    assert (row["status"], row["reason"]) == ("paused", "interrupted")
    assert integrity(data_dir) == "ok"
    answered = len(audited(data_dir))
    async with serving(data_dir, "stdio") as server, server.client(era) as client:
        status = await called(client, "get_run", run=row["id"], wait_seconds=1)
        assert (status["status"], status["reason"]) == ("paused", "interrupted")
        assert len(audited(data_dir)) == answered  # nothing resumes unasked


@pytest.mark.torture
@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_over_http_a_client_that_goes_away_stops_nothing(tmp_path: Path, era: Era) -> None:
    data_dir = tmp_path / "data"
    async with serving(data_dir, "http") as server:
        async with server.client(era) as client:
            wanted = scene(await make_people(client), SEED)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.call_tool, "run_world", {**wanted, "wait_seconds": 50})
                await until_answers(data_dir, 15)
                tasks.cancel_scope.cancel()
        run = run_of(data_dir)
        assert run_row(data_dir, run)["status"] == "running"
        await until(lambda: run_row(data_dir, run)["status"] != "running")
    assert run_row(data_dir, run)["status"] == "done"
    async with undisturbed(tmp_path / "undisturbed") as reference:
        assert log_of(data_dir, run) == await reference.log(SEED)
    # The SDK itself may log that it could not write to a client that has left.
    assert "ERROR troupe_mcp" not in server.log.read_text("utf-8")


async def call_in_vain(client: Client, wanted: dict[str, Any]) -> None:
    with suppress(MCPError):  # the server goes while the client still waits
        await client.call_tool("run_world", {**wanted, "wait_seconds": 50})


async def until_answers(data_dir: Path, count: int) -> None:
    await until(lambda: len(audited(data_dir)) >= count)


def run_of(data_dir: Path) -> str:
    """The only run there is."""
    with reading(data_dir) as connection:
        (run,) = connection.execute("SELECT id FROM run").fetchone()
    return run
