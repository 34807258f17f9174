"""The server: all that is registered, on one screen."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from typing import Any

from mcp.server.mcpserver import MCPServer

from troupe_mcp.app import App
from troupe_mcp.server.prompts import add_prompts
from troupe_mcp.server.resources import add_resources
from troupe_mcp.server.tools.people import PeopleTools
from troupe_mcp.server.tools.runs import RunTools
from troupe_mcp.server.tools.studies import StudyTools
from troupe_mcp.server.tools.worlds import WorldTools


def build_server(app: App) -> MCPServer[Any]:
    """Return the MCP server of an app; it holds no state of its own."""
    families = (PeopleTools(app), WorldTools(app), StudyTools(app), RunTools(app))
    server: MCPServer[Any] = MCPServer(
        "troupe",
        title="Troupe",
        description="Simulated people in a room, to interview, to group and to ask.",
        instructions=files("troupe_mcp.server").joinpath("instructions.md").read_text("utf-8").strip(),
        version=version("troupe-mcp"),
        tools=[each for family in families for each in family.all()],
        log_level=app.settings.logging.level,
    )
    add_resources(server, app)
    add_prompts(server, app)
    return server
