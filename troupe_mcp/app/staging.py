"""How a world is staged: what a caller may say of its rules, beside who is there and what happens."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from troupe_mcp.simulation.events import Setting


class Staging(BaseModel):
    """The rules of a world; what is left out stays as it was in a run that goes on, or is the default.

    `order` auto: in turn for a few people in a room, together otherwise. `speaker` is who says what comes from outside.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    setting: Setting | None = None
    order: Literal["auto", "together", "in_turn"] = "auto"
    speaker: str | None = None
