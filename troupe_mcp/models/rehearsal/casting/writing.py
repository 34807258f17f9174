"""Whoever is written by the rehearsal: a plan of several, one of a description, one of an interview."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.casting.casting import cast_person
from troupe_mcp.models.rehearsal.casting.populating import plan_cast
from troupe_mcp.models.rehearsal.casting.portraying import portray
from troupe_mcp.simulation.casting.casting import CastPlanTask, CastTask

if TYPE_CHECKING:
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.simulation.casting.portrayal import PortrayalTask


def write_people(task: CastPlanTask | CastTask | PortrayalTask, prompt: Prompt) -> dict[str, Any]:
    """Return the answer to a call that makes people, by its seed, its place and all that it asks."""
    rng = Random(f"{prompt.seed}/{'/'.join(prompt.address)}/{task.digest()}")
    if isinstance(task, CastPlanTask):
        return plan_cast(task, rng)
    return cast_person(task, rng) if isinstance(task, CastTask) else portray(task)
