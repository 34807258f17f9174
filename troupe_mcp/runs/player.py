"""The player: runs go on detached from whoever asked, one player a run, until done, paused, failed or cancelled."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import Conflict, ModelFailed, StoreFailed, TroupeError
from troupe_mcp.language.completion import BILLED
from troupe_mcp.models.budgeted import Budgeted
from troupe_mcp.models.ledgered import InFlight, Ledgered
from troupe_mcp.runs.budget import RunBudget, Shared
from troupe_mcp.runs.embedding import Embeddings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence

    from troupe_mcp.language.budget import Tariff
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.runs.embedding import Embedding
    from troupe_mcp.runs.stage import Stage
    from troupe_mcp.store import Store
    from troupe_mcp.store.locks import RunLock
    from troupe_mcp.store.records import RunRecord

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.05
"""Seconds between two looks at the database for what other servers did: their cancellations, their progress."""

CANCELLED_WITHIN = 5.0
"""Seconds in which whoever plays a run should have noticed that it is cancelled."""
NO_CLIENT = {
    "status": "paused",
    "reason": "no_client",
    "error": "Not every prompt was answered by the client's model: it failed, is not lent here, or its call ended.",
}
STAGES = 32
"""Stages kept of runs that wait for answers."""


class Player:
    """Plays runs of one server as tasks of its own; `async with` keeps it, and its end pauses what still plays.

    `tariffs` are those of the models that cost the operator something; `shared` is what all of them together may;
    `embeddings` are the embedding models by the players they belong to.
    """

    def __init__(
        self,
        store: Store,
        owner: str,
        models: Mapping[str, Model],
        templates: Callable[[], Templates],
        tariffs: Mapping[str, Tariff],
        shared: Shared,
        *,
        embeddings: Mapping[str, Embedding],
    ) -> None:
        self._store = store
        self._owner = owner
        self._models = models
        self._templates = templates
        self._tariffs = tariffs
        self._shared = shared
        self._in_flight = InFlight()
        self._embeddings = Embeddings(embeddings, store, owner)
        self._playing: dict[str, asyncio.Task[None]] = {}
        self._awaited: dict[str, Mapping[str, Prompt]] = {}
        self._taken: dict[str, int] = {}
        self._left: dict[str, Stage] = {}

    async def aclose(self) -> None:
        """Pause what still plays; all of it can be continued."""
        tasks = list(self._playing.values())
        for task in tasks:
            task.cancel("interrupted")
        await asyncio.gather(*tasks, return_exceptions=True)

    def reserve(self, run: RunRecord) -> RunLock:
        """Return the lock of a run, so that nobody else plays it. Raises Conflict where anybody does already."""
        lock = self._store.run_lock(run.id)
        if not lock.try_acquire():
            message = (
                f"{run.id} is being played already ({run.done} of {run.total}). "
                f"get_run(run='{run.id}') waits for it; cancel_run(run='{run.id}') stops it."
            )
            raise Conflict(message)
        return lock

    async def start(self, run: RunRecord, lock: RunLock, lent: Model | None = None) -> None:
        """Begin or resume playing a reserved run with its settings; the lock is let go of when it rests.

        `lent` is a model that is here for this play alone; it stands in for the one of its provider.
        """
        known = self._store.find_run(run.id) or run  # answers may have been handed in since
        begun = replace(known, status="running", reason="", error="", cancel_requested=False, settings=run.settings)
        try:
            if begun != known:
                await self._store.update_run(
                    run.id, status="running", reason="", error="", cancel_requested=False, settings=run.settings
                )
        except BaseException:
            lock.release()
            raise
        self._begin(begun, lock, lent)

    async def go_on(self, run: RunRecord, lock: RunLock) -> None:
        """Play a reserved run, as it now stands, as far as new answers lead; as it rests again, its row may stay."""
        await asyncio.wait({self._begin(run, lock)})

    def _begin(self, run: RunRecord, lock: RunLock, lent: Model | None = None) -> asyncio.Task[None]:
        task = asyncio.create_task(self._play(run, lock, lent), name=f"play {run.id}")
        # A task that is cancelled before its first step never reaches its own clean-up.
        task.add_done_callback(lambda _: lock.release())
        self._playing[run.id] = task
        self._awaited.pop(run.id, None)
        self._taken.pop(run.id, None)
        return task

    def awaited(self, run_id: str) -> Mapping[str, Prompt]:
        """Return the prompts that a run's last play in this process handed out, by the keys of their answers."""
        return self._awaited.get(run_id, {})

    def taken(self, run_id: str) -> int:
        """Return how many of the wave that a run's last play in this process handed out had their answers by then."""
        return self._taken.get(run_id, 0)

    def status(self, run: RunRecord) -> tuple[str, str]:
        """Return a run's status and reason as they are; one that nobody plays any more is paused."""
        if run.status == "running" and not self._store.is_playing(run.id):
            fresh = self._store.find_run(run.id) or run
            if fresh.status == "running":
                return "paused", "interrupted"
            return fresh.status, fresh.reason
        return run.status, run.reason

    async def wait(self, run_id: str, seconds: float, on_progress: Callable[[RunRecord], Awaitable[None]]) -> None:
        """Return when a run rests, wherever it is played, or after some seconds; reports progress as it goes."""
        end = time.monotonic() + seconds
        while (run := self._store.find_run(run_id)) and self.status(run)[0] == "running":
            await on_progress(run)
            left = end - time.monotonic()
            if left <= 0:
                return
            task = self._playing.get(run_id)
            if task is None:
                await asyncio.sleep(min(left, LOOK_EVERY))
            else:
                await asyncio.wait({task}, timeout=min(left, 0.5))

    async def cancel(self, run: RunRecord) -> None:
        """Stop a run wherever it is played; returns when it rests."""
        await self._store.request_cancel(run.id)
        if task := self._playing.get(run.id):
            task.cancel("cancelled")
            await asyncio.wait({task}, timeout=CANCELLED_WITHIN)
        lock = self._store.run_lock(run.id)
        end = time.monotonic() + CANCELLED_WITHIN
        while not lock.try_acquire():
            if time.monotonic() > end:
                return
            await asyncio.sleep(LOOK_EVERY)
        try:
            fresh = self._store.find_run(run.id) or run
            if fresh.status in {"running", "paused", "needs_answers"}:
                await self._store.update_run(run.id, status="cancelled", reason="cancelled")
        finally:
            lock.release()

    async def _play(self, run: RunRecord, lock: RunLock, lent: Model | None) -> None:
        from troupe_mcp.runs.plays import PLAYS, open_stage

        provider = run.settings["provider"]
        # What a client lends goes with it, whichever is noticed first: the end of its input or of its call.
        ended: dict[str, Any] = {**NO_CLIENT} if provider == "client" else {"status": "paused", "reason": "interrupted"}
        watch = asyncio.create_task(self._watch(run.id))
        tariff = self._tariffs.get(provider)
        budget = RunBudget(self._store, run, self._shared, counted=tariff is not None)
        plays = lent if lent and lent.provider == provider else self._models[provider]
        paid = Budgeted(plays, budget, tariff)
        handed: dict[str, Prompt] = {}
        stage: Stage | None = None
        before: Sequence[str] = run.settings.get("players", ())
        try:
            await budget.release()
            model = Ledgered(
                paid,
                self._store,
                owner=self._owner,
                run=run.id,
                awaited=handed,
                in_flight=self._in_flight,
                reuse=run.settings["reuse"],
                players=before,
                theirs=await self._store.places(run.id) if before else None,
            )
            embedder = self._embeddings.of(run, budget)
            stage = self._left.pop(run.id, None)
            if stage and len(stage.log) == self._store.last_position(run.id):
                stage = replace(stage, run=run, model=model, embedder=embedder)
            else:
                stage = await open_stage(run, self._store, self._templates(), model, embedder)
            stage.lent = plays is lent
            try:
                await PLAYS[run.kind](stage)
            finally:
                await stage.kept()
            ended = {"status": "done", "reason": stage.why_done}
        except asyncio.CancelledError:
            if self._store.cancel_requested(run.id):
                said = _cut_off(paid.cut_off) if tariff else ""
                ended = {"status": "cancelled", "reason": "cancelled", "error": said}
        except ModelFailed as failure:
            ended = _rested(failure, run)
            if failure.outcome == "over_budget":
                ended |= budget.rested(self._store.find_run(run.id) or run)
            if handed:
                self._awaited[run.id] = handed
                self._taken[run.id] = failure.answers
                self._leave(run.id, stage)
        except TroupeError as failure:
            ended = {"status": "failed", "reason": type(failure).__name__, "error": str(failure)}
        except Exception:
            logger.exception("%s broke", run.id)
            error = "Something broke in troupe-mcp itself; its log has the details. What was done is kept."
            ended = {"status": "failed", "reason": "internal", "error": error}
        finally:
            watch.cancel()
            await _to_its_end(self._rest(run, lock, ended, budget))

    async def _rest(self, run: RunRecord, lock: RunLock, ended: dict[str, Any], budget: RunBudget) -> None:
        """Write how a run ended, then let go of it. The lock goes last, so that nobody sees it rest too early."""
        try:
            await budget.release()
            if replace(run, **ended) != run:
                await self._store.update_run(run.id, **ended)
            self._store.expire()
        except StoreFailed:
            logger.exception("the end of %s could not be written; it will read as interrupted", run.id)
        finally:
            lock.release()
            self._playing.pop(run.id, None)

    def _leave(self, run_id: str, stage: Stage | None) -> None:
        """Keep the stage of a run that waits for answers, so that its next play need not read the log again."""
        if stage:
            self._left[run_id] = stage
        if len(self._left) > STAGES:
            del self._left[next(iter(self._left))]

    async def _watch(self, run_id: str) -> None:
        """Notice a cancellation that any server asked for, through the database."""
        while not self._store.cancel_requested(run_id):  # noqa: ASYNC110 -- another process may set it
            await asyncio.sleep(LOOK_EVERY)
        self._playing[run_id].cancel("cancelled")


def _rested(failure: ModelFailed, run: RunRecord) -> dict[str, Any]:
    """Return how a run rests for which somebody gave no answer."""
    if failure.outcome == "awaited":
        if run.settings["provider"] == "host":
            return {"status": "needs_answers", "reason": "", "error": ""}
        return {**NO_CLIENT}
    # A billed outcome is recorded: going on would only meet it again.
    status = "failed" if failure.outcome in BILLED else "paused"
    return {"status": status, "reason": failure.outcome, "error": str(failure)}


def _cut_off(count: int) -> str:
    """Return what has to be said where prompts were out as a run was stopped."""
    if not count:
        return ""
    out = "1 prompt was" if count == 1 else f"{count} prompts were"
    return f"{out} out when it stopped and may be billed all the same: what they cost is not counted here."


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Await something that must not stop halfway, however often the awaiting task is cancelled."""
    task = asyncio.create_task(work)
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            continue
