"""No input breaks a tool: every answer is a result, or an error in our words that says what to do."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from tests.torture.evidence import integrity
from tests.torture.malformed import Malformed
from tests.torture.processes import HANGS, called, text_of
from troupe_mcp.app import open_app
from troupe_mcp.server.build import build_server
from troupe_mcp.settings import LimitsSection, ServerSection, Settings, StoreSection

INPUTS = 2_000
LONGEST = 700
NEVER_TOLD = (
    "Traceback",
    "Error executing tool",
    "errors.pydantic.dev",
    "pydantic_core",
    "broke inside",
    'File "',
    "sqlite3",
    "Internal error",
)


@pytest.mark.torture
async def test_no_malformed_input_to_any_tool_breaks_it(tmp_path: Path) -> None:
    seed, begun = time.time_ns() % 2**32, time.monotonic()
    print(f"fuzz: seed {seed}")
    outcomes, faults, slow = Counter[str](), list[str](), list[tuple[float, str]]()
    settings = Settings(
        store=StoreSection(data_dir=str(tmp_path)),
        server=ServerSection(wait_seconds=0.2, join_minutes=0),
        limits=LimitsSection(max_people=30, max_steps=4),
    )
    async with open_app(settings) as app, Client(build_server(app)) as client:
        known = await what_exists(client)
        malformed = Malformed(seed, known)
        tools = (await client.list_tools()).tools
        for number in range(INPUTS):
            tool = tools[number % len(tools)]
            arguments = malformed.arguments(tool.input_schema)
            started = time.monotonic()
            fault, outcome = await tried(client, tool.name, arguments)
            slow.append((time.monotonic() - started, f"input {number}: {tool.name}({str(arguments)[:200]!r})"))
            outcomes[f"{tool.name} {outcome}"] += 1
            if fault:
                faults.append(f"input {number}: {tool.name}({str(arguments)[:300]!r}): {fault}")
            if number % 100 == 0:
                await still_serves(client, known["person"][0])
        await still_serves(client, known["person"][0])
    print(f"fuzz: {dict(sorted(outcomes.items()))}")
    print(f"fuzz: {INPUTS} inputs, {len(faults)} faults, {time.monotonic() - begun:.0f} s; the slowest:")
    print(*(f"  {seconds:.2f} s {what}" for seconds, what in sorted(slow, reverse=True)[:3]), sep="\n")
    assert faults == [], "\n".join(faults[:30])
    assert integrity(tmp_path) == "ok"


async def what_exists(client: Client) -> dict[str, list[Any]]:
    """Right values of arguments by name."""
    made = await called(client, "create_person", persona={"name": "Ada Abel", "age": 30})
    talk = await called(client, "listen_and_act", people=[made["person"]], say="Hello?", wait_seconds=50)
    group = await called(client, "run_world", people=["Lisa Carter", "Oscar"], say="Well?", steps=1, wait_seconds=50)
    asked = {"people": ["Lisa Carter", "Oscar"], "questions": ["One?", "Two?"], "max_calls": 1, "new": True}
    paused = [(await called(client, "listen_and_act", **asked, wait_seconds=50))["run"] for _ in range(5)]
    person, runs = made["person"], [*paused, talk["run"], group["run"], f"troupe://runs/{talk['run']}", group["title"]]
    people = [person, "Ada Abel", "Lisa Carter", "Oscar", f"troupe://people/{person}"]
    return {
        "person": people,
        "like": people,
        "people": [[each] for each in people] + [people[:1] + people[2:4], runs[:1], "Lisa Carter"],
        "to": [["Lisa"], ["Ada Abel"]],
        "run": [*runs, runs],
        "fork_of": runs,
        "fragments": [["picky_customer"]],
        "say": ["Hello?"],
        "speaker": ["Bob"],
        "claim": ["Oscar would pay", "Nobody mentioned tea"],
        "description": ["a baker in Leeds who hates queues"],
        "count": [1, 3],
        "objective": ["what each chose"],
        "fields": [{"choice": "what they chose"}, ["choice"], {"choice": {"type": "string", "enum": ["a", "b"]}}],
        "steps": [1, 2],
        "step": [1, 2],
        "at_step": [0, 1],
        "limit": [1, 5],
        "seed": [0, 1, 2],
        "wait_seconds": [0, 0.05],
        "title": ["", "A title"],
        "query": ["ada"],
        "cursor": ["", "1"],
    }


async def still_serves(client: Client, person: str) -> None:
    found = await called(client, "find_people", kind="library", limit=5)
    assert len(found["people"]) == 5
    talk = await called(
        client, "listen_and_act", people=[person], questions=["How are you?"], seed=1, new=True, wait_seconds=50
    )
    assert talk["status"] == "done"
    await called(client, "get_run")


async def tried(client: Client, tool: str, arguments: Mapping[str, Any]) -> tuple[str, str]:
    """What was wrong with the answer, empty where nothing was; and what kind of answer it was."""
    try:
        with anyio.fail_after(HANGS):
            result = await client.call_tool(tool, dict(arguments))
    except TimeoutError:
        return "it hangs", "hangs"
    except Exception as error:  # noqa: BLE001 - whatever reaches the client is what is looked for
        return f"raised {type(error).__name__}: {str(error)[:300]}", "raised"
    text = text_of(result)
    if not result.is_error:
        return ("a result without content" if not text or result.structured_content is None else ""), "result"
    told = [words for words in NEVER_TOLD if words in text]
    if told or not text.strip() or len(text) >= LONGEST:
        return f"{len(text)} characters: {text[:400]!r}", "bad error"
    return "", "error"
