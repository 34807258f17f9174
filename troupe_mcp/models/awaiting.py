"""A player outside of this program, who is asked by handing the prompt out: the client's model, or the assistant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.completion import Completion

if TYPE_CHECKING:
    from troupe_mcp.language.prompt import Prompt

OUTSIDE = ("client", "host")
"""Such players. Their runs advance only inside calls and rest at once; what their answers cost is not known here."""


class Awaiting:
    """Leaves every prompt open; the answer comes through the ledger when somebody hands it in."""

    setup = ""
    reads_tasks = False

    def __init__(self, provider: str) -> None:
        self._provider = provider

    @property
    def provider(self) -> str:
        return self._provider

    @property
    def name(self) -> str:
        return self._provider

    async def complete(self, prompt: Prompt) -> Completion:
        """Answer nothing yet."""
        del prompt
        return Completion("", "awaited", model=self.name)
