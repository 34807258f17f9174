"""What a talk and a world have in common: who is priced where nobody is named, and what a scene costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.app.labels import HOST
from troupe_mcp.errors import RequestError
from troupe_mcp.simulation.worlds.events import Stimulus
from troupe_mcp.simulation.worlds.world import TinyWorld

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.runs.play import Play
    from troupe_mcp.app.views import Estimate, Member
    from troupe_mcp.simulation.worlds.events import Event, SceneSet
    from troupe_mcp.store import RunRecord

NOBODY_GIVEN = 6
"""People of the library for whom a price is told where nobody was named."""
LEFT_ALONE = (
    "Nothing was said or shown to these people and they are in no situation, so they have little to act on. "
    'run_world(run=…, say="…") says it now; situation="…" tells where they are and why.'
)
NOBODY = "No people. Give people (ids, names, or a run), or run to use its cast."


def priced_for(self: App, people: Sequence[str], play: Play) -> list[Member]:
    """Return people of the library for whom a price is told where nobody is named. Raises RequestError otherwise."""
    if people or not play.dry_run:
        raise RequestError(NOBODY)
    return self.members(list(self.library.people)[:NOBODY_GIVEN])


def price(self: App, run: RunRecord, past: Sequence[Event], scene: SceneSet, members: Iterable[Member]) -> Estimate:
    """Return what playing a scene costs."""
    from troupe_mcp.app.runs.estimates import estimate, plays

    return estimate(self, run, len(scene.people), [plays(self, run, past, scene, members)])


def left_alone(scene: SceneSet, past: Sequence[Event], members: Iterable[Member]) -> tuple[str, ...]:
    """Return what has to be said where nothing brings people to do anything, nor did before in what they share."""
    if scene.script or scene.guide or scene.interventions or scene.ballot:
        return ()
    world = TinyWorld.of((member.name, member.persona) for member in members).after(past)
    reached = (person.memories or any(not item.own for item in person.perceived) for person in world.people.values())
    return () if world.situation or any(reached) else (LEFT_ALONE,)


def still_led(scene: SceneSet, parent: RunRecord | None, past: Sequence[Event]) -> tuple[str, ...]:
    """Return what has to be said of a scene in which a caller cuts in on a guide that goes on after it."""
    if parent is None or not scene.cut_in:
        return ()
    first = scene.step + 1
    anew = any(line.kind == "situation" and line.step == first for line in scene.script)
    placed = not anew and any(isinstance(event, Stimulus) and event.kind == "situation" for event in past)
    whose = "The guide and the situation are" if placed else "The guide is"
    give = 'guide=["…"] and situation="…"' if placed else 'guide=["…"]'
    told = (
        f"{whose} still as in {parent.id}, and may tell what your say (step {first}) changed; the guide goes on from "
        f"step {first + 1}. Where they don't fit what you said, give {give} as well."
    )
    return (told,)


def now_together(scene: SceneSet, parent: RunRecord | None) -> tuple[str, ...]:
    """Return what has to be said where people who were asked alone are now among each other."""
    if parent is None or scene.setting == "private" or len(scene.people) < 2:
        return ()
    told = f"In {parent.id} each was asked alone; from here on they hear each other, and remember what they said there"
    return (f'{told}. setting="private" keeps them apart.',)


def one_by_one(run: RunRecord, scene: SceneSet, asked: str | None) -> tuple[str, ...]:
    """Return what has to be said where people play in turn, which nobody asked for, and each turn is a round trip."""
    if run.settings["provider"] != HOST or asked or scene.order != "in_turn" or len(scene.people) < 2:
        return ()
    told = "By hand, people who act in turn come one prompt a call, so that each has heard those before"
    return (f'{told}. order="together" hands out a whole step at once, and they hear each other a step later.',)


def for_whom(people: Sequence[str], run: RunRecord | None) -> tuple[str, ...]:
    """Return what has to be said of a price that is nobody's in particular."""
    if people or run:
        return ()
    return (f"Nobody was named: this is the price for {NOBODY_GIVEN} people of the library.",)
