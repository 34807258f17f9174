"""What people can work with: one file a tool, and the catalogue of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.errors import RequestError
from troupe_mcp.simulation.tools import calendar, documents
from troupe_mcp.simulation.turns.actions import BY_NAME

if TYPE_CHECKING:
    from troupe_mcp.simulation.tools.tool import TinyTool
    from troupe_mcp.simulation.turns.actions import ActionKind

TOOLS: dict[str, TinyTool] = {tool.name: tool for tool in (documents.TOOL, calendar.TOOL)}
"""By the names under which a world is given them."""


def add_tool(tool: TinyTool) -> None:
    """Add a tool of one's own to the catalogue of this process; the same name again replaces it.

    Raises RequestError where a name is not one word, or an action of another tool has the same name.
    """
    if not tool.name.isidentifier():
        raise RequestError(f"A tool's name is one word, and this is {tool.name[:60]!r}.")
    taken = {*BY_NAME, *(kind.name for other in TOOLS.values() if other.name != tool.name for kind in other.kinds)}
    if double := next((kind.name for kind in tool.kinds if kind.name in taken), None):
        raise RequestError(f"There is an action {double} already; give {tool.name}'s another name.")
    TOOLS[tool.name] = tool


def kind_of(action: str) -> ActionKind | None:
    """Return an action of the catalogue or of any tool; None where it is unknown, as in a log of another release."""
    known = (kind for tool in TOOLS.values() for kind in tool.actions if kind.name == action)
    return BY_NAME.get(action) or next(known, None)


def split(given: str) -> tuple[str, str]:
    """Return the name of a tool as a scene has it, and its owner where it has one: `calendar:Ana Souza`."""
    name, _, owner = given.partition(":")
    return name, owner
