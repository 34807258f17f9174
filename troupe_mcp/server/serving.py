"""Serving an app over stdio or Streamable HTTP until the client, or a signal, ends it."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING

import anyio

from troupe_mcp.errors import ConfigInvalid
from troupe_mcp.server.build import build_server

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from troupe_mcp.app import App

logger = logging.getLogger(__name__)

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


async def serve_stdio(app: App) -> None:
    """Serve one client on stdin and stdout. Their end, or a signal, pauses what still plays."""
    async with anyio.create_task_group() as tasks:
        if sys.platform != "win32":
            tasks.start_soon(_until_signal, tasks.cancel_scope)
        try:
            await build_server(app).run_stdio_async()
        except* ConnectionError:
            logger.info("The client has gone: nobody reads what is written to it.")
        tasks.cancel_scope.cancel()


async def _until_signal(scope: anyio.CancelScope) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for _ in signals:
            scope.cancel()
            return


def trimmed(app: ASGIApp) -> ASGIApp:
    """Return an app that sees header values without the whitespace around them (RFC 9110, section 5.5)."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":  # httptools, by which uvicorn reads, leaves it at their ends
            scope = {**scope, "headers": [(name, value.strip(b" \t")) for name, value in scope["headers"]]}
        await app(scope, receive, send)

    return serve


async def serve_http(app: App, host: str, port: int) -> None:
    """Serve many clients over Streamable HTTP at `/mcp`.

    Raises ConfigInvalid for an address beyond this machine, as there is no authentication yet, and for one that is
    taken.
    """
    import uvicorn
    from mcp.server.transport_security import TransportSecuritySettings

    if host not in LOOPBACK:
        raise ConfigInvalid(
            f"host={host!r} can be reached from other machines, and this release has no authentication. "
            "Use 127.0.0.1, and a reverse proxy with authentication in front of it."
        )
    hosts = ["127.0.0.1:*", "localhost:*", "[::1]:*"]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=hosts,
        allowed_origins=[f"http://{name}" for name in hosts],
    )
    starlette = build_server(app).streamable_http_app(host=host, transport_security=security)
    level = app.settings.logging.level.lower()
    config = uvicorn.Config(trimmed(starlette), host=host, port=port, log_level=level, timeout_graceful_shutdown=2)
    with _listening(host, port) as listening:
        await uvicorn.Server(config).serve(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there. Raises ConfigInvalid where it cannot."""
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as fault:
        raise ConfigInvalid(
            f"port={port} on {host} can't be listened on: {os.strerror(fault.errno or 0)}. End what listens there, or "
            "give another by --port or [server] port."
        ) from None
    logger.info(
        "troupe-mcp is running on http://%s:%d/mcp (Ctrl+C ends it)", f"[{host}]" if ":" in host else host, port
    )
    return listening
