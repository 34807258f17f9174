"""What clients see before they call anything: names, words, schemas, hints, and how much of them."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from mcp.types import Tool

from tests.doubles import ERAS, ROOT, Era, table
from tests.server.snapshots import as_json, listed, shown
from troupe_mcp.server import results, schemas
from troupe_mcp.server.families import verbs
from troupe_mcp.server.results.flat import Flat
from troupe_mcp.server.surface import FOLDER, NAMES

READ_ONLY = {"find_people", "get_run", "export_run", "compare_runs"}
ASK = {
    "create_person",
    "create_people",
    "listen_and_act",
    "run_world",
    "extract_results",
    "validate_person",
    "check_proposition",
    "tell_story",
    "continue_run",
    "ask_people",
}
HEAVY = ["openai", "jinja2", "scipy", "psycopg"]


def compact(tool: Tool) -> str:
    shown = {"name": tool.name, "description": tool.description, "inputSchema": tool.input_schema}
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


async def test_every_tool_is_as_its_file_says(tmp_path: Path) -> None:
    """After a wanted change: `python -m tests.server.snapshots`, and read what it changed."""
    async with table(tmp_path) as at:
        tools = shown(at.app)
    then = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.json")}

    assert tuple(tools) == NAMES
    assert sorted(then) == sorted(f"{name}.json" for name in NAMES)
    assert {f"{name}.json": as_json(tool) for name, tool in tools.items()} == then


@pytest.mark.parametrize("era", ERAS)
async def test_a_client_lists_what_the_files_say(tmp_path: Path, era: Era) -> None:
    then = [json.loads((FOLDER / f"{name}.json").read_text("utf-8")) for name in NAMES]

    assert [
        tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in await listed(tmp_path, era)
    ] == then


MODULES = [import_module(f"{results.__name__}.{each.name}") for each in pkgutil.iter_modules(results.__path__)]
FORMS = dict.fromkeys(
    form for module in MODULES for form in vars(module).values() if isinstance(form, type) and issubclass(form, Flat)
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_published_schema_of_a_result_says_what_its_model_checks(form: type[Flat]) -> None:
    assert schemas.of_result(form) == schemas.compact(form.model_json_schema())


@pytest.mark.parametrize("era", ERAS)
async def test_the_surface_is_small(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        listed = (await at.client.list_tools()).tools
        instructions = at.client.instructions or ""

    assert len(listed) <= 16
    assert sum(len(compact(tool)) for tool in listed) <= 13_500
    assert [tool.name for tool in listed if len(tool.description or "") > 500] == []
    assert 0 < len(instructions) <= 1_900


@pytest.mark.parametrize("era", ERAS)
async def test_every_tool_says_what_it_is_and_what_it_returns(tmp_path: Path, era: Era) -> None:
    there = {tool.name: tool for tool in await listed(tmp_path, era)}

    assert {"create_person", "listen_and_act", "run_world", "extract_results", "validate_person"} <= set(there)
    for name, tool in there.items():
        hints = tool.annotations
        assert tool.title, name
        assert hints, name
        assert hints.title == tool.title
        assert hints.read_only_hint is (name in READ_ONLY), name
        assert hints.destructive_hint is False, name
        assert isinstance(hints.idempotent_hint, bool), name
        assert hints.open_world_hint is (name in ASK), name
        assert tool.output_schema, name
        assert tool.output_schema["type"] == "object", name
        assert tool.output_schema["properties"], name


async def test_no_schema_carries_titles_nulls_or_references(tmp_path: Path) -> None:
    text = "".join(compact(tool) for tool in await listed(tmp_path)).replace("null removes", "")

    for noise in ('"$ref"', '"$defs"', '"null"', "null", '"default":null'):
        assert noise not in text


async def test_null_is_still_accepted_for_what_is_optional(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok(
            "listen_and_act", people=["Oscar"], say="Hello?", show=None, run=None, seed=None, questions=None
        )

    assert told.data["status"] == "done"


async def test_the_guide_names_all_that_is_accepted_and_not_published(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        guide = await at.read("troupe://guide")
        made = [verb.tool() for verb in verbs(at.app)]
        listed = {tool.name: tool.input_schema for tool in (await at.client.list_tools()).tools}

    hidden = {
        (tool.name, field.alias or argument)
        for tool in made
        for argument, field in tool.fn_metadata.arg_model.model_fields.items()
        if (field.alias or argument) not in listed[tool.name]["properties"]
    }
    assert ("run_world", "max_calls") in hidden, "something is hidden, or this test looks in vain"
    assert {argument for _, argument in hidden if f"`{argument}" not in guide and f"{argument}=" not in guide} == set()


async def test_what_a_tool_returns_fits_its_output_schema(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        listed = {tool.name: tool.output_schema for tool in (await at.client.list_tools()).tools}
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Hello?")
        other = await at.ok("listen_and_act", people=["Oscar"], say="Tea?")
        results: dict[str, dict[str, Any]] = {
            "listen_and_act": talk.data,
            "create_person": (await at.ok("create_person", like="Oscar", name="Oskar")).data,
            "create_people": (await at.ok("create_people", description="clerks", count=2)).data,
            "edit_person": (await at.ok("edit_person", person="Oskar", remember=["Tea is hot."])).data,
            "find_people": (await at.ok("find_people", full=True)).data,
            "extract_results": (await at.ok("extract_results", run=talk.run, objective="x")).data,
            "check_proposition": (await at.ok("check_proposition", run=talk.run, claim="Oscar greets")).data,
            "tell_story": (await at.ok("tell_story", run=talk.run)).data,
            "compare_runs": (await at.ok("compare_runs", runs=[talk.run, other.run])).data,
            "get_run": (await at.ok("get_run")).data,
            "cancel_run": (await at.ok("cancel_run", run=talk.run)).data,
        }

    for name, data in results.items():
        schema = listed[name]
        assert schema
        assert set(data) <= set(schema["properties"]), name
        assert set(schema.get("required", [])) <= set(data), name


def test_listing_the_tools_loads_nothing_heavy(tmp_path: Path) -> None:
    script = f"""
import asyncio, sys
from pathlib import Path
from mcp import Client
from troupe_mcp.app import open_app
from troupe_mcp.server.build import build_server
from troupe_mcp.settings import Settings, StoreSection

async def main():
    async with open_app(Settings(store=StoreSection(data_dir={str(tmp_path)!r}))) as app:
        async with Client(build_server(app)) as client:
            assert (await client.list_tools()).tools
    print([name for name in {HEAVY!r} if name in sys.modules])

asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[]", done.stderr


async def test_an_unknown_tool_is_answered_with_those_there_are(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.call("ask_persons")

    assert told.is_error
    assert "listen_and_act" in told.text


async def test_whoever_gets_the_form_of_a_list_or_an_object_wrong_is_given_one_that_is_right(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        listed = (await at.client.list_tools()).tools
        told = {
            (tool.name, argument): await at.error(tool.name, **{argument: 5.5})
            for tool in listed
            for argument, schema in tool.input_schema["properties"].items()
            if schema.get("type") in {"array", "object"}
        }

    assert ("run_world", "script") in told, "there are lists, or this test looks in vain"
    unlike = {place for place, message in told.items() if f"For example {place[1]}=" not in message}
    assert unlike <= {("continue_run", "answers"), ("extract_results", "run")}, "these come from an earlier answer"
