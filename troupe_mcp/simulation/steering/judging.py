"""Judging in a world: at the end of a step, what is watched, what would end it, and what interventions wait for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.completion import BILLED
from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.simulation.steering.interventions import waits
from troupe_mcp.simulation.steering.propositions import Material, claim_prompt, judge
from troupe_mcp.simulation.steering.steering import Proposition
from troupe_mcp.simulation.steering.yardsticks import measure_of
from troupe_mcp.simulation.worlds.events import Judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.simulation.steering.course import Course
    from troupe_mcp.simulation.worlds.events import Event, SceneSet
    from troupe_mcp.simulation.worlds.work import Past
    from troupe_mcp.simulation.worlds.world import TinyWorld

LONGEST_PLACE = 80
"""Characters of a claim that stand in its address; what else it says is part of the request."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of one claim by all that happened so far."""

    proposition: Proposition

    def prompt(self, past: Past) -> Prompt:
        """Return the prompt that has the claim judged."""
        asked, rules = self.proposition, past.rules
        cast = {name: person.persona for name, person in past.world.people.items()}
        place = slug(asked.claim)[:LONGEST_PLACE]
        address = ("step", str(past.world.step), "claim", place, slug(asked.person) if asked.person else "all")
        material = Material(cast, past.log, rules.prompt_budget)
        return claim_prompt(asked, material, address=address, seed=rules.seed, templates=past.templates)

    async def done(self, past: Past, model: Model) -> Sequence[Event]:
        """Return the verdict; unclear, with the outcome, where its judge refused or could not be read.

        Raises ModelFailed where nobody answered at all.
        """
        asked, step = self.proposition, past.world.step
        try:
            found = await judge(self.prompt(past), model)
        except ModelFailed as failure:
            if failure.outcome not in BILLED:
                raise
            return (Judged(step, asked.claim, asked.person, outcome=failure.outcome, played_by=model.name),)
        return (
            Judged(
                step,
                asked.claim,
                asked.person,
                found["verdict"],
                found.get("score"),
                found["justification"],
                found["confidence"],
                tuple(found["quotes"]),
                played_by=model.name,
            ),
        )

    def supposed(self, world: TinyWorld, said: str) -> Sequence[Event]:
        """Return no decision, however much was `said`: so all that may be judged later is counted."""
        del said
        return (Judged(world.step, self.proposition.claim, self.proposition.person),)


def due(world: TinyWorld, scene: SceneSet) -> Sequence[Proposition]:
    """Return what is to be judged at the end of the open step, each claim once, scored where anybody wants a score."""
    wanted = [*scene.watch, *scene.stop_when]
    for intervention in scene.interventions:
        if intervention.claims and waits(intervention, world, world.step + 1):
            wanted += intervention.claims
    judged = {(each.claim, each.person) for each in world.course.judged}
    found: dict[tuple[str, str], Proposition] = {}
    for each in wanted:
        if each.matter in judged or (each.person and each.person not in world.reach.present):
            continue
        if each.matter not in found or each.scored:
            found[each.matter] = each
    return list(found.values())


def silence(asked: Proposition, course: Course, step: int) -> Judged | None:
    """Return the verdict that needs no judge: whether somebody has been silent for so many steps; else None."""
    measure = measure_of(asked.claim)
    if measure is None or not measure.silent_for:
        return None
    last = course.silent_since(asked.person)
    who = asked.person or "anybody"
    told = f"{who} last talked in step {last}" if last else f"{who} has not talked yet"
    verdict = "yes" if step - last >= measure.silent_for else "no"
    return Judged(step, asked.claim, asked.person, verdict, None, f"Counted: {told}.", 1.0)


def counted(asked: Iterable[Proposition], course: Course, step: int) -> tuple[Judged, ...]:
    """Return the verdicts that code alone can give."""
    return tuple(judged for each in asked if (judged := silence(each, course, step)))
