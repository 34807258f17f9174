"""What a person may do at their turn: the actions of every room or talk, and those that only some have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.simulation.actions import RECALL, available
from troupe_mcp.simulation.recollection import has_more

if TYPE_CHECKING:
    from troupe_mcp.simulation.actions import ActionKind
    from troupe_mcp.simulation.world import TinyWorld


def offered(world: TinyWorld, name: str) -> tuple[ActionKind, ...]:
    """Return the actions that a person's prompt lists now."""
    private = world.scene is None or world.scene.setting == "private"
    usual = available(private=private, network=world.reach.setting == "network")
    return (*usual, RECALL) if has_more(world.people[name], world.prompt_budget) else usual
