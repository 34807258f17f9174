"""An app in a fresh directory, and runs of it that are waited for to their end."""

from __future__ import annotations

import contextlib
import gc
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troupe_mcp.app import App, open_app
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.scenes.requests import Opening
from troupe_mcp.app.scenes.staging import Staging
from troupe_mcp.app.views import RunView
from troupe_mcp.library import Library
from troupe_mcp.settings import LimitsSection, Settings, SimulationSection, StoreSection

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from troupe_mcp.language.model import Model

QUESTION = "Would you use an app that writes your shopping list, and what would you pay for it?"
SITUATION = "A meeting room on a Tuesday morning, with coffee and a prototype on the table."


@contextlib.asynccontextmanager
async def fresh_app(
    model: Model | None = None, *, directory: Path | None = None, prompt_budget: int = 24_000
) -> AsyncGenerator[App]:
    """Open an app whose only player is `model`, or the rehearsal; in a new directory unless one is given."""
    models: Mapping[str, Model] | None = None if model is None else {model.provider: model}
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as new:
        settings = Settings(
            store=StoreSection(data_dir=str(directory or new)),
            limits=LimitsSection(max_in_flight=50),
            simulation=SimulationSection(prompt_budget=prompt_budget),
        )
        async with open_app(settings, models) as app:
            gc.freeze()  # as `serve` does before it answers
            try:
                yield app
            finally:
                gc.unfreeze()


async def world(app: App, people: Sequence[str], steps: int, *, seed: int = 1, together: bool = True) -> RunView:
    """Play a room to its end."""
    opening = Opening(situation=SITUATION, say=QUESTION)
    order = "together" if together else "in_turn"
    return _done(await app.run_world(people, opening, steps=steps, staging=Staging(order=order), play=_patiently(seed)))


async def interview(app: App, people: Sequence[str], *, seed: int = 1) -> RunView:
    """Ask people one question, each alone."""
    return _done(await app.listen_and_act(people, Opening(say=QUESTION), play=_patiently(seed)))


async def make(app: App, specs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Keep people and return their ids."""
    return [(await app.create_person(persona=spec)).id for spec in specs]


def library() -> list[str]:
    """Return the names of the library's people."""
    return [person.name for person in Library.shipped().people.values()]


def _patiently(seed: int) -> Play:
    return Play(seed=seed, wait_seconds=3600, new=True)


def _done(view: object) -> RunView:
    if not isinstance(view, RunView) or view.run.status != "done":
        raise RuntimeError(f"the run was not played to its end: {view}"[:600])
    return view
