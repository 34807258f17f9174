"""How each kind of run is played. Loaded with the first play: all that simulates stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.runs.casting import play_casting
from troupe_mcp.runs.examining import play_validation
from troupe_mcp.runs.reading import play_proposition, play_story
from troupe_mcp.runs.stage import Stage
from troupe_mcp.runs.study import play_extraction
from troupe_mcp.runs.survey import play_survey

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PLAYS: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "world": Stage.play_scene,
    "interview": Stage.play_scene,
    "extraction": play_extraction,
    "validation": play_validation,
    "proposition": play_proposition,
    "story": play_story,
    "casting": play_casting,
    "survey": play_survey,
}

open_stage = Stage.open
