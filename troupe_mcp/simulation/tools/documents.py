"""The word processor: documents that people write, in versions, and that those who know of them read."""

from __future__ import annotations

from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.tools.tool import Outcome, TinyTool, Use
from troupe_mcp.simulation.turns.actions import ActionKind

MOST_TITLE = 120


def title_of(text: str) -> str:
    """Return the title of a document: its first line, without the marks of a heading."""
    first = text.strip().partition("\n")[0].strip("#*_ \t")
    return clip(one_line(first), MOST_TITLE)


def _write(use: Use) -> Outcome:
    title = title_of(use.content)
    if not title:
        return Outcome(notice="Nothing was written: the first line of a document is its title.")
    return Outcome(title, seen=title)


TOOL = TinyTool(
    "documents",
    "document",
    (
        ActionKind(
            "WRITE",
            "write a document, whole, where you are asked to or need one; content is its text in Markdown, in your own "
            "way of writing, its first line '# ' and the title; the same title again is a new version; don't read it "
            "out too",
            "room",
            past=("wrote a document", "wrote a document"),
            most=10_000,
        ),
        ActionKind(
            "READ",
            "open a document that was written; content is its title; give this alone, even when asked: you act "
            "once you have read it",
            "nobody",
            past=("read a document", "read a document"),
        ),
    ),
    _write,
)
