"""MCP by hand, so that a measured server meets a client that costs next to nothing."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import time
from typing import Any

MODERN = "2026-07-28"
LEGACY = "2025-11-25"
_CLIENT = {"name": "bench", "version": "1"}
_META = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientInfo": _CLIENT,
    "io.modelcontextprotocol/clientCapabilities": {},
}


def list_tools(process: subprocess.Popen[bytes], era: str) -> None:
    """Ask a server on stdio for its tools, and return once it has answered."""
    if era == LEGACY:
        _write(process, "initialize", 1, {"protocolVersion": LEGACY, "capabilities": {}, "clientInfo": _CLIENT})
        _answer(process)
        _write(process, "notifications/initialized", None, {})
    _write(process, "tools/list", 2, {} if era == LEGACY else {"_meta": _META})
    if not _answer(process)["tools"]:
        raise RuntimeError("no tools")


def _write(process: subprocess.Popen[bytes], method: str, number: int | None, params: dict[str, Any]) -> None:
    message = {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number else {})
    if process.stdin is None:
        raise RuntimeError("the server was started without pipes")
    process.stdin.write(json.dumps(message).encode() + b"\n")
    process.stdin.flush()


def _answer(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    if process.stdout is None:
        raise RuntimeError("the server was started without pipes")
    return json.loads(process.stdout.readline())["result"]


class Caller:
    """Calls one tool over HTTP again and again, on one connection, in the modern era."""

    def __init__(self, port: int, tool: str, arguments: dict[str, Any]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        params = {"name": tool, "arguments": arguments, "_meta": _META}
        self._body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
        self._headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": MODERN,
            "Mcp-Method": "tools/call",
            "Mcp-Name": tool,
        }

    def call(self, times: int) -> int:
        """Return the length of an answer, after that many."""
        answer = b""
        for _ in range(times):
            self._connection.request("POST", "/mcp", self._body, self._headers)
            answer = self._connection.getresponse().read()
        result = json.loads(answer)["result"]
        if result.get("isError"):
            raise RuntimeError(f"the tool failed: {result}"[:600])
        return len(answer)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until_it_listens(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nobody listens on port {port}")
