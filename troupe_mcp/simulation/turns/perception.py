"""What one person perceived, and the typed task of a turn that is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from troupe_mcp.language.prompt import digest_of
from troupe_mcp.simulation.memory.memory import Memory
from troupe_mcp.simulation.people.persona import Persona

PerceivedKind = Literal[
    "situation", "document", "show", "think", "goal", "say", "TALK", "DO", "SHOW", "REACH_OUT", "THINK", "notice",
    "arrive", "leave", "outcome", "RECALL", "WRITE", "READ", "PLAN",
]  # fmt: skip


CLOCK = "clock"
"""The source of a notice that time has passed."""


@dataclass(frozen=True, slots=True)
class Perceived:
    """One thing a person saw, heard, did or thought.

    `source` is who it came from, in the run's names (`speaker` for stimuli); `own` is true for their own deeds;
    `to_me` where it was addressed to this person by name, alone or among others; `whole` is the whole text of a long
    document, and `content` then its beginning. `size` is the most characters it takes as a line of a prompt.
    """

    step: int
    kind: PerceivedKind
    source: str
    content: str
    own: bool = False
    to: tuple[str, ...] = ()
    to_me: bool = False
    title: str = ""
    picture: str = ""
    whole: str = ""
    size: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        names = len(self.source) + sum(len(name) + 2 for name in self.to)
        breaks = 2 * self.content.count("\n")
        size = len(self.content) + breaks + len(self.title) + names + (100 if self.picture else 50)
        object.__setattr__(self, "size", size)


@dataclass(frozen=True, slots=True)
class Mind:
    """A person's state of mind, in a few words each, and what the world's clock said then, where it has one."""

    feeling: str = ""
    attention: str = ""
    goal: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What looking something up brought back in this turn: `kind` is the action, `wanted` its content.

    `text` stands in the second prompt after `lead`, e.g. `You read “Plan” by Ana`; without a text `lead` says all.
    """

    kind: str
    wanted: str
    lead: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document, as it is quoted: the document's title, where the part stands, its words."""

    title: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class TurnTask:
    """A turn as data: who acts, who is here, all they perceived, what is new, what they may do.

    `perceived[news:]` is what happened since their own last turn. `here` are the other people whom they can reach;
    `ties`, in a network, the words for what ties them to each of these. `time` is what the world's clock says, `began`
    when its first step was; empty where it has no clock.
    `brought` is what they looked up, where this is the second round of the turn; `outlook` what their tools show them.
    `memories` are those that the moment brings back.
    `passages` are the parts of long documents they read that bear on what is new.
    """

    person: str
    persona: Persona
    here: tuple[str, ...]
    private: bool
    situation: str
    perceived: tuple[Perceived, ...]
    news: int
    mind: Mind
    actions: tuple[str, ...]
    language: str
    step: int
    ties: tuple[str, ...] = ()
    time: str = ""
    began: str = ""
    brought: tuple[Brought, ...] = ()
    memories: tuple[Memory, ...] = ()
    passages: tuple[Passage, ...] = ()
    outlook: tuple[str, ...] = ()

    @property
    def together(self) -> tuple[str, ...]:
        """The person and the others here: all who may be meant by what is said."""
        return (self.person, *self.here)

    def digest(self) -> str:
        """Return the digest over all that may change the turn."""
        seen = [
            (p.step, p.kind, p.source, p.content, p.own, p.to, p.to_me, p.title, *([p.picture] if p.picture else ()))
            for p in self.perceived
        ]
        mind = (self.mind.feeling, self.mind.attention, self.mind.goal)
        return digest_of(
            "turn",
            self.person,
            self.persona.digest,
            self.here,
            self.private,
            self.situation,
            seen,
            self.news,
            mind,
            self.actions,
            self.language,
            self.step,
            *([("ties", *self.ties)] if self.ties else []),
            *([("time", self.time, self.began, self.mind.time)] if self.time else []),
            *([(b.kind, b.wanted, b.lead, b.text) for b in self.brought]),
            *([("memories", *((m.kind, m.text, m.step) for m in self.memories))] if self.memories else ()),
            *([("read", *((p.title, p.place, p.text) for p in self.passages))] if self.passages else ()),
            *self.outlook,
        )
