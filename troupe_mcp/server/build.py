"""The server: what it says of itself, its tools, resources and prompts.

What clients see of the tools is read from files; a tool is made with its first call, resources and prompts with
the first look at one, so that a client that starts the server has its list at once.
"""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mcp.server.mcpserver import MCPServer, RequestStateSecurity
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS

from troupe_mcp.server.completing import add_completion
from troupe_mcp.server.lines import readable_lines
from troupe_mcp.server.pipes import standard_streams
from troupe_mcp.server.surface import published
from troupe_mcp.server.unanswered import Heard, Told, Unanswered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcp.types import Tool

    from troupe_mcp.app import App
    from troupe_mcp.server.tool import TroupeTool, Verb

APPROVED_WITHIN = 7 * 24 * 3600.0
"""Seconds that a call may wait for the answers of its client, whose user may have to approve each of them."""


class Troupe(MCPServer[Any]):
    """The SDK's server, with what it says of unknown tools and prompts in our words; it holds no state of its own."""

    def __init__(self, app: App) -> None:
        super().__init__(
            "troupe",
            title="Troupe",
            description="Simulated people in a room, to interview, to group and to ask.",
            instructions=Path(__file__).with_name("instructions.md").read_text("utf-8").strip(),
            version=version("troupe-mcp"),
            log_level=app.settings.logging.level,
            request_state_security=RequestStateSecurity(keys=[app.seal], ttl=APPROVED_WITHIN),
        )
        add_completion(self, app)
        self._app = app
        self._made: dict[str, TroupeTool] = {}
        self._has_readings = False

    @cached_property
    def _verbs(self) -> Mapping[str, Verb]:
        from troupe_mcp.server.families import verbs

        return {verb.name: verb for verb in verbs(self._app)}

    @cached_property
    def _listed(self) -> list[Tool]:
        return published()

    async def list_tools(self) -> list[Tool]:
        """Return what is published of the tools."""
        return self._listed

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """Call a tool; an unknown one is an error result that names those there are."""
        if name not in self._verbs:
            from troupe_mcp.server.tool import failure

            return failure(f"No tool {name[:60]!r}. There are: {', '.join(self._verbs)}.")
        tool = self._made[name] = self._made.get(name) or self._verbs[name].tool()
        return await tool.run(arguments, context, convert_result=True)

    async def run_stdio_async(self) -> None:
        """Serve standard input and output, with lines that the SDK would drop mended, until all is answered."""
        async with (
            standard_streams() as pipes,
            stdio_server(cast("Any", readable_lines(pipes.read)), cast("Any", pipes.output)) as (read, write),
        ):
            server, unanswered = self._lowlevel_server, Unanswered()
            heard = Heard(read, unanswered, pipes.gone, self._app.player.aclose)
            told = Told(write, unanswered)
            await server.run(heard, told, server.create_initialization_options())

    def _add_readings(self) -> None:
        if self._has_readings:
            return
        from troupe_mcp.server.exports import add_exports
        from troupe_mcp.server.prompts import add_prompts
        from troupe_mcp.server.resources import add_resources

        self._has_readings = True
        add_resources(self, self._app)
        add_exports(self, self._app)
        add_prompts(self)

    async def list_resources(self) -> list[Any]:
        """Return the resources."""
        self._add_readings()
        return await super().list_resources()

    async def list_resource_templates(self) -> list[Any]:
        """Return the templates of resources."""
        self._add_readings()
        return await super().list_resource_templates()

    async def read_resource(self, uri: Any, context: Any = None) -> Any:
        """Read a resource."""
        self._add_readings()
        return await super().read_resource(uri, context)

    async def list_prompts(self) -> list[Any]:
        """Return the prompts."""
        self._add_readings()
        return await super().list_prompts()

    async def get_prompt(self, name: str, arguments: dict[str, Any] | None = None, context: Any = None) -> Any:
        """Render a prompt; an unknown one is refused with those there are, and one without what it needs with that."""
        known = {prompt.name: prompt for prompt in await self.list_prompts()}
        if name not in known:
            raise MCPError(INVALID_PARAMS, f"No prompt {name[:60]!r}. There are: {', '.join(known)}.")
        needed = [each for each in known[name].arguments or () if each.required and each.name not in (arguments or {})]
        if needed:
            wanted = "; ".join(f"{each.name}: {each.description}" for each in needed)
            raise MCPError(INVALID_PARAMS, f"The prompt {name!r} needs {wanted}.")
        return await super().get_prompt(name, arguments, context)


def build_server(app: App) -> MCPServer[Any]:
    """Return the MCP server of an app."""
    return Troupe(app)
