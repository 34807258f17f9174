"""People for tests of populations: written by the rehearsal's words through a model that can be made to fail."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from tests.doubles import USAGE, Scripted, Told, Written, plain
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.models.rehearsal.casting.writing import write_people
from troupe_mcp.simulation.casting.casting import CastPlanTask, CastTask
from troupe_mcp.simulation.casting.portrayal import PortrayalTask

TASKS = (CastPlanTask, CastTask, PortrayalTask)
GERMANS: dict[str, Any] = {
    "age": {"18-29": 0.3, "30-64": 0.5, "65+": 0.2},
    "gender": {"female": 51, "male": 49},
    "region": {"Bavaria": "40%", "Saxony": "25%", "Hamburg": "35%"},
}


def written(prompt: Prompt) -> Written:
    """Answer as the rehearsal would, by a model that is paid."""
    return write_people(prompt.task, prompt) if isinstance(prompt.task, TASKS) else plain(prompt)


def failing(places: Collection[int], outcome: str = "refused", *, always: bool = False) -> Callable[[Prompt], Written]:
    """Return a script that gives the people of some places no answer: the first time, or always."""

    def script(prompt: Prompt) -> Written:
        _, kind, *rest = prompt.address
        if kind == "person" and int(rest[0]) in places and (always or "again" not in rest):
            return replace(Completion("", usage=USAGE), outcome=outcome)  # pyright: ignore[reportArgumentType]
        return written(prompt)

    return script


def asked_for(model: Scripted) -> list[tuple[str, ...]]:
    """Return the addresses of all that a model was asked, without their attempts."""
    return [prompt.address[1:-2] for prompt in model.asked]


def quotas_of(told: Told) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Return what a result says of its coverage: wanted, and got, by dimension and cell."""
    return {(each["dimension"], each["cell"]): (each.get("wanted"), each.get("got")) for each in told.data["coverage"]}
