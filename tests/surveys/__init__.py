"""Surveys, through the tool with a real client."""
