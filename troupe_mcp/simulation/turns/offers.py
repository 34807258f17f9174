"""What a person may do at their turn: the actions of every room or talk, and those that only some have."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.memory.recollection import has_more
from troupe_mcp.simulation.tools import TOOLS, split
from troupe_mcp.simulation.turns.actions import RECALL, available
from troupe_mcp.simulation.worlds.artifacts import known_by

if TYPE_CHECKING:
    from troupe_mcp.simulation.tools.tool import TinyTool
    from troupe_mcp.simulation.turns.actions import ActionKind
    from troupe_mcp.simulation.worlds.world import TinyWorld

MOST_SHOWN = 700
"""Characters of what one tool always shows."""


@lru_cache(maxsize=64)  # asked three times a turn
def offered(world: TinyWorld, name: str) -> tuple[ActionKind, ...]:
    """Return the actions that a person's prompt lists now; what belongs to somebody else is left out."""
    private = world.scene is None or world.scene.setting == "private"
    always = available(private=private, network=world.reach.setting == "network")
    more = ((kind, owner) for tool, owner in _given(world) for kind in tool.actions if _possible(world, name, kind))
    own = (kind for kind, owner in more if kind.name == "READ" or owner in {"", name})
    return (*always, *([RECALL] if has_more(world.people[name], world.prompt_budget) else []), *own)


def form_actions(world: TinyWorld, name: str) -> tuple[str, ...]:
    """Return the actions beyond those of every turn that the form of a person's answer has.

    It has what others own as well: whoever tries to use that is told.
    """
    kinds = (kind for tool, _ in _given(world) for kind in tool.actions)
    return tuple(kind.name for kind in kinds if _possible(world, name, kind))


def tool_of(world: TinyWorld, action: str) -> tuple[TinyTool, str] | None:
    """Return the tool of a world to which an action belongs, with its owner; None where it is no tool's."""
    return next((each for each in _given(world) if any(kind.name == action for kind in each[0].kinds)), None)


def outlook(world: TinyWorld, name: str, now: str = "") -> tuple[str, ...]:
    """Return what a person's tools show them, a line each."""
    lines = (tool.outlook(known_by(world.artifacts, name, tool.name), now) for tool, _ in _given(world))
    return tuple(clip(one_line(line), MOST_SHOWN) for line in lines if line)


def _given(world: TinyWorld) -> list[tuple[TinyTool, str]]:
    given = map(split, world.scene.tools if world.scene else ())
    return [(TOOLS[tool], owner) for tool, owner in given if tool in TOOLS]


def _possible(world: TinyWorld, name: str, kind: ActionKind) -> bool:
    return kind.name != "READ" or bool(known_by(world.artifacts, name, "documents"))
