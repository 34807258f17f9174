"""What searching needs of SQL and SQL has not: words without case, and what JSON says."""

from __future__ import annotations

import json
import zlib

from troupe_mcp.store.records import unpack


def casefold(text: object) -> str:
    """Return a text without case."""
    return str(text).casefold()


def holds(text: str, words: str) -> bool:
    """Whether all words stand in a text, whatever their case."""
    within = text.casefold()
    return all(word in within for word in words.casefold().split())


def named(cast: str) -> str:
    """Return the names of a cast."""
    return " ".join(str(entry["name"]) for entry in json.loads(cast))


def said(body: str | bytes) -> str:
    """Return what a stimulus says; nothing where it can't be read."""
    try:
        return str(json.loads(unpack(body)).get("content", ""))
    except (ValueError, TypeError, zlib.error):
        return ""
