"""Runs that make people: planned where that is left open, written one call each, kept under ids fixed beforehand.

Whoever needs no call is in the log from the start. Somebody for whom there is no answer is asked for once more alone,
then left out; the others stay.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.completion import BILLED, Completion, told
from troupe_mcp.runs.log import cast_entry
from troupe_mcp.runs.stage import all_of
from troupe_mcp.simulation.casting.casting import PLANNED_AT_ONCE, Place, TinyPersonFactory, told_apart
from troupe_mcp.simulation.people.persona import Persona, distinct_names, merge
from troupe_mcp.simulation.worlds.events import UNWRITTEN, Found
from troupe_mcp.store.records import PersonRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.runs.stage import Stage

WAVE = 20


async def play_casting(stage: Stage) -> None:
    """Write the people that are still missing, then keep them and make them the cast of the run.

    Raises ModelFailed where somebody can't be reached, or where nobody at all of the first wave was written.
    """
    spec: Mapping[str, Any] = stage.run.settings["spec"]
    ids: Sequence[str] = spec["ids"]
    taken = tuple(spec["taken"])
    factory = TinyPersonFactory(
        spec["description"], spec["persona"], taken, stage.run.seed, stage.templates, stage.model
    )
    places = [Place(**place) for place in spec["places"]]
    have = {event.subject for _, event in stage.log if isinstance(event, Found)}
    waiting = [at for at, person in enumerate(ids) if person not in have]
    if spec["planned"]:  # also where all are written: names of the plan are kept as they are
        places = await _planned(factory, places, spec["dimensions"])
    for wave in (waiting[at : at + WAVE] for at in range(0, len(waiting), WAVE)):
        found = await all_of(_one(factory, at, places[at], ids[at]) for at in wave)
        if not stage.log and all(event.study == UNWRITTEN for event in found):
            outcome = found[0].data["outcome"]
            raise ModelFailed(told(Completion("", outcome)), outcome)
        await stage.commit(found)
    await stage.kept()
    await _keep(stage, spec, places)


async def _planned(factory: TinyPersonFactory, places: Sequence[Place], dimensions: Sequence[str]) -> list[Place]:
    """Return the places with the lines of a plan, one call for so many of them."""
    parts = [places[at : at + PLANNED_AT_ONCE] for at in range(0, len(places), PLANNED_AT_ONCE)]
    numbers = [(str(number),) for number in range(1, len(parts) + 1)] if len(parts) > 1 else [()]
    plans = await all_of(factory.plan(part, dimensions, number) for part, number in zip(parts, numbers, strict=True))
    lines = [line for plan in plans for line in plan]
    names = iter(told_apart([name for name, _ in lines if name], factory.taken))
    return [
        replace(place, line=line, name=next(names), initials="", leaning="", circumstances="") if name else place
        for place, (name, line) in zip(places, lines, strict=True)
    ]


async def _one(factory: TinyPersonFactory, at: int, place: Place, person: str) -> Found:
    """Return somebody as they were written, or why there was no answer twice."""
    outcome = ""
    for again in ((), ("again",)):
        try:
            return Found(0, "casting", person, await factory.write(at + 1, place, again))
        except ModelFailed as failure:
            if failure.outcome not in BILLED:
                raise ModelFailed(str(failure), failure.outcome, place.name or f"person {at + 1}") from failure
            outcome = failure.outcome
    return Found(0, UNWRITTEN, person, {"place": at + 1, "line": place.line, "outcome": outcome})


async def _keep(stage: Stage, spec: Mapping[str, Any], places: Sequence[Place]) -> None:
    """Save who is made and not kept yet, all or none, and make them the run's cast."""
    made = {
        event.subject: event.data for _, event in stage.log if isinstance(event, Found) and event.study != UNWRITTEN
    }
    present = [
        (person, place, made[person]) for person, place in zip(spec["ids"], places, strict=True) if person in made
    ]
    names = _names([(place, document) for _, place, document in present], spec["taken"], stage.run.seed)
    origin = {"description": spec["description"], "run": stage.run.id, "fragments": list(spec["fragments"])}
    entries: list[Mapping[str, Any]] = []
    new: list[PersonRecord] = []
    for name, (person, _, document) in zip(names, present, strict=True):
        mixed = document
        for fragment in spec["fragments"].values():
            mixed = merge(mixed, fragment, overwrite=True)
        one = Persona.of(mixed, name)
        if stage.store.find_person(person, 1) is None:
            new.append(PersonRecord(person, 1, one.name, one.spec, one.digest, origin, retired=False))
        entries.append(cast_entry(one.name, person, 1, one))
    await stage.store.save_people(new)
    await stage.store.update_run(stage.run.id, cast=entries)


def _names(people: Sequence[tuple[Place, Mapping[str, Any]]], taken: Sequence[str], seed: int) -> list[str]:
    """Return a name for each: given ones as they are, numbered where they come twice; others unlike all of them."""
    from troupe_mcp.models.rehearsal.casting.christening import christened

    given = distinct_names([str(document["name"]) for place, document in people if _is_named(place, document)])
    open_ = [
        str(document.get("name", "")) or christened(document, Random(f"{seed}/name/{at}"))
        for at, (place, document) in enumerate(people)
        if not _is_named(place, document)
    ]
    kept, told = iter(given), iter(told_apart(open_, [*taken, *given]))
    return [next(kept) if _is_named(place, document) else next(told) for place, document in people]


def _is_named(place: Place, document: Mapping[str, Any]) -> bool:
    """Whether somebody's name was given, not written."""
    return bool(document.get("name")) and (place.ready or bool(place.name))
