"""The ledger: every answer ever received, so that none is paid for twice."""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial

from troupe_mcp.language.budget import Amount
from troupe_mcp.language.completion import BILLED, Completion, Usage
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.store.records import pack, unpack
from troupe_mcp.store.sqlite import Database, Row

# What this run was answered itself comes before what others were: its replay must meet what it met.
_LOOKUP = """
    SELECT key, run, text, outcome, input_tokens, output_tokens, usd, model FROM call
    WHERE owner = ? AND key IN (?, ?) ORDER BY length(key) DESC LIMIT 1"""
RECORD = """
    INSERT OR IGNORE INTO call (owner, key, outcome, model, address, template_version, prompt_hash, text,
        input_tokens, output_tokens, usd, at, run)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
SPENT = """
    UPDATE run SET calls = calls + 1, input_tokens = input_tokens + ?, output_tokens = output_tokens + ?,
        usd = usd + ? WHERE owner = ? AND id = ?"""
USE = "INSERT OR IGNORE INTO call_use (owner, run, key) VALUES (?, ?, ?)"
_REUSED = "UPDATE run SET cached_calls = cached_calls + 1 WHERE owner = ? AND id = ?"
_USED = "SELECT 1 FROM call_use WHERE owner = ? AND run = ? AND key = ?"
_USED_LIKE = """
    SELECT value FROM json_each(?) WHERE EXISTS
        (SELECT 1 FROM call_use WHERE owner = ? AND run = ? AND key >= value AND key < value || '~')"""
_PAID = """
    SELECT c.address, c.input_tokens + c.output_tokens, c.usd FROM call_use u
    JOIN call c ON c.owner = u.owner AND c.key = u.key AND c.run = u.run WHERE u.owner = ? AND u.run = ?"""
_PLACES = """
    SELECT c.address, c.key FROM call_use u
    JOIN call c ON c.owner = u.owner AND c.key = u.key WHERE u.owner = ? AND u.run = ? ORDER BY c.rowid DESC"""

_INLINE = 500
"""Answers that are read on the event loop; more are read in a thread."""

_TELLING = 8
"""Characters of a key that tell it from others of its run."""
_NOTED = 20_000
"""Uses this process remembers having noted, so that a replay does not write them again."""


class CallLedger:
    """The table of answers of one owner, and of which runs use them.

    An answer is anybody's; a refusal, a truncated or an unparsable text is its run's alone: others may ask again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._noted: dict[tuple[str, str], None] = {}
        self._uses: deque[tuple[str, str, bool]] = deque()
        self._uses_queued = False

    def lookup(self, key: str, run: str) -> Completion | None:
        """Return the answer that this run may use, and note that it does."""
        found = self._database.row(_kept, _LOOKUP, self._database.owner, key, _private(key, run))
        if found is None:
            return None
        kept_as, paid_by, completion = found
        if (run, kept_as) not in self._noted and self._database.refusal is None:
            self._note(run, kept_as)
            self._uses.append((run, kept_as, paid_by != run))
            if not self._uses_queued:  # one submission for all that gather until it is carried out
                self._uses_queued = True
                self._database.submit(partial(self._write_uses, []))
        return completion

    async def record(self, key: str, run: str, prompt: Prompt, completion: Completion) -> None:
        """Keep a billed answer and return when it is on disk; the first one under a key stays.

        Raises ValueError for an outcome that costs nothing.
        """
        if completion.outcome not in BILLED:
            raise ValueError(f"the outcome '{completion.outcome}' is not billed, so it is not recorded")
        owner, answered = self._database.owner, completion.outcome == "answered"
        kept_as = key if answered else _private(key, run)
        usage = completion.usage
        row = (
            owner, kept_as, completion.outcome, completion.model, "/".join(prompt.address),
            prompt.template_version, prompt.digest,
            pack(completion.text), usage.input_tokens, usage.output_tokens, usage.usd, self._database.clock(), run,
        )  # fmt: skip

        def keep(connection: sqlite3.Connection) -> None:
            if not answered and connection.execute(_USED, (owner, run, key)).fetchone() is not None:
                return  # this run has an answer under the key
            if connection.execute(RECORD, row).rowcount == 1:
                connection.execute(SPENT, (usage.input_tokens, usage.output_tokens, usage.usd, owner, run))
            connection.execute(USE, (owner, run, kept_as))

        await self._database.write(keep)
        self._note(run, kept_as)

    def used(self, run: str, beginnings: Iterable[str]) -> set[str]:
        """Return with which of these beginnings the key of an answer begins that a run uses."""
        telling = json.dumps([each for each in beginnings if len(each) >= _TELLING])
        return {*self._database.rows(_text, _USED_LIKE, telling, self._database.owner, run)}

    async def places(self, run: str) -> dict[str, str]:
        """Return the keys of all answers that a run uses by their addresses; of several in one place the first."""
        owner = self._database.owner
        return dict(await self._database.scan(lambda query: query(_place, _PLACES, (owner, run))))

    def _write_uses(self, taken: list[tuple[str, str, bool]], connection: sqlite3.Connection) -> None:
        self._uses_queued = False  # first: what is added from here on is queued again, at worst for nothing
        owner = self._database.owner
        while self._uses:
            taken.append(self._uses.popleft())
        for run, kept_as, reused in taken:
            if connection.execute(USE, (owner, run, kept_as)).rowcount == 1 and reused:
                connection.execute(_REUSED, (owner, run))

    async def paid(self, run: str) -> list[tuple[Sequence[str], Amount]]:
        """Return what each answer that a run itself paid for has cost, with its address."""
        owner = self._database.owner
        few = self._database.rows(_priced, f"{_PAID} LIMIT {_INLINE}", owner, run)
        if len(few) < _INLINE:
            return few
        return await self._database.scan(lambda query: query(_priced, _PAID, (owner, run)))

    def _note(self, run: str, kept_as: str) -> None:
        self._noted[run, kept_as] = None
        if len(self._noted) > _NOTED:
            del self._noted[next(iter(self._noted))]


def _text(row: Row) -> str:
    return row[0]


def _place(row: Row) -> tuple[str, str]:
    address, key = row
    return address, key


def _private(key: str, run: str) -> str:
    return f"{key}:{run}"


def _priced(row: Row) -> tuple[Sequence[str], Amount]:
    address, tokens, usd = row
    return address.split("/"), Amount(1, tokens, usd)


def _kept(row: Row) -> tuple[str, str, Completion]:
    key, paid_by, text, outcome, input_tokens, output_tokens, usd, model = row
    if outcome not in BILLED:
        raise ValueError(outcome)
    return key, paid_by, Completion(unpack(text), outcome, Usage(input_tokens, output_tokens, usd), model, cached=True)
