"""What people said in a report, as far as it fits a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.reports.report import Scene
    from troupe_mcp.studies.reports.scenes import Part

MOST_WORDS = 90_000
"""Characters of what people said that a report holds; more is shortened evenly."""


def within(scenes: tuple[Scene, ...]) -> tuple[tuple[Scene, ...], str]:
    """Return scenes whose words fit a page, and what to say where they had to be shortened."""
    for most in (100_000, 2_000, 800, 400, 200, 100):
        short = tuple(_clipped(scene, most) for scene in scenes)
        if sum(map(_size, short)) <= MOST_WORDS:
            said = f"Long contributions are shortened to {most} characters here" if most < 100_000 else ""
            return short, f"{said}; the exports jsonl and csv hold all of them." if said else ""
    kept = tuple(replace(scene, steps=scene.steps[-1:], portraits=scene.portraits[:50]) for scene in short)
    return kept, "This run is long: only its last step is shown here; the exports jsonl and csv hold all of it."


def _size(scene: Scene) -> int:
    parts = [*scene.asked, *(part for step in scene.steps for part in step.parts)]
    own = [part for portrait in scene.portraits for part in portrait.parts]
    return sum(len(part.words) + 120 for part in (*parts, *own)) + 160 * len(scene.portraits)


def _clipped(scene: Scene, most: int) -> Scene:
    def short(parts: Sequence[Part]) -> tuple[Part, ...]:
        return tuple(replace(part, words=clip(part.words, most)) for part in parts)

    steps = tuple(replace(step, parts=short(step.parts)) for step in scene.steps)
    portraits = tuple(replace(each, parts=short(each.parts)) for each in scene.portraits)
    return replace(scene, asked=short(scene.asked), steps=steps, portraits=portraits)
