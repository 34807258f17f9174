"""The documents against the product: what they show runs, what they list is there."""

from __future__ import annotations

import ast
import configparser
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from tests.docs.tables import (
    CONFIGURATION,
    README,
    ROOT,
    TOOLS,
    accepted_arguments,
    between,
    configuration_table,
    tool_table,
    tools_of_the_server,
)
from troupe_mcp.app import open_app
from troupe_mcp.cli import main
from troupe_mcp.server.build import build_server
from troupe_mcp.settings import Settings, StoreSection

ARCHITECTURE = ROOT / "docs" / "architecture.md"
DOCUMENTS = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str, *documents: Path) -> list[str]:
    texts = [document.read_text("utf-8") for document in documents or [README]]
    return [
        block for text in texts for block in re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    ]


def commands() -> list[list[str]]:
    lines = [line for block in blocks("sh", *DOCUMENTS) for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if shlex.split(line, comments=True)]


def clients() -> list[Mapping[str, Any]]:
    """The servers that the snippets for clients name, the one of a command line included."""
    found: list[Mapping[str, Any]] = []
    for block in blocks("json"):
        for servers in cast("Mapping[str, Mapping[str, Mapping[str, Any]]]", json.loads(block)).values():
            found.extend(servers.values())
    for command in commands():
        if command[:3] == ["claude", "mcp", "add"]:
            name, *rest = command[command.index("--") + 1 :]
            found.append({"command": name, "args": rest})
    return found


def test_the_readme_is_short() -> None:
    assert README.read_text("utf-8").count("\n") <= 150


@pytest.mark.parametrize("block", blocks("python"))
def test_a_python_block_runs_and_shows_what_came_of_three_studies(block: str, tmp_path: Path) -> None:
    environment = {"TROUPE_STORE__DATA_DIR": str(tmp_path / "data"), "PATH": "", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", block],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    notice, idea, *more = done.stdout.splitlines()
    assert notice.startswith("Rehearsal: ")
    assert "tool" in idea
    shares = [re.fullmatch(r"(\w+) (\d+)%", line) for line in more[:3]]
    assert [found and found[1] for found in shares] == ["Rail", "Rest", "Farm"]
    assert 99 <= sum(int(found[2]) for found in shares if found) <= 101
    assert "<svg" in Path(more[3]).read_text("utf-8")
    ideas = json.loads("\n".join(more[4:]))
    assert {row["person"] for row in ideas} == {"Lisa Carter", "Oscar", "Ximena Undurraga"}
    assert (tmp_path / "data" / "troupe.db").is_file()


def test_there_is_a_python_block_and_a_snippet_for_each_kind_of_client() -> None:
    assert blocks("python")
    assert {key for block in blocks("json") for key in json.loads(block)} == {"mcpServers", "servers"}
    assert len(clients()) == 3


@pytest.mark.parametrize("server", clients())
async def test_a_snippet_for_a_client_starts_the_server(server: Mapping[str, Any], tmp_path: Path) -> None:
    command = {"python": sys.executable, "troupe-mcp": installed("troupe-mcp")}[server["command"]]
    environment = {**server.get("env", {}), "TROUPE_STORE__DATA_DIR": str(tmp_path)}
    start = StdioServerParameters(command=command, args=server.get("args", []), env=environment, cwd=tmp_path)
    async with Client(start) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
    assert {"create_person", "listen_and_act", "run_world", "extract_results", "validate_person"} <= names


def installed(name: str) -> str:
    found = shutil.which(name, path=sysconfig.get_path("scripts"))
    assert found, f"{name} is not installed beside this Python"
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_a_shell_command_exists(command: list[str]) -> None:
    match command:
        case ["make", *targets]:
            assert {*targets} <= {*re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)}
        case ["claude", "mcp", "add", _, "--", *_]:
            pass  # the test above starts it
        case ["troupe-mcp", *arguments]:
            assert accepted(arguments)
        case ["python" | ".venv/bin/python", "-m", module, *_]:
            assert importlib.util.find_spec(module), f"there is no {module}"
        case [script]:
            assert (ROOT / script).is_file()
        case _:
            pytest.fail(f"nobody knows whether this exists: {command}")


def accepted(arguments: list[str]) -> bool:
    """Whether the command line has such a command with such options; it runs nothing."""
    return CliRunner().invoke(main, [*arguments, "--help"]).exit_code == 0


@pytest.mark.parametrize("wrong", [["serve", "--carrier-pigeon"], ["swerve"], ["--http"]])
def test_the_check_of_commands_refuses_what_does_not_exist(wrong: list[str]) -> None:
    assert not accepted(wrong)


async def test_the_tool_table_is_the_server_s() -> None:
    tools = await tools_of_the_server()
    assert len(tools) >= 5
    assert between(TOOLS, "tools") == tool_table(tools), "run python -m tests.docs.tables"
    named = re.findall(
        r"`(\w+)`", README.read_text("utf-8").partition("\n## Tools\n")[2].partition("[docs/tools.md]")[0]
    )
    assert sorted(named) == sorted(tool.name for tool in tools)


def test_every_key_of_config_ini_is_explained() -> None:
    shipped = configparser.ConfigParser()
    shipped.read(ROOT / "config.ini", "utf-8")
    keys = [f"`[{section}] {key}`" for section in shipped.sections() for key in shipped[section]]
    table = between(CONFIGURATION, "configuration")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    assert [row[0] for row in rows] == keys
    assert [row[0] for row in rows if len(row[2]) < 10] == []
    assert table == configuration_table(), "run python -m tests.docs.tables"


async def test_every_person_and_fragment_on_disk_is_found(tmp_path: Path) -> None:
    people = [json.loads(path.read_text("utf-8"))["persona"]["name"] for path in (ROOT / "personas").glob("*.json")]
    fragments = [path.name.partition(".")[0] for path in (ROOT / "fragments").glob("*.json")]
    async with (
        open_app(Settings(store=StoreSection(data_dir=str(tmp_path)))) as app,
        Client(build_server(app)) as client,
    ):
        assert await found(client, "library", "name") == sorted(people)
        assert await found(client, "fragment", "person") == sorted(fragments)


async def found(client: Client, kind: str, key: str) -> list[str]:
    content = (await client.call_tool("find_people", {"kind": kind, "limit": 100})).structured_content
    assert content
    return sorted(line[key] for line in content["people"])


def test_the_picture_of_the_layers_is_the_one_that_imports_obey() -> None:
    obeyed = (ROOT / ".importlinter").read_text("utf-8").partition("layers =\n")[2].partition("\n\n")[0]
    layers = [re.findall(r"\w+", line) for line in obeyed.splitlines()]
    drawn = [re.findall(r"\w+", line[:17]) for line in blocks("text", ARCHITECTURE)[0].splitlines()]
    assert [layer for layer in layers if layer != ["__main__"]] == [row for row in drawn if row and row[0] != "your"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_path_of_the_repository_that_a_document_names_is_there(document: Path) -> None:
    named = re.findall(
        r"`((?:troupe_mcp|tests|docs|personas|fragments|benchmarks|\.ci)/[\w./-]*)`", document.read_text("utf-8")
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_package_tells_type_checkers_that_it_is_typed() -> None:
    assert (ROOT / "troupe_mcp" / "py.typed").is_file()


async def test_every_call_that_a_document_or_the_guide_shows_has_a_tool_and_its_arguments() -> None:
    accepted_by = await accepted_arguments()
    shown = [*DOCUMENTS, ROOT / "troupe_mcp" / "server" / "guide.md"]
    text = "\n".join(document.read_text("utf-8") for document in shown)
    calls = re.findall(rf"`((?:{'|'.join(accepted_by)})\([^`]*\))", text)
    assert len(calls) > 10
    for call in calls:
        tree = ast.parse(call.replace("…", "0"), mode="eval").body
        assert isinstance(tree, ast.Call)
        assert isinstance(tree.func, ast.Name)
        assert {keyword.arg for keyword in tree.keywords} <= accepted_by[tree.func.id], call
