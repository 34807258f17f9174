"""What is kept and what may go: the ledger's figures, letting answers go, and deleting runs and people."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.app.exports.exporting import exports_of
from troupe_mcp.app.handles import latest_runs
from troupe_mcp.errors import Conflict, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.store import Answers, PersonRecord, RunRecord
    from troupe_mcp.store.locks import RunLock

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Deletion:
    """What will be deleted, and what stays that holds parts of it: forks of a run, and studies that read it."""

    runs: tuple[RunRecord, ...]
    people: tuple[PersonRecord, ...] = ()
    derived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted: how many answers nobody else used, and whether no byte of it is left in the database.

    `copies` are files beside the database, made before an update, that may still hold it.
    """

    answers: int
    gone: bool
    copies: tuple[str, ...] = ()


async def kept_answers(self: App) -> Sequence[Answers]:
    """Return the figures of all answers kept, by model and player."""
    return await self.store.answers()


async def forget_answers(self: App, *, days: float = 0, model: str = "") -> int:
    """Let answers go that are older than so many days, of one model or of all; return how many.

    An answer stays while a run uses it that is not done: it would be paid for again when the run goes on. Raises
    NotFound for a model of which no answer is kept.
    """
    known = {each.model for each in await self.kept_answers()}
    if model and model not in known:
        raise NotFound(f"No answer of {model[:80]!r} is kept. There are answers of: {', '.join(sorted(known)) or '-'}.")
    removed = await self.store.forget(self.now() - round(days * 86_400_000), model)
    if removed:
        await self.store.compact()
    return removed


def runs_to_delete(self: App, runs: Sequence[str]) -> Deletion:
    """Return what deleting runs, by their ids, would come to. Raises NotFound."""
    found = tuple({run: _run(self, run) for run in runs}.values())
    return Deletion(found, derived=tuple(self.store.derived_from([run.id for run in found])))


def _run(self: App, handle: str) -> RunRecord:
    if self.store.find_run(handle):
        return self.run(handle)
    if titled := self.store.runs_titled(handle, MOST_NAMED):
        raise NotFound(f"{handle!r} is {_either(run.id for run in titled)}; to delete it, give this id.")
    raise NotFound(f"No run {handle[:80]!r}. {latest_runs(self) or 'There is none yet.'}")


def person_to_delete(self: App, person: str, *, with_runs: bool = False) -> Deletion:
    """Return what deleting a person, by their id and in all versions, would come to.

    The run that made them, and nobody else, goes with them. Raises NotFound, and Conflict where other runs cast them
    and are not to go with them.
    """
    found = self.store.find_person(person)
    if found is None:
        raise NotFound(_not_an_id(self, person))
    runs = [self.run(run) for run in self.store.runs_with([found.id])]
    others = [run.id for run in runs if not _made_alone(run)]
    if others and not with_runs:
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        raise Conflict(
            f"{found.name} ({found.id}) is in the cast of {', '.join(others[:MOST_NAMED])}{more}, which cannot be read "
            "without them. Delete these too (--with-runs), or keep the person."
        )
    return Deletion(tuple(runs), (found,), tuple(self.store.derived_from([run.id for run in runs])))


def _not_an_id(self: App, wanted: str) -> str:
    """Return whose name was given for an id, or else who there is."""
    if made := self.store.people_named(wanted)[:MOST_NAMED]:
        return f"{wanted!r} is {_either(each.id for each in made)}; to delete them, give this id."
    if known := self.library.person(wanted):
        return f"{known.name} comes with the product; there is nothing to delete."
    latest = ", ".join(f"{each.id} ({each.name})" for each in self.store.list_people(limit=MOST_NAMED))
    return f"No person {wanted[:80]!r}. " + (f"Those you made last: {latest}." if latest else "You made nobody yet.")


def _either(ids: Iterable[str]) -> str:
    return " or ".join(ids)


def _made_alone(run: RunRecord) -> bool:
    """Whether all that a run did was to make its one person: it goes with them."""
    return run.kind == "casting" and len(run.cast) == 1


async def delete(self: App, deletion: Deletion) -> Deleted:
    """Delete in one transaction what was found before, then clear its bytes from the disk.

    Raises Conflict while one of the runs is being played, or where another run came to cast one of the people.
    """
    with ExitStack() as until:
        locks = [_reserved(self, run, until) for run in deletion.runs]
        answers = await self.store.erase([run.id for run in deletion.runs], [person.id for person in deletion.people])
        for lock in locks:
            lock.discard()
        for run in deletion.runs:
            for path in exports_of(self, run.id):
                path.unlink(missing_ok=True)
    gone = await self.store.compact()
    copies = sorted(path.name for path in self.store.path.parent.glob(f"{self.store.path.name}.*.bak"))
    return Deleted(answers, gone, tuple(copies))


def _reserved(self: App, run: RunRecord, until: ExitStack) -> RunLock:
    lock = self.store.run_lock(run.id)
    if not lock.try_acquire():
        raise Conflict(
            f"{run.id} is being played ({run.done} of {run.total}). Stop it first, with cancel_run or by ending the "
            "server that plays it; nothing was deleted."
        )
    until.callback(lock.release)
    return lock
