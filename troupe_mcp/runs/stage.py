"""One run while it is played: its folded world, its player, and the only way to add to its log."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from troupe_mcp.errors import ModelFailed
from troupe_mcp.models.ledgered import Signed
from troupe_mcp.runs.log import Log, cast_of, read_log, to_records
from troupe_mcp.simulation.memory.meaning import WORDS, Meaning
from troupe_mcp.simulation.memory.seeking import sought
from troupe_mcp.simulation.worlds.events import SceneSet, SoughtByWords, TurnTaken
from troupe_mcp.simulation.worlds.moves import next_moves
from troupe_mcp.simulation.worlds.work import Past, Rules
from troupe_mcp.simulation.worlds.world import TinyWorld
from troupe_mcp.studies.ballots import WITH_BALLOTS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.language.vectors import Embedder
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.simulation.worlds.work import Work
    from troupe_mcp.store import Store
    from troupe_mcp.store.records import RunChanges, RunRecord

ResultT = TypeVar("ResultT")
NAMED = 5
"""People without an answer that a message names."""
SENT_AFTER = 6
"""Passes of the event loop that a prompt takes from its call to the wire of a client that lends its model."""


@dataclass
class Stage:
    """A run's state between two waves. `log` and `world` are ahead of what is on disk by one wave at most.

    What that wave was answered is on disk before it, so nothing is lost with it. `embedder` knows what texts mean,
    where the run has one; else memories are sought by their words. A `lent` model is sent one prompt before the
    next is put into words.
    """

    run: RunRecord
    store: Store
    templates: Templates
    model: Model
    log: Log
    world: TinyWorld
    embedder: Embedder | None = None
    lent: bool = False
    _keeping: asyncio.Future[None] | None = field(default=None, init=False)

    @classmethod
    async def open(
        cls, run: RunRecord, store: Store, templates: Templates, model: Model, embedder: Embedder | None = None
    ) -> Stage:
        """Return the stage of a run as its log left it."""
        log = await read_log(store, run.id)
        world = TinyWorld.of(cast_of(store, run), rules_of(run).prompt_budget).after([event for _, event in log])
        return cls(run, store, templates, model, log, world, embedder)

    @property
    def rules(self) -> Rules:
        """What the run froze for its turns."""
        return rules_of(self.run)

    @property
    def why_done(self) -> str:
        """Why a scene ended before its last step: `stop_when` where the claim came true; else nothing."""
        return "stop_when" if self.world.course.stops(self.world.scene) else ""

    async def commit(self, events: Sequence[Event]) -> None:
        """Append events, what follows from them by the rules alone, and how far the run is, in one transaction.

        Returns once what was appended before is on disk: the next wave does not wait for the disk. Raises StoreFailed
        or Conflict where that could not be written.
        """
        world = self.world.after(events)
        while follows := next_moves(world, self.run.seed, self.run.settings["wave"], WITH_BALLOTS).events:
            world, events = world.after(follows), (*events, *follows)
        after = len(self.log)
        log = [*enumerate(events, after + 1)]
        done, total = progress(self.run, world, [*self.log, *log])
        changes: RunChanges = {"done": done, "total": total}
        records = to_records(events, after)
        await self.kept()
        self._keeping = asyncio.ensure_future(self.store.append(self.run.id, records, after=after, changes=changes))
        self.log.extend(log)
        self.world = world

    async def kept(self) -> None:
        """Return once all that was appended is on disk. Raises as `commit` does."""
        keeping, self._keeping = self._keeping, None
        if keeping:
            await keeping

    async def play_scene(self) -> None:
        """Play wave after wave until all planned steps are closed; as a scene begins, the rules alone move it."""
        wave = self.run.settings["wave"]
        while moves := next_moves(self.world, self.run.seed, wave, WITH_BALLOTS):
            meaning = await self._meaning(moves.work)
            past = Past(self.world, self.log, self.rules, self.templates, meaning)
            done = await all_of((work.done(past, self._asked()) for work in moves.work), SENT_AFTER if self.lent else 0)
            await self.commit([event for events in done for event in events])

    def _asked(self) -> Model:
        """Return whom one call of a wave asks: one that tells who answered, where the run had other players before."""
        before: Sequence[str] = self.run.settings.get("players", ())
        return Signed(self.model, before) if before else self.model

    async def _meaning(self, work: Sequence[Work]) -> Meaning:
        """Return what the texts mean that a wave compares. Where no vectors come the log says so, and words decide.

        Raises ModelFailed where the budget has no room for them.
        """
        texts = sought(work, self.world) if self.embedder else []
        if not texts or not self.embedder:
            return WORDS
        step = self.world.step
        try:
            return Meaning(await self.embedder.vectors(texts, ("step", str(step), "vectors")))
        except ModelFailed as failure:
            if failure.outcome == "over_budget":
                raise
            await self.commit([SoughtByWords(step, failure.outcome, str(failure))])
            return WORDS


def rules_of(run: RunRecord) -> Rules:
    """Return what a run froze for its turns."""
    frozen = run.settings
    return Rules(run.seed, frozen["language"], frozen["prompt_budget"], frozen.get("sees", False))


async def all_of(calls: Iterable[Awaitable[ResultT]], passes: int = 0) -> list[ResultT]:
    """Return all results in order. One that fails stops none of the others; then the first failure is raised.

    It says whose calls failed and how many; the answers of the others are in the ledger. After so many `passes` of the
    event loop each, what one call asks is on its way before the next is put into words.
    """
    under_way: list[asyncio.Future[ResultT]] = []
    try:
        for call in calls:
            under_way.append(asyncio.ensure_future(call))
            for _ in range(passes):
                await asyncio.sleep(0)
    except asyncio.CancelledError:
        for begun in under_way:
            begun.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        raise
    results = await asyncio.gather(*under_way, return_exceptions=True)
    failures: list[ModelFailed] = []
    for result in results:
        if isinstance(result, ModelFailed):
            failures.append(result)
        elif isinstance(result, BaseException):
            raise result
    if failures:
        first = failures[0]
        told = f"{first} {_unanswered(failures, len(results))}"
        raise ModelFailed(told, first.outcome, answers=len(results) - len(failures))
    return [result for result in results if not isinstance(result, BaseException)]


def _unanswered(failures: Sequence[ModelFailed], asked: int) -> str:
    names = [failure.who for failure in failures if failure.who][:NAMED]
    more = f" and {len(failures) - len(names)} more" if names and len(failures) > len(names) else ""
    whom = f" from {', '.join(names)}{more}" if names else ""
    return f"No answer{whom} ({len(failures)} of {asked} asked)."


def progress(run: RunRecord, world: TinyWorld, log: Log) -> tuple[int, int]:
    """Return how far a run is and how far it goes: in steps, in answers where people are alone, or in findings."""
    scene = world.scene
    if run.kind == "extraction" or scene is None:
        return len(world.found), run.total
    if run.kind == "world":
        return world.steps_done, world.steps_planned
    first = max(index for index, (_, event) in enumerate(log) if isinstance(event, SceneSet))
    turns = sum(isinstance(event, TurnTaken) for _, event in log[first:])
    over = world.steps_done == scene.last_step
    return turns, turns if over else max(turns, len(scene.people) * (scene.last_step - scene.step))
