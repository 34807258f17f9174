"""The verb that lets people act among each other: a new world, one that goes on, or a fork."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.app.labels import rehearsed, unjudged, unseen, unspoken
from troupe_mcp.app.naming import call_digest, company, first_words, mint
from troupe_mcp.app.runs.marking import checkpoint_name
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import fresh_seed, unplayed
from troupe_mcp.app.scenes.ballots import as_read, ballot_of
from troupe_mcp.app.scenes.continuity import Continuity, inherited, isolated, timed
from troupe_mcp.app.scenes.costs import for_whom, left_alone, now_together, one_by_one, price, priced_for, still_led
from troupe_mcp.app.scenes.remembering import Brought, memories_to_bring, with_brought
from troupe_mcp.app.scenes.requests import Opening, ScriptLine, as_mapping, script_lines
from troupe_mcp.app.scenes.staging import Staging
from troupe_mcp.app.scenes.steering import Steering, steered, still_steering
from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import one_line
from troupe_mcp.runs.log import read_log, until_step
from troupe_mcp.simulation.worlds.events import Event, Line, SceneSet, TurnTaken
from troupe_mcp.store import RunRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.files import Files
    from troupe_mcp.app.views import Member, RunView

MAX_ROOM = 100


async def run_world(
    self: App,
    people: Sequence[str] = (),
    opening: Opening | None = None,
    *,
    steps: int | None = None,
    script: Sequence[ScriptLine] | None = None,
    staging: Staging | None = None,
    title: str = "",
    run: str | None = None,
    fork_of: str | None = None,
    at_step: int | str | None = None,
    checkpoint: str = "",
    play: Play | None = None,
) -> RunView:
    """Let people act among each other for some steps: in a new run, as a continuation, or on a fork.

    `checkpoint` names the last step of this call; `at_step` is the last that a fork shares, by number or name.

    Raises RequestError, NotFound, Ambiguous or Conflict where the request cannot be played, NotAllowed beyond a limit.
    """
    play, opening, staging = play or Play(), opening or Opening(), staging or Staging()
    digest = call_digest(
        "run_world",
        {
            "people": list(people),
            **as_mapping(opening),
            "steps": steps,
            "script": [as_mapping(line) for line in script or ()],
            **({"without_script": True} if script is not None and not script else {}),
            **as_mapping(staging),
            "title": title,
            "run": run,
            "fork_of": fork_of,
            "at_step": at_step,
            "checkpoint": checkpoint,
            "seed": play.seed,
            "played_by": play.played_by,
        },
    )
    named = checkpoint_name(checkpoint) if checkpoint else ""
    _check_steps(self, steps)
    if run and fork_of:
        message = "Give run to go on with a run, or fork_of to branch from it, not both."
        raise RequestError(message)
    if at_step is not None and not fork_of:
        message = "at_step belongs to fork_of: the last step that the fork shares. Leave it out, or give fork_of."
        raise RequestError(message)
    if known := self.to_join(digest, play, self.run(run) if run else None):
        return await self.rejoin(known, play)
    past = await _past_of(self, run, fork_of, at_step, play)
    members = _cast_for(self, people, past, continuing=bool(run)) or priced_for(self, people, play)
    scene = await _scene(past, members, opening, script, staging, self.files, steps=steps)
    scene = replace(scene, checkpoint=named)
    names = [member.name for member in members]
    brought = (
        await memories_to_bring(self, members, again=past.run is not None) if staging.bring_memories else Brought()
    )
    seed = past.run.seed if past.run and play.seed is None else fresh_seed(play)
    place = "refereed world" if scene.setting == "refereed" else scene.setting
    called = title or (f"{past.run.title} (fork at step {past.step})" if past.run else f"{company(names)} in a {place}")
    new = RunRecord(
        mint(title or "group", "" if title else first_words(names)),
        "world",
        called[:120],
        settings=past.run.settings
        if run and past.run
        else self.frozen(play, [*past.on_rehearsal(), *brought.on_rehearsal]),
        seed=seed,
        parent=past.run.id if past.run else None,
        parent_step=past.step if past.run else None,
        done=past.step,
        total=scene.last_step,
        call_digest=digest,
    )
    kept = {"interventions": staging.interventions is None, "script": script is None}
    alone = (
        *left_alone(scene, [*past.events, *brought.events], members),
        *as_read(staging.ballot, scene.ballot),
        *(inherited(past.run, scene, **kept) if past.run and not run else ()),
    )
    together = () if past.met else now_together(scene, past.run)
    notes = (
        *alone,
        *together,
        *still_led(scene, past.run, past.events),
        *unseen(new, scene),
        *unjudged(new, scene),
        *isolated(scene),
    )
    slow = () if run else one_by_one(new, scene, staging.order)
    if play.dry_run:
        cost = price(self, new, [*past.events, *brought.events], scene, members)
        whom = (*for_whom(people, past.run), *alone, *together, *isolated(scene), *slow)
        return unplayed(new, members if people or past.run else (), cost, whom)
    if run and past.run:
        return await self.go_on(past.run, scene, digest, play, notes)
    told = (
        *notes,
        *slow,
        *unspoken(new, members),
        *self.warnings(new, play),
        *(brought.said() if staging.bring_memories else ()),
    )
    return await self.begin(with_brought(new, brought), [*past.events, *brought.events, scene], members, play, told)


class _Past:
    """What a call of run_world builds upon: nothing, a run, or the first steps of one.

    `scene` is the one whose rules and remaining script are kept: a world's, where private talks came in between.
    """

    def __init__(
        self, run: RunRecord | None, log: Sequence[Event], events: Sequence[Event], members: Sequence[Member], step: int
    ) -> None:
        self.run = run
        self.events = list(events)
        self.members = list(members)
        self.step = step
        scenes = [event for event in log if isinstance(event, SceneSet) and event.step <= step]
        rooms = [scene for scene in scenes if scene.setting != "private"]
        self.scene: SceneSet | None = next(reversed(rooms or scenes), None)

    @property
    def met(self) -> bool:
        """Whether its people were in a world before, be it one that keeps them apart; a talk with each is none."""
        talked = self.run is not None and self.run.kind == "interview"
        return self.scene is not None and (self.scene.setting != "private" or not talked)

    def steering(self, cast: Sequence[str]) -> Steering:
        """Return what still steers what follows, for this cast."""
        return still_steering(self.scene, self.events, self.step, cast) if self.scene else Steering()

    def on_rehearsal(self) -> list[str]:
        """Return the run whose past is shared, where anything of that past was rehearsed."""
        turns = [event for event in self.events if isinstance(event, TurnTaken)]
        return [self.run.id] if self.run and any(map(rehearsed, turns)) else []


async def _past_of(self: App, run: str | None, fork_of: str | None, at_step: int | str | None, play: Play) -> _Past:
    if run:
        parent = await self.going_on(self.finished(run), play)
        events = [event for _, event in await read_log(self.store, parent.id)]
        return _Past(parent, events, events, self.cast(parent), await self.step_of(parent, None))
    if not fork_of:
        return _Past(None, (), (), (), 0)
    parent = self.resting(fork_of)
    step = await self.step_of(parent, at_step)
    log = await read_log(self.store, parent.id)
    return _Past(parent, [event for _, event in log], until_step(log, step), self.cast(parent), step)


def _cast_for(self: App, people: Sequence[str], past: _Past, *, continuing: bool) -> list[Member]:
    if continuing and people:
        message = (
            "A run that goes on keeps its people. Leave people out, or fork: fork_of with people changes the cast."
        )
        raise RequestError(message)
    members = self.members(people, past.run) if people else past.members
    if len(members) > MAX_ROOM:
        message = (
            f"{len(members)} people in one room; at most {MAX_ROOM} are possible. listen_and_act asks more, each alone."
        )
        raise NotAllowed(message)
    return members


async def _scene(
    past: _Past,
    members: Sequence[Member],
    opening: Opening,
    script: Sequence[ScriptLine] | None,
    staging: Staging,
    files: Files,
    *,
    steps: int | None,
) -> SceneSet:
    names = tuple(member.name for member in members)
    before, forking = past.scene, past.run is not None and past.scene is not None
    left = before.last_step - past.step if before and forking else 0
    count = steps or (left if left > 0 else 3)
    lines = await files.opened(opening.lines(past.step + 1) + script_lines(script or (), past.step, count, names))
    if before:
        kept = _kept_lines(before, past.step, names, replaced=bool(opening.say))
        there = any(line.kind == "situation" and not line.to for line in lines)
        lines += kept if script is None else [line for line in kept if not there and _is_place(line, past.step)]
    lines.sort(key=lambda line: line.step)
    told = Continuity(past.events, before)
    where = told.setting(staging, met=past.met)
    start, each = told.clock(staging, past.step, lines)
    goes_on = left > 0 and where != "private"
    voice = one_line(staging.speaker or "") or (before.speaker if before else "moderator")
    if staging.guide and where == "private":
        raise RequestError("A guide needs people who hear each other: leave setting='private' out, or the guide.")
    led = staging.led(names, voice, past.step, count, before if goes_on else None)
    steering = await steered(staging, past.steering(names), past.step, count, names, files)
    return timed(
        SceneSet(
            where,
            staging.turns(where, len(names), before),
            past.step + count,
            voice,
            names,
            tuple(lines),
            past.step,
            tools=staging.equipment(names, before),
            quality=staging.care(before),
            ballot=ballot_of(staging.ballot, before, where),
            **led,
            cut_in=bool(led.get("resumed") and opening.say),
            relations=told.relations(staging, members) if where == "network" else (),
            absent=told.absent(names, lines, where, steering.awaited),
            start=start,
            time_per_step=each,
            interventions=steering.interventions,
            watch=steering.watch,
            stop_when=steering.stop_when,
        )
    )


def _kept_lines(before: SceneSet, step: int, names: Sequence[str], *, replaced: bool) -> list[Line]:
    """Return the script that a fork keeps; what is said anew replaces what was said in the same step."""
    kept: list[Line] = []
    for line in before.script:
        to = tuple(name for name in line.to if name in names)
        again = replaced and line.step == step + 1 and line.kind == "say"
        if line.step > step and not again and (to or not line.to):
            kept.append(replace(line, to=to))
    return kept


def _is_place(line: Line, step: int) -> bool:
    """Whether a line tells all where they are as they begin: another script does not take them elsewhere."""
    return line.kind == "situation" and not line.to and line.step == step + 1


def _check_steps(self: App, steps: int | None) -> None:
    most = self.settings.limits.max_steps
    if steps is not None and not 1 <= steps <= most:
        message = f"steps={steps} is not possible; 1 to {most} at a time, and run=… goes on."
        raise NotAllowed(message)
