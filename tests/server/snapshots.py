"""What every tool publishes, one JSON file each, served as they stand and read in reviews.

`python -m tests.server.snapshots` writes the files anew from the code; the test only compares.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import anyio
from mcp.types import Tool

from tests.doubles import Era, table
from troupe_mcp.app import App
from troupe_mcp.server.families import verbs
from troupe_mcp.server.surface import FOLDER


def shown(app: App) -> dict[str, dict[str, Any]]:
    """Return what the tools of an app show of themselves, by name."""
    return {
        tool.name: {
            "name": tool.name,
            "title": tool.title,
            "description": tool.description,
            "inputSchema": tool.parameters,
            "outputSchema": tool.output_schema,
            "annotations": tool.annotations.model_dump(by_alias=True, exclude_none=True) if tool.annotations else None,
        }
        for tool in (verb.tool() for verb in verbs(app))
    }


async def listed(directory: Path, era: Era = "auto") -> list[Tool]:
    """Return the tools as a client lists them."""
    async with table(directory, era=era) as at:
        return (await at.client.list_tools()).tools


def as_json(tool: dict[str, Any]) -> str:
    """Return the text of a file; the form of its results, told in `server/results/`, on one line."""
    form = json.dumps(tool["outputSchema"], ensure_ascii=False, separators=(",", ":"))
    return json.dumps({**tool, "outputSchema": "…"}, ensure_ascii=False, indent=2).replace('"…"', form) + "\n"


async def write() -> None:
    """Write all files anew."""
    for old in FOLDER.glob("*.json"):
        old.unlink()
    with tempfile.TemporaryDirectory() as directory:
        async with table(Path(directory)) as at:
            for name, tool in shown(at.app).items():
                (FOLDER / f"{name}.json").write_text(as_json(tool), "utf-8")


if __name__ == "__main__":
    anyio.run(write)
    print(FOLDER)
