"""CPU of the rehearsal by itself: a persona compiled, a turn played."""

from __future__ import annotations

import asyncio
import time

from benchmarks.models import Recording
from benchmarks.people import person
from benchmarks.row import Row
from benchmarks.stage import fresh_app, interview, library, make, world
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.library import Library
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona

TIMES = 3
COMPILE, TURN = 8.0, 0.5
"""Milliseconds of CPU that a person and a turn may take."""


def rows() -> list[Row]:
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    recording = Recording(Rehearsal())
    async with fresh_app(recording) as app:
        await interview(app, await make(app, [person(n) for n in range(100)]))
        asked = len(recording.prompts)
        await world(app, library()[:10], 10)
    alone, room = recording.prompts[:asked], recording.prompts[asked:]
    generated = [Persona.of(person(n)) for n in range(100)]
    shipped = list(Library.shipped().people.values())
    return [
        _row("rehearsal compiles a generated person", _compiling(generated), COMPILE),
        _row("rehearsal compiles a library person", _compiling(shipped), COMPILE),
        _row("rehearsal plays a turn, alone", await _playing(alone), TURN),
        _row("rehearsal plays a turn, 10 people × 10 steps", await _playing(room), TURN),
    ]


def _row(what: str, spent: float, most: float) -> Row:
    return Row(what, f"{spent:.2f} ms", "", f"≤ {most:g} ms", spent <= most)


def _compiling(people: list[Persona]) -> float:
    spent: list[float] = []
    for _ in range(TIMES):
        model = Rehearsal()
        begun = time.process_time()
        for each in people:
            model.portrait(each)
        spent.append((time.process_time() - begun) / len(people))
    return min(spent) * 1000


async def _playing(prompts: list[Prompt]) -> float:
    model = Rehearsal()
    for prompt in prompts:
        await model.complete(prompt)
    spent: list[float] = []
    for _ in range(TIMES):
        begun = time.process_time()
        for prompt in prompts:
            await model.complete(prompt)
        spent.append((time.process_time() - begun) / len(prompts))
    return min(spent) * 1000
