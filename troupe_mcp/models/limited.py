"""A model with a limit on how many of its calls are under way at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.wrapping import Wrapping

if TYPE_CHECKING:
    import anyio

    from troupe_mcp.language.completion import Completion
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt


class Limited(Wrapping):
    """Passes prompts on as places become free; nothing waits while there are any."""

    def __init__(self, inner: Model, places: anyio.CapacityLimiter) -> None:
        super().__init__(inner)
        self._places = places

    async def complete(self, prompt: Prompt) -> Completion:
        """Answer one prompt once there is a place for it."""
        async with self._places:
            return await self._inner.complete(prompt)
