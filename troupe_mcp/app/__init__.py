"""The application: every verb of the product, for the server and for Python alike."""

from troupe_mcp.app.app import App, open_app

__all__ = ["App", "open_app"]
