"""From what the app knows of a run to the fields of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import (
    AGAIN,
    ALONE,
    ONCE_MORE,
    REHEARSAL,
    YOU_PLAY,
    dollars_spent,
    players,
    rehearsed,
    written_by_rehearsal,
)
from troupe_mcp.runs.budget import further
from troupe_mcp.server.answers import ANSWERS, answer_line
from troupe_mcp.server.changes import changed
from troupe_mcp.server.handing import handed, handing_in
from troupe_mcp.server.pricing import shares
from troupe_mcp.server.results.envelope import Cost, PersonLine
from troupe_mcp.server.results.played import NOT_SHOWN, Action, EventLine, Reply, State
from troupe_mcp.simulation.events import (
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
    SceneSet,
    SoughtByWords,
    StepBegan,
    StepEnded,
    Stimulus,
    TurnTaken,
)
from troupe_mcp.simulation.persona import summary
from troupe_mcp.simulation.reach import Reach
from troupe_mcp.simulation.reading import stimulus_of
from troupe_mcp.simulation.tools.tool import SIMULATED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from troupe_mcp.app.views import RunView

HOST = "host"
UNSEEN = ("THINK", "RECALL")
"""Actions that happen in the mind alone."""
MOST_PEOPLE = 20
MOST_EVENTS = 30
MOST_FIRST = 12
"""Events of a long call that are told from its beginning: what was said, and who answered at once."""
ONE_READER = (
    "One assistant answered for several people, having read of all their lives: their answers are not independent of "
    "each other, and that they agree means less."
)
SILENT = "says nothing"
MOST_MISSED = 6
"""People without an answer that a note names."""


def envelope(view: RunView, next_call: str) -> dict[str, Any]:
    """Return the fields that every result about a run has."""
    run = view.run
    usd = dollars_spent(run)
    cost = Cost(
        calls=run.calls,
        cached_calls=run.cached_calls,
        input_tokens=run.input_tokens,
        output_tokens=run.output_tokens,
        usd=None if usd is None else round(usd, 4),
        price="unknown" if usd is None else None,
        by_step=shares(view.by_step, "step", priced=usd is not None),
        by_person=shares(view.by_person, "name", priced=usd is not None),
    )
    shown = [
        PersonLine(person=m.person, name=m.name, line=summary(m.persona.spec) or None) for m in view.cast[:MOST_PEOPLE]
    ]
    warnings = list(view.warnings)
    if unanswered := _without_answer(view):
        warnings.append(unanswered)
    if cut := _cut(view):
        warnings.append(cut)
    if _by_one_reader(view):
        warnings.append(ONE_READER)
    if view.joined:
        warnings.append("An equal call began this run a moment ago; this is that run. new=true plays it anew.")
    if run.status == "paused" and run.reason == "over_budget":
        next_call = f"{further(run)} goes on"
    round_ = handed(view.awaited, run.id) if run.status == "needs_answers" else None
    if round_:
        next_call = handing_in(run.id, [prompt.id for prompt in round_.prompts])
    elif run.status == "needs_answers":
        next_call = f'continue_run(run="{run.id}") hands the prompts out'
    if ALONE in warnings and run.kind != "casting" and written_by_rehearsal(run):
        warnings[warnings.index(ALONE)] = AGAIN
    elif ALONE in warnings:
        next_call = f"{next_call}; {ONCE_MORE}" if run.kind == "casting" else f"{YOU_PLAY}; or {next_call}"
    return {
        "notice": view.notice or None,
        "handed": round_,
        "run": run.id,
        "kind": run.kind,
        "title": run.title,
        "status": run.status,
        "reason": run.reason or None,
        "played_by": view.played_by,
        "seed": run.seed,
        "done": run.done,
        "total": run.total,
        "cost": cost,
        "next": next_call,
        "warnings": warnings or None,
        "people": shown or None,
        "people_total": len(view.cast) if len(view.cast) > MOST_PEOPLE else None,
    }


def _by_one_reader(view: RunView) -> bool:
    """Whether the assistant played more than one of a run that now rests."""
    turns = [event for _, event in view.log if isinstance(event, TurnTaken)]
    by_host = {turn.person for turn in turns if turn.played_by == HOST}
    if view.run.settings.get("provider") == HOST:
        by_host |= {event.person for _, event in view.log if isinstance(event, Answered)}
    return view.run.status != "needs_answers" and len(by_host) > 1


def _without_answer(view: RunView) -> str:
    """Return for whom there was no answer, how often of how often, and why; nothing where all answered."""
    if view.run.kind == "casting":  # whose documents may have any keys; who is left out is told with what to do
        return ""
    asked: dict[str, list[str]] = {}
    for _, event in view.log:
        if isinstance(event, TurnTaken):
            asked.setdefault(event.person, []).append(event.outcome)
        elif isinstance(event, Answered):
            kept = event.outcome in ANSWERS
            asked.setdefault(event.person, []).append("answered" if kept else event.outcome)
        elif isinstance(event, Found):
            asked.setdefault(event.subject.rpartition("/")[2], []).append(event.data.get("outcome", "answered"))
    failed = {name: [o for o in outcomes if o != "answered"] for name, outcomes in asked.items()}
    told = [
        f"{name} {len(missed)} of {len(asked[name])} times ({', '.join(sorted(set(missed)))})"
        for name, missed in failed.items()
        if missed
    ]
    more = f"; and {len(told) - MOST_MISSED} more people" if len(told) > MOST_MISSED else ""
    return f"No answer: {'; '.join(told[:MOST_MISSED])}{more}." if told else ""


def _cut(view: RunView) -> str:
    """Return whose answers to questions are not kept whole; actions tell it themselves."""
    told = [f"{e.person}, {e.question}: {e.cut}" for _, e in view.log if isinstance(e, Answered) and e.cut]
    more = f"; and {len(told) - MOST_MISSED} more answers" if len(told) > MOST_MISSED else ""
    return f"Longer than is kept: {'; '.join(told[:MOST_MISSED])}{more}." if told else ""


def replies(view: RunView) -> list[Reply]:
    """Return what people did since the call began, turn by turn, with the question it answers."""
    ids = {member.name: member.person for member in view.cast}
    asked: dict[str, str] = {}
    everybody = ""
    done: dict[str, list[Action]] = {}
    told: list[Reply] = []
    several = has_several_players(view)
    for position, event in view.log:
        match event:
            case StepBegan():
                asked, everybody = {}, ""
            case Stimulus() if event.kind == "say":
                everybody = "" if event.to else event.content
                asked |= dict.fromkeys(event.to, event.content)
            case Acted() if event.type not in UNSEEN:
                to = [*event.to, *event.unknown] or None
                action = Action(type=event.type, content=event.content, to=to, note=note_of(event))
                done.setdefault(event.person, []).append(action)
            case TurnTaken():
                actions = done.pop(event.person, [])
                if position > view.since:
                    mind = State(feeling=event.feeling, attention=event.attention, goal=event.goal)
                    question = asked.get(event.person, everybody) or None
                    told.append(
                        Reply(
                            person=ids.get(event.person, event.person),
                            name=event.person,
                            question=question,
                            actions=actions,
                            mind=mind if event.outcome == "answered" else None,
                            status=event.outcome,
                            played_by=player_of_turn(event) if several else None,
                            note=event.cut or None,
                        )
                    )
            case _:
                continue
    return told


def has_several_players(view: RunView) -> bool:
    """Whether a run was played by one after the other, so that each turn has to say by whom."""
    return len(players(view.run, view.log)) > 1


def player_of_turn(turn: TurnTaken) -> str:
    """Return who played a turn."""
    return REHEARSAL if rehearsed(turn) else turn.played_by


def event_lines(view: RunView, *, after: int = 0, thoughts: bool = False) -> list[EventLine]:
    """Return events as flat lines; thoughts and ends of turns only where asked for."""
    lines = [line for line in _lines(view.log, thoughts=thoughts) if line.position > after]
    if not has_several_players(view):
        return lines
    turns = [event for _, event in view.log if isinstance(event, TurnTaken)]
    by = {(turn.step, turn.person): player_of_turn(turn) for turn in turns}
    return [line.model_copy(update={"played_by": by.get((line.step, line.person or ""))}) for line in lines]


def _lines(log: Iterable[tuple[int, Event]], *, thoughts: bool) -> list[EventLine]:
    lines: list[EventLine] = []
    acting = False
    reach = Reach()
    for position, event in log:
        reach = reach.after(event)
        line = _line(position, event, thoughts=thoughts) or changed(position, event, thoughts=thoughts)
        if line and isinstance(event, Acted) and (missed := reach.beyond(event.person, event.to)):
            line.note = _noted(line.note, f"out of reach: {', '.join(missed)}")
        if isinstance(event, TurnTaken) and line is None and (note := _noted("" if acting else SILENT, event.cut)):
            line = EventLine(position=position, step=event.step, kind="turn", person=event.person, note=note)
        acting = isinstance(event, Acted) and (acting or line is not None)
        if line:
            lines.append(line)
    return lines


def _line(position: int, event: Event, *, thoughts: bool) -> EventLine | None:
    match event:
        case Stimulus():
            return EventLine(
                position=position, step=event.step, kind="stimulus", person=event.source, type=event.kind,
                content=event.content, to=list(event.to) or None,
                note=_what_it_is(event, whole=thoughts),
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
                content=event.thought, note=_noted(event.feeling, event.cut),
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
                content="\n".join(event.texts), note=_noted(_brought_from(event), event.cut),
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
                note=_noted("" if event.outcome == "answered" else event.outcome, event.cut),
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


def _what_it_is(event: Stimulus, *, whole: bool = False) -> str | None:
    """Return what a thing shown or read is, beside its content."""
    if event.picture:
        return f"picture, sha256 {event.picture}" if whole else "picture"
    if event.kind != "document":
        return None
    return f"“{event.title}”" + (f", how it begins: {event.whole:,} characters were read" if event.whole else "")


def note_of(event: Acted) -> str | None:
    """Return what has to be said beside an action: whom it did not reach, what its tool made of it, what was cut."""
    unknown = f"nobody here is called {', '.join(event.unknown)}" if event.unknown else ""
    left = event.left
    came = left.notice or (SIMULATED if left.simulated else "") if left else ""
    return _noted(unknown or came, event.cut)


def _noted(*notes: str | None) -> str | None:
    return "; ".join(filter(None, notes)) or None


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


def scene(view: RunView) -> SceneSet | None:
    """Return the scene that is played now."""
    scenes = [event for _, event in view.log if isinstance(event, SceneSet)]
    return scenes[-1] if scenes else None


def script(view: RunView) -> list[EventLine]:
    """Return what the present scene still brings and brought, at absolute steps."""
    now = scene(view)
    told = [stimulus_of(line, now.speaker) for line in now.script] if now else []
    return [
        EventLine(
            position=0,
            step=line.step,
            kind="script",
            type=line.kind,
            content=line.content,
            to=list(line.to) or None,
            note=_what_it_is(line) if line.kind == "document" else None,
        )
        for line in told
    ]


def steps_done(view: RunView) -> int:
    """Return how many steps of a run are closed."""
    return max((event.step for _, event in view.log if isinstance(event, StepEnded)), default=0)


def checkpoints(view: RunView) -> dict[str, int] | None:
    """Return the steps of a run that have names, by these."""
    return dict(view.checkpoints) or None


def situation(view: RunView) -> str | None:
    """Return where people are, as last told to everybody."""
    told = [e.content for _, e in view.log if isinstance(e, Stimulus) and e.kind == "situation"]
    return told[-1] if told else None
