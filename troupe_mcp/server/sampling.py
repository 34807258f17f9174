"""The model that a client lends, asked by rounds: a call returns what it needs, and is made again with the answers.

So it is since 2026-07-28 (`InputRequiredResult`); how earlier clients are asked stands in `lending.py`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from mcp.types import (
    CreateMessageRequest,
    CreateMessageRequestParams,
    CreateMessageResult,
    CreateMessageResultWithTools,
    InputRequiredResult,
    SamplingMessage,
    TextContent,
)
from pydantic_core import to_json

from troupe_mcp.language.answer import json_in, spelled_out
from troupe_mcp.language.completion import Completion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mcp.server.mcpserver import Context

    from troupe_mcp.app.runs.play import Keep
    from troupe_mcp.app.views import Awaited
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.store import RunRecord

MODERN = "2026-07-28"
MOST_ROUNDS = 9
"""Clients give a call up at its tenth."""
MOST_PROMPTS = 32
MOST_BYTES = 500_000
"""Of one round's requests, as they are sent; the first is always among them."""
FRAME = 500
"""Bytes around what one request says, at most."""


class NeedsInput(Exception):
    """The call has to return now, and to be made again with what it needs."""

    def __init__(self, result: InputRequiredResult) -> None:
        super().__init__("input required")
        self.result = result


def can_sample(ctx: Context) -> bool:
    """Return whether the client lends its model."""
    offered = ctx.client_capabilities
    return bool(offered and offered.sampling is not None)


def asks_back(ctx: Context) -> bool:
    """Whether this client is asked while its call is open, and not by rounds."""
    return str(ctx.protocol_version) < MODERN


def rejoined(ctx: Context) -> str:
    """Return the run that this call goes on with, where it is a further leg of one; else nothing."""
    return str(_state(ctx).get("run", ""))


class Rounds:
    """Gets answers from one client, for the run of one call and its further legs."""

    def __init__(self, ctx: Context) -> None:
        self._round = int(_state(ctx).get("round", 0))
        self._came: Mapping[str, Any] = ctx.input_responses or {}

    async def __call__(self, run: RunRecord, awaited: Sequence[Awaited], keep: Keep) -> bool:
        """Have answers to some of the prompts kept; false when none came and the call has to end.

        Raises NeedsInput where the client is to make the call again.
        """
        came = {one.id: completion_of(self._came[one.id]) for one in awaited if one.id in self._came}
        self._came = {}
        if came:
            await keep(came)
            return True
        if self._round >= MOST_ROUNDS:
            return False
        state = json.dumps({"run": run.id, "round": self._round + 1})
        raise NeedsInput(InputRequiredResult(input_requests=cast("Any", _fitting(awaited)), request_state=state))


def _state(ctx: Context) -> Mapping[str, Any]:
    """Return what this server wrote into the call's earlier leg; the SDK seals it, so nobody else can."""
    return cast("Mapping[str, Any]", json.loads(ctx.request_state)) if ctx.request_state else {}


def _fitting(awaited: Sequence[Awaited]) -> Mapping[str, CreateMessageRequest]:
    """Return the requests that one round carries, by the prompts' ids; at least one."""
    kept: dict[str, CreateMessageRequest] = {}
    room = MOST_BYTES
    for one in awaited[:MOST_PROMPTS]:
        room -= FRAME + len(to_json([spelled_out(one.prompt.answer), *(said.text for said in one.prompt.messages)]))
        if room < 0 and kept:
            break
        kept[one.id] = request_of(one.prompt)
    return kept


def request_of(prompt: Prompt) -> CreateMessageRequest:
    """Return a prompt as a client's model is asked it."""
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


def completion_of(said: object) -> Completion:
    """Return what a client's model said; what is no message in words counts as an answer that cannot be read."""
    if not isinstance(said, CreateMessageResult | CreateMessageResultWithTools):
        return Completion("", model="client")
    blocks = said.content if isinstance(said.content, list) else [said.content]
    text = "".join(block.text for block in blocks if isinstance(block, TextContent))
    if said.stop_reason == "maxTokens":
        return Completion(text, "truncated", model=said.model)
    return Completion(json_in(text), model=said.model)
