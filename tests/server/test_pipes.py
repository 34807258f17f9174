"""Standard input and output of a real process: pipes, files, and a client that stops reading."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pytest

INITIALIZE: dict[str, Any] = {
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
CROWD = ["Oscar", "Lisa Carter", "Fetu Leavasa", "Caio Marinho", "Solveig Rustad", "Raghav Deshmukh"]
ENDS_WITHIN = 60.0
"""Seconds after which a server that has not ended never will."""
STRAY = """
import asyncio, subprocess
from troupe_mcp.server.pipes import standard_streams

async def main():
    async with standard_streams() as pipes:
        print("stray", flush=True)
        subprocess.run(["cat"], check=True)
        await pipes.output.write((await pipes.read(100)).decode().upper())
        await pipes.output.flush()

asyncio.run(main())
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "TROUPE_STORE__DATA_DIR": str(tmp_path / "data")}


def test_answers_larger_than_a_pipe_wait_until_they_are_read(environment: dict[str, str]) -> None:
    with server(environment) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(requests(INITIALIZE, *[{"method": "tools/list"}] * 4))
        process.stdin.flush()
        answers = [process.stdout.readline() for _ in range(5)]
        assert sum(map(len, answers)) > 1 << 16
        assert sorted(json.loads(answer)["id"] for answer in answers) == [0, 1, 2, 3, 4]
        process.stdin.close()
        assert process.wait(ENDS_WITHIN) == 0


def test_a_client_that_stops_reading_ends_the_server_without_a_traceback(environment: dict[str, str]) -> None:
    with server(environment) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(requests(INITIALIZE))
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(requests({"method": "ping"}))
        process.stdin.flush()
        assert process.wait(ENDS_WITHIN) == 0
        assert process.stderr.read() == b""


def test_a_server_reads_a_file_and_writes_to_one(environment: dict[str, str], tmp_path: Path) -> None:
    given, told = tmp_path / "given.jsonl", tmp_path / "told.jsonl"
    given.write_bytes(requests(INITIALIZE))
    with given.open("rb") as source, told.open("wb") as target:
        subprocess.run([sys.executable, "-m", "troupe_mcp"], stdin=source, stdout=target, env=environment, check=True)
    assert json.loads(told.read_text("utf-8"))["result"]["serverInfo"]["name"] == "troupe"


def test_a_script_that_ends_its_input_gets_the_answer_to_all_it_asked(
    environment: dict[str, str], tmp_path: Path
) -> None:
    asked = requests(INITIALIZE, call("find_people"), call("run_world", people=["Oscar", "Lisa Carter"], say="Hello."))
    given = tmp_path / "given.jsonl"
    given.write_bytes(asked)
    with given.open("rb") as source:
        from_file = answers(environment, stdin=source)
    for told in (answers(environment, asked), from_file):
        _, found, played = sorted(told, key=lambda answer: answer["id"])
        assert "Lisa Carter" in found["result"]["content"][0]["text"]
        assert played["result"]["structuredContent"]["run"]


def test_the_end_of_input_pauses_what_plays_and_the_call_is_told(environment: dict[str, str]) -> None:
    long = call("run_world", people=CROWD, say="Hello.", steps=100)
    long["params"]["_meta"] = {"progressToken": "p"}
    with server(environment) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(requests(INITIALIZE, long))
        process.stdin.flush()
        until(process, "notifications/progress")
        process.stdin.close()
        *_, last = map(json.loads, process.stdout)
        assert process.wait(ENDS_WITHIN) == 0
    told = last["result"]["structuredContent"]
    assert (last["id"], told["status"], told["reason"]) == (1, "paused", "interrupted")


def test_what_nobody_will_answer_does_not_outlast_the_input(environment: dict[str, str]) -> None:
    lends: dict[str, Any] = {**INITIALIZE, "params": {**INITIALIZE["params"], "capabilities": {"sampling": {}}}}
    with server(environment) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(requests(lends, call("run_world", people=["Oscar", "Lisa Carter"], say="Hello.")))
        process.stdin.flush()
        until(process, "sampling/createMessage")
        process.stdin.close()
        assert process.wait(ENDS_WITHIN) == 0
    assert status_of_the_last_run(environment) == "paused"


def test_a_call_taken_back_and_a_stream_of_changes_do_not_outlast_the_input(environment: dict[str, str]) -> None:
    taken_back: dict[str, Any] = {"method": "notifications/cancelled", "params": {"requestId": 1}, "id": None}
    long = call("run_world", people=CROWD, say="Hello.", steps=100)
    meta: dict[str, Any] = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": INITIALIZE["params"]["clientInfo"],
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    listens: dict[str, Any] = {"method": "subscriptions/listen", "params": {"_meta": meta, "notifications": {}}}
    for asked in (requests(INITIALIZE, long, taken_back), requests(listens)):
        answers(environment, asked)


def test_a_client_that_goes_in_mid_call_leaves_a_run_that_goes_on_later(environment: dict[str, str]) -> None:
    long = call("run_world", people=CROWD, say="Hello.", steps=100)
    with server(environment) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(requests(INITIALIZE, long, {"method": "ping"}))
        process.stdin.flush()
        assert [json.loads(process.stdout.readline())["id"] for _ in range(2)] == [0, 2]
        process.stdin.close()
        process.stdout.close()
        assert process.wait(ENDS_WITHIN) == 0
    assert status_of_the_last_run(environment) == "paused"


def test_one_socket_may_be_input_and_output(environment: dict[str, str]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, ours.makefile("rb") as answers:
        process = subprocess.Popen(
            [sys.executable, "-m", "troupe_mcp"], stdin=theirs.fileno(), stdout=theirs.fileno(), env=environment
        )
        theirs.close()
        for id_ in range(3):
            ours.sendall(requests(INITIALIZE).replace(b'"id": 0', b'"id": %d' % id_))
            assert json.loads(answers.readline())["id"] == id_
        ours.shutdown(socket.SHUT_WR)
        assert process.wait(ENDS_WITHIN) == 0


def test_a_server_without_standard_error_answers(environment: dict[str, str]) -> None:
    command = ["sh", "-c", 'exec "$0" -m troupe_mcp 2>&-', sys.executable]
    done = subprocess.run(command, input=requests(INITIALIZE), capture_output=True, env=environment, check=True)
    assert json.loads(done.stdout)["result"]["serverInfo"]["name"] == "troupe"


def test_what_else_prints_or_reads_does_not_touch_the_protocol() -> None:
    done = subprocess.run([sys.executable, "-c", STRAY], input=b"asked\n", capture_output=True, check=True)
    assert done.stdout == b"ASKED\n"
    assert done.stderr == b"stray\n"


def server(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-m", "troupe_mcp"], env=environment, stdin=pipe, stdout=pipe, stderr=pipe)


def until(process: subprocess.Popen[bytes], method: str) -> None:
    assert process.stdout
    said = json.loads(process.stdout.readline())
    while said.get("method") != method:
        assert said["id"] == 0, said
        said = json.loads(process.stdout.readline())


def call(name: str, **arguments: Any) -> dict[str, Any]:
    return {"method": "tools/call", "params": {"name": name, "arguments": arguments}}


def status_of_the_last_run(environment: dict[str, str]) -> str:
    *_, last = answers(environment, requests(INITIALIZE, call("get_run")))
    return last["result"]["structuredContent"]["runs"][0]["status"]


def answers(environment: dict[str, str], asked: bytes = b"", stdin: BinaryIO | None = None) -> list[dict[str, Any]]:
    """Return what a server says to an input that ends, having printed nothing else."""
    command = [sys.executable, "-m", "troupe_mcp"]
    done = subprocess.run(
        command,
        input=None if stdin else asked,
        stdin=stdin,
        capture_output=True,
        env=environment,
        check=True,
        timeout=ENDS_WITHIN,
    )
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


def requests(*asked: dict[str, Any]) -> bytes:
    numbered = [{"jsonrpc": "2.0", "id": id_, **each} for id_, each in enumerate(asked)]
    return b"".join(
        json.dumps({name: value for name, value in each.items() if value is not None}).encode() + b"\n"
        for each in numbered
    )
