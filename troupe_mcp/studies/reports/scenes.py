"""What happened in a run, as a reader follows it: step by step, and person by person."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from troupe_mcp.simulation.tools import kind_of
from troupe_mcp.simulation.worlds.events import Acted, Moderated, SceneSet, StepBegan, Stimulus, TurnTaken
from troupe_mcp.simulation.worlds.transcript import transcript

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.simulation.worlds.transcript import Utterance

SPOKEN = ("TALK", "say")
UNANSWERED, CUT = "unanswered", "cut"
"""Kinds of parts that tell of a turn as a whole."""
MOST_NAMED = 4
"""People whom a line names; of more it says how many."""
ASKED = ("situation", "show", "document", "think", "goal", "say")
_HOW = {
    "DO": "did",
    "SHOW": "showed",
    "REACH_OUT": "turned to somebody",
    "show": "showed",
    "document": "handed out",
    "situation": "set the scene",
    "outcome": "",
    "think": "put into their minds",
    "goal": "set as a goal",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing said or done: who, how where it is not plain speech, to whom, and what has to be said of it."""

    position: int
    step: int
    kind: str
    person: str
    words: str
    how: str = ""
    to: tuple[str, ...] = ()
    note: str = ""
    outside: bool = False
    inner: bool = False
    played_by: str = ""

    @property
    def whom(self) -> str:
        """To whom it was addressed; nothing where to everybody."""
        return ", ".join(self.to) if len(self.to) <= MOST_NAMED else f"{len(self.to)} people"

    @property
    def spoken(self) -> bool:
        """Whether it is plain speech."""
        return self.kind in SPOKEN

    @property
    def of_turn(self) -> bool:
        """Whether it tells of a turn as a whole, and of nothing said or done."""
        return self.kind in {UNANSWERED, CUT}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what was said and done in it, in order, and the simulated time where there is a clock."""

    number: int
    parts: tuple[Part, ...]
    time: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """Somebody who was there: who they are in a line, what they said and thought, and how they felt by step."""

    name: str
    line: str
    parts: tuple[Part, ...] = ()
    moods: Mapping[int, str] = field(default_factory=dict[int, str])


def parts_of(log: Sequence[tuple[int, Event]]) -> tuple[Part, ...]:
    """Return what was said and done, thoughts apart, which turns nobody answered, and of which more is not kept."""
    by = {(turn.step, turn.person): turn.played_by for _, turn in log if isinstance(turn, TurnTaken)}
    left = {at: event for at, event in log if isinstance(event, Acted) and event.left}
    everybody = _everybody(log)
    lines = [_part(line, by, left) for line in transcript(log)]
    lines = [replace(part, to=()) if part.outside and everybody <= {*part.to} else part for part in lines]
    lines += [
        Part(at, event.step, UNANSWERED, event.person, "", how="did not answer", note=event.outcome)
        for at, event in log
        if isinstance(event, TurnTaken) and event.outcome != "answered"
    ]
    lines += [
        Part(at, event.step, CUT, event.person, "", how="gave more than is kept", note=event.cut)
        for at, event in log
        if isinstance(event, TurnTaken) and event.cut
    ]
    return tuple(sorted(lines, key=lambda part: part.position))


def _part(line: Utterance, by: Mapping[tuple[int, str], str], left: Mapping[int, Acted]) -> Part:
    kind = kind_of(line.kind)
    how = _HOW.get(line.kind, "" if line.kind in {*SPOKEN, "change"} else kind.past[1] if kind else line.kind)
    made = left.get(line.position)
    lost = f"{', '.join(line.missed)} could not hear it" if line.missed else ""
    note = "; ".join(filter(None, (lost, line.cut)))
    words = line.content
    if made and made.left and made.left.title:
        how, words = f"{how}: “{made.left.title}”", made.left.seen or words
    return Part(
        line.position, line.step, line.kind, line.person, words, how, line.to, note,
        outside=line.from_outside, played_by=by.get((line.step, line.person), ""),
    )  # fmt: skip


def _everybody(log: Sequence[tuple[int, Event]]) -> set[str]:
    return {name for _, event in log if isinstance(event, SceneSet) for name in event.people}


def asked_of(log: Sequence[tuple[int, Event]]) -> tuple[Part, ...]:
    """Return all that was put to people from outside and what a guide asked, each once for the same people, in order.

    What a moderator says between two questions of the guide is part of the talk.
    """
    everybody = _everybody(log)
    given: dict[tuple[str, str, tuple[str, ...]], Part] = {}
    for at, event in log:
        if isinstance(event, Moderated) and event.move == "ask":
            question = Part(at, event.step, "say", event.person, event.content, outside=True)
            given.setdefault(("say", event.content, ()), question)
        elif isinstance(event, Stimulus) and event.kind in ASKED:
            whom = () if everybody <= {*event.to} else event.to
            if (event.kind, event.content, whom) in given:
                continue
            words = f"A picture named “{event.title}”" if event.picture else event.content
            title = "" if event.picture else event.title
            more = f"{event.whole:,} characters were read" if event.whole else ""
            given[event.kind, event.content, whom] = Part(
                at, event.step, event.kind, title or event.source, words, _HOW.get(event.kind, ""),
                whom, more,
                outside=True,
            )  # fmt: skip
    return tuple(given.values())


def steps_of(parts: Sequence[Part], log: Sequence[tuple[int, Event]]) -> tuple[Step, ...]:
    """Return parts by step."""
    times = {event.step: event.time for _, event in log if isinstance(event, StepBegan)}
    numbers = sorted({part.step for part in parts})
    return tuple(Step(n, tuple(p for p in parts if p.step == n), times.get(n, "")) for n in numbers)


def portraits_of(people: Sequence[tuple[str, str]], log: Sequence[tuple[int, Event]]) -> tuple[Portrait, ...]:
    """Return each of the people, as `(name, line)`, with what they said, did and thought."""
    said: dict[str, list[Part]] = {name: [] for name, _ in people}
    moods: dict[str, dict[int, str]] = {name: {} for name, _ in people}
    for part in parts_of(log):
        if part.person in said and not part.outside:
            said[part.person].append(part)
    for at, event in log:
        if isinstance(event, TurnTaken) and event.person in said:
            if event.feeling:
                moods[event.person][event.step] = event.feeling
            if event.thought:
                said[event.person].append(Part(at, event.step, "thought", event.person, event.thought, inner=True))
        elif isinstance(event, Acted) and event.type == "THINK" and event.person in said:
            said[event.person].append(Part(at, event.step, "THINK", event.person, event.content, inner=True))
    return tuple(
        Portrait(name, line, tuple(sorted(said[name], key=lambda part: (part.step, part.position))), moods[name])
        for name, line in people
    )
