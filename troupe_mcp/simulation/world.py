"""The rules of a run as a fold: who perceives whom, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.actions import BY_NAME
from troupe_mcp.simulation.events import (
    Acted,
    CameAbout,
    Event,
    Found,
    Moderated,
    Refereed,
    SceneSet,
    StepBegan,
    StepEnded,
    Stimulus,
    TurnTaken,
)
from troupe_mcp.simulation.perception import Mind, Perceived
from troupe_mcp.simulation.person import TinyPerson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from troupe_mcp.simulation.perception import PerceivedKind
    from troupe_mcp.simulation.persona import Persona


OUTCOME = "What came of it"
"""Who speaks where the referee of a world tells an outcome."""


@dataclass(frozen=True, slots=True, eq=False)
class TinyWorld:
    """The people of a run and where it stands, as the fold of its log; each is only itself, so that it can be a key.

    `acted` are those who had their turn in the open step; `unheard` what was done in a step that is played together
    and reaches the others when it closes. In a refereed world `deeds` are not judged yet, and `facts` hold. Of a
    moderator's guide, `question` was asked last, at step `asked_at`; `moderated` is the last step they had.
    """

    people: Mapping[str, TinyPerson]
    scene: SceneSet | None = None
    step: int = 0
    open: bool = False
    quiet: bool = False
    acted: tuple[str, ...] = ()
    unheard: tuple[Acted, ...] = ()
    found: tuple[Event, ...] = field(default=())
    deeds: tuple[Acted, ...] = ()
    facts: tuple[str, ...] = ()
    question: int = -1
    asked_at: int = 0
    moderated: int = 0

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
        if change := _CHANGES.get(type(event)):
            change(self, event)

    def set_scene(self, event: SceneSet) -> None:
        anew = {"question": -1} if event.guide else {}
        self._world = replace(self._world, scene=event, **anew)

    def begin_step(self, event: StepBegan) -> None:
        self._world = replace(self._world, step=event.step, open=True, quiet=event.quiet, acted=())

    def end_step(self, _: StepEnded) -> None:
        for acted in self._world.unheard:
            self._deliver(acted)
        self._world = replace(self._world, open=False, acted=(), unheard=())

    def rule(self, event: Refereed) -> None:
        self._world = replace(self._world, deeds=(), facts=event.facts)

    def find(self, event: Found) -> None:
        self._world = replace(self._world, found=(*self._world.found, event))

    def stimulate(self, event: Stimulus) -> None:
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

    def act(self, event: Acted) -> None:
        kind: PerceivedKind = event.type  # type: ignore[assignment]
        self._reach(event.person, Perceived(event.step, kind, event.person, event.content, own=True, to=event.to))
        if event.unknown:
            who = " or ".join(repr(name) for name in event.unknown)
            notice = f"Nobody here is called {who}."
            self._reach(event.person, Perceived(event.step, "notice", "", notice))
        if event.type == "DO" and self._world.scene and self._world.scene.setting == "refereed":
            self._world = replace(self._world, deeds=(*self._world.deeds, event))
        elif self._world.scene and self._world.scene.order == "together":
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

    def moderate(self, event: Moderated) -> None:
        asks = {"question": event.question, "asked_at": event.step} if event.move == "ask" else {}
        self._world = replace(self._world, moderated=event.step, **asks)
        for name in self._present() if event.content else ():
            own = name == event.person
            seen = Perceived(
                event.step, "say", event.person, event.content, own=own, to=event.to, to_me=name in event.to
            )
            self._reach(name, seen)

    def bring_about(self, event: CameAbout) -> None:
        for name in event.to or self._present():
            seen = Perceived(event.step, "outcome", OUTCOME, event.content, to_me=name == event.person)
            self._reach(name, seen)

    def end_turn(self, event: TurnTaken) -> None:
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


_CHANGES: dict[type[Event], Callable[[_Fold, Any], None]] = {
    SceneSet: _Fold.set_scene,
    StepBegan: _Fold.begin_step,
    Stimulus: _Fold.stimulate,
    Moderated: _Fold.moderate,
    Acted: _Fold.act,
    TurnTaken: _Fold.end_turn,
    CameAbout: _Fold.bring_about,
    Refereed: _Fold.rule,
    StepEnded: _Fold.end_step,
    Found: _Fold.find,
}
"""What each kind of event does to a world; those that are missing change nothing."""
