"""The store: what the rest of the product may keep and ask for, on one SQLite file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

import anyio.to_thread

from troupe_mcp.errors import NotFound
from troupe_mcp.language.budget import Amount, Limits
from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.store.carrying import AnswerRecord, Brought, Carrying, Study
from troupe_mcp.store.erasing import Erasure, compact
from troupe_mcp.store.figures import Answers, Counts, answers, counts
from troupe_mcp.store.ledger import CallLedger
from troupe_mcp.store.locks import RunLock, is_held
from troupe_mcp.store.log import Log
from troupe_mcp.store.people import People
from troupe_mcp.store.records import EventRecord, PersonRecord, RunChanges, RunRecord
from troupe_mcp.store.runs import Runs
from troupe_mcp.store.seal import seal_of
from troupe_mcp.store.spending import Refusal, Spending
from troupe_mcp.store.sqlite import Database
from troupe_mcp.store.vectors import Vectors

_SAFE = re.compile(r"[a-z0-9-]{1,80}")
_HOUR = 3_600_000


class Store:
    """People, runs, logs and the ledger of one owner in one data directory.

    What waits (`async`) returns when it is on disk, and happens even if the waiting task is cancelled; the rest are
    short reads. Any of them may raise StoreReadOnly, StoreFull, StoreDamaged or StoreFailed. It is a `Ledger`.
    """

    def __init__(self, database: Database, keep: int | None = None) -> None:
        self.database = database
        self._keep = keep
        self._expired = 0
        self._people = People(database)
        self._runs = Runs(database)
        self._log = Log(database)
        self._ledger = CallLedger(database)
        self._vectors = Vectors(database)
        self._spending = Spending(database, self.is_playing)
        self._erasure = Erasure(database)
        self._carrying = Carrying(database)

    @classmethod
    async def open(
        cls, data_dir: Path, *, clock: Callable[[], int], owner: str = "local", keep: int | None = None
    ) -> Store:
        """Open the store in the directory, which is made if needed; `clock` tells UTC milliseconds.

        `keep` is for how many of them answers are kept that no run needs any more; None: for ever.

        Raises StoreTooNew, StoreDamaged, StoreFull, StoreFailed, and StoreReadOnly where there is nothing to read
        either; a database that can only be read is opened with `writable` false.
        """
        store = cls(await Database.open(data_dir, clock=clock, owner=owner), keep)
        store.expire()
        return store

    @property
    def path(self) -> Path:
        """The database file."""
        return self.database.path

    @property
    def writable(self) -> bool:
        """Whether this store was opened for writing."""
        return self.database.refusal is None

    async def aclose(self) -> None:
        """Write all that waits and close; a second call does nothing."""
        await self.database.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def seal(self) -> str:
        """Return the secret that all servers on this directory share; it is made when it is first asked for."""
        return await seal_of(self.database)

    # People

    async def save_person(self, person: PersonRecord) -> None:
        """Keep a new version of a person; raises Conflict where it exists."""
        await self._people.save([person])

    async def save_people(self, people: Sequence[PersonRecord]) -> None:
        """Keep many new versions, all or none; raises Conflict where one exists."""
        await self._people.save(people)

    def find_person(self, id: str, version: int | None = None) -> PersonRecord | None:  # noqa: A002 - the column's name
        """Return a version of a person, by default the latest, retired or not."""
        return self._people.find(id, version)

    def people_named(self, name: str) -> list[PersonRecord]:
        """Return who is called so, by whole name or its first word: latest versions, newest first, nobody retired."""
        return self._people.named(name)

    def list_people(
        self, *, query: str = "", after: str = "", limit: int = 20, called: bool = False
    ) -> list[PersonRecord]:
        """Return a page of people, newest first, in whose name or specification the query occurs; nobody retired.

        `called`: only those of whom a word of the name begins so. `after` is the last id of the page before; raises
        NotFound where there is no such person.
        """
        return self._people.listed(query, after, limit, called=called)

    # Runs

    async def create_run(self, run: RunRecord, events: Sequence[EventRecord] = ()) -> None:
        """Keep a new run and its first events (shard 0) in one transaction; raises Conflict where the id is taken."""
        await self._runs.create(run, await self._log.rows(run.id, events))

    def find_run(self, id: str) -> RunRecord | None:  # noqa: A002 - the column's name
        """Return the run as it stands."""
        return self._runs.find(id)

    def list_runs(self, *, query: str = "", limit: int = 20, after: str = "") -> list[RunRecord]:
        """Return a page of runs, last updated first; the query occurs in id, kind, status, title or cast.

        `after` is the last id of the page before; raises NotFound where there is no such run.
        """
        return self._runs.listed(query, after, limit)

    def runs_titled(self, title: str, limit: int = 20) -> list[RunRecord]:
        """Return the runs of exactly this title, last updated first."""
        return self._runs.titled(title, limit)

    def run_to_join(self, call_digest: str, since: int) -> RunRecord | None:
        """Return the newest undelivered run of the same call that was created at `since` or later."""
        return self._runs.to_join(call_digest, since)

    async def update_run(self, id: str, **changes: Unpack[RunChanges]) -> None:  # noqa: A002 - the column's name
        """Change columns of a run, and its time of update; raises NotFound without it."""
        await self._runs.update(id, changes)

    async def request_cancel(self, id: str) -> None:  # noqa: A002 - the column's name
        """Ask whoever plays the run, in whichever process, to stop; raises NotFound without it."""
        await self._runs.request_cancel(id)

    def cancel_requested(self, id: str) -> bool:  # noqa: A002 - the column's name
        """Return whether somebody asked the run to stop; raises NotFound without it."""
        return self._runs.cancel_requested(id)

    def run_lock(self, run_id: str) -> RunLock:
        """Return the lock that whoever plays the run must hold; raises NotFound for what cannot be a run's id."""
        return RunLock(self._lock_path(run_id))

    def is_playing(self, run_id: str) -> bool:
        """Return whether any process, this one included, plays the run."""
        return is_held(self._lock_path(run_id))

    # Log

    async def append(
        self, run: str, events: Sequence[EventRecord], *, after: int, shard: int = 0, changes: RunChanges | None = None
    ) -> None:
        """Add events at positions `after` + 1 … and change the run's row, in one transaction.

        Raises Conflict where the log does not end at `after`, NotFound without the run.
        """
        await self._log.append(run, events, after=after, shard=shard, changes=changes)

    def events(self, run: str, *, shard: int = 0, after: int = 0, limit: int | None = None) -> list[EventRecord]:
        """Return the events of a shard behind a position. Short reads only: for a whole log take `all_events`."""
        return self._log.read(run, shard, after, limit)

    async def all_events(self, run: str, *, shard: int | None = None) -> list[EventRecord]:
        """Return the whole log of a run, or of one of its shards, without holding up the event loop."""
        return await self._log.read_all(run, shard)

    def last_position(self, run: str, shard: int = 0) -> int:
        """Return where the log ends, 0 where it is empty."""
        return self._log.last_position(run, shard)

    # Ledger

    async def lookup(self, key: str, run: str) -> Completion | None:
        """Return the answer kept under the key, if this run may use it, and note the use."""
        return self._ledger.lookup(key, run)

    async def record(self, key: str, run: str, prompt: Prompt, completion: Completion) -> None:
        """Keep a billed answer and return when it is on disk; the first under a key stays. Raises ValueError."""
        await self._ledger.record(key, run, prompt, completion)

    async def vectors(self, keys: Sequence[str], run: str) -> Mapping[str, bytes]:
        """Return the vectors kept under some of the keys, and note that the run uses them."""
        return await self._vectors.find(keys, run)

    async def keep_vectors(
        self, run: str, place: Sequence[str], vectors: Mapping[str, bytes], model: str, usage: Usage
    ) -> None:
        """Keep the vectors that one call brought and return when they are on disk; the first under a key stays."""
        await self._vectors.keep(run, place, vectors, model, usage)

    def used(self, run: str, beginnings: Iterable[str]) -> set[str]:
        """Return with which of these the key of an answer begins that a run uses; eight characters of it at least."""
        return self._ledger.used(run, beginnings)

    async def places(self, run: str) -> Mapping[str, str]:
        """Return the keys of the answers that a run uses by their addresses."""
        return await self._ledger.places(run)

    async def paid(self, run: str) -> list[tuple[Sequence[str], Amount]]:
        """Return what each answer that a run itself paid for has cost, with its address."""
        return await self._ledger.paid(run)

    # Budgets

    async def reserve(self, run: str, most: Amount, day: Limits, owner: Limits) -> Refusal | None:
        """Set so much aside for a call of a run that is played here; a refusal where day or owner do not allow it."""
        return await self._spending.reserve(run, most, day, owner)

    def settle(self, run: str, held: Amount, used: Amount) -> None:
        """Give back what was reserved for a call and count what it used; it is written soon and not waited for."""
        self._spending.settle(run, held, used)

    async def release(self, run: str) -> None:
        """Give back all that a run still holds."""
        await self._spending.release(run)

    def spent_on(self, day: str) -> Amount:
        """Return what was spent on a day (YYYY-MM-DD, UTC), by all runs of all servers."""
        return self._spending.spent_on(day)

    def expire(self) -> None:
        """Let go of answers older than they are to be kept and needed by no run, soon, and once an hour at most."""
        if self._keep is None or not self.writable:
            return
        now = self.database.clock()
        if self._keep == 0 or now - self._expired >= _HOUR:
            self._expired = now
            self._erasure.forget_soon(now - self._keep)

    # Figures, and removing

    async def answers(self) -> Sequence[Answers]:
        """Return the figures of the ledger by model and player; reads all of it."""
        return await answers(self.database)

    async def counts(self) -> Counts:
        """Return how much is kept."""
        return await counts(self.database)

    def runs_with(self, people: Sequence[str]) -> list[str]:
        """Return the runs in whose cast any of these people is, last updated first."""
        return self._erasure.runs_with(people)

    def derived_from(self, runs: Sequence[str]) -> list[str]:
        """Return the runs that branch off or read any of these runs, or one that does."""
        return self._erasure.derived_from(runs)

    async def erase(self, runs: Sequence[str], people: Sequence[str] = ()) -> int:
        """Remove runs and people with what only they use, in one transaction; return how many answers went.

        Raises Conflict where another run casts one of the people.
        """
        return await self._erasure.erase(runs, people)

    async def forget(self, until: int, model: str = "") -> int:
        """Remove answers up to a time, of a model or of all, that only runs used which are done; return how many."""
        return await self._erasure.forget(until, model)

    async def compact(self) -> bool:
        """Give back the space of what was removed, and leave no bytes of it; False while somebody reads it."""
        return await anyio.to_thread.run_sync(compact, self.path)

    # Carrying

    async def logs(self, runs: Sequence[str]) -> dict[str, tuple[tuple[int, EventRecord], ...]]:
        """Return the logs of runs, each event with its shard."""
        return await self._carrying.logs(runs)

    async def answers_of(self, runs: Sequence[str]) -> tuple[AnswerRecord, ...]:
        """Return the answers that runs use."""
        return await self._carrying.answers(runs)

    async def bring(self, study: Study) -> Brought:
        """Keep runs from elsewhere with all they consist of, in one transaction; what is there stays as it is.

        Raises Conflict where a run or a person of the same id is another one.
        """
        return await self._carrying.bring(study)

    def _lock_path(self, run_id: str) -> Path:
        if _SAFE.fullmatch(run_id) is None:
            raise NotFound(f"No run {run_id[:80]!r}: the id of a run is 1 to 80 of a-z, 0-9 and hyphens.")
        return self.database.path.parent / "locks" / f"{run_id}.lock"
