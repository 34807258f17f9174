"""The tables of the documents, made from what they describe: `python -m tests.docs.tables` writes them."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import anyio
from mcp import Client
from mcp.types import Tool

from troupe_mcp.app import open_app
from troupe_mcp.server.build import build_server
from troupe_mcp.server.families import verbs
from troupe_mcp.settings import Settings, StoreSection

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
TOOLS = ROOT / "docs" / "tools.md"
CONFIGURATION = ROOT / "docs" / "configuration.md"


async def tools_of_the_server() -> list[Tool]:
    with tempfile.TemporaryDirectory() as directory:
        settings = Settings(store=StoreSection(data_dir=directory))
        async with open_app(settings) as app, Client(build_server(app)) as client:
            return (await client.list_tools()).tools


async def accepted_arguments() -> dict[str, set[str]]:
    """Return all arguments that each tool accepts, those it publishes and those it does not."""
    with tempfile.TemporaryDirectory() as directory:
        async with open_app(Settings(store=StoreSection(data_dir=directory))) as app:
            fields = {
                tool.name: tool.fn_metadata.arg_model.model_fields for tool in (verb.tool() for verb in verbs(app))
            }
    return {tool: {field.alias or name for name, field in known.items()} for tool, known in fields.items()}


def tool_table(listed: list[Tool]) -> str:
    """A row a tool: its name, the first sentence of its description, and whether it costs answers."""
    rows = [f"| `{tool.name}` | {first_sentence(tool.description or '')} | {cost(tool)} |" for tool in listed]
    return "\n".join(["| tool | what it does | cost |", "|---|---|---|", *rows])


def first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?!])\s(?=[A-Z])", text, maxsplit=1)[0].rstrip(".")


def cost(tool: Tool) -> str:
    if not (tool.annotations and tool.annotations.open_world_hint):
        return "free"
    estimates = "dry_run" in tool.input_schema["properties"]
    return "answers, estimated by `dry_run`" if estimates else "answers not yet given"


def configuration_table() -> str:
    """A row a key of config.ini: its default, and the comment above it, which two keys may share."""
    rows: list[str] = []
    section, said, told = "", "", ""
    for line in (ROOT / "config.ini").read_text("utf-8").splitlines():
        if line.startswith("["):
            section, said, told = line.strip("[]"), "", ""
        elif line.startswith("#"):
            said = f"{said} {line.lstrip('# ')}".strip()
        elif section and line:
            key, _, value = (part.strip() for part in line.partition("="))
            rows.append(f"| `[{section}] {key}` | {f'`{value}`' if value else 'empty'} | {said or told} |")
            said, told = "", said or told
    return "\n".join(["| key | default | meaning |", "|---|---|---|", *rows])


def between(path: Path, name: str) -> str:
    """What stands between the markers of a table."""
    found = re.search(rf"<!-- {name}:.*?-->\n(.*?)\n?<!-- /{name} -->", path.read_text("utf-8"), re.DOTALL)
    assert found, f"{path.name} has no markers of {name}"
    return found[1]


def write(path: Path, name: str, table: str) -> None:
    begin, end = rf"(<!-- {name}:.*?-->\n)", f"<!-- /{name} -->"
    text = path.read_text("utf-8")
    path.write_text(
        re.sub(f"{begin}.*?{end}", lambda found: f"{found[1]}{table}\n{end}", text, flags=re.DOTALL), "utf-8"
    )


if __name__ == "__main__":
    write(TOOLS, "tools", tool_table(anyio.run(tools_of_the_server)))
    write(CONFIGURATION, "configuration", configuration_table())
