"""Simulated people in a room, for any assistant: an MCP server and the same verbs in Python."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from troupe_mcp.app import App, open_app
    from troupe_mcp.app.playing import Play
    from troupe_mcp.app.requests import Opening, ScriptLine
    from troupe_mcp.app.staging import Staging
    from troupe_mcp.app.views import PersonView, RunView
    from troupe_mcp.errors import TroupeError
    from troupe_mcp.settings import Settings, load_settings

__all__ = [
    "App",
    "Opening",
    "PersonView",
    "Play",
    "RunView",
    "ScriptLine",
    "Settings",
    "Staging",
    "TroupeError",
    "load_settings",
    "open_app",
]

_HOME = {
    "App": "app",
    "open_app": "app",
    "Play": "app.playing",
    "Opening": "app.requests",
    "ScriptLine": "app.requests",
    "Staging": "app.staging",
    "PersonView": "app.views",
    "RunView": "app.views",
    "TroupeError": "errors",
    "Settings": "settings",
    "load_settings": "settings",
}


def __getattr__(name: str) -> Any:
    """Return an exported name, imported only now: the server must start without what it doesn't use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
