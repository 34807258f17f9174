"""The doors through which a prompt leaves the core, as Protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from troupe_mcp.language.completion import Completion
    from troupe_mcp.language.prompt import Prompt


class Model(Protocol):
    """Whoever answers prompts."""

    @property
    def provider(self) -> str:
        """The kind of player, e.g. `rehearsal` or `openai`; part of the ledger's key."""
        ...

    @property
    def name(self) -> str:
        """The model that plays, with its version where one is known; part of the ledger's key."""
        ...

    @property
    def setup(self) -> str:
        """What else decides its answers, such as address and temperature, or nothing; part of the ledger's key."""
        ...

    @property
    def reads_tasks(self) -> bool:
        """Whether the answer comes from the prompt's typed task instead of its text."""
        ...

    async def complete(self, prompt: Prompt) -> Completion:
        """Answer one prompt. Failures are outcomes of the completion, not exceptions."""
        ...


class Ledger(Protocol):
    """Where every answer ever received is kept, so that none is paid for twice."""

    async def lookup(self, key: str, run: str) -> Completion | None:
        """Return the answer recorded under the key, if this run may use it, and note the use."""
        ...

    async def record(self, key: str, run: str, prompt: Prompt, completion: Completion) -> None:
        """Keep a billed answer durably; return only when it is on disk."""
        ...
