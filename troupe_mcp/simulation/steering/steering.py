"""What steers a world beside its script, as data: claims that are judged at its steps, and interventions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from troupe_mcp.simulation.worlds.events import Line


@dataclass(frozen=True, slots=True)
class Proposition:
    """One claim, about a person or without one about all; `scored` asks for 0-9 beside the verdict."""

    claim: str
    person: str = ""
    scored: bool = False

    @property
    def matter(self) -> tuple[str, str]:
        """What is judged, scored or not."""
        return self.claim, self.person


@dataclass(frozen=True, slots=True)
class StandingIntervention:
    """An intervention as it stands in a scene: what speaks, comes or goes at the opening of a step where all its given
    conditions hold on the past.

    `number` is its place in what the caller gave, from 1; `since` the step after which it was given. `step` is that
    very step, `every` each so many since; without `every` it speaks once. Of several `claims` one is enough: judged
    `verdict` (where not empty), or scored `above` or `below`. `silent_for` steps nobody talked, or `person` did not.
    `matches` is a pattern of words that somebody said in the step before.
    """

    number: int
    then: tuple[Line, ...]
    since: int = 0
    step: int = 0
    every: int = 0
    claims: tuple[Proposition, ...] = ()
    verdict: str = ""
    above: int | None = None
    below: int | None = None
    silent_for: int = 0
    person: str = ""
    matches: str = ""


def propositions_of(bodies: Any) -> tuple[Proposition, ...]:
    """Return propositions as they were stored."""
    return tuple(Proposition(**body) for body in cast("list[dict[str, Any]]", bodies))


def interventions_of(bodies: Any, line: Callable[[Mapping[str, Any]], Line]) -> tuple[StandingIntervention, ...]:
    """Return interventions as they were stored; `line` reads what each of them brings."""
    found: list[StandingIntervention] = []
    for body in cast("list[dict[str, Any]]", bodies):
        values: dict[str, Any] = {**body, "claims": propositions_of(body["claims"])}
        values["then"] = tuple(map(line, body["then"]))
        found.append(StandingIntervention(**values))
    return tuple(found)
