"""The rules of a run as a fold: who perceives whom, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from troupe_mcp.simulation.actions import BY_NAME
from troupe_mcp.simulation.events import (
    Acted,
    Event,
    Found,
    Marked,
    SceneSet,
    StepBegan,
    StepEnded,
    Stimulus,
    TurnTaken,
)
from troupe_mcp.simulation.perception import Mind, Perceived
from troupe_mcp.simulation.person import TinyPerson

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.simulation.perception import PerceivedKind
    from troupe_mcp.simulation.persona import Persona


@dataclass(frozen=True, slots=True)
class TinyWorld:
    """The people of a run and where it stands, as the fold of its log.

    `acted` are those who had their turn in the open step; `unheard` what was done in a step that is played together
    and reaches the others when it closes.
    """

    people: Mapping[str, TinyPerson]
    scene: SceneSet | None = None
    step: int = 0
    open: bool = False
    quiet: bool = False
    acted: tuple[str, ...] = ()
    unheard: tuple[Acted, ...] = ()
    found: tuple[Event, ...] = field(default=())

    @classmethod
    def of(cls, cast: Iterable[tuple[str, Persona]]) -> TinyWorld:
        """Return the world before anything happened, with people under their names in this run."""
        return cls({name: TinyPerson(name, persona) for name, persona in cast})

    @property
    def steps_done(self) -> int:
        """How many steps are closed."""
        return self.step - 1 if self.open else self.step

    @property
    def steps_planned(self) -> int:
        """The last step that anybody asked for."""
        return self.scene.last_step if self.scene else 0

    def after(self, events: Sequence[Event]) -> TinyWorld:
        """Return the world once these events have happened."""
        return _Fold(self).through(events)


class _Fold:
    """One batch of events being folded: gathers what reaches whom, so that each person is rebuilt once."""

    def __init__(self, world: TinyWorld) -> None:
        self._people = dict(world.people)
        self._world: TinyWorld = world
        self._reached: dict[str, list[Perceived]] = {}

    def through(self, events: Sequence[Event]) -> TinyWorld:
        for event in events:
            self._apply(event)
        for name in list(self._reached):
            self._settle(name)
        return replace(self._world, people=self._people)

    def _apply(self, event: Event) -> None:
        world = self._world
        match event:
            case SceneSet():
                self._world = replace(world, scene=event)
            case StepBegan():
                self._world = replace(world, step=event.step, open=True, quiet=event.quiet, acted=())
            case Stimulus():
                self._stimulate(event)
            case Acted():
                self._act(event)
            case TurnTaken():
                self._end_turn(event)
            case StepEnded():
                for acted in world.unheard:
                    self._deliver(acted)
                self._world = replace(world, open=False, acted=(), unheard=())
            case Marked():
                pass
            case Found():
                self._world = replace(world, found=(*world.found, event))

    def _stimulate(self, event: Stimulus) -> None:
        scene = self._world.scene
        alone = scene is not None and scene.setting == "private"
        named = frozenset(event.to)
        for name in event.to or self._present():
            # Who is asked alone doesn't learn who else is asked.
            to = (name,) if alone and event.to else event.to
            seen = Perceived(
                event.step,
                event.kind,
                event.source,
                event.content,
                to=to,
                to_me=name in named,
                title=event.title,
                picture=event.picture,
            )
            self._reach(name, seen)
            if event.kind == "goal" and name in self._people:
                self._people[name] = self._people[name].aiming_at(event.content)

    def _act(self, event: Acted) -> None:
        kind: PerceivedKind = event.type  # type: ignore[assignment]
        self._reach(event.person, Perceived(event.step, kind, event.person, event.content, own=True, to=event.to))
        if event.unknown:
            who = " or ".join(repr(name) for name in event.unknown)
            notice = f"Nobody here is called {who}."
            self._reach(event.person, Perceived(event.step, "notice", "", notice))
        if self._world.scene and self._world.scene.order == "together":
            self._world = replace(self._world, unheard=(*self._world.unheard, event))
        else:
            self._deliver(event)

    def _deliver(self, event: Acted) -> None:
        scene = self._world.scene
        if scene is None or scene.setting == "private" or BY_NAME[event.type].reach == "nobody":
            return
        kind: PerceivedKind = event.type  # type: ignore[assignment]
        for name in self._present():
            if name != event.person:
                seen = Perceived(event.step, kind, event.person, event.content, to=event.to, to_me=name in event.to)
                self._reach(name, seen)

    def _end_turn(self, event: TurnTaken) -> None:
        self._settle(event.person)
        self._world = replace(self._world, acted=(*self._world.acted, event.person))
        if event.person in self._people:
            mind = Mind(event.feeling, event.attention, event.goal)
            self._people[event.person] = self._people[event.person].after_turn(mind)

    def _present(self) -> tuple[str, ...]:
        return self._world.scene.people if self._world.scene else tuple(self._people)

    def _reach(self, name: str, item: Perceived) -> None:
        if name in self._people:
            self._reached.setdefault(name, []).append(item)

    def _settle(self, name: str) -> None:
        items = self._reached.pop(name, None)
        if items:
            self._people[name] = self._people[name].perceiving(*items)
