"""What every result about a run says: who, how far, at what cost, what next, and what to know before it is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import AGAIN, ALONE, HOST, ONCE_MORE, YOU_PLAY, dollars_spent, written_by_rehearsal
from troupe_mcp.runs.budget import further
from troupe_mcp.server.results.envelope import Cost, PersonLine
from troupe_mcp.server.shaping.answers import ANSWERS
from troupe_mcp.server.shaping.handing import handed, handing_in
from troupe_mcp.server.shaping.pricing import shares
from troupe_mcp.simulation.people.persona import summary
from troupe_mcp.simulation.worlds.events import Answered, Found, TurnTaken

if TYPE_CHECKING:
    from troupe_mcp.app.views import RunView

MOST_PEOPLE = 20
ONE_READER = (
    "One assistant answered for several people, having read of all their lives: their answers are not independent of "
    "each other, and that they agree means less."
)
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
    round_ = handed(view.awaited, run.id, view.taken) if run.status == "needs_answers" else None
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
        "done": run.done + (view.taken if run.kind == "interview" else 0),
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
