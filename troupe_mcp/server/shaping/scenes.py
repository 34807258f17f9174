"""Where a world stands: its scene, its script, its situation, its steps and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.server.results.played import EventLine
from troupe_mcp.server.shaping.beside import what_it_is
from troupe_mcp.simulation.memory.reading import stimulus_of
from troupe_mcp.simulation.worlds.events import SceneSet, StepEnded, Stimulus

if TYPE_CHECKING:
    from troupe_mcp.app.views import RunView


def scene(view: RunView) -> SceneSet | None:
    """Return the scene that is played now."""
    scenes = [event for _, event in view.log if isinstance(event, SceneSet)]
    return scenes[-1] if scenes else None


def script(view: RunView) -> list[EventLine]:
    """Return what the present scene still brings and brought, at absolute steps."""
    now = scene(view)
    told = [stimulus_of(line, now.speaker) for line in now.script] if now else []
    return [
        EventLine(
            position=0,
            step=line.step,
            kind="script",
            type=line.kind,
            content=line.content,
            to=list(line.to) or None,
            note=what_it_is(line) if line.kind == "document" else None,
        )
        for line in told
    ]


def steps_done(view: RunView) -> int:
    """Return how many steps of a run are closed."""
    return max((event.step for _, event in view.log if isinstance(event, StepEnded)), default=0)


def checkpoints(view: RunView) -> dict[str, int] | None:
    """Return the steps of a run that have names, by these."""
    return dict(view.checkpoints) or None


def situation(view: RunView) -> str | None:
    """Return where people are, as last told to everybody."""
    told = [e.content for _, e in view.log if isinstance(e, Stimulus) and e.kind == "situation"]
    return told[-1] if told else None
