"""A server of the OpenAI protocol in its own process: every request gets a good answer of its form, after a while."""

from __future__ import annotations

import asyncio
import json
import sys

from benchmarks.models import ANSWER, NOTED

PROBED = json.dumps({"colour": "vermilion"})
"""What the question whether this server holds its model to a schema wants to hear."""


def _completion(text: str) -> bytes:
    told = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text, "refusal": None}}
        ],
        "usage": {"prompt_tokens": 2500, "completion_tokens": 150, "total_tokens": 2650},
    }
    body = json.dumps(told).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


class Answering(asyncio.Protocol):
    """One connection; requests come one after the other."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._came = bytearray()
        self._turn, self._notes, self._probed = _completion(ANSWER), _completion(NOTED), _completion(PROBED)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        head = self._came.find(b"\r\n\r\n")
        if head < 0:
            return
        lines = bytes(self._came[:head]).lower().split(b"\r\n")
        length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:"))
        if len(self._came) < head + 4 + length:
            return
        answer = self._to(self._came)
        self._came.clear()
        if self._seconds:
            asyncio.get_running_loop().call_later(self._seconds, self._write, answer)
        else:
            self._write(answer)

    def _to(self, request: bytearray) -> bytes:
        if b"vermilion" in request:
            return self._probed
        return self._notes if b'"ConsolidationAnswer"' in request else self._turn

    def _write(self, answer: bytes) -> None:
        if isinstance(self._transport, asyncio.WriteTransport) and not self._transport.is_closing():
            self._transport.write(answer)


async def _serve(port: int, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Answering(seconds), "127.0.0.1", port, backlog=1000)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2])))
