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
from troupe_mcp.simulation.persona import Persona

TIMES = 3


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
        Row("rehearsal compiles a generated person", f"{_compiling(generated):.2f} ms"),
        Row("rehearsal compiles a library person", f"{_compiling(shipped):.2f} ms"),
        Row("rehearsal plays a turn, alone", f"{await _playing(alone):.2f} ms"),
        Row("rehearsal plays a turn, 10 people × 10 steps", f"{await _playing(room):.2f} ms"),
    ]


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
