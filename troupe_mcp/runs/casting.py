"""Runs that make people: planned where they are several, written one call each, kept under ids fixed beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.runs.log import cast_entry
from troupe_mcp.runs.stage import all_of
from troupe_mcp.simulation.casting import Casting, cast_one, plan_cast
from troupe_mcp.simulation.events import Found
from troupe_mcp.simulation.persona import Persona, merge
from troupe_mcp.store.records import PersonRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.runs.stage import Stage

WAVE = 20


async def play_casting(stage: Stage) -> None:
    """Write the people that are still missing, then keep them and make them the cast of the run."""
    spec: Mapping[str, Any] = stage.run.settings["spec"]
    ids: list[str] = spec["ids"]
    casting = Casting(
        spec["description"], spec["persona"], tuple(spec["taken"]), stage.run.seed, stage.templates, stage.model
    )
    lines = [(spec["name"], spec["description"])]
    if spec["planned"]:
        lines = await plan_cast(casting, len(ids), spec["dimensions"])
    have = {event.subject for _, event in stage.log if isinstance(event, Found)}
    waiting = [place for place, person in enumerate(ids[: len(lines)]) if person not in have]
    for chunk in (waiting[at : at + WAVE] for at in range(0, len(waiting), WAVE)):
        written = await all_of([cast_one(casting, place + 1, lines[place][1], lines[place][0]) for place in chunk])
        await stage.commit([Found(0, "casting", ids[place], one) for place, one in zip(chunk, written, strict=True)])
    await _keep(stage, spec)


async def _keep(stage: Stage, spec: Mapping[str, Any]) -> None:
    """Save who was written and is not kept yet, and make them all the run's cast."""
    entries: list[Mapping[str, Any]] = []
    for _, event in stage.log:
        if not isinstance(event, Found):
            continue
        document = dict(event.data)
        for fragment in spec["fragments"].values():
            document = merge(document, fragment, overwrite=True)
        made = Persona.of(document)
        if stage.store.find_person(event.subject, 1) is None:
            origin = {"description": spec["description"], "run": stage.run.id, "fragments": list(spec["fragments"])}
            await stage.store.save_person(
                PersonRecord(event.subject, 1, made.name, made.spec, made.digest, origin, retired=False)
            )
        entries.append(cast_entry(made.name, event.subject, 1, made))
    await stage.store.update_run(stage.run.id, cast=entries)
