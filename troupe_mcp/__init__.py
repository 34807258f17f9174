"""Simulated people in a room, for any assistant: an MCP server and the same verbs in Python."""
