"""Events as flat lines: a transcript, all that is in a log, or what happened last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.runs.versions import versions_of_run
from troupe_mcp.server.results.played import NOT_SHOWN, EventLine
from troupe_mcp.server.shaping.answers import answer_line
from troupe_mcp.server.shaping.beside import has_several_players, note_of, noted, player_of_turn, what_it_is
from troupe_mcp.server.shaping.changes import changed
from troupe_mcp.server.shaping.telling import indented
from troupe_mcp.simulation.worlds.events import (
    Acted,
    Answered,
    CameAbout,
    Checked,
    Event,
    Found,
    Intervened,
    Judged,
    Moderated,
    Refereed,
    Remembered,
    SoughtByWords,
    StepEnded,
    Stimulus,
    TurnTaken,
)
from troupe_mcp.simulation.worlds.reach import Reach
from troupe_mcp.studies.questionnaire import PLACEHOLDER, from_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from troupe_mcp.app.views import RunView

UNSEEN = ("THINK", "RECALL")
"""Actions that happen in the mind alone."""
MOST_EVENTS = 30
MOST_FIRST = 12
"""Events of a long call that are told from its beginning: what was said, and who answered at once."""
SILENT = "says nothing"


def event_lines(view: RunView, *, after: int = 0, thoughts: bool = False) -> list[EventLine]:
    """Return events as flat lines; thoughts and ends of turns only where asked for."""
    lines = [_as_versions_have_it(line, view) for line in _lines(view.log, thoughts=thoughts) if line.position > after]
    if not has_several_players(view):
        return lines
    turns = [event for _, event in view.log if isinstance(event, TurnTaken)]
    by = {(turn.step, turn.person): player_of_turn(turn) for turn in turns}
    return [line.model_copy(update={"played_by": by.get((line.step, line.person or ""))}) for line in lines]


def begins(view: RunView) -> list[str]:
    """Return what stands before the lines of a survey: where its people's past is, and what it asks by which name."""
    if view.run.kind != "survey":
        return []
    read = f'get_run(run="{view.run.parent}", detail="transcript") reads it'
    past = [f"(Before this they went through {view.run.parent}: {read}.)"] if view.lived_before else []
    asked = [from_json(each) for each in view.run.settings["spec"]["questions"]]
    versions = versions_of_run(view.run)
    put = [(f"{one.id}, version {v.id}", v.of(one)) for one in asked for v in versions] or [(q.id, q) for q in asked]
    return [*past, *(f"[{name}] asks: {indented(question.readable)}" for name, question in put)]


def _lines(log: Iterable[tuple[int, Event]], *, thoughts: bool) -> list[EventLine]:
    lines: list[EventLine] = []
    acting = False
    reach = Reach()
    for position, event in log:
        reach = reach.after(event)
        line = _line(position, event, thoughts=thoughts) or changed(position, event, thoughts=thoughts)
        if line and isinstance(event, Acted) and (missed := reach.beyond(event.person, event.to)):
            line.note = noted(line.note, f"out of reach: {', '.join(missed)}")
        if isinstance(event, TurnTaken) and line is None and (note := noted("" if acting else SILENT, event.cut)):
            line = EventLine(position=position, step=event.step, kind="turn", person=event.person, note=note)
        acting = isinstance(event, Acted) and (acting or line is not None)
        if line:
            lines.append(line)
    return lines


def _as_versions_have_it(line: EventLine, view: RunView) -> EventLine:
    """Return what is shown in a survey as each version of it had it, where there were versions of it."""
    versions = versions_of_run(view.run) if view.run.kind == "survey" and line.kind == "stimulus" else []
    named = {name for version in versions for name in version.fields}
    if not named & {*PLACEHOLDER.findall(line.content or "")}:
        return line
    each = (f"version {version.id}: {version.filled(line.content or '')}" for version in versions)
    return line.model_copy(update={"content": "\n".join(each)})


def _line(position: int, event: Event, *, thoughts: bool) -> EventLine | None:
    match event:
        case Stimulus():
            return EventLine(
                position=position, step=event.step, kind="stimulus", person=event.source, type=event.kind,
                content=event.content, to=list(event.to) or None,
                note=what_it_is(event, whole=thoughts),
            )  # fmt: skip
        case Acted() if thoughts or event.type not in UNSEEN:
            brief = event.left and event.left.seen and not thoughts
            return EventLine(
                position=position, step=event.step, kind="action", person=event.person, type=event.type,
                content=event.left.seen if event.left and brief else event.content, to=list(event.to) or None,
                note=note_of(event),
            )  # fmt: skip
        case TurnTaken() if event.outcome != "answered":
            return EventLine(position=position, step=event.step, kind="turn", person=event.person, note=event.outcome)
        case TurnTaken() if thoughts:
            return EventLine(
                position=position, step=event.step, kind="turn", person=event.person, type="thought",
                content=event.thought, note=noted(event.feeling, event.cut),
            )  # fmt: skip
        case StepEnded() if thoughts:
            return EventLine(position=position, step=event.step, kind="step_ended")
        case Checked() if thoughts:
            return EventLine(
                position=position, step=event.step, kind="checked", person=event.person,
                content="; ".join((*event.slips, *([event.fault] if event.fault else []))) or None,
                note=" ".join(map(str, event.marks)) or None,
            )  # fmt: skip
        case Remembered() if thoughts:
            return EventLine(
                position=position, step=event.step, kind="remembered", person=event.person, type=event.kind,
                content="\n".join(event.texts), note=noted(_brought_from(event), event.cut),
            )  # fmt: skip
        case Answered():
            return answer_line(position, event)
        case Found() if thoughts:
            return EventLine(position=position, step=event.step, kind="found", content=str(dict(event.data)))
        case _:
            return _of_world(position, event, thoughts=thoughts)


def _of_world(position: int, event: Event, *, thoughts: bool) -> EventLine | None:
    """Return what those did who lead a world: its moderator, its referee, its judges and interventions."""
    match event:
        case Moderated() if event.content:
            return EventLine(
                position=position, step=event.step, kind="stimulus", person=event.person, type="say",
                content=event.content, to=list(event.to) or None, note=event.cut or None,
            )  # fmt: skip
        case CameAbout():
            return EventLine(
                position=position, step=event.step, kind="outcome", person=event.person, content=event.content,
                to=list(event.to) or None, note=event.cut or None,
            )  # fmt: skip
        case SoughtByWords() if thoughts:
            why = f"{event.outcome}, {event.detail}" if event.detail else event.outcome
            return EventLine(position=position, step=event.step, kind="sought_by_words", note=why)
        case Refereed() if thoughts:
            return EventLine(
                position=position, step=event.step, kind="refereed", content="; ".join(event.facts) or None,
                note=noted("" if event.outcome == "answered" else event.outcome, event.cut),
            )  # fmt: skip
        case Intervened():
            return EventLine(
                position=position, step=event.step, kind="intervention", type=f"intervention {event.number}",
                content=event.why,
            )  # fmt: skip
        case Judged() if thoughts:
            score = "" if event.score is None else f", {event.score} of 9"
            return EventLine(
                position=position, step=event.step, kind="verdict", person=event.person or None, type=event.verdict,
                content=event.claim, note=f"{event.justification}{score}" or None,
            )  # fmt: skip
        case _:
            return None


def _brought_from(event: Remembered) -> str | None:
    return f"brought from {event.source}" if event.source else None if event.outcome == "answered" else event.outcome


def latest(view: RunView) -> list[EventLine]:
    """Return what happened since the call began; where it is long how it began and its end, and that more is between.

    Votes are in their dynamics.
    """
    lines = [line for line in event_lines(view, after=view.since) if line.kind != "vote"]
    if len(lines) <= MOST_EVENTS:
        return lines
    first = [line for line in lines[:MOST_FIRST] if line.step == lines[0].step]
    last = lines[len(first) + 1 - MOST_EVENTS :]
    between = lines[len(first) : -len(last)]
    steps = sorted({line.step for line in between})
    where = f"step {steps[0]}" if len(steps) == 1 else f"steps {steps[0]} to {steps[-1]}"
    read = f'get_run(run="{view.run.id}", detail="transcript") reads them'
    told = f"… {len(between)} more lines of {where} are not shown here: {read}"
    return [*first, EventLine(position=between[0].position, step=steps[0], kind=NOT_SHOWN, content=told), *last]


def earlier(view: RunView) -> str:
    """Return how much happened before the call began, of which its result tells nothing; empty where nothing did."""
    lines = [line for line in event_lines(view) if line.position <= view.since and line.kind != "vote"]
    if not lines:
        return ""
    first, last = lines[0].step, lines[-1].step
    where = f"step {first}" if first == last else f"steps {first} to {last}"
    told = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    return f'({told} of {where} came before: get_run(run="{view.run.id}", detail="transcript") reads all)'
