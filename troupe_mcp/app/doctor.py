"""`troupe-mcp doctor`: looks at all there is, and says it as it is found."""

from __future__ import annotations

import shutil
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from troupe_mcp.app.app import open_app
from troupe_mcp.app.findings import Finding, configuration, versions, whether, who
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.players import candidates, players
from troupe_mcp.app.scenes.requests import Opening
from troupe_mcp.errors import StoreFailed
from troupe_mcp.store.place import file_system

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from troupe_mcp.app.app import App
    from troupe_mcp.models.openai.endpoint import Endpoint
    from troupe_mcp.settings import Given, Keys, Settings
    from troupe_mcp.store.place import FileSystem, Mounts

PEOPLE, STEPS = 10, 3
"""The group whose price is told."""
LITTLE = 200 * 2**20
"""Free bytes below which somebody should know."""


async def examine(settings: Settings, keys: Keys, given: Given, mounts: Mounts | None = None) -> AsyncIterator[Finding]:
    """Find out all there is to say, and say it as it is found; `mounts` are the file systems there are.

    Asks whoever is configured at most three small questions. Raises ConfigInvalid where the server would not start.
    """
    async with AsyncExitStack() as until:
        models = players(settings, keys, until)
        # auto takes the client's model only where a client lends it, which nobody knows here.
        taken = next(name for name in models if name not in {"client"} - {settings.model.provider})
        known = candidates(settings, keys)
        for finding in who(settings, known, taken):
            yield finding
        endpoint = known.get(taken)
        if endpoint is not None and not isinstance(endpoint, str):
            yield await whether(endpoint)
        system = file_system(settings.store.directory, mounts)
        yield _lies_on(settings, system)
        if not system.is_shared:
            try:
                app = await until.enter_async_context(open_app(settings, models))
                yield await _kept(app)
                yield await _cost(app, endpoint if not isinstance(endpoint, str) else None)
            except StoreFailed as error:
                yield Finding("Where data lies", "broken", str(error))
    for finding in configuration(keys, given):
        yield finding
    for finding in versions():
        yield finding


def _lies_on(settings: Settings, system: FileSystem) -> Finding:
    directory = settings.store.directory
    if system.is_shared:
        text = (
            f"{directory} lies on {system.kind} ({system.source}), which other machines may share: locks may not hold "
            "there, and the database would be damaged sooner or later. Name a local directory by [store] data_dir."
        )
        return Finding("Where data lies", "broken", text)
    kind = system.kind or "a file system that cannot be told from here; it must not be a network's"
    return Finding("Where data lies", "good" if system.kind else "note", f"{directory}, on {kind}.")


async def _kept(app: App) -> Finding:
    if (refusal := app.store.database.refusal) is not None:
        return Finding("Where data lies", "broken", f"Only reading is possible. {refusal}")
    counts, directory = await app.store.counts(), app.store.path.parent
    size = sum(path.stat().st_size for path in directory.glob("troupe.db*"))
    free = shutil.disk_usage(directory).free
    kept = f"{counts.runs:,} runs, {counts.people:,} people, {counts.answers:,} answers"
    text = f"{kept}: {_bytes(size)}; {_bytes(free)} are free."
    return Finding("Where data lies", "good" if free > LITTLE else "note", text)


def _bytes(count: int) -> str:
    for unit, size in (("GB", 2**30), ("MB", 2**20)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count / 1024:.0f} KB"


async def _cost(app: App, endpoint: Endpoint | None) -> Finding:
    opening = Opening(situation="A meeting room.", say="What do you think of a shop that delivers within the hour?")
    people = list(app.library.people)[:PEOPLE]
    view = await app.run_world(people, opening, steps=STEPS, play=Play(dry_run=True))
    group = f"A group of {len(people)} people over {STEPS} steps"
    price = view.estimate
    if price is None:
        raise AssertionError(view.run.id)
    calls = f"{_range(*price.calls)} calls"
    if endpoint is None:
        return Finding("What it costs", "good", f"{group}: {calls}, which cost you nothing here.")
    usage = f"{group}: {calls}, {_range(*price.tokens)} tokens"
    if price.usd is None:
        missing = (
            f"no price is known for {endpoint.model}: [prices] {endpoint.model} = dollars for a million in and out"
        )
        return Finding("What it costs", "note", f"{usage}; {missing}.")
    return Finding("What it costs", "good", f"{usage}, ${price.usd[0]:.2f} to ${price.usd[1]:.2f}.")


def _range(least: int, most: int) -> str:
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"
