"""What every result is made of."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["running", "done", "paused", "needs_answers", "failed", "cancelled", "estimate"]


class Flat(BaseModel):
    """A result without what is not there."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    def structured(self) -> dict[str, Any]:
        """Return the result as JSON, without what is not there."""
        return self.model_dump(mode="json", exclude_none=True)


class More(Flat):
    """The call that returns what did not fit."""

    tool: str
    arguments: dict[str, Any]
