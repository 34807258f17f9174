"""The provider: an HTTP/1.1 server on loopback, down to the bytes, so that it can break in the middle of them."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from tests.provider.replies import Reply, Request, embedding, failure, obliging

Program = Callable[[Request], Reply]


class Provider:
    """Answers by its program and keeps every request it got."""

    def __init__(self, program: Program = obliging) -> None:
        self.program = program
        self.vectors: Program = embedding
        self.requests: list[Request] = []
        self.delay = 0.0
        self.together = 0
        """Requests that are answered only once so many are there, probes not counted."""
        self.stays_for = 0
        """Requests that have come, probes not counted, before a reply takes the whole server away."""
        self.waiting = 0
        self.all_there = asyncio.Event()
        self.came = asyncio.Condition()
        self.port = 0
        self.listening: asyncio.Server | None = None
        self.serving: set[asyncio.Task[None]] = set()

    async def listen(self) -> None:
        """Take connections, again at the same address after having left."""
        self.listening = await asyncio.start_server(self.accept, "127.0.0.1", self.port)
        self.port = self.listening.sockets[0].getsockname()[1]

    def leave(self) -> None:
        """Take no more connections."""
        if self.listening is not None:
            self.listening.close()
            self.listening = None

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self.serve(reader, writer))
        self.serving.add(task)
        task.add_done_callback(self.serving.discard)

    async def until_waiting(self, times: int) -> None:
        """Return once so many requests have come, probes not counted."""
        async with self.came:
            await self.came.wait_for(lambda: self.waiting >= times)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await self._read(reader):
                if not await self._answer(writer, self._reply(request)):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Request | None:
        line = await reader.readline()
        if not line:
            return None
        headers: dict[str, str] = {}
        while (header := (await reader.readline()).decode("latin-1").strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        request = Request(len(self.requests) + 1, line.decode().split()[1], headers, json.loads(body or b"{}"))
        self.requests.append(request)
        if not request.probes:
            self.waiting += 1
            async with self.came:
                self.came.notify_all()
            if self.waiting >= self.together:
                self.all_there.set()
            await self.all_there.wait()
        if self.delay:
            await asyncio.sleep(self.delay)
        return request

    def _reply(self, request: Request) -> Reply:
        path = request.path.partition("?")[0]
        if path.endswith("/models"):
            return Reply(json.dumps({"object": "list", "data": [{"id": "fake", "object": "model"}]}).encode())
        if path.endswith("/embeddings"):
            return self.vectors(request)
        if not path.endswith("/chat/completions"):
            return failure(404, "not_found", f"no route {path}")
        return self.program(request)

    async def _answer(self, writer: asyncio.StreamWriter, reply: Reply) -> bool:
        if reply.manner == "gone":
            await self.until_waiting(self.stays_for)
            self.leave()
            return False
        if reply.manner == "never":
            await asyncio.Event().wait()
        head = [f"HTTP/1.1 {reply.status} Status", f"Content-Length: {len(reply.body)}"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        writer.write("\r\n".join([*head, "", ""]).encode())
        if reply.manner == "reset":
            writer.write(reply.body[: len(reply.body) // 2])
            await writer.drain()
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if reply.manner == "drip":
            for byte in reply.body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(1)
        writer.write(reply.body)
        await writer.drain()
        return True


@asynccontextmanager
async def provider(program: Program = obliging) -> AsyncGenerator[Provider]:
    """A provider that listens while the block runs."""
    one = Provider(program)
    await one.listen()
    try:
        yield one
    finally:
        one.leave()
        left = list(one.serving)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
