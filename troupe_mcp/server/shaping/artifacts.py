"""What people made with their tools, in results and as files to read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from troupe_mcp.server.results.played import DocumentLine
from troupe_mcp.server.shaping.beside import note_of
from troupe_mcp.simulation.tools import TOOLS
from troupe_mcp.simulation.worlds.events import Acted

if TYPE_CHECKING:
    from troupe_mcp.app.views import RunView
    from troupe_mcp.simulation.worlds.artifacts import Artifact

MOST_DOCUMENTS = 10
MOST_CHARACTERS = 10_500
"""Of the texts on one page."""


def documents(view: RunView) -> list[DocumentLine] | None:
    """Return what was made in a run, the latest of it; nothing where nothing was."""
    latest = sorted(view.artifacts(), key=lambda each: each.step)[-MOST_DOCUMENTS:]
    return [document_line(view, each) for each in latest] or None


def document_line(view: RunView, artifact: Artifact, *, text: bool = False) -> DocumentLine:
    """Return one artifact, with its text where that is wanted."""
    tool = TOOLS.get(artifact.tool)
    return DocumentLine(
        name=artifact.name,
        kind=tool.noun if tool else artifact.tool,
        title=artifact.title,
        author=artifact.author,
        step=artifact.step,
        version=artifact.version,
        uri=f"troupe://runs/{view.run.id}/artifacts/{quote(artifact.name, safe='')}",
        note=note_of(artifact.event),
        text=artifact.text if text else None,
    )


def wrote(view: RunView) -> str:
    """Return the call that reads what was made, where anything was; it stands before other calls."""
    made = any(isinstance(event, Acted) and event.left and event.left.title for _, event in view.log)
    return f'get_run(run="{view.run.id}", detail="artifacts") reads what they wrote; ' if made else ""


def page_of(view: RunView, after: int, person: str | None) -> tuple[list[DocumentLine], int]:
    """Return documents with their texts, as many as fit a page, and where the next page begins; 0 at the end."""
    made = [each for each in view.artifacts() if person in {None, each.author}]
    shown: list[DocumentLine] = []
    room = MOST_CHARACTERS
    for artifact in made[after:]:
        room -= len(artifact.text) + 200
        if room < 0 and shown:
            return shown, after + len(shown)
        shown.append(document_line(view, artifact, text=True))
    return shown, 0
