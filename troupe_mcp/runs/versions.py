"""The versions of a survey while it is played: what each person sees is a past of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.runs.log import cast_of
from troupe_mcp.runs.stage import rules_of
from troupe_mcp.simulation.worlds.events import Line, SceneSet
from troupe_mcp.simulation.worlds.moves import next_moves
from troupe_mcp.simulation.worlds.world import TinyWorld
from troupe_mcp.studies.survey.versions import Version, assigned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.runs.stage import Stage
    from troupe_mcp.store.records import RunRecord


def versions_of_run(run: RunRecord) -> list[Version]:
    """Return the versions that a run froze; none where all see the same."""
    return [Version(each["id"], each["fields"]) for each in run.settings["spec"].get("variants", ())]


def seeing(run: RunRecord, names: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Return by version who sees it: everybody, or each one version as the seed draws it."""
    versions = versions_of_run(run)
    if run.settings["spec"].get("design") != "between":
        return {version.id: frozenset(names) for version in versions}
    drawn = assigned(names, versions, run.seed)
    return {version.id: frozenset(name for name in names if drawn[name] == version.id) for version in versions}


def worlds_of(stage: Stage, groups: Mapping[str, frozenset[str]]) -> dict[str, TinyWorld]:
    """Return by version the world of those who see it, with that version's material and no other."""
    events = [event for _, event in stage.log]
    at = max(index for index, event in enumerate(events) if isinstance(event, SceneSet))
    past, scene = events[:at], cast("SceneSet", events[at])
    people = cast_of(stage.store, stage.run)
    worlds: dict[str, TinyWorld] = {}
    for kept in stage.run.settings["spec"]["variants"]:
        there = groups[kept["id"]]
        script = tuple(_line(line) for line in kept["script"])
        own = replace(scene, script=script, people=tuple(name for name in scene.people if name in there))
        asked = people if past else [(name, persona) for name, persona in people if name in there]
        world = TinyWorld.of(asked, rules_of(stage.run).prompt_budget).after([*past, own])
        worlds[kept["id"]] = world.after(next_moves(world, stage.run.seed, 1).events)
    return worlds


def _line(kept: Mapping[str, Any]) -> Line:
    values: dict[str, Any] = {**kept, "to": tuple(kept["to"])}
    return Line(**values)
