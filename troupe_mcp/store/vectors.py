"""Vectors of texts, kept among the answers: one row each, so that they are reused, pruned and deleted like any."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from troupe_mcp.language.completion import Usage
from troupe_mcp.store.ledger import RECORD, SPENT, USE
from troupe_mcp.store.sqlite import Database, Row

_FIND = "SELECT key, text FROM call WHERE owner = ? AND key IN (SELECT value FROM json_each(?))"


class Vectors:
    """The vectors of one owner: float32 bytes in the column of an answer's text."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, keys: Sequence[str], run: str) -> Mapping[str, bytes]:
        """Return those that are kept, and note that the run uses them."""
        owner = self._database.owner
        found = dict(await self._database.scan(lambda query: query(_kept, _FIND, (owner, json.dumps([*keys])))))
        if found and self._database.refusal is None:
            uses = [(owner, run, key) for key in found]
            self._database.submit(lambda connection: connection.executemany(USE, uses))
        return found

    async def keep(
        self, run: str, place: Sequence[str], vectors: Mapping[str, bytes], model: str, usage: Usage
    ) -> None:
        """Keep what one call brought and count it once; the first of these rows has what it cost."""
        owner, now = self._database.owner, self._database.clock()
        spent = usage.input_tokens, usage.output_tokens, usage.usd
        rows = [
            (owner, key, "answered", model, "/".join(place) if first else "vector/of", "", "", vector,
             *(spent if first else (0, 0, 0.0)), now, run)
            for first, (key, vector) in zip([True, *[False] * len(vectors)], vectors.items(), strict=False)
        ]  # fmt: skip

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany(RECORD, rows)
            connection.executemany(USE, [(owner, run, key) for key in vectors])
            connection.execute(SPENT, (*spent, owner, run))

        await self._database.write(write)


def _kept(row: Row) -> tuple[str, bytes]:
    key, vector = row
    return key, bytes(vector)
