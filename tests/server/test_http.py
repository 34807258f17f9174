"""A real server over HTTP, with clients of both eras."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from mcp import Client

from tests.doubles import ERAS, Era, error, events, ok, read


@asynccontextmanager
async def served(directory: Path) -> AsyncGenerator[str]:
    """A server as a process of its own, from the moment it listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = {**os.environ, "TROUPE_STORE__DATA_DIR": str(directory), "TROUPE_LOGGING__LEVEL": "INFO"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "troupe_mcp", "serve", "--http", "--port", str(port),
        env=environment, cwd=directory, stderr=asyncio.subprocess.PIPE, limit=2**20,
    )  # fmt: skip
    assert process.stderr
    lines: list[str] = []
    while (line := (await process.stderr.readline()).decode()) and "running on http" not in line:
        lines.append(line)
    assert line, "".join(lines)
    drained = asyncio.create_task(process.stderr.read())
    try:
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        await process.wait()
        assert "Traceback" not in (await drained).decode()


async def test_clients_of_both_eras_share_a_server(tmp_path: Path) -> None:
    told: dict[Era, str] = {}
    async with served(tmp_path) as url:
        for era, version in ERAS.items():
            async with Client(url, mode=era) as client:
                assert client.protocol_version == version
                assert len((await client.list_tools()).tools) >= 9
                played = await ok(client, "run_world", people=["Lisa Carter", "Oscar"], say="Tea?", steps=2, seed=3)
                assert played.data["status"] == "done"
                assert "No person 'Anna'" in await error(client, "listen_and_act", people=["Anna"], say="x")
                told[era] = played.run
        async with Client(url) as client:
            happened = [await events(client, run) for run in told.values()]
            listed = await ok(client, "get_run")
            guide = await read(client, "troupe://guide")
        refused = [
            await asyncio.to_thread(httpx2.post, url, json={}, headers=headers)
            for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"})
        ]

    assert happened[0] == happened[1]
    assert {line["run"] for line in listed.data["runs"]} == set(told.values())
    assert guide.startswith("# Troupe")
    assert all(400 <= response.status_code < 500 for response in refused)
    assert [response.status_code for response in refused] == [421, 403]


async def test_whitespace_around_the_value_of_a_header_is_none_of_it(tmp_path: Path) -> None:
    body = json.dumps(
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {
                "name": "find_people",
                "arguments": {"limit": 1},
                "_meta": {
                    "io.modelcontextprotocol/protocolVersion": ERAS["auto"],
                    "io.modelcontextprotocol/clientInfo": {"name": "raw", "version": "1"},
                    "io.modelcontextprotocol/clientCapabilities": {},
                },
            },
        }
    )
    async with served(tmp_path) as url:
        address = httpx2.URL(url)
        lines = [
            "POST /mcp HTTP/1.1",
            f"Host: {address.host}:{address.port}",
            "Content-Type: application/json",
            "Accept: application/json, text/event-stream",
            f"MCP-Protocol-Version: \t{ERAS['auto']} \t",
            "Mcp-Method: tools/call  ",
            "Mcp-Name:   find_people   ",
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
        reader, writer = await asyncio.open_connection(str(address.host), address.port)
        writer.write("\r\n".join([*lines, "", body]).encode())
        told = (await reader.read()).decode()
        writer.close()

    assert told.startswith("HTTP/1.1 200 ")
    assert '"people"' in told


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1"])  # noqa: S104 - what is refused
def test_an_address_that_others_reach_is_refused_in_one_line(tmp_path: Path, host: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "troupe_mcp", "serve", "--http", "--host", host, "--port", "1"],
        env={**os.environ, "TROUPE_STORE__DATA_DIR": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert host in done.stderr
    assert "authentication" in done.stderr
    assert len(done.stderr.splitlines()) == 1


async def test_over_http_an_export_is_a_link_and_no_path(tmp_path: Path) -> None:
    async with served(tmp_path) as url:
        for era in ERAS:
            async with Client(url, mode=era) as client:
                run = (await ok(client, "run_world", people=["Oscar", "Lisa Carter"], say="Tea?", seed=3)).run
                told = await ok(client, "export_run", run=run, format="csv")
                assert "path" not in told.data
                assert str(tmp_path) not in told.text
                assert told.data["bytes"] == len((await read(client, told.data["link"])).encode())
    assert not (tmp_path / "exports").exists()


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "TROUPE_STORE__DATA_DIR": str(tmp_path)}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "troupe_mcp", "serve", "--http", "--port", port]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"port={port} on 127.0.0.1 can't be listened on: Address already in use" in done.stderr
    assert "Traceback" not in done.stderr
