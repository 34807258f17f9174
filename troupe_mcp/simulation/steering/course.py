"""How a world has gone so far, as far as what steers it needs to know: a small fold beside the world's own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from troupe_mcp.simulation.worlds.events import Acted, Arrived, Intervened, Judged, SceneSet, StepBegan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.simulation.steering.steering import Proposition
    from troupe_mcp.simulation.worlds.events import Event


@dataclass(frozen=True, slots=True)
class Course:
    """Who talked last when, what was said and judged in the latest step, and which interventions have spoken.

    `spoken` are numbers of the present scene. What was said and judged is over once the setting changes: a private
    talk between two rounds of a room says nothing about the room.
    """

    setting: str = ""
    talked: Mapping[str, int] = field(default_factory=dict[str, int])
    said: tuple[tuple[str, str], ...] = ()
    judged: tuple[Judged, ...] = ()
    spoken: tuple[int, ...] = ()

    def after(self, event: Event) -> Course:
        """Return the course once this has happened; itself where that says nothing new."""
        match event:
            case SceneSet():
                same = event.setting == self.setting
                kept = (self.said, self.judged) if same else ((), ())
                return replace(self, setting=event.setting, said=kept[0], judged=kept[1], spoken=())
            case StepBegan():
                return replace(self, said=(), judged=())
            case Acted() if event.type == "TALK":
                talked = {**self.talked, event.person: event.step}
                return replace(self, talked=talked, said=(*self.said, (event.person, event.content)))
            case Arrived():  # nobody was silent before they came
                last = max(event.step - 1, self.talked.get(event.person, 0))
                return replace(self, talked={**self.talked, event.person: last})
            case Judged():
                return replace(self, judged=(*self.judged, event))
            case Intervened():
                return replace(self, spoken=(*self.spoken, event.number))
            case _:
                return self

    def verdicts_on(self, propositions: Iterable[Proposition]) -> Sequence[Judged]:
        """Return what the latest step's verdicts on these are."""
        asked = {proposition.matter for proposition in propositions}
        return [judged for judged in self.judged if (judged.claim, judged.person) in asked]

    def stops(self, scene: SceneSet | None) -> bool:
        """Whether the claim that ends a world is true now: of everybody, where it is judged for each person."""
        verdicts = self.verdicts_on(scene.stop_when) if scene else ()
        return bool(verdicts) and all(judged.verdict == "yes" for judged in verdicts)

    def silent_since(self, person: str) -> int:
        """Return the last step in which a person talked, or with no person anybody; 0 where nobody ever did."""
        return self.talked.get(person, 0) if person else max(self.talked.values(), default=0)
