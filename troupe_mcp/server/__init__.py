"""The MCP server: what clients see of the application."""
