"""Who is there and who perceives whom: the fold of scenes, of comings and goings, and of relations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from troupe_mcp.simulation.worlds.events import Arrived, Left, Parted, Related, SceneSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from troupe_mcp.simulation.worlds.events import Event, Setting


@dataclass(frozen=True, slots=True)
class Reach:
    """The people of a scene, who of them is absent, and the relations by which a network carries.

    `ties` has two names each, with the words for what ties them. In a room, refereed or not, all present perceive each
    other, in a network those who are related, in private nobody anybody. Private talks leave absences and ties alone.
    """

    setting: Setting = "room"
    people: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    ties: Mapping[frozenset[str], str] = field(default_factory=dict[frozenset[str], str])

    def after(self, event: Event) -> Reach:
        """Return who reaches whom once this has happened."""
        match event:
            case SceneSet():
                there = replace(self, setting=event.setting, people=event.people)
                if event.setting == "private":
                    return there
                there = replace(there, absent=frozenset(event.absent))
                ties = {frozenset((a, b)): what for a, b, what in event.relations}
                return replace(there, ties=ties) if event.setting == "network" else there
            case Arrived():
                return replace(self, absent=self.absent - {event.person})
            case Left():
                return replace(self, absent=self.absent | {event.person})
            case Related():
                return replace(self, ties={**self.ties, frozenset((event.a, event.b)): event.what})
            case Parted():
                gone = frozenset((event.a, event.b))
                return replace(self, ties={pair: what for pair, what in self.ties.items() if pair != gone})
            case _:
                return self

    def through(self, events: Iterable[Event]) -> Reach:
        """Return who reaches whom once all of these have happened."""
        reach = self
        for event in events:
            reach = reach.after(event)
        return reach

    @property
    def present(self) -> tuple[str, ...]:
        """Who is there and has turns; a private talk finds people wherever they are."""
        if not self.absent or self.setting == "private":
            return self.people
        return tuple(name for name in self.people if name not in self.absent)

    def of(self, name: str) -> tuple[str, ...]:
        """Return the others who perceive somebody's deeds, and whose deeds they perceive."""
        if self.setting == "private" or name not in self.people or name in self.absent:
            return ()
        others = (other for other in self.present if other != name)
        return tuple(other for other in others if self.setting != "network" or frozenset((name, other)) in self.ties)

    def relations(self) -> tuple[tuple[str, str, str], ...]:
        """Return the ties among the people of the scene, as `(a, b, what)`."""
        place = self.people.index
        here = [(sorted(pair, key=place), what) for pair, what in self.ties.items() if pair <= {*self.people}]
        return tuple((a, b, what) for (a, b), what in here)

    def what(self, a: str, b: str) -> str:
        """Return the words for what ties two people; empty where there are none, or no tie, or no network."""
        return self.ties.get(frozenset((a, b)), "") if self.setting == "network" else ""

    def beyond(self, name: str, to: Iterable[str]) -> tuple[str, ...]:
        """Return whom of these somebody cannot reach although a network might have carried to them."""
        if self.setting != "network":
            return ()
        near = self.of(name)
        return tuple(other for other in to if other not in near and other != name)

    def between(self, a: str, b: str) -> tuple[str, ...]:
        """Return who reaches both of two people, and so can bring them together."""
        far = self.of(b)
        return tuple(name for name in self.of(a) if name in far)
