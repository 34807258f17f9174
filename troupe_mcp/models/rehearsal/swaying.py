"""What moved somebody, without a model: the latest words of another that speak for what they now vote, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.words import keys
from troupe_mcp.studies.moving import NOBODY

if TYPE_CHECKING:
    from troupe_mcp.studies.moving import MovedTask


def tell_what_moved(task: MovedTask) -> dict[str, Any]:
    """Return the latest line of another of the group that names what is now voted for; nobody where none does."""
    question = task.vote.asked[0].question
    named = {option.id: frozenset(keys(option.text)) for option in question.options}
    wanted = named.get(task.after[0], frozenset[str]())
    wanted -= frozenset(key for name, own in named.items() if name != task.after[0] for key in own)
    for line in reversed(task.heard):
        if line.kind == "TALK" and wanted & frozenset(keys(line.content)):
            return {"why": "", "quote": line.content, "person": line.person}
    return {"why": "", "quote": "", "person": NOBODY}
