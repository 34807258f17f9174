"""A log as a transcript: what was said, shown and done, as a reader or one of the people could follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.simulation.tools import kind_of
from troupe_mcp.simulation.worlds.comings import change
from troupe_mcp.simulation.worlds.events import (
    Acted,
    Answered,
    Arrived,
    CameAbout,
    Event,
    Left,
    Moderated,
    Parted,
    Related,
    SceneSet,
    StepBegan,
    Stimulus,
)
from troupe_mcp.simulation.worlds.folding import OUTCOME
from troupe_mcp.simulation.worlds.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


UNHEARD = {"THINK", "RECALL", "READ"}
"""Actions that nobody else perceives."""
DESCRIBED = "description"
"""The kind of a line that stands in somebody's description instead of in a log."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line of a transcript: `kind` is `say`, `show`, … for stimuli and `TALK`, `DO`, … for people.

    `change`: somebody came or went, two people met or parted, time passed; `missed` were addressed, and out of reach.
    `cut` says that `content` is only the beginning.
    """

    position: int
    step: int
    kind: str
    person: str
    content: str
    to: tuple[str, ...] = ()
    from_outside: bool = False
    """True for a stimulus: a moderator's words, a thing shown, a document; and for a change."""
    missed: tuple[str, ...] = ()
    cut: str = ""


def transcript(
    log: Iterable[tuple[int, Event]], person: str = "", asked: Mapping[str, str] | None = None
) -> tuple[Utterance, ...]:
    """Return the utterances of a log with their positions, or only those that concern one person.

    Thoughts are left out. For one person, all that they could not perceive is too: what others say in private or out
    of their reach, what was told to others alone, what happened while they were away. `asked` are the questions of a
    survey by their names: no event holds their words, so each stands before its answers, at no position.
    """
    lines: list[Utterance] = []
    reach, speaker, put = Reach(), "", ""
    for position, event in log:
        speaker = event.speaker if isinstance(event, SceneSet) else speaker
        before, reach = reach, reach.after(event)
        line = _utterance(position, event, reach)
        if line and (not person or person in _witnesses(event, before, reach)):
            if isinstance(event, Answered) and event.question != put and (text := (asked or {}).get(event.question)):
                put = event.question
                lines.append(Utterance(0, event.step, "say", speaker, f"({put}) {text}", from_outside=True))
            lines.append(line)
    return tuple(lines)


def _utterance(position: int, event: Event, reach: Reach) -> Utterance | None:
    match event:
        case Stimulus() if event.kind in {"say", "show", "document", "situation"}:
            text = f"{event.title}\n{event.content}" if event.title else event.content
            text = f'a picture named "{event.title}"' if event.picture else text
            return Utterance(position, event.step, event.kind, event.source, text, event.to, from_outside=True)
        case Acted() if event.type not in UNHEARD and not (event.left and event.left.notice):
            missed = reach.beyond(event.person, event.to)
            return Utterance(
                position, event.step, event.type, event.person, event.content, event.to, missed=missed, cut=event.cut
            )
        case Answered() if event.content and not event.is_vote:
            return Utterance(position, event.step, "TALK", event.person, event.content, cut=event.cut)
        case Moderated() if event.content:
            return Utterance(
                position, event.step, "say", event.person, event.content, event.to, from_outside=True, cut=event.cut
            )
        case CameAbout():
            return Utterance(
                position, event.step, "outcome", OUTCOME, event.content, event.to, from_outside=True, cut=event.cut
            )
        case Arrived() | Left() | Related() | Parted() | StepBegan() if words := change(event):
            return Utterance(position, event.step, "change", "", words, from_outside=True)
        case _:
            return None


def _witnesses(event: Event, before: Reach, after: Reach) -> tuple[str, ...]:
    """Return who perceives that something happens."""
    match event:
        case Stimulus(to=to) | CameAbout(to=to) if to:
            return tuple(name for name in after.present if name in to)
        case Acted(person=person, to=to):
            lost = bool(to) and len(after.beyond(person, to)) == len(to)
            kind = kind_of(event.type)
            near = to if kind and kind.reach == "addressed" else after.of(person)
            return (person, *(() if lost else near))
        case Answered(person=person):
            return (person,)
        case Arrived(person=person):
            return (person, *after.of(person))
        case Left(person=person):
            return (person, *before.of(person))
        case Related(a=a, b=b) | Parted(a=a, b=b):
            return (a, b)
        case _:
            return after.present


def as_text(lines: Sequence[Utterance]) -> str:
    """Return a transcript as numbered lines for a prompt: `[position] who, how: "words"`."""
    return "\n".join(_line(line) for line in lines)


def read_out(lines: Sequence[Utterance]) -> str:
    """Return a transcript as people read it: `step. who → whom: words`."""
    return "\n".join(_read_line(line) for line in lines)


def lines_of(transcript: tuple[Utterance, ...]) -> list[tuple[object, ...]]:
    """Return a transcript as it goes into a digest."""
    return [(u.position, u.step, u.kind, u.person, u.content, u.to) for u in transcript]


def _read_line(line: Utterance) -> str:
    if line.kind == "change":
        return f"{line.step}. ({line.content})"
    whom = f" → {', '.join(line.to)}" if line.to else ""
    how = "" if line.kind in {"TALK", "say"} else f" [{line.kind.lower()}]"
    cut = f" ({line.cut})" if line.cut else ""
    return f"{line.step}. {line.person}{whom}{how}: {line.content}{cut}"


def _line(line: Utterance) -> str:
    if line.kind == "change":
        return f"[{line.position}] step {line.step}: {line.content}"
    if line.kind == DESCRIBED:
        return f"[{line.position}] {line.content}"
    whom = f" to {', '.join(line.to)}" if line.to else ""
    whom += f" ({', '.join(line.missed)} could not hear it)" if line.missed else ""
    kind = kind_of(line.kind)
    by_tool = kind.past[1] if kind else ""
    how = by_tool or {
        "TALK": "said",
        "say": "said",
        "show": "showed",
        "SHOW": "showed",
        "DO": "did",
        "outcome": "",
    }.get(line.kind, line.kind)
    words = line.content.replace("\n", "\n    ")
    return f"[{line.position}] step {line.step}, {line.person} {how}{whom}: “{words}”"
