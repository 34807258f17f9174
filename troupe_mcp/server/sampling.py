"""The client's own model plays: open prompts go to it within the open call, in the way of the client's era.

At 2026-07-28 a call returns what it needs and is made again with the answers (`InputRequiredResult`); at 2025-11-25 the
server asks back while the call is open (`sampling/createMessage`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import anyio
from mcp.shared.exceptions import MCPError
from mcp.types import (
    CreateMessageRequest,
    CreateMessageRequestParams,
    CreateMessageResult,
    InputRequiredResult,
    SamplingMessage,
    TextContent,
)

from troupe_mcp.language.answer import json_in, portable_schema
from troupe_mcp.language.completion import Completion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mcp.server.mcpserver import Context

    from troupe_mcp.app.views import Awaited
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.store import RunRecord

MODERN = "2026-07-28"
MOST_ROUNDS = 9
"""Clients give a call up at its tenth."""
MOST_PROMPTS = 32
MOST_BYTES = 500_000
AT_ONCE = 16


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
    """Gets answers from one client, for the run of one call."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._modern = str(ctx.protocol_version) >= MODERN
        self._round = int(_state(ctx).get("round", 0))
        self._came: Mapping[str, Any] = ctx.input_responses or {} if self._modern else {}

    async def __call__(self, run: RunRecord, awaited: Sequence[Awaited]) -> Mapping[str, Completion]:
        """Return answers to some of the prompts; none when the call has to end.

        Raises NeedsInput where the client is to make the call again.
        """
        if not self._modern:
            return await self._asked_back(awaited)
        came = {one.id: _completion(self._came[one.id]) for one in awaited if one.id in self._came}
        self._came = {}
        if came:
            return came
        if self._round >= MOST_ROUNDS:
            return {}
        requests = {one.id: CreateMessageRequest(params=_params(one.prompt)) for one in _fitting(awaited)}
        state = json.dumps({"run": run.id, "round": self._round + 1})
        raise NeedsInput(InputRequiredResult(input_requests=cast("Any", requests), request_state=state))

    async def _asked_back(self, awaited: Sequence[Awaited]) -> Mapping[str, Completion]:
        places = anyio.CapacityLimiter(AT_ONCE)
        answers: dict[str, Completion] = {}

        async def ask(one: Awaited) -> None:
            async with places:
                answers[one.id] = await self._answer(one.prompt)

        async with anyio.create_task_group() as tasks:
            for one in awaited:
                tasks.start_soon(ask, one)
        return answers

    async def _answer(self, prompt: Prompt) -> Completion:
        wanted = _params(prompt)
        try:
            result = await self._ctx.session.create_message(  # pyright: ignore[reportDeprecated]
                wanted.messages,
                max_tokens=wanted.max_tokens,
                system_prompt=wanted.system_prompt,
                related_request_id=self._ctx.request_context.request_id,
            )
        except MCPError:
            return Completion("", "refused", model="client")
        return _completion(result)


def _state(ctx: Context) -> Mapping[str, Any]:
    """Return what this server wrote into the call's earlier leg; the SDK seals it, so nobody else can."""
    return cast("Mapping[str, Any]", json.loads(ctx.request_state)) if ctx.request_state else {}


def _fitting(awaited: Sequence[Awaited]) -> Sequence[Awaited]:
    """Return as many prompts as one round carries, at least one."""
    kept: list[Awaited] = []
    room = MOST_BYTES
    for one in awaited[:MOST_PROMPTS]:
        room -= sum(len(message.text.encode("utf-8", "replace")) for message in one.prompt.messages)
        if room < 0 and kept:
            break
        kept.append(one)
    return kept


def _params(prompt: Prompt) -> CreateMessageRequestParams:
    system = "\n\n".join(message.text for message in prompt.messages if message.role == "system")
    schema = json.dumps(portable_schema(prompt.answer), ensure_ascii=False, separators=(",", ":"))
    return CreateMessageRequestParams(
        system_prompt=f"{system}\n\nAnswer with one JSON object of this schema and with nothing else:\n{schema}",
        messages=[
            SamplingMessage(
                role="assistant" if message.role == "assistant" else "user",
                content=TextContent(type="text", text=message.text),
            )
            for message in prompt.messages
            if message.role != "system"
        ],
        max_tokens=prompt.max_tokens,
    )


def _completion(result: object) -> Completion:
    """Return what a client's model said; whatever is no message is a refusal."""
    if not isinstance(result, CreateMessageResult) or not isinstance(result.content, TextContent):
        return Completion("", "refused", model="client")
    if result.stop_reason == "maxTokens":
        return Completion(result.content.text, "truncated", model=result.model)
    return Completion(json_in(result.content.text), model=result.model)
