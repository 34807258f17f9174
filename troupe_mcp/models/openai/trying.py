"""Trying a server out, as `doctor` does: whether it answers at all, and how it is best asked for JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.language.completion import BILLED, Completion
from troupe_mcp.models.openai.chat import ChatModel
from troupe_mcp.models.openai.probe import Questioned, best_rung

if TYPE_CHECKING:
    from troupe_mcp.models.openai.endpoint import Endpoint
    from troupe_mcp.models.openai.rungs import Rung


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it: the rung, or the completion that says why there is none; and what finding out took."""

    found: Rung | Completion
    calls: int
    tokens: int


async def try_out(endpoint: Endpoint) -> Tried:
    """Ask a server the probe's two small questions, and a third where it took neither of them."""
    chat = ChatModel(endpoint, lambda _: "")  # nothing is shown
    asked = Questioned(chat, enforces=False)  # nothing is taken on trust
    try:
        found = await best_rung(asked)
        if not isinstance(found, Completion) and not any(each.outcome in BILLED for each in asked.answers):
            plainly = await asked.ask([{"role": "user", "content": "Say hello in one plain word."}], {}, 400, 0)
            found = found if plainly.outcome in BILLED else plainly
    finally:
        await chat.aclose()
    return Tried(found, asked.calls, asked.used.input_tokens + asked.used.output_tokens)
