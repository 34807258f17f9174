"""Starting and following runs: what every verb that plays has in common."""

from __future__ import annotations

import asyncio
import math
import secrets
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio

from troupe_mcp.app.naming import longer
from troupe_mcp.app.runs.answers import awaited, hand_in, taken
from troupe_mcp.app.runs.play import unreported
from troupe_mcp.app.runs.seeking import by_words
from troupe_mcp.app.views import Estimate, Member, RunView
from troupe_mcp.errors import Conflict
from troupe_mcp.runs.log import cast_entry, from_records, to_records
from troupe_mcp.simulation.worlds.events import SceneSet
from troupe_mcp.store import RunChanges, RunRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.runs.play import Lent, Play
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.store.locks import RunLock

SEEDS = 2**31
WHILE_ANSWERED = 3600.0
"""Seconds that a call stays with a run of a player outside, whatever it was told to wait."""
LOOK_EVERY = 0.05
"""Seconds between two looks at a run that somebody else holds."""
RESTS_WITHIN = 5.0
"""Seconds in which a run should rest once nobody lends its model any more."""


def frozen(self: App, play: Play, on_rehearsal: Sequence[str] = (), **spec: Any) -> dict[str, Any]:
    """Return what a run freezes at its start, so that nothing configured later changes it.

    `on_rehearsal` are the runs it builds upon of which anything was rehearsed.
    """
    player = self.player_of(play)
    return {
        **player,
        **self.embedding_of(player["provider"]),
        "on_rehearsal": list(on_rehearsal),
        "language": self.settings.simulation.language,
        "prompt_budget": self.settings.simulation.prompt_budget,
        "wave": self.settings.simulation.wave,
        "reuse": self.settings.cache.reuse,
        **({"spec": spec} if spec else {}),
    }


def to_join(self: App, digest: str, play: Play, run: RunRecord | None = None) -> RunRecord | None:
    """Return the run that an equal call began lately and whose id never reached anybody."""
    if play.rejoins:
        return self.run(play.rejoins)
    since = self.now() - int(self.settings.server.join_minutes * 60_000)
    if play.new or play.dry_run:
        return None
    if run is not None:
        return run if run.call_digest == digest and not run.delivered and run.updated >= since else None
    return self.store.run_to_join(digest, since)


async def begin(
    self: App,
    run: RunRecord,
    events: Sequence[Event],
    members: Sequence[Member],
    play: Play,
    warnings: Sequence[str] = (),
) -> RunView:
    """Keep a new run with its first events, play it, and return how it stands after the wait."""
    run = self.budgeted(run, play)
    cast = [cast_entry(member.name, member.person, member.version, member.persona) for member in members]
    run = replace(with_written(run, members), cast=cast, created=self.now(), updated=self.now())
    while self.store.find_run(run.id):
        run = replace(run, id=longer(run.id))
    # Reserved before it can be seen: an equal call meanwhile follows the run instead of starting it.
    lock = self.player.reserve(run)
    await _or_release(lock, self.store.create_run(run, to_records(events, 0)))
    await self.player.start(run, lock, play.lent)
    return await self.follow(run.id, play, warnings=warnings)


async def go_on(
    self: App, run: RunRecord, scene: SceneSet, digest: str, play: Play, warnings: Sequence[str] = ()
) -> RunView:
    """Add a scene to a run that rests, play it, and return how it stands after the wait."""
    settings = self.budgeted(run, play).settings
    lock = self.player.reserve(run)
    after = self.store.last_position(run.id)
    changes: RunChanges = {"call_digest": digest, "delivered": False, "status": "running", "settings": settings}
    await _or_release(lock, self.store.append(run.id, to_records([scene], after), after=after, changes=changes))
    await self.player.start(self.run(run.id), lock, play.lent)
    return await self.follow(run.id, play, warnings=warnings)


async def resume(self: App, run: RunRecord, play: Play) -> None:
    """Play a run that rests from where it stands, by whoever its settings now name."""
    await self.player.start(run, self.player.reserve(run), play.lent)


async def _or_release(lock: RunLock, writing: Awaitable[None]) -> None:
    try:
        await writing
    except BaseException:
        lock.release()
        raise


async def follow(self: App, run_id: str, play: Play, *, joined: bool = False, warnings: Sequence[str] = ()) -> RunView:
    """Wait for a run as long as the caller has patience, and return how it stands, as new since its present scene."""
    now = await _waited(self, self.run(run_id), play)
    while play.answers and now.settings["provider"] == "client" and (waiting := awaited(self, now)):
        came = await play.answers(now, waiting, partial(hand_in, self, now, mendable=False))
        now = self.run(run_id)
        if not came or now.status != "paused":  # nobody is there, or somebody else stopped it or went on with it
            break
        await self.player.go_on(now, self.player.reserve(now))
        now = self.run(run_id)
        await play.on_progress(now)
    _, records = await asyncio.gather(self.store.update_run(run_id, delivered=True), self.store.all_events(run_id))
    log = from_records(records)
    since = max((position for position, event in log if isinstance(event, SceneSet)), default=0)
    warnings = (*warnings, *by_words(now, log[max(since - 1, 0) :]), *trouble(now))
    cast = tuple(self.cast(now))
    waiting, came = awaited(self, now), taken(self, now)
    return RunView(now, cast, log, since, tuple(warnings), joined, waiting, came, turns=turns(self, now, cast))


async def _waited(self: App, now: RunRecord, play: Play) -> RunRecord:
    """Return a run after as long as the caller has patience: as it rests, where it advances only within this call."""
    provider = now.settings["provider"]
    if provider == "client" and play.lent:
        await _while_lent(self, now.id, play, play.lent)
    elif now.status == "running":
        patience = math.inf if play.wait_seconds is None else play.wait_seconds
        if provider == "host" or (provider == "client" and play.answers):
            patience = WHILE_ANSWERED
        await self.player.wait(now.id, patience, play.on_progress)
    else:
        return now
    return self.run(now.id)


async def _while_lent(self: App, run_id: str, play: Play, lent: Lent) -> None:
    """Let a lent model answer until the run rests.

    What it failed at is tried again as long as it answers others, and what the client of an equal call left is its too.
    """
    answered = 0
    try:
        async with lent.within_call():
            await self.player.wait(run_id, math.inf, play.on_progress)
            while lent.here and (not lent.asked or lent.answered > answered):
                if (now := self.run(run_id)).reason != "no_client":
                    break
                answered = lent.answered
                try:
                    await self.resume(now, play)
                except Conflict:  # somebody takes it up, or lets go of it, in this very moment
                    await anyio.sleep(LOOK_EVERY)
                await self.player.wait(run_id, math.inf, play.on_progress)
    finally:
        with anyio.CancelScope(shield=True):  # what it leaves open lets the run rest
            await self.player.wait(run_id, RESTS_WITHIN, unreported)


def turns(self: App, run: RunRecord, members: Sequence[Member]) -> Estimate | None:
    """Return what turns of people who were just made would cost; nothing for other runs."""
    if run.kind != "casting" or run.status != "done":
        return None
    from troupe_mcp.app.runs.prices import price_of_turns

    return price_of_turns(self, run, members)


def trouble(run: RunRecord) -> tuple[str, ...]:
    """Return why a run rests before its end, what to do about it, and whether it cost anything."""
    if run.status not in {"paused", "failed", "cancelled"} or not run.error:
        return ()
    if run.reason in {"over_budget", "cancelled"}:
        return (run.error,)
    kept = "What was answered is kept and not asked again." if run.calls else "Nothing was spent."
    return (f"{run.error} {kept}",)


async def rejoin(self: App, run: RunRecord, play: Play) -> RunView:
    """Follow a run that an equal call, or an earlier leg of this one, began; go on where nobody plays it any more."""
    joined = not play.rejoins
    if self.player.status(run)[0] == "paused" and not self.has_answers_for(run, play):
        run = await self.going_on(run, play)
        with suppress(Conflict):  # somebody took it up in this very moment
            await self.resume(run, play)
    return await self.follow(run.id, play, joined=joined)


def has_answers_for(self: App, run: RunRecord, play: Play) -> bool:
    """Whether a call brings answers to prompts that are still open here, so that nothing is played before them."""
    return play.rejoins == run.id and bool(self.player.awaited(run.id))


def fresh_seed(play: Play) -> int:
    """Return the seed asked for, or a new one."""
    return secrets.randbelow(SEEDS) if play.seed is None else play.seed


def unplayed(run: RunRecord, members: Sequence[Member], price: Estimate, warnings: Sequence[str] = ()) -> RunView:
    """Return a run that was only priced: it is kept nowhere."""
    run = replace(with_written(run, members), status="estimate")
    return RunView(run, tuple(members), [], warnings=(*warnings, *price.short), estimate=price)


def with_written(run: RunRecord, members: Sequence[Member]) -> RunRecord:
    """Return a run that knows who of its people the rehearsal wrote."""
    written = [member.name for member in members if member.persona.spec.get("provenance") == "rehearsed"]
    return replace(run, settings={**run.settings, "written_by_rehearsal": written}) if written else run
