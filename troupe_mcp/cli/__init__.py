"""The command line: serve over stdio by default, or over HTTP; look after what is kept."""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path

import click

from troupe_mcp.cli.doctor import doctor
from troupe_mcp.cli.importing import import_
from troupe_mcp.cli.keeping import cache, delete
from troupe_mcp.errors import TroupeError


@click.group(invoke_without_command=True)
@click.option(
    "--config", type=click.Path(path_type=Path), help="config.ini to read (default: ./config.ini, if it is ours)"
)
@click.version_option(package_name="troupe-mcp")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Simulated people in a room, for any MCP client. Without a command: serve on stdin and stdout."""
    ctx.obj = config
    if ctx.invoked_subcommand is None:
        _serve(config, http=False, host=None, port=None)


@main.command()
@click.option("--http", is_flag=True, help="Streamable HTTP at /mcp instead of stdio")
@click.option("--host", help="address to listen on (default 127.0.0.1)")
@click.option("--port", type=click.IntRange(1, 65535), help="port to listen on (default 8765)")
@click.pass_obj
def serve(config: Path | None, *, http: bool, host: str | None, port: int | None) -> None:
    """Serve MCP clients."""
    _serve(config, http=http, host=host, port=port)


main.add_command(cache)
main.add_command(delete)
main.add_command(doctor)
main.add_command(import_)


def _serve(config: Path | None, *, http: bool, host: str | None, port: int | None) -> None:
    gc.disable()  # while importing, when hardly anything becomes garbage
    import anyio

    try:
        anyio.run(_run, config, http, host, port)
    except* TroupeError as group:
        for error in group.exceptions:
            click.echo(f"troupe-mcp: {error}", err=True)
        sys.exit(2)
    except* KeyboardInterrupt:
        sys.exit(130)


async def _run(config: Path | None, http: bool, host: str | None, port: int | None) -> None:  # noqa: FBT001
    from troupe_mcp.app import open_app
    from troupe_mcp.server.serving import serve_http, serve_stdio
    from troupe_mcp.settings import load_settings, read_keys

    # What was imported until here stays: no collection needs to look at it again.
    gc.freeze()
    gc.enable()
    settings = load_settings(config, os.environ)
    logging.basicConfig(level=settings.logging.level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    async with open_app(settings, keys=read_keys(os.environ)) as app:
        if http:
            await serve_http(app, host or settings.server.host, port or settings.server.port)
        else:
            await serve_stdio(app)
