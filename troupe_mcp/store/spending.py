"""What an owner has spent, day by day, and what is reserved by the calls under way in all servers."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from troupe_mcp.language.budget import Amount, Limits
from troupe_mcp.store.sqlite import Database, Row

Period = Literal["day", "owner"]

_HELD = "SELECT run, calls, tokens, usd FROM reservation WHERE owner = ?"
_FREE = "DELETE FROM reservation WHERE owner = ? AND run = ?"
_HOLD = """
    INSERT INTO reservation (owner, run, calls, tokens, usd) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (owner, run) DO UPDATE SET calls = calls + excluded.calls, tokens = tokens + excluded.tokens,
        usd = usd + excluded.usd"""
_SPEND = """
    INSERT INTO spending (owner, day, calls, tokens, usd) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (owner, day) DO UPDATE SET calls = calls + excluded.calls, tokens = tokens + excluded.tokens,
        usd = usd + excluded.usd"""
_SPENT_ON = "SELECT calls, tokens, usd FROM spending WHERE owner = ? AND day = ?"
_SPENT = "SELECT coalesce(sum(calls), 0), coalesce(sum(tokens), 0), coalesce(sum(usd), 0) FROM spending WHERE owner = ?"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which limit a reservation does not fit, on which day (UTC).

    `final` where it would not even if nothing else were under way.
    """

    period: Period
    limit: str
    day: str
    final: bool


class Spending:
    """The tables of what one owner spent and reserved.

    A reservation belongs to a run while somebody plays it, which `is_playing` says; what a killed process held is void.
    """

    def __init__(self, database: Database, is_playing: Callable[[str], bool]) -> None:
        self._database = database
        self._is_playing = is_playing
        self._settled: deque[tuple[str, Amount, Amount]] = deque()
        self._settled_queued = False

    async def reserve(self, run: str, most: Amount, day: Limits, owner: Limits) -> Refusal | None:
        """Set so much aside for a call of a run; a refusal where the day's or the owner's limits do not allow it."""
        name, today = self._database.owner, day_of(self._database.clock())

        def take(connection: sqlite3.Connection) -> Refusal | None:
            held = Amount()
            for holder, *amount in connection.execute(_HELD, (name,)).fetchall():
                if holder == run or self._is_playing(holder):
                    held += Amount(*amount)
                else:
                    connection.execute(_FREE, (name, holder))
            spent = _amount(connection.execute(_SPENT_ON, (name, today)).fetchone() or (0, 0, 0.0))
            periods: list[tuple[Period, Limits, Amount]] = [("day", day, spent)]
            if owner:
                periods.append(("owner", owner, _amount(connection.execute(_SPENT, (name,)).fetchone())))
            for period, limits, used in periods:
                if limit := limits.passed_by(used + held + most):
                    alone = limits.passed_by(used + most)
                    return Refusal(period, alone or limit, today, bool(alone))
            connection.execute(_HOLD, (name, run, most.calls, most.tokens, most.usd))
            return None

        return await self._database.write(take)

    def settle(self, run: str, held: Amount, used: Amount) -> None:
        """Give back what was reserved for a call and count what it used; it is written soon and not waited for."""
        self._settled.append((run, held, used))
        if not self._settled_queued:  # one submission for all that gather until it is carried out
            self._settled_queued = True
            self._database.submit(partial(self._write_settled, []))

    def _write_settled(self, taken: list[tuple[str, Amount, Amount]], connection: sqlite3.Connection) -> None:
        self._settled_queued = False  # first: what is added from here on is queued again, at worst for nothing
        name, spent = self._database.owner, Amount()
        while self._settled:
            taken.append(self._settled.popleft())
        for run, held, used in taken:
            spent += used
            if held != Amount():
                connection.execute(_HOLD, (name, run, -held.calls, -held.tokens, -held.usd))
        if spent != Amount():
            today = day_of(self._database.clock())
            connection.execute(_SPEND, (name, today, spent.calls, spent.tokens, spent.usd))

    async def release(self, run: str) -> None:
        """Give back all that a run still holds."""
        name = self._database.owner
        await self._database.write(lambda connection: connection.execute(_FREE, (name, run)).rowcount)

    def spent_on(self, day: str) -> Amount:
        """Return what was spent on a day (YYYY-MM-DD, UTC)."""
        return self._database.row(_amount, _SPENT_ON, self._database.owner, day) or Amount()


def day_of(milliseconds: int) -> str:
    """Return the day (UTC) of a time, as YYYY-MM-DD."""
    return time.strftime("%Y-%m-%d", time.gmtime(milliseconds / 1000))


def _amount(row: Row) -> Amount:
    calls, tokens, usd = row
    return Amount(calls, tokens, usd)
