"""Labels: who played what a result rests on, and what that is worth. Said here, shown by every result and export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.simulation.worlds.events import Answered, Event, Judged, SceneSet, TurnTaken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.app.views import Member
    from troupe_mcp.store.records import RunRecord

REHEARSAL = "rehearsal"
HOST = "host"
"""Who plays where the assistant itself answers by hand."""
READING = ("extraction", "proposition", "story")
"""Kinds of runs that read what was said in others."""
WRITING = ("casting", "story")
"""Kinds of runs that write about people, with nothing to read."""
NOBODY = "nobody"
NOTHING_PROVEN = "no evidence about people"
MOST_NAMED = 4
"""Runs, or people, that a label names."""
NOT_MEASURED = "not measured: rehearsal"
YOU_PLAY = 'the same call with played_by="host" makes you the model'
"""What an assistant can do at once where nobody else plays."""
ONCE_MORE = 'or make them once more with played_by="host", which makes you the model'
"""The same of people who were made, behind what may be done with them at once."""
ALONE = (
    'No model is configured, so the rehearsal played. You can be the model (played_by="host"), or the user gives one: '
    "OPENAI_API_KEY in the server's environment, or [model] base_url."
)
AGAIN = (
    'Rehearsed, as these people were written: for answers that count make them again with played_by="host" (you are '
    "the model), then ask them so."
)
"""The same in short where the people were made by the rehearsal, which was told at length as they were."""


def rests_on_rehearsal(run: RunRecord) -> bool:
    """Whether anything in a run was rehearsed: its own part, its past, the runs that it reads, or who is in it."""
    if asks_nobody(run):
        return bool(written_by_rehearsal(run))
    return bool(run.settings.get("rehearsed") or run.settings.get("on_rehearsal") or written_by_rehearsal(run))


def rests(run: RunRecord, people: int) -> str:
    """Return what of a run of so many people was rehearsed though a model plays it; nothing where nothing was."""
    if run.settings.get("rehearsed"):
        return ""
    if written := len(written_by_rehearsal(run)):
        who = "the people were" if written >= people else f"{written} of {people} people were"
        return f"{who} written by the rehearsal"
    return "what the people went through was rehearsed" if run.settings.get("on_rehearsal") else ""


def uncounted(run: RunRecord, people: int) -> tuple[str, ...]:
    """Return what has to be said before a survey is paid for whose figures will not count."""
    warned = "The claim level will be “do not count”"
    if run.settings.get("rehearsed"):
        return (f"{warned}: the {REHEARSAL} would answer; {YOU_PLAY}.",)
    if told := rests(run, people):
        first = " Let a model make them first: create_people(…)." if written_by_rehearsal(run) else ""
        return (f"{warned}: {told}.{first}",)
    return ()


def asks_nobody(run: RunRecord) -> bool:
    """Whether a run makes people who were given, so that nobody plays it."""
    return run.kind == "casting" and not run.settings["spec"].get("calls", 1)


def written_by_rehearsal(run: RunRecord) -> Sequence[str]:
    """Return who in a run was written by the rehearsal."""
    return run.settings.get("written_by_rehearsal", ())


def reads(run: RunRecord) -> bool:
    """Whether a run only reads others. A story of a person reads none."""
    return run.kind in READING and bool(run.settings["spec"]["of"])


def rehearsed(turn: TurnTaken | Judged | Answered) -> bool:
    """Whether the rehearsal played a turn, judged a claim or voted, under whatever version."""
    return turn.played_by.startswith(f"{REHEARSAL}-")


def player(run: RunRecord) -> str:
    """Return who plays a run now, or would."""
    if asks_nobody(run):
        return NOBODY
    return REHEARSAL if run.settings.get("rehearsed") else str(run.settings["model"])


def briefly(run: RunRecord) -> str:
    """Return who played a run, as far as its record tells: for lists of runs, which open no log."""
    now = player(run)
    return f"{REHEARSAL}, {now}" if rests_on_rehearsal(run) and now != REHEARSAL else now


def dollars_spent(run: RunRecord) -> float | None:
    """Return what a run has cost; None where calls were made whose price nobody knows."""
    return None if run.settings.get("unpriced") and run.calls and not run.usd else run.usd


def unseen(run: RunRecord, scene: SceneSet) -> tuple[str, ...]:
    """Return what has to be said where pictures are shown and whoever plays sees none."""
    names = [line.title for line in scene.script if line.picture]
    if not names or run.settings.get("sees"):
        return ()
    who = f"The {REHEARSAL}" if player(run) == REHEARSAL else player(run)
    shown = ", ".join(names[:MOST_NAMED])
    told = f"{who} sees no pictures, so people know only that {shown} was shown to them."
    return (f"{told} Say in words what is on it, or let a model that sees play.",)


def unspoken(run: RunRecord, members: Sequence[Member]) -> tuple[str, ...]:
    """Return what has to be said where somebody's file asks for a way of speaking that the rehearsal doesn't play."""
    if not run.settings.get("rehearsed"):
        return ()
    from troupe_mcp.models.rehearsal.voice.habits import beyond

    found = [(member.name, ways) for member in members if (ways := beyond(member.persona.spec))]
    if not found:
        return ()
    named = "; ".join(f"{name}: {', '.join(ways)}" for name, ways in found[:MOST_NAMED])
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return (f"Ways of speaking in people's files that the {REHEARSAL} does not play: {named}{more}. A model would.",)


def unjudged(run: RunRecord, scene: SceneSet) -> tuple[str, ...]:
    """Return what has to be said where claims wait for scores, or for a reader, that the rehearsal is not."""
    if not run.settings.get("rehearsed"):
        return ()
    asked = [*scene.watch, *scene.stop_when, *(claim for each in scene.interventions for claim in each.claims)]
    if not any(claim.scored for claim in asked):
        return ()
    none = f"The {REHEARSAL} gives no scores and judges no ready-made claim but silence"
    return (f"{none}: what waits for them never comes true here.",)


def players(run: RunRecord, log: Iterable[tuple[int, Event]]) -> Sequence[str]:
    """Return who played a run so far, first come first, and who is to go on with it."""
    played = list(_steps(run, log))
    return played if played and run.status == "done" else list(dict.fromkeys([*played, player(run)]))


def label(run: RunRecord, log: Iterable[tuple[int, Event]]) -> str:
    """Return what has to be said before anything of a run is shown; nothing where no rehearsal is involved."""
    if not rests_on_rehearsal(run):
        return ""
    if asks_nobody(run) or not (run.settings.get("rehearsed") or run.settings.get("on_rehearsal")):
        return f"Part rehearsal: {_who_was_written(run)}; what comes of that is {NOTHING_PROVEN}."
    if run.status == "estimate":
        return _of_planning(run)
    if reads(run):
        return _of_reading(run)
    if run.kind in WRITING:
        return f"Rehearsal: no language model wrote this; it is {NOTHING_PROVEN}."
    if run.kind == "proposition":
        return f"Rehearsal: no language model read the description; it is {NOTHING_PROVEN}."
    written = f" {_who_was_written(run)}." if written_by_rehearsal(run) else ""
    playing = _of_playing(_steps(run, log))
    return playing + written if playing.startswith("Part") else playing


def _who_was_written(run: RunRecord) -> str:
    names = written_by_rehearsal(run)
    return f"{_named(names)} {'was' if len(names) == 1 else 'were'} written by the rehearsal"


def _of_planning(run: RunRecord) -> str:
    if player(run) == REHEARSAL:
        would = "read what was said" if reads(run) else "write this" if run.kind in WRITING else "play this"
        return f"Rehearsal: no language model would {would}; it would be {NOTHING_PROVEN}."
    would = "read" if reads(run) else "go on from"
    return f"Part rehearsal: {player(run)} would {would} what was rehearsed; it would be {NOTHING_PROVEN}."


def _of_playing(steps: Mapping[str, Sequence[int]]) -> str:
    if not steps or list(steps) == [REHEARSAL]:
        return f"Rehearsal: no language model played this; it is {NOTHING_PROVEN}."
    parts = [
        f"{_spans(played)} {'rehearsed' if who == REHEARSAL else f'played by {who}'}" for who, played in steps.items()
    ]
    if REHEARSAL not in steps:
        parts.append("the rest rehearsed")
    return f"Part rehearsal: {', '.join(parts)}. What was rehearsed, or answers it, is {NOTHING_PROVEN}."


def _of_reading(run: RunRecord) -> str:
    sources: Sequence[str] = run.settings["spec"]["of"]
    known: Sequence[str] | None = run.settings.get("on_rehearsal")
    on_it = sources if known is None else known
    by_it = player(run) == REHEARSAL
    if not on_it:
        return f"Part rehearsal: no language model read what was said; the reading is {NOTHING_PROVEN}."
    if len(on_it) < len(sources):
        others = [source for source in sources if source not in on_it]
        reader = " No language model read them." if by_it else ""
        return (
            f"Part rehearsal: {_named(on_it)} rests on a rehearsal, {_named(others)} does not.{reader} "
            f"What comes of the rehearsed part is {NOTHING_PROVEN}."
        )
    if by_it:
        return f"Rehearsal: what was said rests on one, and no language model read it; it is {NOTHING_PROVEN}."
    return f"Rehearsal: what was said rests on one, and {player(run)} only read it; it is {NOTHING_PROVEN}."


def _named(runs: Sequence[str]) -> str:
    more = f" and {len(runs) - MOST_NAMED} more" if len(runs) > MOST_NAMED else ""
    return f"{', '.join(runs[:MOST_NAMED])}{more}"


def _steps(run: RunRecord, log: Iterable[tuple[int, Event]]) -> dict[str, list[int]]:
    """Return at which steps who played."""
    steps: dict[str, list[int]] = {}
    for _, event in log:
        if isinstance(event, TurnTaken) or (isinstance(event, Judged | Answered) and event.played_by):
            who = REHEARSAL if rehearsed(event) else event.played_by or player(run)
            steps.setdefault(who, []).append(event.step)
        elif isinstance(event, Answered):
            steps.setdefault(player(run), []).append(event.step)
    return steps


def _spans(steps: Sequence[int]) -> str:
    """Return steps as `step 1` or `steps 1-2, 5`."""
    spans: list[tuple[int, int]] = []
    for step in sorted(set(steps)):
        if spans and spans[-1][1] == step - 1:
            spans[-1] = (spans[-1][0], step)
        else:
            spans.append((step, step))
    said = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
    return f"step{'s' if len(set(steps)) > 1 else ''} {said}"
