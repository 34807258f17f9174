"""Runs that read another run once: a claim judged by its log, its story. Resumed, they pay nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.runs.log import cast_of, place_of, read_log, source_of
from troupe_mcp.simulation.events import Found
from troupe_mcp.studies.propositions import check
from troupe_mcp.studies.stories import introduce, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.runs.stage import Stage


async def play_proposition(stage: Stage) -> None:
    """Judge one claim by the log of the run that the study is of."""
    if stage.world.found:
        return
    spec: Mapping[str, Any] = stage.run.settings["spec"]
    source = source_of(stage.store, stage.run, spec["of"][0])
    found = await check(
        await read_log(stage.store, source.id),
        claim=spec["claim"],
        people=[entry["name"] for entry in source.cast],
        person=spec["person"],
        scored=spec["scored"],
        seed=stage.run.seed,
        source=place_of(source),
        templates=stage.templates,
        model=stage.model,
    )
    await stage.commit([Found(0, "proposition", source.id, found)])


async def play_story(stage: Stage) -> None:
    """Tell the story of the run that the study is of, or introduce the one person of its own cast."""
    if stage.world.found:
        return
    spec: Mapping[str, Any] = stage.run.settings["spec"]
    if not spec["of"]:
        name, person = next(iter(stage.world.people.items()))
        about = await introduce(
            name,
            person.persona,
            requirements=spec["requirements"],
            seed=stage.run.seed,
            templates=stage.templates,
            model=stage.model,
        )
        await stage.commit([Found(0, "story", name, about)])
        return
    source = source_of(stage.store, stage.run, spec["of"][0])
    told = await tell(
        await read_log(stage.store, source.id),
        cast=cast_of(stage.store, source),
        words=spec["words"],
        requirements=spec["requirements"],
        seed=stage.run.seed,
        source=place_of(source),
        templates=stage.templates,
        model=stage.model,
    )
    await stage.commit([Found(0, "story", source.id, told)])
