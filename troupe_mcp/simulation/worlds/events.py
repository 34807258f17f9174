"""What happened, as frozen and versioned data. A run's log is a sequence of these, and nothing else is true.

Bodies hold no wall time and no minted ids, so the same run gives the same log. `to` names people as the run calls
them; an empty `to` means everybody who takes part. Times are steps: 1, 2, 3 …; 0 is before the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from troupe_mcp.language.text import written

if TYPE_CHECKING:
    from troupe_mcp.simulation.steering.steering import Proposition, StandingIntervention

StimulusKind = Literal["situation", "document", "show", "think", "goal", "say"]
Order = Literal["together", "in_turn"]
Setting = Literal["room", "private", "network", "refereed"]
LineKind = StimulusKind | Literal["arrive", "leave", "wait"]
"""What a script may bring: a stimulus, somebody who comes or goes, or time that passes before the step."""
MemoryKind = Literal["episode", "reflection", "fact"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script: at a step, something said, shown, thought, aimed at or brought about.

    `picture` is the sha256 hex digest of a picture that is shown, and `title` then its name. Who comes or goes stands
    in `to`; how long a `wait` is, as an ISO 8601 duration, in `content`.
    """

    step: int
    kind: LineKind
    content: str
    to: tuple[str, ...] = ()
    title: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a moderator's guide, and how many steps it has."""

    text: str
    steps: int


@dataclass(frozen=True, slots=True)
class SceneSet:
    """From here on these rules hold and these steps are planned: one call of a client, as data.

    `checkpoint` is the name that the last of these steps has once it is closed.
    With a `guide` the world is moderated, by a voice or by one of the people, who then has no turns; `resumed`: it goes
    on where it stood, `cut_in`: after its first step, which what a caller says has to itself.
    `relations` are those that hold now, as `(a, b, what)`, each way; `absent` who is not there yet, or no longer.
    `start` is the ISO date and time of its first step, `time_per_step` an ISO 8601 duration; empty: there is no clock.
    `tools` are what people may work with, by name, each with its owner where it has one: `calendar:Ana Souza`.
    `ballot` is a question, as JSON, that all answer in private before the first of its steps and after the last.
    """

    setting: Setting
    order: Order
    last_step: int
    speaker: str
    people: tuple[str, ...]
    script: tuple[Line, ...] = ()
    step: int = 0
    checkpoint: str = ""
    guide: tuple[Question, ...] = ()
    moderator: str = ""
    relations: tuple[tuple[str, str, str], ...] = ()
    absent: tuple[str, ...] = ()
    start: str = ""
    time_per_step: str = ""
    interventions: tuple[StandingIntervention, ...] = ()
    watch: tuple[Proposition, ...] = ()
    stop_when: tuple[Proposition, ...] = ()
    tools: tuple[str, ...] = ()
    quality: str = ""
    resumed: bool = False
    ballot: Mapping[str, Any] | None = None
    cut_in: bool = False


@dataclass(frozen=True, slots=True)
class StepBegan:
    """A step is open. `quiet`: nothing new reached anybody, so time passes and all may act.

    `time` is the ISO date and time, where there is a clock; `passed` a jump before it, as an ISO 8601 duration.
    """

    step: int
    quiet: bool = False
    time: str = ""
    passed: str = ""


@dataclass(frozen=True, slots=True)
class Stimulus:
    """Something reached people from outside: words, a thing shown, a thought put in their mind, a situation.

    `whole` is the length of a long document: the scene's script holds all of it, `content` its beginning.
    """

    step: int
    kind: StimulusKind
    content: str
    source: str
    to: tuple[str, ...] = ()
    title: str = ""
    picture: str = ""
    whole: int = 0


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """A person had their turn; their actions follow. A turn that failed has an outcome and no actions.

    `cut` says what of the answer was too much to be kept.
    """

    step: int
    person: str
    thought: str = ""
    feeling: str = ""
    attention: str = ""
    goal: str = ""
    outcome: str = "answered"
    played_by: str = ""
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What an action through a tool came to: an artifact of this title, or a notice that says why nothing came of it.

    `seen` is what others perceive of it, empty where that is the action's content. `simulated`: it would have touched
    the real world, and did not.
    """

    tool: str
    title: str = ""
    seen: str = ""
    data: Mapping[str, Any] | None = None
    notice: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Acted:
    """A person did one thing. `unknown` holds addressees that nobody here is called, `left` what a tool made of it.

    `cut` says that `content` is only the beginning of what was answered.
    """

    step: int
    person: str
    type: str
    content: str
    to: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    left: Made | None = None
    cut: str = ""


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step is closed; forks start here."""

    step: int


@dataclass(frozen=True, slots=True)
class Found:
    """A study learned something: data of any shape about a subject, e.g. one extraction or a verdict."""

    step: int
    study: str
    subject: str
    data: Mapping[str, Any]


UNWRITTEN = "unwritten"
"""The study of a finding about somebody of a casting who could not be written: `{place, line, outcome}`."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A closed step has a name from here on: a checkpoint. The latest of a name counts."""

    step: int
    name: str


@dataclass(frozen=True, slots=True)
class Moderated:
    """The moderator's part in a step: `question` of the guide, from 0, is asked, or the talk about it is led on.

    `cut` says that `content` is only the beginning of what was answered.
    """

    step: int
    person: str
    question: int
    move: str
    content: str = ""
    to: tuple[str, ...] = ()
    outcome: str = "answered"
    cut: str = ""


@dataclass(frozen=True, slots=True)
class CameAbout:
    """What really came of somebody's deeds in a refereed world; perceived by all, or by those of `to`.

    `cut` says that `content` is only the beginning of what was answered.
    """

    step: int
    person: str
    content: str
    to: tuple[str, ...] = ()
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Refereed:
    """The deeds of a step are judged; `facts` hold in the world from here on. `cut` says what of them is not kept."""

    step: int
    facts: tuple[str, ...] = ()
    outcome: str = "answered"
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody of the cast came: from here on they perceive, and have turns."""

    step: int
    person: str


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody went: they perceive nothing and have no turn until they come again."""

    step: int
    person: str


@dataclass(frozen=True, slots=True)
class Related:
    """Two people are related from here on, so that in a network they perceive each other; `what` says how."""

    step: int
    a: str
    b: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Parted:
    """Two people are no longer related."""

    step: int
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim was judged at the end of a step by all that had happened; `person` is whom it is about.

    `verdict` is yes, no or unclear; `quotes` are `{position, person, quote}`, each as it stands in the log.
    """

    step: int
    claim: str
    person: str = ""
    verdict: str = "unclear"
    score: int | None = None
    justification: str = ""
    confidence: float | None = None
    quotes: tuple[Mapping[str, Any], ...] = ()
    outcome: str = "answered"
    played_by: str = ""


@dataclass(frozen=True, slots=True)
class Intervened:
    """An intervention of the scene, by its number, speaks at the opening of a step; what it brings follows."""

    step: int
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """Somebody keeps these memories, each with its importance from 1 to 9.

    `until` counts what they had perceived of which no more than these is in their mind from here on; 0 where nothing
    fades. `source` is the run from which the memories were brought; `outcome` why nobody was asked well for them; `cut`
    what of the answer is not kept.
    """

    step: int
    person: str
    kind: MemoryKind
    texts: tuple[str, ...]
    importance: tuple[int, ...]
    until: int = 0
    source: str = ""
    outcome: str = "answered"
    played_by: str = ""
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a turn: slips that code sees; where it was judged, four marks of 0-9 and what was wrong.

    The marks are for adherence, consistency, fluency and suitability. `again`: it was taken again, and the better kept.
    """

    step: int
    person: str
    slips: tuple[str, ...] = ()
    marks: tuple[int, ...] = ()
    fault: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class SoughtByWords:
    """For the rest of a step memories are sought by their words: no vectors came, for this reason, in our words."""

    step: int
    outcome: str
    detail: str = ""


UNWILLING = "at_no_price"
"""The outcome of a price question that somebody answered by naming none: they would not have it even as a gift."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody answered a question of a survey, alone; nobody else learns of it, nor they themselves later.

    `value` is of the question's kind, in its options' names, and None where `outcome` is not answered: skipped, no
    answer, at no price, or why there was none. `repeat` counts from 1; `variant` names the version of the material they
    saw; `repaired`: it was asked for again because of its form. `played_by` is said of votes in a world, whose player
    may change. `cut` says which of its words were too many to be kept.
    """

    step: int
    person: str
    question: str
    repeat: int = 1
    value: Any = None
    reason: str = ""
    outcome: str = "answered"
    variant: str = ""
    repaired: bool = False
    played_by: str = ""
    cut: str = ""

    @property
    def is_vote(self) -> bool:
        """Whether it is a vote in a world, which no transcript tells: what happens there must not be judged by it."""
        return bool(self.played_by)

    @property
    def is_unwilling(self) -> bool:
        """Whether it is the answer of somebody who names no prices, as they would not have the thing at any."""
        return self.outcome == UNWILLING

    @property
    def content(self) -> str:
        """The answer as words: the question's name, what was answered, and why; nothing where there is no answer."""
        if self.value is None and not self.is_unwilling:
            return ""
        said = UNWILLING.replace("_", " ") if self.is_unwilling else _in_words(self.value)
        return f"({self.question}) {said}{f'. {self.reason}' if self.reason else ''}"


def _in_words(value: Any) -> str:
    """Return an answer of any kind as it is read: several in a row, those with numbers each with its own."""
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value).items()
        return ", ".join(
            f"{name.replace('_', ' ')} {written(item) if isinstance(item, float) else item}" for name, item in pairs
        )
    if isinstance(value, float):
        return written(value)
    return ", ".join(map(str, cast("tuple[Any, ...]", value))) if isinstance(value, list | tuple) else str(value)


Event = (
    SceneSet
    | StepBegan
    | Stimulus
    | TurnTaken
    | Acted
    | StepEnded
    | Found
    | Marked
    | Moderated
    | CameAbout
    | Refereed
    | Arrived
    | Left
    | Related
    | Parted
    | Judged
    | Intervened
    | Remembered
    | Checked
    | SoughtByWords
    | Answered
)
