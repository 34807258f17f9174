"""A model that is asked again where trying again may help, and only so often.

Full jitter: Brooker, "Exponential Backoff And Jitter" (AWS, 2015). The retry budget follows the SRE book's
chapter "Handling Overload": retries are a share of what succeeds, so a server in trouble isn't asked ever more.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from troupe_mcp.models.wrapping import Wrapping

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from troupe_mcp.language.completion import Completion
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt

logger = logging.getLogger(__name__)

ATTEMPTS = 4
FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
PATIENCE = 60.0
"""Seconds; a server that asks for more is not waited for: the run pauses instead."""

TRANSIENT = frozenset({"rate_limited", "timed_out", "garbled", "unavailable"})


class RetryBudget:
    """How many retries one server may still get: each costs one, each success earns a tenth."""

    SHARE = 0.1

    def __init__(self, most: float = 20.0) -> None:
        self._most = most
        self._left = most

    def earn(self) -> None:
        """Note a success."""
        self._left = min(self._most, self._left + self.SHARE)

    def spend(self) -> bool:
        """Take one retry, where there is one."""
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Retrying(Wrapping):
    """Asks up to four times. `wait` sleeps for seconds, `draw` returns a number from 0 to 1."""

    def __init__(
        self, inner: Model, budget: RetryBudget, wait: Callable[[float], Awaitable[None]], draw: Callable[[], float]
    ) -> None:
        super().__init__(inner)
        self._budget = budget
        self._wait = wait
        self._draw = draw

    async def complete(self, prompt: Prompt) -> Completion:
        """Return the first lasting outcome, or the last transient one."""
        completion = await self._inner.complete(prompt)
        for retry in range(ATTEMPTS - 1):
            asked = completion.retry_after or 0.0
            if completion.outcome not in TRANSIENT or asked > PATIENCE or not self._budget.spend():
                break
            wait = asked + self._draw() * min(LONGEST_WAIT, FIRST_WAIT * 2**retry)
            place, why = "/".join(prompt.address), f"{completion.outcome} {completion.detail}"
            logger.info("%s: %s; retry %d of %d in %.1f s", place, why, retry + 1, ATTEMPTS - 1, wait)
            await self._wait(wait)
            completion = await self._inner.complete(prompt)
        if completion.outcome not in TRANSIENT:
            self._budget.earn()
        return completion
