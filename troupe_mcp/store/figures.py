"""What the ledger holds, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troupe_mcp.store.erasing import NEEDED
from troupe_mcp.store.sqlite import Database, Row

_FIGURES = f"""
    WITH player AS (
        SELECT used.key AS key, max(json_extract(run.settings, '$.provider')) AS name
        FROM call_use used JOIN run ON run.owner = used.owner AND run.id = used.run
        WHERE used.owner = ?1 GROUP BY used.key)
    SELECT call.model, coalesce(player.name, ''), count(*), sum(length(CAST(call.text AS BLOB))), sum(call.usd),
        sum(call.key NOT IN ({NEEDED})), min(call.at), max(call.at)
    FROM call LEFT JOIN player ON player.key = call.key
    WHERE call.owner = ?1 GROUP BY 1, 2 ORDER BY count(*) DESC"""  # noqa: S608 - constants
_COUNTS = """
    SELECT (SELECT count(*) FROM run WHERE owner = ?1), (SELECT count(DISTINCT id) FROM person WHERE owner = ?1),
        (SELECT count(*) FROM call WHERE owner = ?1)"""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one model and player. `spare` are kept for reuse alone; times are UTC milliseconds."""

    model: str
    player: str
    count: int
    bytes: int
    usd: float
    spare: int
    oldest: int
    newest: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is kept."""

    runs: int
    people: int
    answers: int


async def answers(database: Database) -> Sequence[Answers]:
    """Return the ledger's answers by model and player, most first; reads all of it."""
    return await database.scan(lambda query: query(_answers, _FIGURES, (database.owner,)))


async def counts(database: Database) -> Counts:
    """Return how many runs, people and answers there are."""
    [found] = await database.scan(lambda query: query(_counts, _COUNTS, (database.owner,)))
    return found


def _answers(row: Row) -> Answers:
    return Answers(*row)


def _counts(row: Row) -> Counts:
    return Counts(*row)
