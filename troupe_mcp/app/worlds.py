"""The two verbs that play people: alone with whoever asks, and among each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from troupe_mcp.app.answers import are_open, hand_in
from troupe_mcp.app.labels import rehearsed, unseen
from troupe_mcp.app.naming import call_digest, first_words, mint
from troupe_mcp.app.playing import WHILE_ANSWERED, Play, fresh_seed, unplayed
from troupe_mcp.app.requests import Opening, ScriptLine, as_mapping, script_lines
from troupe_mcp.errors import Conflict, NotAllowed, NotFound, RequestError
from troupe_mcp.language.text import one_line
from troupe_mcp.runs.log import read_log, until_step
from troupe_mcp.simulation.events import Event, Line, Order, SceneSet, Setting, StepEnded, TurnTaken
from troupe_mcp.simulation.persona import match_name
from troupe_mcp.store import RunRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.files import Files
    from troupe_mcp.app.views import Estimate, Member, RunView
    from troupe_mcp.language.completion import Completion

IN_TURN_UP_TO = 6
"""People in a room who by default hear each other within a step; more act together."""
MAX_ROOM = 100
NOBODY_GIVEN = 6
"""People of the library for whom a price is told where nobody was named."""
NOBODY = "No people. Give people (ids, names, or a run), or run to use its cast."
NOTHING = "Nothing to react to: give one of say, show, questions, documents, think, goal, situation."


async def listen_and_act(
    self: App,
    people: Sequence[str] = (),
    opening: Opening | None = None,
    questions: Sequence[str] = (),
    *,
    speaker: str = "interviewer",
    run: str | None = None,
    play: Play | None = None,
) -> RunView:
    """Talk to people in private, one question after the other, in a new run or as a follow-up in `run`.

    Raises RequestError where nobody is asked or nothing is said, NotFound, Ambiguous, Conflict.
    """
    play, opening = play or Play(), opening or Opening()
    digest = call_digest(
        "listen_and_act",
        {
            "people": list(people),
            **as_mapping(opening),
            "questions": list(questions),
            "speaker": speaker,
            "run": run,
            "seed": play.seed,
            "played_by": play.played_by,
        },
    )
    if not (questions or as_mapping(opening)):
        raise RequestError(NOTHING)
    parent = self.run(run) if run else None
    if known := self.to_join(digest, play, parent):
        return await self.rejoin(known, play)
    parent = await self.going_on(self.finished(run), play) if run else None
    speaker = one_line(speaker) or "interviewer"
    members = _asked(self, people, parent) or _priced_for(self, people, play)
    base = await _steps_done(self, parent) if parent else 0
    names = tuple(member.name for member in members)
    lines = opening.lines(base + 1, names)
    first = base + 2 if opening.say else base + 1
    lines = self.files.opened(lines)
    lines += [line for n, q in enumerate(questions) for line in Opening(say=q).lines(first + n, names)]
    scene = SceneSet("private", "together", max(line.step for line in lines), speaker, names, tuple(lines), base)
    title = f"Talk with {first_words(names, 3)}" if len(names) <= 3 else f"Talk with {len(names)} people"
    new = RunRecord(
        mint("talk", first_words(names)),
        "interview",
        title,
        settings=parent.settings if parent else self.frozen(play),
        seed=fresh_seed(play),
        total=len(names) * (scene.last_step - base),
        call_digest=digest,
    )
    if play.dry_run:
        past = [event for _, event in await read_log(self.store, parent.id)] if parent else []
        price = _price(self, new, past, scene, self.cast(parent) if parent else members)
        return unplayed(new, members if people or parent else (), price, _for_whom(people, parent))
    if parent:
        return await self.go_on(parent, scene, digest, play, unseen(new, scene))
    return await self.begin(new, [scene], members, play, (*unseen(new, scene), *self.warnings(new, play)))


def _priced_for(self: App, people: Sequence[str], play: Play) -> list[Member]:
    """Return people of the library for whom a price is told where nobody is named. Raises RequestError otherwise."""
    if people or not play.dry_run:
        raise RequestError(NOBODY)
    return self.members(list(self.library.people)[:NOBODY_GIVEN])


def _price(self: App, run: RunRecord, past: Sequence[Event], scene: SceneSet, members: Iterable[Member]) -> Estimate:
    """Return what playing a scene costs."""
    from troupe_mcp.app.estimates import estimate, plays

    return estimate(self, run, len(scene.people), [plays(self, run, past, scene, members)])


def _for_whom(people: Sequence[str], run: RunRecord | None) -> tuple[str, ...]:
    """Return what has to be said of a price that is nobody's in particular."""
    if people or run:
        return ()
    return (f"Nobody was named: this is the price for {NOBODY_GIVEN} people of the library.",)


def _asked(self: App, people: Sequence[str], parent: RunRecord | None) -> list[Member]:
    if parent is None:
        return self.members(people)
    cast = self.cast(parent)
    if not people or list(people) == [parent.id]:
        return cast
    names = [member.name for member in cast]
    chosen: list[Member] = []
    for handle in people:
        name = match_name(handle, names)
        member = next((m for m in cast if m.name == name or m.person == handle), None)
        if member is None:
            message = (
                f"{handle[:80]!r} is not in {parent.id}: {', '.join(names[:12])}. Leave run out to talk to others."
            )
            raise NotFound(message)
        chosen.append(member)
    return list(dict.fromkeys(chosen))


async def run_world(
    self: App,
    people: Sequence[str] = (),
    opening: Opening | None = None,
    *,
    steps: int | None = None,
    script: Sequence[ScriptLine] = (),
    order: Literal["auto", "together", "in_turn"] = "auto",
    setting: Setting | None = None,
    speaker: str | None = None,
    title: str = "",
    run: str | None = None,
    fork_of: str | None = None,
    at_step: int | None = None,
    play: Play | None = None,
) -> RunView:
    """Let people act among each other for some steps: in a new run, as a continuation, or on a fork.

    Raises RequestError, NotFound, Ambiguous or Conflict where the request cannot be played, NotAllowed beyond a limit.
    """
    play, opening = play or Play(), opening or Opening()
    digest = call_digest(
        "run_world",
        {
            "people": list(people),
            **as_mapping(opening),
            "steps": steps,
            "script": [as_mapping(line) for line in script],
            "order": order,
            "setting": setting,
            "speaker": speaker,
            "title": title,
            "run": run,
            "fork_of": fork_of,
            "at_step": at_step,
            "seed": play.seed,
            "played_by": play.played_by,
        },
    )
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
    members = _cast_for(self, people, past, continuing=bool(run)) or _priced_for(self, people, play)
    scene = _scene(
        past, members, opening, script, self.files, steps=steps, order=order, setting=setting, speaker=speaker
    )
    names = [member.name for member in members]
    seed = past.run.seed if past.run and play.seed is None else fresh_seed(play)
    called = title or (
        f"{past.run.title} (fork at step {past.step})" if past.run else f"{first_words(names, 3)} in a {scene.setting}"
    )
    new = RunRecord(
        mint(title or "group", "" if title else first_words(names)),
        "world",
        called[:120],
        settings=past.run.settings if run and past.run else self.frozen(play, past.on_rehearsal()),
        seed=seed,
        parent=past.run.id if past.run else None,
        parent_step=past.step if past.run else None,
        done=past.step,
        total=scene.last_step,
        call_digest=digest,
    )
    if play.dry_run:
        price = _price(self, new, past.events, scene, members)
        return unplayed(new, members if people or past.run else (), price, _for_whom(people, past.run))
    if run and past.run:
        return await self.go_on(past.run, scene, digest, play, unseen(new, scene))
    return await self.begin(new, [*past.events, scene], members, play, (*unseen(new, scene), *self.warnings(new, play)))


class _Past:
    """What a call of run_world builds upon: nothing, a run, or the first steps of one.

    `scene` is the one whose rules and remaining script are kept: a room's, where private talks came in between.
    """

    def __init__(
        self, run: RunRecord | None, log: Sequence[Event], events: Sequence[Event], members: Sequence[Member], step: int
    ) -> None:
        self.run = run
        self.events = list(events)
        self.members = list(members)
        self.step = step
        scenes = [event for event in log if isinstance(event, SceneSet) and event.step <= step]
        rooms = [scene for scene in scenes if scene.setting == "room"]
        self.scene: SceneSet | None = next(reversed(rooms or scenes), None)

    def on_rehearsal(self) -> list[str]:
        """Return the run whose past is shared, where anything of that past was rehearsed."""
        turns = [event for event in self.events if isinstance(event, TurnTaken)]
        return [self.run.id] if self.run and any(map(rehearsed, turns)) else []


async def _past_of(self: App, run: str | None, fork_of: str | None, at_step: int | None, play: Play) -> _Past:
    if run:
        parent = await self.going_on(self.finished(run), play)
        events = [event for _, event in await read_log(self.store, parent.id)]
        return _Past(parent, events, events, self.cast(parent), await _steps_done(self, parent))
    if not fork_of:
        return _Past(None, (), (), (), 0)
    parent = self.resting(fork_of)
    last = await _steps_done(self, parent)
    step = last if at_step is None else at_step
    if not 0 <= step <= last:
        message = f"{parent.id} has steps 0-{last}, so at_step={step} does not exist."
        raise NotFound(message)
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


def _scene(
    past: _Past,
    members: Sequence[Member],
    opening: Opening,
    script: Sequence[ScriptLine],
    files: Files,
    *,
    steps: int | None,
    order: Literal["auto", "together", "in_turn"],
    setting: Setting | None,
    speaker: str | None,
) -> SceneSet:
    names = tuple(member.name for member in members)
    before, forking = past.scene, past.run is not None and past.scene is not None
    left = before.last_step - past.step if before and forking else 0
    count = steps or (left if left > 0 else 3)
    lines = files.opened(opening.lines(past.step + 1) + script_lines(script, past.step, count, names))
    if before and not script:
        lines += _kept_lines(before, past.step, names, replaced=bool(opening.say))
    where: Setting = setting or (before.setting if before else "room")
    chosen: Order = (
        ("in_turn" if where == "room" and len(names) <= IN_TURN_UP_TO else "together") if order == "auto" else order
    )
    voice = one_line(speaker or "") or (before.speaker if before else "moderator")
    return SceneSet(
        where, chosen, past.step + count, voice, names, tuple(sorted(lines, key=lambda line: line.step)), past.step
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


def _check_steps(self: App, steps: int | None) -> None:
    most = self.settings.limits.max_steps
    if steps is not None and not 1 <= steps <= most:
        message = f"steps={steps} is not possible; 1 to {most} at a time, and run=… goes on."
        raise NotAllowed(message)


async def _steps_done(self: App, run: RunRecord) -> int:
    """Return how many steps of a run are closed, whatever its progress counts."""
    log = await read_log(self.store, run.id)
    return max((event.step for _, event in log if isinstance(event, StepEnded)), default=0)


async def continue_run(
    self: App,
    run: str,
    *,
    answers: Mapping[str, Completion] | None = None,
    mendable: bool = True,
    play: Play | None = None,
) -> RunView:
    """Finish what was planned in a run that is paused, cancelled or failed, or that waits for answers.

    `answers` are those to its open prompts, by their ids; `play.played_by` may name another to go on with it.
    Raises Conflict where it is running or done, RequestError where it awaits no answers or its player is not here.
    """
    play = play or Play()
    found = self.run(run)
    if found.status == "done":
        if answers:
            message = f"{found.id} is done already: these answers came too late and change nothing."
            raise Conflict(message)
        message = f'{found.id} is done. To play on: run_world(run="{found.id}", steps=…), or listen_and_act(run=…).'
        raise Conflict(message)
    found = self.budgeted(await self.going_on(self.resting(run), play), play)
    faults: tuple[str, ...] = ()
    if answers:
        if found.settings["provider"] != "host":
            message = (
                f"{found.id} awaits no answers: {found.settings['model']} plays it. "
                f'continue_run(run="{found.id}", played_by="host") hands its prompts to you.'
            )
            raise RequestError(message)
        if not are_open(self, found, answers):  # perhaps another process, or an earlier one, handed the prompts out
            await self.resume(found)
            await self.player.wait(found.id, WHILE_ANSWERED, play.on_progress)
        faults = await hand_in(self, self.resting(run), answers, mendable=mendable)
    if not self.has_answers_for(found, play):
        await self.resume(found)
    return await self.follow(found.id, play, warnings=faults)
