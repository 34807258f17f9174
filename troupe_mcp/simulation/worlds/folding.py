"""The rules of a run: what each kind of event does to a world, and who perceives it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.memory.memory import Memory
from troupe_mcp.simulation.memory.reading import whole_of
from troupe_mcp.simulation.turns.perception import CLOCK, Mind, Perceived
from troupe_mcp.simulation.worlds import artifacts
from troupe_mcp.simulation.worlds.comings import change
from troupe_mcp.simulation.worlds.events import (
    Acted,
    Answered,
    Arrived,
    CameAbout,
    Event,
    Found,
    Left,
    Moderated,
    Parted,
    Refereed,
    Related,
    Remembered,
    SceneSet,
    SoughtByWords,
    StepBegan,
    StepEnded,
    Stimulus,
    TurnTaken,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from troupe_mcp.simulation.turns.perception import PerceivedKind
    from troupe_mcp.simulation.worlds.world import TinyWorld

MOST_FRIENDS = 3
"""Common friends that a notice names."""

OUTCOME = "What came of it"
"""Who speaks where the referee of a world tells an outcome."""


class Fold:
    """One batch of events being folded: gathers what changes with every turn, so that it is rebuilt once."""

    def __init__(self, world: TinyWorld) -> None:
        self._people = dict(world.people)
        self._course = world.course
        self._acted = [*world.acted]
        self._unheard = [*world.unheard]
        self._world: TinyWorld = world
        self._reached: dict[str, list[Perceived]] = {}

    def through(self, events: Sequence[Event]) -> TinyWorld:
        for event in events:
            self._course = self._course.after(event)
            self._apply(event)
        for name in list(self._reached):
            self._settle(name)
        acted, unheard = tuple(self._acted), tuple(self._unheard)
        return replace(self._world, people=self._people, course=self._course, acted=acted, unheard=unheard)

    def _apply(self, event: Event) -> None:
        if take_in := _CHANGES.get(type(event)):
            take_in(self, event)

    def set_scene(self, event: SceneSet) -> None:
        anew = {"question": -1} if event.guide and not event.resumed else {}
        reach, votes = self._world.reach.after(event), self._world.votes.after(event)
        self._world = replace(self._world, scene=event, reach=reach, votes=votes, **anew)

    def end_step(self, event: StepEnded) -> None:
        for acted in self._unheard:
            self._deliver(acted)
        self._acted, self._unheard = [], []
        scene = self._world.scene
        if scene and self._course.stops(scene):
            scene = replace(scene, last_step=event.step)
        self._world = replace(self._world, scene=scene, open=False)

    def rule(self, event: Refereed) -> None:
        self._world = replace(self._world, deeds=(), facts=event.facts)

    def find(self, event: Found) -> None:
        self._world = replace(self._world, found=(*self._world.found, event))

    def begin_step(self, event: StepBegan) -> None:
        time = event.time or self._world.time
        began = self._world.began or time
        self._acted = []
        self._world = replace(self._world, step=event.step, open=True, quiet=event.quiet, began=began, time=time)
        for name in self._present() if event.passed else ():
            self._reach(name, Perceived(event.step, "notice", CLOCK, change(event)))

    def move(self, event: Arrived | Left) -> None:
        """Let somebody come or go; whoever perceives them learns of it."""
        kind: PerceivedKind = "arrive" if isinstance(event, Arrived) else "leave"
        before, after = self._world.reach, self._world.reach.after(event)
        if before.absent == after.absent:
            return
        for name in (after if kind == "arrive" else before).of(event.person):
            self._reach(name, Perceived(event.step, kind, event.person, change(event)))
        own = "You came in." if kind == "arrive" else "You left."
        self._reach(event.person, Perceived(event.step, kind, event.person, own, own=kind == "leave"))
        if kind == "arrive" and self._world.situation:
            told = Perceived(event.step, "situation", "", self._world.situation)
            self._reach(event.person, told)
        self._world = replace(self._world, reach=after)

    def tie(self, event: Related | Parted) -> None:
        """Relate two people, or part them; both learn of it."""
        both = {event.a, event.b}
        approached = tuple(pair for pair in self._world.approached if {*pair} != both)
        self._world = replace(self._world, reach=self._world.reach.after(event), approached=approached)
        for one, other in ((event.a, event.b), (event.b, event.a)):
            words = f"You and {other} cannot reach each other any more."
            if isinstance(event, Related):
                words = f"You and {other} can reach each other now" + (f": {event.what}." if event.what else ".")
            self._reach(one, Perceived(event.step, "notice", "", words))

    def stimulate(self, event: Stimulus) -> None:
        scene, there = self._world.scene, frozenset(self._present())
        alone = scene is not None and scene.setting in {"private", "network"}
        named = frozenset(event.to)
        if event.kind == "situation" and not event.to:
            self._world = replace(self._world, situation=event.content)
        whole = whole_of(scene, event)
        for name in event.to or self._present():
            if name not in there:
                continue
            # Who is asked alone, or by a way of their own, doesn't learn who else is asked.
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
                whole=whole,
            )
            self._reach(name, seen)
            if event.kind == "goal" and name in self._people:
                self._people[name] = self._people[name].aiming_at(event.content)

    def act(self, event: Acted) -> None:
        if event.left:
            self._world = replace(self._world, artifacts=artifacts.with_left(self._world.artifacts, event))
        for item in artifacts.own(event, self._world.artifacts):
            self._reach(event.person, item)
        if event.unknown:
            who = " or ".join(repr(name) for name in event.unknown)
            notice = f"Nobody here is called {who}."
            self._reach(event.person, Perceived(event.step, "notice", "", notice))
        for name in self._world.reach.beyond(event.person, event.to):
            self._miss(event, name)
        if event.type == "DO" and self._world.scene and self._world.scene.setting == "refereed":
            self._world = replace(self._world, deeds=(*self._world.deeds, event))
        elif self._world.scene and self._world.scene.order == "together":
            self._unheard.append(event)
        else:
            self._deliver(event)

    def _deliver(self, event: Acted) -> None:
        scene = self._world.scene
        if scene is None or scene.setting == "private":
            return
        beyond = self._world.reach.beyond(event.person, event.to)
        to = tuple(name for name in event.to if name not in beyond)
        if event.to and not to:
            return
        heard = replace(event, to=to) if beyond else event
        others = self._world.reach.of(event.person)
        left = self._world.artifacts
        seen_by = {to_me: artifacts.seen(heard, left, to_me=to_me) for to_me in (False, True)}
        reached = {name: seen for name in others if (seen := seen_by[name in heard.to])}
        for name, seen in reached.items():
            self._reach(name, seen)
        if event.left:
            self._world = replace(self._world, artifacts=artifacts.told(self._world.artifacts, event, reached))

    def _miss(self, event: Acted, name: str) -> None:
        """Tell somebody that they cannot reach whom they addressed, and whether anybody could bring them together."""
        friends = self._world.reach.between(event.person, name)
        notice = f"{name} is out of your reach"
        if friends:
            names = " and ".join(friends[:MOST_FRIENDS])
            notice += f"; {names} {'knows' if len(friends) == 1 else 'know'} you both."
            if event.type == "REACH_OUT":
                notice += " You will reach each other from the next step on."
                self._world = replace(self._world, approached=(*self._world.approached, (event.person, name)))
        else:
            notice += ", and nobody you know knows them."
        self._reach(event.person, Perceived(event.step, "notice", "", notice))

    def moderate(self, event: Moderated) -> None:
        asks = {"question": event.question, "asked_at": event.step} if event.move == "ask" else {}
        self._world = replace(self._world, moderated=event.step, **asks)
        reach = self._world.reach
        led = (event.person, *reach.of(event.person)) if event.person in reach.people else reach.present
        for name in led if event.content else ():
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
        self._acted.append(event.person)
        if event.person in self._people:
            mind = Mind(event.feeling, event.attention, event.goal, self._world.time)
            scene = self._world.scene
            at_once = scene is not None and scene.order == "together"
            self._people[event.person] = self._people[event.person].after_turn(mind, at_once=at_once)

    def remember(self, event: Remembered) -> None:
        self._settle(event.person)
        if event.person in self._people:
            kept = zip(event.texts, event.importance, strict=True)
            memories = tuple(Memory(text, event.step, worth, event.kind, event.source) for text, worth in kept)
            self._people[event.person] = self._people[event.person].remembering(memories, event.until)

    def vote(self, event: Answered) -> None:
        if self._world.votes.open:
            self._world = replace(self._world, votes=self._world.votes.after(event))

    def seek_by_words(self, event: SoughtByWords) -> None:
        self._world = replace(self._world, by_words=event.step)

    def _present(self) -> tuple[str, ...]:
        return self._world.reach.present if self._world.scene else tuple(self._people)

    def _reach(self, name: str, item: Perceived) -> None:
        if name in self._people:
            self._reached.setdefault(name, []).append(item)

    def _settle(self, name: str) -> None:
        items = self._reached.pop(name, None)
        if items:
            self._people[name] = self._people[name].perceiving(*items)


_CHANGES: dict[type[Event], Callable[[Fold, Any], None]] = {
    SceneSet: Fold.set_scene,
    StepBegan: Fold.begin_step,
    Stimulus: Fold.stimulate,
    Moderated: Fold.moderate,
    Acted: Fold.act,
    TurnTaken: Fold.end_turn,
    CameAbout: Fold.bring_about,
    Refereed: Fold.rule,
    StepEnded: Fold.end_step,
    Found: Fold.find,
    Remembered: Fold.remember,
    Arrived: Fold.move,
    Left: Fold.move,
    Related: Fold.tie,
    Parted: Fold.tie,
    SoughtByWords: Fold.seek_by_words,
    Answered: Fold.vote,
}
"""What each kind of event does to a world; those that are missing change nothing."""
