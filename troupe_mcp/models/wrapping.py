"""What every wrapper around a model has in common: it passes for the model inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troupe_mcp.language.model import Model


class Wrapping:
    """A model's name and kind, seen through a wrapper."""

    def __init__(self, inner: Model) -> None:
        self._inner = inner

    @property
    def provider(self) -> str:
        """The inner model's provider."""
        return self._inner.provider

    @property
    def name(self) -> str:
        """The inner model's name."""
        return self._inner.name

    @property
    def setup(self) -> str:
        """The inner model's setup."""
        return self._inner.setup

    @property
    def reads_tasks(self) -> bool:
        """Whether the inner model reads tasks."""
        return self._inner.reads_tasks
