"""The people of a run and where it stands, as a value: the fold of its log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from troupe_mcp.errors import NotFound
from troupe_mcp.simulation.people.names import match_name
from troupe_mcp.simulation.people.person import TinyPerson
from troupe_mcp.simulation.steering.course import Course
from troupe_mcp.simulation.worlds.events import Acted, Event, SceneSet
from troupe_mcp.simulation.worlds.folding import Fold
from troupe_mcp.simulation.worlds.reach import Reach
from troupe_mcp.simulation.worlds.votes import Votes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.worlds.artifacts import Artifact


@dataclass(frozen=True, slots=True)
class TinyWorld:
    """The people of a run and where it stands, as the fold of its log; as a key, each is only itself.

    `acted` are those who had their turn in the open step; `unheard` what was done in a step that is played together
    and reaches the others when it closes. In a refereed world `deeds` are not judged yet, and `facts` hold. Of a
    moderator's guide, `question` was asked last, at step `asked_at`; `moderated` is the last step they had.
    `approached` are those who turned to a friend of a friend, and to whom; they will be related. `situation` is where
    people are, as all were told; `began` and `time` are when the first and the latest step with a clock were.
    `artifacts` is all that tools left, in every version. `by_words` is the latest step in which no
    vectors came, so that memories are sought by their words. `votes` are what was voted in private.
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
    reach: Reach = field(default_factory=Reach)
    approached: tuple[tuple[str, str], ...] = ()
    situation: str = ""
    began: str = ""
    time: str = ""
    course: Course = field(default_factory=Course)
    prompt_budget: int = 0
    artifacts: tuple[Artifact, ...] = ()
    by_words: int = 0
    votes: Votes = field(default_factory=Votes)

    __hash__ = object.__hash__

    @classmethod
    def of(cls, cast: Iterable[tuple[str, Persona]], prompt_budget: int = 0) -> TinyWorld:
        """Return the world before anything happened, with people under their names in this run.

        `prompt_budget` is how many characters a prompt may have before its older part fades to memories; 0: any.
        """
        return cls({name: TinyPerson(name, persona) for name, persona in cast}, prompt_budget=prompt_budget)

    def __getitem__(self, name: str) -> TinyPerson:
        """Return the person of that name, whole or its first or last word. Raises NotFound with who is there."""
        known = match_name(name, list(self.people))
        if known is None:
            raise NotFound(f"{name[:80]!r} is not in this world: {', '.join(list(self.people)[:12])}.")
        return self.people[known]

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
        return Fold(self).through(events)
