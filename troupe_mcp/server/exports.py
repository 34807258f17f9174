"""Exports as resources: one a format, each with its own media type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError

from troupe_mcp.app import App
from troupe_mcp.app.exports.exporting import FORMATS, MEDIA
from troupe_mcp.errors import RequestError

if TYPE_CHECKING:
    from troupe_mcp.app.exports.exporting import Format

TITLES: dict[Format, str] = {
    "html": "A report, as a page",
    "markdown": "A report, as Markdown",
    "csv": "A table, one row an answer",
    "jsonl": "The same rows, as JSON lines",
    "svg": "The charts",
    "documents": "What people wrote, packed",
    "people": "The people, packed",
    "study": "The whole study, to replay elsewhere",
}


def add_exports(server: MCPServer[Any], app: App) -> None:
    """Register a template for each format."""
    for wanted in FORMATS:
        _add(server, app, wanted)


def _add(server: MCPServer[Any], app: App, wanted: Format) -> None:
    packed = MEDIA[wanted] == "application/zip"

    @server.resource(f"troupe://runs/{{run}}/export/{wanted}", title=TITLES[wanted], mime_type=MEDIA[wanted])
    async def exported(run: str) -> str | bytes:
        """A file of a run, as export_run makes it."""
        try:
            data = (await app.export_run(run, wanted, write=False)).data
        except RequestError as error:
            raise ResourceNotFoundError(str(error)) from error
        return data if packed else data.decode()
