"""A terminal: runs a command of ours on a data directory."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread
from click.testing import CliRunner

from troupe_mcp.cli import main

FORGOTTEN = ("TROUPE_", "OPENAI_", "AZURE_")
"""How variables begin that a developer may have set and no test may see."""


def forgetful() -> dict[str, str]:
    """Return the environment without these."""
    return {name: value for name, value in os.environ.items() if not name.startswith(FORGOTTEN)}


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


async def typed(directory: Path, *arguments: str, stdin: str = "", **environment: str) -> Said:
    """Run `troupe-mcp` with arguments, on data in the directory's `data`; it may not ask, for this is no terminal."""
    ours = {name: None for name in os.environ if name.startswith(FORGOTTEN)}
    env = {**ours, "TROUPE_STORE__DATA_DIR": str(directory / "data"), **environment}
    result = await anyio.to_thread.run_sync(lambda: CliRunner().invoke(main, arguments, input=stdin, env=env))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


async def typed_apart(directory: Path, *arguments: str, **environment: str) -> Said:
    """The same in a process of its own, as a user's is, and in the directory."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "troupe_mcp", *arguments,
        cwd=directory, env={**forgetful(), "TROUPE_STORE__DATA_DIR": str(directory / "data"), **environment},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    said = Said(process.returncode or 0, out.decode(), err.decode())
    assert "Traceback" not in said.all, said.all
    return said
