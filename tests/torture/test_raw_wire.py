"""Lines that no client library would send, on the wire itself: each is survived, and none stops the next."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import anyio
import httpx2
import pytest

from tests.torture.evidence import integrity
from tests.torture.processes import HANGS, called, serving

INPUTS = 300
NEVER_TOLD = ("Traceback", 'File \\"', "Error executing tool")
ERAS = ("2025-11-25", "2026-07-28")


INITIALIZE = (
    '{"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "2025-11-25",'
    ' "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}}'
)
INITIALIZED = '{"jsonrpc": "2.0", "method": "notifications/initialized"}'


def call(number: int, arguments: str) -> str:
    """A tools/call whose arguments are JSON text, right or wrong."""
    params = f'{{"name": "find_people", "arguments": {arguments}}}'
    return f'{{"jsonrpc": "2.0", "id": {number}, "method": "tools/call", "params": {params}}}'


def line(chance: Random, number: int) -> bytes:
    """One line: broken, strange, or right in form only."""
    deep = chance.choice((100, 1_000, 100_000))
    texts = (
        call(number, '{"query": "\\ud800"}'),
        call(number, '{"query": "\\udfff\\ud800x"}'),
        call(number, '{"\\ud800": 1}'),
        call(number, '{"query": ' + "[" * deep + "]" * deep + "}"),
        call(number, '{"query": ' + '{"a":' * deep + "1" + "}" * deep + "}"),
        call(number, '{"limit": NaN}'),
        call(number, '{"limit": -Infinity}'),
        call(number, f'{{"limit": {"9" * chance.choice((30, 400, 5_000))}}}'),
        call(number, '{"limit": 1e999999}'),
        call(number, '{"query": "a", "query": ["b"]}'),
        call(number, f'{{"query": {json.dumps("x" * 1_000_000)}}}'),
        call(number, "[]"),
        call(number, '"text"'),
        call(number, "12"),
        call(number, '{"query": "\\u0000"}'),
        call(number, "{"),
        f'{{"jsonrpc": "2.0", "id": {number}, "method": "tools/call", "params": []}}',
        f'{{"jsonrpc": "2.0", "id": {number}, "method": "tools/call", "params": {{"name": 5}}}}',
        f'{{"jsonrpc": "2.0", "id": {number}, "method": "tools/call", "params": {{"name": "rm -rf /"}}}}',
        f'{{"jsonrpc": "2.0", "id": {number}, "method": "no/such"}}',
        f'{{"jsonrpc": "1.0", "id": {number}, "method": "tools/list"}}',
        '{"jsonrpc": "2.0", "id": null, "method": "tools/list"}',
        '{"jsonrpc": "2.0", "id": [1], "method": "tools/list"}',
        '{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": {}}}',
        '{"jsonrpc": "2.0", "result": {}, "id": 9999999}',
        "[]",
        "null",
        "\x00\x01\x02",
        "GET / HTTP/1.1",
    )
    return chance.choice((*(text.encode("utf-8", "surrogatepass") for text in texts), b"\xff\xfe\x80", b"\xed\xa0\x80"))


@pytest.mark.torture
async def test_no_line_on_stdin_stops_the_server(tmp_path: Path) -> None:
    chance, data_dir = Random(seed := time.time_ns() % 2**32), tmp_path / "data"
    print(f"raw stdio: seed {seed}")
    async with serving(data_dir, "stdio") as server, server.client("legacy") as client:
        assert server.process.stdin is not None
        for number in range(INPUTS):
            server.process.stdin.write(line(chance, 1_000_000 + number) + b"\n")
            await server.process.stdin.drain()
            if number % 10 == 0:
                with anyio.fail_after(HANGS):
                    await called(client, "find_people", kind="library", limit=1)
        with anyio.fail_after(HANGS):
            await called(client, "find_people", kind="library", limit=1)
        assert server.process.returncode is None
    assert server.process.returncode == 0
    assert integrity(data_dir) == "ok"


UNREADABLE = (
    call(1, '{"query": "\\ud83e"}'),
    call(1, '{"query": ' + "[" * 1_000 + "]" * 1_000 + "}"),
    call(1, '{"limit": ' + "9" * 5_000 + "}"),
    call(1, '{"limit":'),
)


@pytest.mark.torture
@pytest.mark.parametrize("request_line", UNREADABLE, ids=("surrogate", "deep", "long number", "broken"))
async def test_a_line_that_cannot_be_read_is_answered_all_the_same(tmp_path: Path, request_line: str) -> None:
    async with serving(tmp_path / "data", "stdio") as server:
        assert server.process.stdin is not None
        assert server.process.stdout is not None
        for each in (INITIALIZE, INITIALIZED, request_line, call(2, '{"limit": 1}')):
            server.process.stdin.write(each.encode() + b"\n")
        with anyio.fail_after(HANGS):
            answered: list[Any] = [json.loads(await server.process.stdout.readline()).get("id")]
            while answered[-1] != 2:
                answered.append(json.loads(await server.process.stdout.readline()).get("id"))
    assert len(answered) == 3


@pytest.mark.torture
@pytest.mark.parametrize("era", ERAS)
async def test_no_body_over_http_stops_the_server_or_shows_its_inside(tmp_path: Path, era: str) -> None:
    chance, data_dir = Random(seed := time.time_ns() % 2**32), tmp_path / "data"
    print(f"raw http {era}: seed {seed}")
    statuses: Counter[int] = Counter()
    async with serving(data_dir, "http") as server, httpx2.AsyncClient(timeout=HANGS) as http:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": era,
        }
        url = f"http://127.0.0.1:{server.port}/mcp"
        begun = await http.post(url, content=INITIALIZE, headers={**headers, "MCP-Protocol-Version": ERAS[0]})
        if era == ERAS[0]:
            headers["Mcp-Session-Id"] = begun.headers["Mcp-Session-Id"]
            await http.post(url, content=INITIALIZED, headers=headers)
        for number in range(INPUTS):
            response = await http.post(url, content=line(chance, number), headers=headers)
            statuses[response.status_code] += 1
            assert [words for words in NEVER_TOLD if words in response.text] == []
            assert response.status_code != 500
        async with server.client() as client:
            await called(client, "find_people", kind="library", limit=1)
    print(f"raw http {era}: {dict(statuses)}")
    assert integrity(data_dir) == "ok"
