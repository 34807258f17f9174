"""What one play of a run may spend: within the run's own limits, and within those that all servers share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.language.budget import Amount, Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.store import Store
    from troupe_mcp.store.records import RunRecord

LOOK_EVERY = 0.1
"""Seconds between two looks at what other servers have settled, while nothing fits."""
UNITS = {"max_calls": "calls", "max_tokens": "tokens", "max_cost": "usd"}


@dataclass(frozen=True, slots=True)
class Shared:
    """What the operator allows a day, and an owner in all: over all runs, servers and days."""

    day: Limits = field(default_factory=Limits)
    owner: Limits = field(default_factory=Limits)

    def __bool__(self) -> bool:
        """Whether anything is limited."""
        return bool(self.day or self.owner)


def limits_of(run: RunRecord) -> Limits:
    """Return the limits of a run as a whole."""
    kept: Mapping[str, Any] = run.settings.get("budget", {})
    return Limits(**{name: kept[name] for name in UNITS if name in kept})


def used_by(run: RunRecord) -> Amount:
    """Return what a run has used so far."""
    return Amount(run.calls, run.input_tokens + run.output_tokens, run.usd)


class RunBudget:
    """The `Budget` of one play of a run; what costs the operator nothing (not `counted`) has the run's limits alone.

    What other servers reserve is seen through the database; nothing is held while anybody waits.
    """

    def __init__(self, store: Store, run: RunRecord, shared: Shared, *, counted: bool) -> None:
        self._store = store
        self._run = run.id
        self._limits = limits_of(run)
        self._shared = shared if counted else Shared()
        self._counted = counted
        self._used = used_by(run)
        self._held = Amount()
        self._settled = asyncio.Event()
        self._reached: dict[str, Any] = {}

    async def reserve(self, most: Amount) -> bool:
        """Set so much aside; false where it cannot fit, whatever the calls under way come to."""
        while self._limits.passed_by(self._used + self._held + most):
            if alone := self._limits.passed_by(self._used + most):
                needs = getattr(self._used + most, UNITS[alone])
                self._reached = {"reached": alone, "needs": needs, "period": "run"}
                return False
            await self._settled.wait()
        self._held += most
        if not self._shared:
            return True
        fits = False
        try:
            fits = await self._fits_with_others(most)
        finally:
            if not fits:
                self._free(most)
        return fits

    async def _fits_with_others(self, most: Amount) -> bool:
        shared = self._shared
        while refused := await self._store.reserve(self._run, most, shared.day, shared.owner):
            if refused.final:
                limits = shared.day if refused.period == "day" else shared.owner
                value = getattr(limits, refused.limit)
                self._reached = {
                    "reached": refused.limit, "value": value, "period": refused.period, "day": refused.day,
                }  # fmt: skip
                return False
            try:
                await asyncio.wait_for(self._settled.wait(), LOOK_EVERY)
            except TimeoutError:
                continue
        return True

    def settle(self, most: Amount, used: Amount) -> None:
        """Give back what was reserved for a call and count what it used."""
        self._used += used
        self._free(most)
        if self._counted:
            self._store.settle(self._run, most if self._shared else Amount(), used)

    def _free(self, most: Amount) -> None:
        self._held -= most
        settled, self._settled = self._settled, asyncio.Event()
        settled.set()

    async def release(self) -> None:
        """Give back what calls cut off in the middle still hold, of this play or of one that was killed."""
        if self._shared:
            await self._store.release(self._run)

    def rested(self, run: RunRecord) -> dict[str, Any]:
        """Return how a run rests that has met its budget: with what was met, and the message that says so."""
        if not self._reached:
            return {}
        settings = {**run.settings, "budget": {**run.settings.get("budget", {}), **self._reached}}
        return {"settings": settings, "error": told(replace(run, settings=settings))}


def told(run: RunRecord) -> str:
    """Return what a run's budget has met, what is kept, and the call that goes on."""
    budget: Mapping[str, Any] = run.settings["budget"]
    kept = f"{run.done} of {run.total} done and kept"
    if budget["period"] == "run":
        name = budget["reached"]
        used = getattr(used_by(run), UNITS[name])
        one = f" ({amount(name, used)} used, one answer may take {amount(name, budget['needs'] - used)})"
        met = f"{name} {amount(name, budget[name])} reached{'' if name == 'max_calls' else one}"
        return f"{met}, {kept}; {further(run)} goes on."
    key = f"{budget['reached']}_per_{budget['period']}"
    met = f"[budget] {key} {amount(budget['reached'], budget['value'])} reached, {kept}"
    raised = f"the operator raises {key} in config.ini and starts the server again"
    if budget["period"] == "owner":
        return f"{met}. It counts all runs of this data directory: when {raised}, {further(run)} goes on."
    return f"{met}. {budget['day']} ends at 24:00 UTC: from then on, or when {raised}, {further(run)} goes on."


def further(run: RunRecord) -> str:
    """Return the call that goes on with a run which has met its budget, with twice of what stopped it."""
    budget: Mapping[str, Any] = run.settings["budget"]
    if budget["period"] != "run":
        return f'continue_run(run="{run.id}")'
    name = budget["reached"]
    raised = 2 * max(budget[name], budget["needs"])
    return f'continue_run(run="{run.id}", {name}={raised if isinstance(raised, int) else amount(name, raised)})'


def amount(name: str, value: float) -> str:
    """Return the value of a limit as it is said: dollars with cents, smaller ones with what they have."""
    if name != "max_cost":
        return f"{value:,}"
    return f"{value:.2f}" if value >= 0.01 or not value else f"{value:.2g}"
