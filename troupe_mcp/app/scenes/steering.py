"""What steers a world, as a caller gives it, checked and turned into what a scene keeps: interventions and claims."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.scenes.interventions import MOST_CLAIM, Watched
from troupe_mcp.app.scenes.requests import in_cast, move_it, tidy
from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.simulation.steering.patterns import pattern_of
from troupe_mcp.simulation.steering.steering import Proposition, StandingIntervention
from troupe_mcp.simulation.steering.yardsticks import measure_of
from troupe_mcp.simulation.worlds.events import Intervened, Judged, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.app.files import Files
    from troupe_mcp.app.scenes.interventions import Intervention, Then, When
    from troupe_mcp.app.scenes.staging import Staging
    from troupe_mcp.simulation.worlds.events import Event, SceneSet

MOST_INTERVENTIONS = 20
MOST_WATCHED = 10
CONDITIONS = "step, every, claim, silent_for, matches"


@dataclass(frozen=True, slots=True)
class Steering:
    """What steers a scene, ready to be kept with it."""

    interventions: tuple[StandingIntervention, ...] = ()
    watch: tuple[Proposition, ...] = ()
    stop_when: tuple[Proposition, ...] = ()

    @property
    def awaited(self) -> frozenset[str]:
        """Who would come by an intervention."""
        lines = [line for each in self.interventions for line in each.then if line.kind == "arrive"]
        return frozenset(name for line in lines for name in line.to)


async def steered(
    staging: Staging, before: Steering, after: int, steps: int, cast: Sequence[str], files: Files
) -> Steering:
    """Return what steers a scene that plays so many steps after one; what is not given stays as it was `before`.

    Raises RequestError, NotFound or NotAllowed with the place of what is wrong.
    """
    given, watched = staging.interventions, staging.watch
    kept = before
    if given is not None:
        if len(given) > MOST_INTERVENTIONS:
            raise NotAllowed(f"{len(given)} interventions; at most {MOST_INTERVENTIONS} are possible in one call.")
        told = [_intervention(place, each, after, steps, cast) for place, each in enumerate(given)]
        made = [replace(each, then=tuple(await files.opened(each.then))) for each in told]
        kept = replace(kept, interventions=tuple(made))
    if watched is not None:
        if len(watched) > MOST_WATCHED:
            raise NotAllowed(
                f"{len(watched)} claims to watch; at most {MOST_WATCHED} are possible: a call a step each."
            )
        claims = [_watched(f"watch[{at}]", each) for at, each in enumerate(watched)]
        found = [_claims(f"watch[{at}]", each, cast) for at, each in enumerate(claims)]
        kept = replace(kept, watch=tuple(dict.fromkeys(claim for some in found for claim in some)))
    if staging.stop_when is not None:
        ends = _claims("stop_when", Watched(claim=staging.stop_when), cast) if staging.stop_when.strip() else ()
        kept = replace(kept, stop_when=ends)
    return kept


def still_steering(before: SceneSet, events: Sequence[Event], after: int, cast: Sequence[str]) -> Steering:
    """Return what of a scene goes on after a step of it, for this cast.

    That is all but interventions that have spoken, and a claim that has come true and ended it.
    """
    spoken = {event.number for event in events if isinstance(event, Intervened) and before.step < event.step <= after}
    waiting = [_among(each, cast) for each in before.interventions if each.every or each.number not in spoken]
    stop_when = () if _came_true(before, events, after) else _about(before.stop_when, cast)
    return Steering(tuple(each for each in waiting if each), _about(before.watch, cast), stop_when)


def _came_true(before: SceneSet, events: Sequence[Event], after: int) -> bool:
    """Whether the claim that was to end a scene did so by a step."""
    matters = {each.matter for each in before.stop_when}
    steps: dict[int, list[str]] = {}
    for event in events:
        if isinstance(event, Judged) and before.step < event.step <= after and (event.claim, event.person) in matters:
            steps.setdefault(event.step, []).append(event.verdict)
    return any(set(verdicts) == {"yes"} for verdicts in steps.values())


def _about(claims: Iterable[Proposition], cast: Sequence[str]) -> tuple[Proposition, ...]:
    return tuple(each for each in claims if not each.person or each.person in cast)


def _among(each: StandingIntervention, cast: Sequence[str]) -> StandingIntervention | None:
    """Return an intervention for those who are left of its people; None where it is about nobody any more."""
    lines = [replace(line, to=tuple(name for name in line.to if name in cast)) for line in each.then]
    then = tuple(new for line, new in zip(each.then, lines, strict=True) if new.to or not line.to)
    claims = _about(each.claims, cast)
    gone = (each.person and each.person not in cast) or (each.claims and not claims)
    return replace(each, then=then, claims=claims) if then and not gone else None


def _intervention(place: int, given: Intervention, after: int, steps: int, cast: Sequence[str]) -> StandingIntervention:
    where, when = f"interventions[{place}]", given.when
    _check(f"{where}.when", when, after, steps)
    person = in_cast(f"{where}.when.person", when.person, cast) if when.person else ""
    scored = when.above is not None or when.below is not None
    watched = Watched(claim=when.claim or "", score=scored, person=person or None)
    verdict = {None: "" if scored else "yes", True: "yes", False: "no"}[when.holds]
    return StandingIntervention(
        number=place + 1,
        then=_brought(f"{where}.then", given.then, cast),
        since=after,
        step=after + when.step if when.step else 0,
        every=when.every or 0,
        claims=_claims(f"{where}.when.claim", watched, cast) if when.claim is not None else (),
        verdict=verdict if when.claim is not None else "",
        above=when.above,
        below=when.below,
        silent_for=when.silent_for or 0,
        person=person if when.silent_for else "",
        matches=when.matches if when.matches and pattern_of(when.matches) else "",
    )


def _check(where: str, when: When, after: int, steps: int) -> None:
    """Raise RequestError where conditions are missing or do not go together."""
    given: dict[str, Any] = when.model_dump(exclude_none=True)
    if not {"step", "every", "claim", "silent_for", "matches"} & set(given):
        raise RequestError(f'{where} has no condition: give one of {CONDITIONS}, e.g. {{"silent_for": 2}}.')
    if when.step and when.every:
        raise RequestError(f"{where} has step and every: step is once, every again and again. Give one of them.")
    if when.step and when.step > steps:
        raise RequestError(
            f"{where}.step is {when.step}, and this call plays {steps}: the run's steps {after + 1} to "
            f"{after + steps}, the first of them 1 here. {move_it(when.step, after, steps)}"
        )
    alone = [name for name, key in (("is", "holds"), ("above", "above"), ("below", "below")) if key in given]
    if alone and when.claim is None:
        raise RequestError(f"{where}.{alone[0]} is of a verdict, and there is no claim beside it. Give claim.")
    if when.person and when.claim is None and not when.silent_for:
        raise RequestError(f"{where}.person belongs to claim or silent_for. Give one of them beside it.")
    if when.above is not None and when.below is not None and when.below - when.above < 2:
        raise RequestError(f"{where}: no score is above {when.above} and below {when.below}. Widen them.")


def _brought(where: str, then: Then, cast: Sequence[str]) -> tuple[Line, ...]:
    """Return what an intervention brings, at whichever step. Raises RequestError where that is nothing."""
    lines = [*then.moves(where, 0, cast), *then.stimuli(where, 0, cast)]
    if not lines:
        raise RequestError(f"{where} brings nothing: give one of say, show, think, goal, situation; or add, remove.")
    return tuple(lines)


def _claims(where: str, given: Watched, cast: Sequence[str]) -> tuple[Proposition, ...]:
    """Return a claim as what is judged: by name a ready-made one, for each person where it is about one at a time."""
    claim = tidy(where, given.claim)
    about = in_cast(f"{where}.person", given.person, cast) if given.person else ""
    measure = measure_of(claim)
    if measure is None:
        return (Proposition(claim, about, given.score),)
    whom = (about,) if about or not measure.each else tuple(cast)
    return tuple(Proposition(measure.name, name, measure.yardstick is not None) for name in whom)


def _watched(where: str, given: str | Watched | Proposition) -> Watched:
    if isinstance(given, Proposition):
        return Watched(claim=given.claim, score=given.scored, person=given.person or None)
    return Watched(claim=tidy(where, given, MOST_CLAIM)) if isinstance(given, str) else given
