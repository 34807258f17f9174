"""How soon a killed server's run goes on, behind a long ledger."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from pathlib import Path

from benchmarks.models import ANSWER, Scripted
from benchmarks.processes import in_child
from benchmarks.row import Row
from benchmarks.stage import QUESTION, fresh_app, library
from troupe_mcp.app import App
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.scenes.requests import Opening
from troupe_mcp.app.scenes.staging import Staging
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.simulation.turns.forms import TurnAnswer

AT_ONCE = 1_000
ANSWERS = 100_000
PEOPLE, STEPS, ANSWERED = 10, 50, 495


class Noting(Scripted):
    """Notes when it is first asked."""

    first = 0.0

    async def complete(self, prompt: Prompt) -> Completion:
        self.first = self.first or time.process_time()
        return await super().complete(prompt)


class NoTask:
    """A task for answers that nobody will look up."""

    def digest(self) -> str:
        return ""


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory:
        run = asyncio.run(_interrupted(Path(directory)))
        spent = in_child("benchmarks.resume", "resumed", directory, run)
    what = f"CPU from continue_run to the first new call, {ANSWERED} turns behind it, {ANSWERS:,} answers in the ledger"
    return [Row(what, f"{spent['first'] * 1000:.0f} ms ({spent['calls']} calls made)")]


async def _interrupted(directory: Path) -> str:
    async with fresh_app(Scripted(), directory=directory) as app:
        await _lengthened(app)
        play = Play(seed=1, wait_seconds=600, max_calls=ANSWERED)
        view = await app.run_world(
            library()[:PEOPLE], Opening(say=QUESTION), steps=STEPS, staging=Staging(order="together"), play=play
        )
    return view.run.id


async def _lengthened(app: App) -> None:
    """Add answers that another run was given."""
    answer = Completion(ANSWER, model="another")
    prompt = Prompt((Message("user", "?"),), TurnAnswer, NoTask(), ("another",), 1, "1")
    for first in range(0, ANSWERS, AT_ONCE):
        keys = [f"{n:064x}" for n in range(first, first + AT_ONCE)]
        await asyncio.gather(*(app.store.record(key, "another", prompt, answer) for key in keys))


def resumed(directory: str, run: str) -> dict[str, float]:
    return asyncio.run(_resumed(Path(directory), run))


async def _resumed(directory: Path, run: str) -> dict[str, float]:
    model = Noting()
    async with fresh_app(model, directory=directory) as app:
        begun = time.process_time()
        view = await app.continue_run(run, play=Play(wait_seconds=600, max_calls=10 * ANSWERED))
    if view.run.status != "done":
        raise RuntimeError(json.dumps([view.run.status, view.run.reason, view.run.error]))
    return {"first": model.first - begun, "calls": model.calls}
