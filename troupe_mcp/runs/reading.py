"""Runs that read another run once: a claim judged by its log, its story. Resumed, they pay nothing twice.

They read it as it was when they began, however far it went on meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.runs.log import cast_of, place_of, read_log, source_of
from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.simulation.steering.judging import silence
from troupe_mcp.simulation.steering.propositions import Material, claim_prompt, judge
from troupe_mcp.simulation.steering.steering import Proposition
from troupe_mcp.simulation.worlds.events import Found
from troupe_mcp.simulation.worlds.world import TinyWorld
from troupe_mcp.studies.stories import Chapter, TinyStory, introduce

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.runs.stage import Stage
    from troupe_mcp.store import Store
    from troupe_mcp.store.records import RunRecord


async def play_proposition(stage: Stage) -> None:
    """Judge one claim by the log of the run that the study is of, or by the one person's description."""
    if stage.world.found:
        return
    spec: Mapping[str, Any] = stage.run.settings["spec"]
    asked, material, place = await read_by(stage.store, stage.run)
    found = counted_by(asked, material)
    if found is None:
        found = await judge(verdict_prompt(asked, material, place, stage.run, stage.templates), stage.model)
    await stage.commit([Found(0, "proposition", (spec["of"] or [asked.person])[0], found)])


async def read_by(store: Store, job: RunRecord) -> tuple[Proposition, Material, str]:
    """Return what a judgement is about, what it is made by, and what stands for that in its address."""
    spec: Mapping[str, Any] = job.settings["spec"]
    asked = Proposition(spec["claim"], spec["person"], spec["scored"])
    if not spec["of"]:
        return asked, Material(dict(cast_of(store, job)), None), "person"
    source = source_of(store, job, spec["of"][0])
    log = await read_log(store, source.id, spec.get("until"))
    return asked, Material(dict(cast_of(store, source)), log), place_of(source)


def verdict_prompt(asked: Proposition, material: Material, place: str, job: RunRecord, templates: Templates) -> Prompt:
    """Return the prompt that has a claim judged."""
    address = ("check", place, slug(asked.person) if asked.person else "run")
    return claim_prompt(asked, material, address=address, seed=job.seed, templates=templates)


def counted_by(asked: Proposition, material: Material) -> Mapping[str, Any] | None:
    """Return the verdict on a claim that needs no judge; None for any other."""
    world = TinyWorld.of(material.cast.items()).after([event for _, event in material.log or ()])
    counted = silence(asked, world.course, world.steps_done)
    if counted is None:
        return None
    kept = {"verdict": counted.verdict, "justification": counted.justification, "confidence": counted.confidence}
    return {**kept, "quotes": []}


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
    log, cast = await read_log(stage.store, source.id, spec.get("until")), cast_of(stage.store, source)
    story = TinyStory(log, cast, spec["words"], spec["requirements"], Chapter(**spec.get("chapter", {})))
    told = await story.tell(seed=stage.run.seed, source=place_of(source), templates=stage.templates, model=stage.model)
    await stage.commit([Found(0, "story", source.id, told)])
