"""What a call costs through the openai client, beside the bare client that sends the same prompts."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from benchmarks.models import Recording, waves
from benchmarks.people import person
from benchmarks.processes import server
from benchmarks.row import Row
from benchmarks.stage import fresh_app, make, world
from benchmarks.wire import free_port, until_it_listens
from troupe_mcp.app.runs.players import players
from troupe_mcp.models.openai.rungs import response_format
from troupe_mcp.settings import Keys, LimitsSection, ModelSection, Settings

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence

    from openai import AsyncOpenAI

    from troupe_mcp.language.prompt import Prompt

PEOPLE, STEPS, TIMES = 50, 20, 5
BUDGET = 11_200  # which makes prompts of 10,000 characters on average
THINKS, FEW = 0.2, 3


def rows() -> list[Row]:
    with _provider(0) as url:
        cpu = asyncio.run(_cpu(url))
    with _provider(THINKS) as url:
        wall = asyncio.run(_wall(url))
    return [cpu, wall]


async def _cpu(url: str) -> Row:
    """Return the CPU of a call, of all threads, against the CPU of its request alone."""
    ours, bare, prompts = await _compared(url, STEPS, time.process_time, BUDGET)
    turn, request = (min(spent) / len(prompts) for spent in (ours, bare))
    size = sum(prompt.size() for prompt in prompts) / len(prompts)
    return Row(
        f"CPU of a call through the openai client, {len(prompts):,} calls for {PEOPLE * STEPS:,} turns",
        f"{turn * 1000:.2f} ms = {turn / request:.2f} ×",
        f"the bare client's {request * 1000:.2f} ms, prompts of {size:,.0f} characters",
        "≤ 1.4 ×",
        turn / request <= 1.4,
    )


async def _wall(url: str) -> Row:
    ours, bare, prompts = await _compared(url, FEW, time.perf_counter)
    path = waves(prompts) * THINKS
    return Row(
        f"wall of {PEOPLE} people × {FEW} steps at {THINKS * 1000:.0f} ms through it, best of {TIMES}",
        f"{min(ours):.2f} s = critical path + {min(ours) - path:.2f} s (worst {max(ours):.2f} s)",
        f"critical path {path:.2f} s, {waves(prompts)} calls, the bare client {min(bare):.2f} s",
        "≤ path + 0.6 s",
        min(ours) <= path + 0.6,
    )


async def _compared(
    url: str, steps: int, clock: Callable[[], float], budget: int = 24_000
) -> tuple[Sequence[float], Sequence[float], Sequence[Prompt]]:
    """Return what a world took by a clock, try by try, what its requests alone took, and its prompts."""
    ours: list[float] = []
    bare: list[float] = []
    async with _playing(url, budget) as (model, app), _bare(url) as client:
        people = await make(app, [person(n) for n in range(PEOPLE)])
        await world(app, people[:2], 1)  # reads the templates, loads the SDK
        for seed in range(2, 2 + TIMES):
            model.prompts.clear()
            ours.append(await _taken(clock, world(app, people, steps, seed=seed)))
            requests = [_request(prompt) for prompt in model.prompts]
            bare.append(await _taken(clock, _sent(client, requests)))
        return ours, bare, model.prompts


@contextlib.contextmanager
def _provider(seconds: float) -> Generator[str]:
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="troupe-bench-") as directory,
        server("benchmarks.provider", str(port), str(seconds), data=Path(directory)),
    ):
        until_it_listens(port)
        yield f"http://127.0.0.1:{port}/v1"


@contextlib.asynccontextmanager
async def _playing(url: str, budget: int) -> AsyncGenerator[tuple[Recording, Any]]:
    """An app whose people the provider plays, and the prompts that it asks."""
    settings = Settings(model=ModelSection(base_url=url, model="fake-1"), limits=LimitsSection(max_in_flight=PEOPLE))
    async with contextlib.AsyncExitStack() as until:
        model = Recording(players(settings, Keys(), until)["compatible"])
        yield model, await until.enter_async_context(fresh_app(model, prompt_budget=budget))


@contextlib.asynccontextmanager
async def _bare(url: str) -> AsyncGenerator[AsyncOpenAI]:
    from openai import AsyncOpenAI

    async with AsyncOpenAI(api_key="none", base_url=url, max_retries=0) as client:
        yield client


def _request(prompt: Prompt) -> dict[str, Any]:
    return {
        "model": "fake-1",
        "messages": [{"role": message.role, "content": message.text} for message in prompt.messages],
        "max_tokens": prompt.max_tokens,
        "seed": prompt.seed,
        **response_format("json_schema", prompt.answer),
    }


async def _sent(client: AsyncOpenAI, requests: Sequence[dict[str, Any]]) -> None:
    """Send requests as the world does: step by step, all of a step at once."""
    for step in range(0, len(requests), PEOPLE):
        calls = [cast("Any", client.chat.completions.create)(**one) for one in requests[step : step + PEOPLE]]
        for answer in await asyncio.gather(*calls):
            if not answer.choices[0].message.content:
                raise RuntimeError("no answer")


async def _taken(clock: Callable[[], float], work: Awaitable[object]) -> float:
    begun = clock()
    await work
    return clock() - begun
