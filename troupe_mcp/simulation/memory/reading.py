"""Documents that reach people: a long one stands once in the log, in its scene, and is read through its parts.

In a prompt their words stand in quotes that nothing in them can close.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from troupe_mcp.language.text import quoted
from troupe_mcp.simulation.memory.chunks import beginning, chunks, outline
from troupe_mcp.simulation.worlds.events import Stimulus

if TYPE_CHECKING:
    from troupe_mcp.simulation.turns.perception import Passage, Perceived
    from troupe_mcp.simulation.worlds.events import Line, SceneSet, StimulusKind

SHORT = 3_000
"""Characters up to which a document stands in the prompt as a whole."""


def stimulus_of(line: Line, speaker: str) -> Stimulus:
    """Return what a line of the script tells or shows; of a long document only its beginning."""
    kind = cast("StimulusKind", line.kind)
    told = Stimulus(line.step, kind, line.content, speaker, line.to, line.title, line.picture)
    if line.kind != "document" or len(line.content) <= SHORT:
        return told
    return Stimulus(line.step, kind, beginning(line.content), speaker, line.to, line.title, "", len(line.content))


def whole_of(scene: SceneSet | None, told: Stimulus) -> str:
    """Return the text of a long document from the script of the scene that brought it; nothing for all else."""
    if scene is None or not told.whole:
        return ""
    return next(
        line.content
        for line in scene.script
        if (line.step, line.kind, line.title, line.to) == (told.step, told.kind, told.title, told.to)
    )


def document_line(item: Perceived, content: str, now: str) -> str:
    """Return a document as a line of a prompt: all of a short one, of a long one how it begins and its headings."""
    title, text = inside(item.title), inside(content)
    if not item.whole:
        return f"You read{now} “{title}”: “{text}”"
    heads = ", ".join(f"“{inside(heading)}”" for heading in outline(item.whole))
    size = f"{len(item.whole):,} characters in {len(chunks(item.whole))} parts"
    return f"You read{now} “{title}” ({size}). It begins: “{text}”" + (f" Headings in it: {heads}" if heads else "")


def passage_line(passage: Passage) -> str:
    """Return a part of a document as a line of a prompt, in quotes, with its title and place."""
    return f"From “{inside(passage.title)}” ({passage.place}): “{inside(passage.text)}”"


def inside(text: str) -> str:
    """Return words of a document so that they end neither our quotes nor our line."""
    return quoted(text.translate(_MARKS))


_MARKS = {ord("“"): '"', ord("”"): '"', ord("„"): '"', ord("‟"): '"'}
