"""The client's own model plays: open prompts go to it within the open call, in the way of the client's era.

At 2026-07-28 a call returns what it needs and is made again with the answers (`InputRequiredResult`); at 2025-11-25 the
server asks back while the call is open (`sampling/createMessage`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import anyio
from mcp.shared.exceptions import MCPError
from mcp.shared.message import ServerMessageMetadata
from mcp.types import (
    CreateMessageRequest,
    CreateMessageRequestParams,
    CreateMessageResult,
    CreateMessageResultWithTools,
    InputRequiredResult,
    SamplingMessage,
    TextContent,
)
from pydantic import ValidationError

from troupe_mcp.errors import StoreFailed
from troupe_mcp.language.answer import json_in, spelled_out
from troupe_mcp.language.completion import Completion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mcp.server.mcpserver import Context

    from troupe_mcp.app.playing import Keep, OnProgress
    from troupe_mcp.app.views import Awaited
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.store import RunRecord

MODERN = "2026-07-28"
MOST_ROUNDS = 9
"""Clients give a call up at its tenth."""
MOST_PROMPTS = 32
MOST_BYTES = 500_000
"""Of one round's requests, as they are sent; the first is always among them."""
AT_ONCE = 16
REJECTED = -1
"""The code by which a client says that its user rejected a request; any other is a fault of the moment."""
LOOK_EVERY = 0.5
"""Seconds between two looks at a run while its client's answers are waited for."""


class NeedsInput(Exception):
    """The call has to return now, and to be made again with what it needs."""

    def __init__(self, result: InputRequiredResult) -> None:
        super().__init__("input required")
        self.result = result


def can_sample(ctx: Context) -> bool:
    """Return whether the client lends its model."""
    offered = ctx.client_capabilities
    return bool(offered and offered.sampling is not None)


def rejoined(ctx: Context) -> str:
    """Return the run that this call goes on with, where it is a further leg of one; else nothing."""
    return str(_state(ctx).get("run", ""))


class Sampled:
    """Gets answers from one client, for the run of one call, with progress while they are waited for."""

    def __init__(self, ctx: Context, on_progress: OnProgress) -> None:
        self._ctx = ctx
        self._on_progress = on_progress
        self._modern = str(ctx.protocol_version) >= MODERN
        self._round = int(_state(ctx).get("round", 0))
        self._came: Mapping[str, Any] = ctx.input_responses or {} if self._modern else {}

    async def __call__(self, run: RunRecord, awaited: Sequence[Awaited], keep: Keep) -> bool:
        """Have answers to some of the prompts kept; false when none came and the call has to end.

        Raises NeedsInput where the client is to make the call again.
        """
        if not self._modern:
            return await self._asked_back(run, awaited, keep)
        came = {one.id: _completion(self._came[one.id]) for one in awaited if one.id in self._came}
        self._came = {}
        if came:
            await keep(came)
            return True
        if self._round >= MOST_ROUNDS:
            return False
        state = json.dumps({"run": run.id, "round": self._round + 1})
        raise NeedsInput(InputRequiredResult(input_requests=cast("Any", _fitting(awaited)), request_state=state))

    async def _asked_back(self, run: RunRecord, awaited: Sequence[Awaited], keep: Keep) -> bool:
        places = anyio.CapacityLimiter(AT_ONCE)
        came: list[str] = []
        lost: list[StoreFailed] = []

        async def ask(one: Awaited) -> None:
            async with places:
                answer = await self._answer(one.prompt)
            if answer:
                came.append(one.id)
                try:
                    await keep({one.id: answer})  # at once: a client that goes takes none of its answers with it
                except StoreFailed as failure:
                    lost.append(failure)

        async def tell() -> None:
            while True:
                await self._on_progress(run)
                await anyio.sleep(LOOK_EVERY)

        async with anyio.create_task_group() as telling:
            telling.start_soon(tell)
            async with anyio.create_task_group() as asking:
                for one in awaited:
                    asking.start_soon(ask, one)
            telling.cancel_scope.cancel()
        if lost:
            raise lost[0]  # here, where it is no group of exceptions
        return bool(came)

    async def _answer(self, prompt: Prompt) -> Completion | None:
        """Return what the client's model said or that its user rejected the prompt; None leaves it open."""
        related = ServerMessageMetadata(related_request_id=self._ctx.request_context.request_id)
        # Typed so, a message may be a block or a list of blocks: clients send both.
        kind = CreateMessageResultWithTools
        try:
            said = await self._ctx.session.send_request(_request(prompt), kind, metadata=related)
        except MCPError as fault:
            return Completion("", "refused", model="client") if fault.error.code == REJECTED else None
        except ValidationError:
            return None
        return _completion(said)


def _state(ctx: Context) -> Mapping[str, Any]:
    """Return what this server wrote into the call's earlier leg; the SDK seals it, so nobody else can."""
    return cast("Mapping[str, Any]", json.loads(ctx.request_state)) if ctx.request_state else {}


def _fitting(awaited: Sequence[Awaited]) -> Mapping[str, CreateMessageRequest]:
    """Return the requests that one round carries, by the prompts' ids; at least one."""
    kept: dict[str, CreateMessageRequest] = {}
    room = MOST_BYTES
    for one in awaited[:MOST_PROMPTS]:
        request = _request(one.prompt)
        room -= len(request.model_dump_json(by_alias=True, exclude_none=True).encode()) + len(one.id) + 4
        if room < 0 and kept:
            break
        kept[one.id] = request
    return kept


def _request(prompt: Prompt) -> CreateMessageRequest:
    system = [message.text for message in prompt.messages if message.role == "system"]
    messages = [
        SamplingMessage(
            role="assistant" if message.role == "assistant" else "user",
            content=TextContent(type="text", text=message.text),
        )
        for message in prompt.messages
        if message.role != "system"
    ]
    return CreateMessageRequest(
        params=CreateMessageRequestParams(
            system_prompt="\n\n".join([*system, spelled_out(prompt.answer)]),
            messages=messages,
            max_tokens=prompt.max_tokens,
        )
    )


def _completion(said: object) -> Completion:
    """Return what a client's model said; what is no message in words counts as an answer that cannot be read."""
    if not isinstance(said, CreateMessageResult | CreateMessageResultWithTools):
        return Completion("", model="client")
    blocks = said.content if isinstance(said.content, list) else [said.content]
    text = "".join(block.text for block in blocks if isinstance(block, TextContent))
    if said.stop_reason == "maxTokens":
        return Completion(text, "truncated", model=said.model)
    return Completion(json_in(text), model=said.model)
