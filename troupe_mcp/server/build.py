"""The server: all that is registered, on one screen."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import anyio
from mcp.server.mcpserver import MCPServer, RequestStateSecurity
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS

from troupe_mcp.app import App
from troupe_mcp.server.exports import add_exports
from troupe_mcp.server.lines import readable_lines
from troupe_mcp.server.prompts import add_prompts
from troupe_mcp.server.resources import add_resources
from troupe_mcp.server.tool import failure
from troupe_mcp.server.tools.comparing import ComparingTools
from troupe_mcp.server.tools.editing import EditingTools
from troupe_mcp.server.tools.exports import ExportTools
from troupe_mcp.server.tools.people import PeopleTools
from troupe_mcp.server.tools.readings import ReadingTools
from troupe_mcp.server.tools.runs import RunTools
from troupe_mcp.server.tools.studies import StudyTools
from troupe_mcp.server.tools.surveys import SurveyTools
from troupe_mcp.server.tools.worlds import WorldTools

APPROVED_WITHIN = 7 * 24 * 3600.0
"""Seconds that a call may wait for the answers of its client, whose user may have to approve each of them."""


class Troupe(MCPServer[Any]):
    """The SDK's server, with what it says of unknown tools and prompts in our words."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """Call a tool; an unknown one is an error result that names those there are."""
        names = [tool.name for tool in await self.list_tools()]
        if name not in names:
            return failure(f"No tool {name[:60]!r}. There are: {', '.join(names)}.")
        return await super().call_tool(name, arguments, context)

    async def run_stdio_async(self) -> None:
        """Serve standard input and output, with lines that the SDK would drop mended."""
        source = anyio.wrap_file(os.fdopen(os.dup(0), "rb"))
        lines = cast("anyio.AsyncFile[str]", readable_lines(source))
        async with stdio_server(stdin=lines) as (read, write):
            server = self._lowlevel_server
            await server.run(read, write, server.create_initialization_options())

    async def get_prompt(self, name: str, arguments: dict[str, Any] | None = None, context: Any = None) -> Any:
        """Render a prompt; an unknown one is refused with those there are."""
        names = [prompt.name for prompt in await self.list_prompts()]
        if name not in names:
            raise MCPError(INVALID_PARAMS, f"No prompt {name[:60]!r}. There are: {', '.join(names)}.")
        return await super().get_prompt(name, arguments, context)


def build_server(app: App) -> MCPServer[Any]:
    """Return the MCP server of an app; it holds no state of its own."""
    families = (
        PeopleTools(app),
        WorldTools(app),
        StudyTools(app),
        ReadingTools(app),
        RunTools(app),
        EditingTools(app),
        SurveyTools(app),
        ExportTools(app),
        ComparingTools(app),
    )
    server = Troupe(
        "troupe",
        title="Troupe",
        description="Simulated people in a room, to interview, to group and to ask.",
        instructions=Path(__file__).with_name("instructions.md").read_text("utf-8").strip(),
        version=version("troupe-mcp"),
        tools=[each for family in families for each in family.all()],
        log_level=app.settings.logging.level,
        request_state_security=RequestStateSecurity(keys=[app.seal], ttl=APPROVED_WITHIN),
    )
    add_resources(server, app)
    add_exports(server, app)
    add_prompts(server, app)
    return server
