"""Interventions: which of them speak as a step opens, and why, judged on all that happened before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip
from troupe_mcp.simulation.steering.patterns import pattern_of
from troupe_mcp.simulation.worlds.events import Intervened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.simulation.steering.steering import StandingIntervention
    from troupe_mcp.simulation.worlds.events import Judged, Line, SceneSet
    from troupe_mcp.simulation.worlds.world import TinyWorld

LONGEST_QUOTE = 80


def intervening(world: TinyWorld, scene: SceneSet, step: int) -> tuple[Sequence[Intervened], Sequence[Line]]:
    """Return which interventions speak as a step opens, and the lines that they bring into it."""
    events: list[Intervened] = []
    lines: list[Line] = []
    for each in scene.interventions:
        if waits(each, world, step) and (why := _because_of_claims(each, world)) is not None:
            reasons = (*_reasons(each, world, step), *([why] if why else []))
            events.append(Intervened(step, each.number, "; ".join(reasons)))
            lines += [replace(line, step=step) for line in each.then]
    return events, lines


def waits(intervention: StandingIntervention, world: TinyWorld, step: int) -> bool:
    """Whether an intervention may still speak as this step opens: all its conditions but the claims hold."""
    if intervention.number in world.course.spoken and not intervention.every:
        return False
    return all(_reasons(intervention, world, step))


def _reasons(intervention: StandingIntervention, world: TinyWorld, step: int) -> list[str]:
    """Return why each given condition but the claims holds; an empty text for one that does not."""
    reasons: list[str] = []
    if intervention.step:
        reasons.append(f"step {step}" if step == intervention.step else "")
    if intervention.every:
        due = (step - intervention.since) % intervention.every == 0
        reasons.append(f"every {intervention.every} steps" if due else "")
    if intervention.silent_for:
        reasons.append(_silence(intervention, world, step))
    if intervention.matches:
        reasons.append(_match(intervention, world))
    return reasons


def _silence(intervention: StandingIntervention, world: TinyWorld, step: int) -> str:
    long, person = intervention.silent_for, intervention.person
    if step - 1 - world.course.silent_since(person) < long:
        return ""
    first = step - long
    when = f"step {first}" if long == 1 else f"steps {first}-{step - 1}"
    return f"{person} said nothing in {when}" if person else f"nobody talked in {when}"


def _match(intervention: StandingIntervention, world: TinyWorld) -> str:
    pattern = pattern_of(intervention.matches)
    for person, content in world.course.said:
        if found := pattern.search(content):
            return f"{person} said “{clip(found.group(), LONGEST_QUOTE)}”"
    return ""


def _because_of_claims(intervention: StandingIntervention, world: TinyWorld) -> str | None:
    """Return the verdict for which it speaks, nothing where no claim was given; None where none is as wanted."""
    if not intervention.claims:
        return ""
    for judged in world.course.verdicts_on(intervention.claims):
        if _is_as_wanted(intervention, judged):
            whom = f" of {judged.person}" if judged.person else ""
            score = "" if judged.score is None else f", {judged.score} of 9"
            return f"“{clip(judged.claim, LONGEST_QUOTE)}”{whom}: {judged.verdict}{score} after step {judged.step}"
    return None


def _is_as_wanted(intervention: StandingIntervention, judged: Judged) -> bool:
    if intervention.verdict and judged.verdict != intervention.verdict:
        return False
    if intervention.above is None and intervention.below is None:
        return True
    score = judged.score
    if score is None:
        return False
    low, high = intervention.above, intervention.below
    return (low is None or score > low) and (high is None or score < high)
