"""What every tool publishes, one JSON file each, to be read in reviews.

`python -m tests.server.snapshots` writes the files anew; the test only compares.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from mcp.types import Tool

from tests.doubles import Era, table

FOLDER = Path(__file__).parent


def published(tool: Tool) -> dict[str, Any]:
    """Return what a tool shows of itself, but for its output schema."""
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": tool.input_schema,
        "annotations": tool.annotations.model_dump(by_alias=True, exclude_none=True) if tool.annotations else None,
    }


async def tools(directory: Path, era: Era = "auto") -> list[Tool]:
    """Return the tools as a client lists them."""
    async with table(directory, era=era) as at:
        return (await at.client.list_tools()).tools


def as_json(value: dict[str, Any]) -> str:
    """Return the text of a snapshot."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


async def write() -> list[str]:
    """Write all snapshots anew and return their names."""
    for old in FOLDER.glob("*.json"):
        old.unlink()
    with tempfile.TemporaryDirectory() as directory:
        for tool in (listed := await tools(Path(directory))):
            (FOLDER / f"{tool.name}.json").write_text(as_json(published(tool)), "utf-8")
    return [tool.name for tool in listed]
