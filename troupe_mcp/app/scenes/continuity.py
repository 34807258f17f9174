"""What a scene begins with: who is related, who is not there, and the time, as before or as a call says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from troupe_mcp.app.scenes.requests import duration
from troupe_mcp.errors import Conflict, RequestError
from troupe_mcp.language.text import clip
from troupe_mcp.simulation.people.relations import own_relations, read_relations
from troupe_mcp.simulation.worlds.clock import Span, iso, later_by, span, time_at
from troupe_mcp.simulation.worlds.events import SceneSet, StepBegan
from troupe_mcp.simulation.worlds.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from troupe_mcp.app.scenes.staging import Staging
    from troupe_mcp.app.views import Member
    from troupe_mcp.simulation.people.relations import Relation
    from troupe_mcp.simulation.steering.steering import StandingIntervention
    from troupe_mcp.simulation.worlds.events import Event, Line, Setting
    from troupe_mcp.store import RunRecord


class Continuity:
    """How things stand after the events that a scene builds upon; `before` is the scene whose rules are kept."""

    def __init__(self, events: Sequence[Event], before: SceneSet | None) -> None:
        self._events = events
        self._before = before
        worlds = [event for event in events if isinstance(event, SceneSet) and event.setting != "private"]
        known = dict.fromkeys(name for scene in worlds for name in scene.people)
        self._reach = replace(Reach().through(events), people=tuple(known))  # private talks name only some
        self._now = next((e.time for e in reversed(events) if isinstance(e, StepBegan) and e.time), "")

    def setting(self, staging: Staging, *, met: bool) -> Setting:
        """Return the setting that is given, or follows from relations, or was; a room for those who never met in one.

        Raises Conflict where two exclude each other.
        """
        if staging.relations and staging.setting not in (None, "network"):
            raise Conflict(
                f'relations are for setting="network", and setting={staging.setting!r} is given. Leave one of them out.'
            )
        was = self._before.setting if self._before and met else "room"
        return staging.setting or ("network" if staging.relations else was)

    def relations(self, staging: Staging, members: Sequence[Member]) -> tuple[Relation, ...]:
        """Return who is related in a network: by what is given, by what was, or by what people's files say.

        Raises RequestError where nobody is, or a line cannot be read; NotFound for a name that is not in the cast.
        """
        names = [member.name for member in members]
        if staging.relations:
            return read_relations(staging.relations, names)
        before = self._before
        if before and before.setting == "network":
            reach = self._reach if any(event is before for event in self._events) else self._reach.after(before)
            found = replace(reach, people=tuple(names)).relations()
            if found or {*names} <= {*before.people}:
                return found
        found = own_relations((member.name, member.persona.spec) for member in members)
        if not found:
            raise RequestError(
                "Nobody of this cast is related, so in a network nobody would hear anybody: no relations are given, "
                "and nobody's relationships name another of them. "
                'Give relations=["Ana, Bo: sisters"], or setting="room", in which everybody hears all.'
            )
        return found

    def absent(
        self, names: Sequence[str], lines: Sequence[Line], setting: Setting, awaited: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Return who is not there as a scene begins: who went, and whoever is new and comes before ever going.

        `awaited` are those whom an intervention would add, and nobody knows when.
        Raises RequestError for people who come although they are there, or go although they are not.
        """
        moves = sorted((line for line in lines if line.kind in ("arrive", "leave")), key=_order)
        if (moves or awaited) and setting == "private":
            raise RequestError(
                'add and remove are for a room or a network; with setting="private" each is alone anyway.'
            )
        first = {name: line.kind for line in reversed(moves) for name in line.to}
        absent = [
            name
            for name in names
            if (
                first.get(name, "arrive" if name in awaited else "") == "arrive"
                if name not in self._reach.people
                else name in self._reach.absent
            )
        ]
        away = {*absent}
        for line in moves:
            for name in line.to:
                if (line.kind == "arrive") != (name in away):
                    state, how = ("there already", "add") if line.kind == "arrive" else ("not there", "remove")
                    raise RequestError(
                        f"{name} is {state} at step {line.step}; leave out this {how}, or mend its step."
                    )
                away ^= {name}
        return tuple(absent)

    def clock(self, staging: Staging, step: int, lines: Sequence[Line]) -> tuple[str, str]:
        """Return when a scene's first step is, after `step`, and how much later each further one: ISO, or empty.

        Raises RequestError for what is no time, or where it would run backwards.
        """
        before = self._before
        wait = next((line.content for line in lines if line.kind == "wait" and line.step == step + 1), "")
        if wait and not step:
            raise RequestError("script waits at the very first step, before anything happened. Give start instead.")
        each = before.time_per_step if before else ""
        if staging.time_per_step:
            each = duration("time_per_step", staging.time_per_step)
        if staging.start:
            start = _read(staging.start)
            if self._now and not _follows(start, self._now):
                raise RequestError(
                    f"start={staging.start!r} does not follow {self._now}, the time that this run has reached. Give a "
                    "later one in the same form, or leave start out."
                )
        elif before and before.start and (not self._now or before.step == step) and not wait:
            start = before.start
        elif self._now:
            start = _later(self._now, span(wait or each) or Span())
        else:
            start = ""
        if each and not start:
            raise RequestError('time_per_step counts from start: give start="2026-03-03T10:00" as well.')
        return start, each


def isolated(scene: SceneSet) -> tuple[str, ...]:
    """Return what has to be said where people in a network are related to nobody."""
    tied = {name for a, b, _ in scene.relations for name in (a, b)}
    alone = [name for name in scene.people if name not in tied]
    if scene.setting != "network" or not alone:
        return ()
    more = f" and {len(alone) - MOST_NAMED} more" if len(alone) > MOST_NAMED else ""
    names = f"{', '.join(alone[:MOST_NAMED])}{more}"
    how = f'relations=[…, "{alone[0]}, {next(iter(tied), "…")}: neighbours"]'
    told = f"Related to nobody, so in reach of {scene.speaker} alone: {names}."
    return (f'{told} To let them hear others give {how}, or leave relations out with setting="room".',)


def inherited(parent: RunRecord, scene: SceneSet, *, interventions: bool, script: bool) -> tuple[str, ...]:
    """Return what a fork keeps of what its parent had planned and how to drop it: of what the call itself gave not."""
    said = [f"its intervention {each.number} ({_when(each)})" for each in scene.interventions if interventions]
    steps = dict.fromkeys(str(line.step) for line in scene.script if line.step > scene.step + 1) if script else {}
    told: list[str] = []
    if said:
        verb, them = ("applies", "it") if len(said) == 1 else ("apply", "them")
        told.append(f"Of {parent.id} {', '.join(said)} still {verb} here; interventions=[] drops {them}.")
    if steps:
        told.append(f"Of {parent.id} the script of step {', '.join(steps)} still applies here; script=[] drops it.")
    return tuple(told)


def _when(each: StandingIntervention) -> str:
    """Return when an intervention speaks, as far as a step says it, and the beginning of what it brings."""
    brings = clip("; ".join(f"{line.kind}: {line.content}" for line in each.then if line.content), MOST_QUOTED)
    when = f"at step {each.step}" if each.step else ""
    return ", ".join(filter(None, (when, brings))) or "on its condition"


def timed(scene: SceneSet) -> SceneSet:
    """Return a scene whose clock holds to its last step. Raises RequestError where it runs beyond the calendar."""
    try:
        time_at(scene, scene.last_step)
    except OverflowError:
        raise RequestError(_ENDLESS) from None
    return scene


MOST_QUOTED = 60
"""Characters of what an intervention brings that a note quotes."""
MOST_NAMED = 8
"""People whom a note names."""
_ENDLESS = "The steps would run beyond the year 9999. Take a smaller time_per_step, or wait less."


def _order(line: Line) -> tuple[int, bool]:
    return line.step, line.kind == "arrive"


def _read(text: str) -> str:
    try:
        return iso(datetime.fromisoformat(text.strip()).replace(microsecond=0))
    except ValueError:
        raise RequestError(
            f"start is {text[:60]!r}; expected a date and time, as '2026-03-03T10:00', or a date."
        ) from None


def _follows(start: str, now: str) -> bool:
    try:
        return datetime.fromisoformat(start) >= datetime.fromisoformat(now)
    except TypeError:  # only one of them has a time zone
        return False


def _later(time: str, by: Span) -> str:
    try:
        return later_by(by, time)
    except OverflowError:
        raise RequestError(_ENDLESS) from None
