"""A model that is asked no faster than its provider allows: so many requests and so many tokens a minute.

The generic cell rate algorithm (ITU-T I.371, virtual scheduling): each call takes its place in time at once and then
waits for it, so nothing waits under a lock, and nothing waits at all while the limit is far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.wrapping import Wrapping

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from troupe_mcp.language.completion import Completion
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt

MINUTE = 60.0
BURST = 0.1
"""The share of a minute's amount that may be taken at once; the rest is spread over the minute."""


class Rate:
    """So much a minute, 0 for any amount: `delay` takes an amount and says how long to wait for it."""

    def __init__(self, per_minute: int) -> None:
        self._each = MINUTE / (per_minute * (1 - BURST)) if per_minute else 0.0
        self._ahead = MINUTE * BURST
        self._free_at = 0.0

    def delay(self, amount: float, now: float) -> float:
        """Return the seconds until this amount may be asked for."""
        begins = max(self._free_at, now - self._ahead)
        self._free_at = begins + amount * self._each
        return max(0.0, begins - now)


class Paced(Wrapping):
    """Waits until a prompt fits both rates. `clock` counts seconds, `wait` sleeps for some."""

    def __init__(
        self,
        inner: Model,
        requests: Rate,
        tokens: Rate,
        clock: Callable[[], float],
        wait: Callable[[float], Awaitable[None]],
    ) -> None:
        super().__init__(inner)
        self._requests = requests
        self._tokens = tokens
        self._clock = clock
        self._wait = wait

    async def complete(self, prompt: Prompt) -> Completion:
        """Answer one prompt when its time has come."""
        now = self._clock()
        size = prompt.size() / 4 + prompt.max_tokens
        if delay := max(self._requests.delay(1, now), self._tokens.delay(size, now)):
            await self._wait(delay)
        return await self._inner.complete(prompt)
