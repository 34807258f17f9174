"""The shipped server with a slow model: `python -m tests.torture.server`.

By the environment: TORTURE_DATA_DIR, TORTURE_AUDIT, TORTURE_TRANSPORT (stdio, http), TORTURE_PORT.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import anyio

from tests.torture.slow_model import SlowModel, settings_for
from troupe_mcp.app import open_app
from troupe_mcp.server.serving import serve_http, serve_stdio


async def serve(environ: Mapping[str, str]) -> None:
    settings = settings_for(environ["TORTURE_DATA_DIR"])
    slow = SlowModel(Path(environ["TORTURE_AUDIT"]))
    logging.basicConfig(level=settings.logging.level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    async with open_app(settings, models={slow.name: slow}) as app:
        if environ["TORTURE_TRANSPORT"] == "http":
            await serve_http(app, "127.0.0.1", int(environ["TORTURE_PORT"]))
        else:
            await serve_stdio(app)


if __name__ == "__main__":
    anyio.run(serve, os.environ)
