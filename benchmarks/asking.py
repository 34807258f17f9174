"""The reference: a bare `MCPServer` whose one tool asks the client's model in rounds, over stdio or HTTP."""

from __future__ import annotations

import sys
import warnings
from typing import Any

import anyio
from mcp.server.mcpserver import Context, MCPServer
from mcp.shared.message import ServerMessageMetadata
from mcp.types import (
    CreateMessageRequest,
    CreateMessageRequestParams,
    CreateMessageResult,
    InputRequiredResult,
    SamplingMessage,
    TextContent,
)

LOOKED_UP = "You just looked that up. Go on."

server = MCPServer("bare", log_level="WARNING")


@server.tool(structured_output=False)
async def ask(ctx: Context, rounds: int, at_once: int, characters: int) -> str | InputRequiredResult:
    """Ask so many prompts of so many characters at once, so many times; whoever looks something up is asked again."""
    if str(ctx.protocol_version) >= "2026-07-28":
        asked = int(ctx.request_state or 0)
        again = [name for name, said in (ctx.input_responses or {}).items() if _looks_up(said)]
        if asked == rounds and not again:
            return "done"
        requests: Any = {name: _request(characters, LOOKED_UP) for name in again} or {
            f"{asked}-{n}": _request(characters) for n in range(at_once)
        }
        return InputRequiredResult(input_requests=requests, request_state=str(asked if again else asked + 1))
    related = ServerMessageMetadata(related_request_id=ctx.request_context.request_id)

    async def turn() -> None:
        said = await ctx.session.send_request(_request(characters), CreateMessageResult, metadata=related)
        if _looks_up(said):
            await ctx.session.send_request(_request(characters, LOOKED_UP), CreateMessageResult, metadata=related)

    for _ in range(rounds):
        async with anyio.create_task_group() as tasks:
            for _ in range(at_once):
                tasks.start_soon(turn)
    return "done"


def _request(characters: int, text: str = "Go on.") -> CreateMessageRequest:
    message = SamplingMessage(role="user", content=TextContent(type="text", text=text))
    params = CreateMessageRequestParams(system_prompt="x" * characters, messages=[message], max_tokens=2000)
    return CreateMessageRequest(params=params)


def _looks_up(said: Any) -> bool:
    return '"RECALL"' in said.content.text


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if sys.argv[1:]:
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[1]))
    else:
        server.run("stdio")
