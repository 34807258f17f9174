"""What commands on the kept things have in common: an opened app, and faults as words and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from troupe_mcp.errors import ConfigInvalid, RequestError, TroupeError

if TYPE_CHECKING:
    from troupe_mcp.app import App

T = TypeVar("T")

BROKEN, WRONG = 1, 2
"""Exit codes: something is broken; the command or the configuration is wrong."""


def with_app(config: Path | None, work: Callable[[App], Awaitable[T]]) -> T:
    """Return what the work makes of an app on the configured data, in which nobody plays.

    A fault ends the program, with its words on standard error.
    """
    import anyio

    async def opened() -> T:
        from troupe_mcp.app import open_app
        from troupe_mcp.settings import load_settings

        async with open_app(load_settings(config, os.environ), models={}) as app:
            return await work(app)

    try:
        return anyio.run(opened)
    except TroupeError as error:
        fail(error)


def fail(error: TroupeError) -> NoReturn:
    """End the program with an error's words and the exit code of its kind."""
    click.echo(f"troupe-mcp: {error}", err=True)
    sys.exit(WRONG if isinstance(error, ConfigInvalid | RequestError) else BROKEN)
