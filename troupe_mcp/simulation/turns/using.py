"""A turn's dealings with tools: what an action with one comes to, and what reading brings back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.text import beyond, clip
from troupe_mcp.simulation.memory.reading import inside
from troupe_mcp.simulation.tools.tool import Outcome, Use
from troupe_mcp.simulation.turns.offers import form_actions, tool_of
from troupe_mcp.simulation.turns.perception import Brought
from troupe_mcp.simulation.worlds.artifacts import known_by, to_read
from troupe_mcp.simulation.worlds.events import Acted, Made

if TYPE_CHECKING:
    from troupe_mcp.simulation.tools.tool import TinyTool
    from troupe_mcp.simulation.worlds.work import Past
    from troupe_mcp.simulation.worlds.world import TinyWorld


def use(world: TinyWorld, name: str, action: str, content: str) -> Acted | None:
    """Return what somebody did with a tool; None for what is no tool's action, or has no content."""
    found = tool_of(world, action)
    if found is None or action == "READ" or not content:
        return None
    tool, owner = found
    kind = next(kind for kind in tool.kinds if kind.name == action)
    content, cut = clip(content, kind.most), beyond(content, kind.most)
    came = _came_of(
        tool, owner, Use(name, action, content, _here(world, name), known_by(world.artifacts, name, tool.name))
    )
    left = Made(tool.name, clip(came.title, 120), came.seen, came.data, came.notice, tool.touches_world)
    return Acted(world.step, name, action, content, came.to, left=left, cut=cut)


def _came_of(tool: TinyTool, owner: str, use: Use) -> Outcome:
    if owner and owner != use.person:
        return Outcome(notice=f"The {tool.noun}s here are kept by {owner} alone: your {use.type} came to nothing.")
    return tool.use(use)


def _here(world: TinyWorld, name: str) -> tuple[str, ...]:
    return world.reach.of(name)


def read(past: Past, name: str, title: str) -> Brought | None:
    """Return a document that somebody asks to read, or that there is none; None where nothing can be read."""
    if "READ" not in form_actions(past.world, name):
        return None
    found = to_read(past.world.artifacts, name, title)
    if isinstance(found, str):
        return Brought("READ", title, found)
    version = f", version {found.version}" if found.version > 1 else ""
    return Brought("READ", title, f"You read “{inside(found.title)}” by {found.author}{version}", found.text)
