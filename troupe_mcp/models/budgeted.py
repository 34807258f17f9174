"""A model whose every call fits a budget: reserved before it is made, settled after it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from troupe_mcp.language.budget import Amount
from troupe_mcp.language.completion import BILLED, Completion
from troupe_mcp.models.wrapping import Wrapping

if TYPE_CHECKING:
    from troupe_mcp.language.budget import Budget, Tariff
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt


class Budgeted(Wrapping):
    """Asks only what its budget allows. Without a tariff a call costs nothing but itself."""

    def __init__(self, inner: Model, budget: Budget, tariff: Tariff | None = None) -> None:
        super().__init__(inner)
        self._budget = budget
        self._tariff = tariff
        self.cut_off = 0
        """Prompts that were out when whoever asked was stopped: nobody knows what they cost."""

    async def complete(self, prompt: Prompt) -> Completion:
        """Answer one prompt; outcome `over_budget`, and nobody is asked, where it does not fit."""
        most = self._tariff.most(prompt) if self._tariff else Amount(1)
        if not await self._budget.reserve(most):
            return Completion("", "over_budget", model=self.name)
        used = Amount()
        try:
            completion = await self._inner.complete(prompt)
            used = _used(completion)
        except asyncio.CancelledError:
            self.cut_off += 1
            raise
        else:
            return completion
        finally:
            self._budget.settle(most, used)


def _used(completion: Completion) -> Amount:
    """Return what a call used: an unbilled one nothing; one that was handed out is asked, though not yet answered."""
    if completion.outcome not in BILLED:
        return Amount(int(completion.outcome == "awaited"))
    usage = completion.usage
    return Amount(1, usage.input_tokens + usage.output_tokens, usage.usd)
