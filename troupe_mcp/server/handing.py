"""Open prompts as the assistant gets them: the shared rules once, then each prompt complete on its own with them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from troupe_mcp.language.answer import portable_schema
from troupe_mcp.server.results import Handed, OpenPrompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.views import Awaited

MOST_PROMPTS = 8
MOST_CHARACTERS = 30_000
"""Of one round; the first prompt is always in it."""


def handed(awaited: Sequence[Awaited]) -> Handed | None:
    """Return a round of open prompts, those that share the first one's rules and form; None where there is none."""
    if not awaited:
        return None
    first = awaited[0].prompt
    rules = "\n\n".join(message.text for message in first.messages[: first.shared])
    schema = json.dumps(portable_schema(first.answer), ensure_ascii=False, separators=(",", ":"))
    room = MOST_CHARACTERS - len(rules) - len(schema)
    shown: list[OpenPrompt] = []
    for one in awaited:
        prompt = one.prompt
        alike = prompt.answer is first.answer and prompt.messages[: prompt.shared] == first.messages[: first.shared]
        text = "\n\n".join(message.text for message in prompt.messages[prompt.shared :])
        room -= len(text)
        if not alike or len(shown) == MOST_PROMPTS or (room < 0 and shown):
            break
        shown.append(OpenPrompt(id=one.id, prompt=text))
    return Handed(rules=rules, answer_schema=schema, prompts=shown, remaining=len(awaited) - len(shown))


def handed_lines(round_: Handed) -> list[str]:
    """Return a round as text."""
    lines = [
        f"You play these people. Answer each of the {len(round_.prompts)} prompts below on its own, as the one it "
        "speaks to, with one JSON object of the schema."
        + (f" {round_.remaining} more prompts follow in later rounds." if round_.remaining else ""),
        "",
        "=== RULES, the same for every prompt ===",
        round_.rules,
        "",
        "=== SCHEMA of each answer ===",
        round_.answer_schema,
    ]
    for prompt in round_.prompts:
        lines += ["", f"=== PROMPT {prompt.id} ===", prompt.prompt]
    return lines
