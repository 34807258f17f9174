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

server = MCPServer("bare")


@server.tool(structured_output=False)
async def ask(ctx: Context, rounds: int, at_once: int, characters: int) -> str | InputRequiredResult:
    """Ask so many prompts of so many characters at once, so many times."""
    params = CreateMessageRequestParams(
        system_prompt="x" * characters,
        messages=[SamplingMessage(role="user", content=TextContent(type="text", text="Go on."))],
        max_tokens=2000,
    )
    request = CreateMessageRequest(params=params)
    if str(ctx.protocol_version) >= "2026-07-28":
        asked = int(ctx.request_state or 0)
        if asked == rounds:
            return "done"
        requests: Any = {f"{asked}-{n}": request for n in range(at_once)}
        return InputRequiredResult(input_requests=requests, request_state=str(asked + 1))
    related = ServerMessageMetadata(related_request_id=ctx.request_context.request_id)
    for _ in range(rounds):
        async with anyio.create_task_group() as tasks:
            for _ in range(at_once):
                tasks.start_soon(lambda: ctx.session.send_request(request, CreateMessageResult, metadata=related))
    return "done"


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if sys.argv[1:]:
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[1]))
    else:
        server.run("stdio")
