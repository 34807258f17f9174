"""People whom nobody has tuned the rehearsal for: other lands, trades, keys and ways of writing a life down."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from troupe_mcp.simulation.people.persona import Persona


@cache
def strangers() -> tuple[Persona, ...]:
    """Return the people of `strangers.json`."""
    listed: list[dict[str, Any]] = json.loads((Path(__file__).parent / "strangers.json").read_text("utf-8"))
    return tuple(Persona.of(spec) for spec in listed)
