"""The application: every verb of the product, for the server and for Python alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from troupe_mcp.app.app import App, open_app

__all__ = ["App", "open_app"]


def __getattr__(name: str) -> Any:
    """Return the application only now: what reads a document in a process of its own does without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from troupe_mcp.app import app

    return getattr(app, name)
