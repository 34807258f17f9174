"""The floor: a server of ready bytes over HTTP at 2025-11-25, which asks its client's model and does nothing else.

It reads of a request only what it is, answers a POST before it looks at it, and asks the next round in the moment in
which the last answer of one has come: what a call still takes is the client's, and the wire's.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import uvicorn

from benchmarks.wire import LEGACY

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
HANDSHAKE: dict[str, Any] = {
    "protocolVersion": LEGACY, "capabilities": {"tools": {}}, "serverInfo": {"name": "ideal", "version": "1"},
}  # fmt: skip
TOOL = {"name": "ask", "inputSchema": {"type": "object"}}


class Ideal:
    """An ASGI app for one client at a time, whose one tool asks so many prompts at once, so many times."""

    def __init__(self) -> None:
        self._open = 0
        self._answered = asyncio.Event()

    async def __call__(self, scope: Mapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        """Answer one request."""
        if scope["method"] != "POST":
            await _whole(send, 405)
            return
        body = b""
        while (part := await receive()).get("more_body"):
            body += part["body"]
        message = json.loads(body + part["body"])
        match message.get("method"):
            case "initialize":
                await _whole(send, 200, {"jsonrpc": "2.0", "id": message["id"], "result": HANDSHAKE})
            case "tools/list":
                await _whole(send, 200, {"jsonrpc": "2.0", "id": message["id"], "result": {"tools": [TOOL]}})
            case "tools/call":
                await self._ask(message["id"], send, **message["params"]["arguments"])
            case None:
                await _whole(send, 202)
                self._open -= 1
                if not self._open:
                    self._answered.set()
            case _:
                await _whole(send, 202)

    async def _ask(self, call: Any, send: Send, *, rounds: int, at_once: int, characters: int) -> None:
        messages = [{"role": "user", "content": {"type": "text", "text": "Go on."}}]
        params = {"systemPrompt": "x" * characters, "messages": messages, "maxTokens": 2000}
        asked = [
            _event({"jsonrpc": "2.0", "id": f"{n}", "method": "sampling/createMessage", "params": params})
            for n in range(rounds * at_once)
        ]
        done = _event({"jsonrpc": "2.0", "id": call, "result": {"content": [{"type": "text", "text": "done"}]}})
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        for n in range(rounds):
            self._open = at_once
            self._answered.clear()
            for event in asked[n * at_once : (n + 1) * at_once]:
                await send({"type": "http.response.body", "body": event, "more_body": True})
            await self._answered.wait()
        await send({"type": "http.response.body", "body": done})


def _event(message: Mapping[str, Any]) -> bytes:
    return f"event: message\r\ndata: {json.dumps(message)}\r\n\r\n".encode()


async def _whole(send: Send, status: int, message: Mapping[str, Any] | None = None) -> None:
    body = json.dumps(message).encode() if message else b""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(Ideal(), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", lifespan="off")
