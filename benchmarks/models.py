"""Models that answer at once, or after a set time, and remember what they were asked."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.models.wrapping import Wrapping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt

SAID = (
    "I would try it if it were a little cheaper, and only if my sister can use it too. At the moment we keep a list "
    "on the fridge, and that works most of the time, except when somebody eats the last of something and says nothing."
)
THOUGHT = "They want to sell me something again, but the idea is not bad. What would it cost me in a year?"
ANSWER = json.dumps(
    {
        "thought": THOUGHT,
        "actions": [{"type": "TALK", "content": SAID, "to": ""}],
        "mind": {"feeling": "curious, a bit wary", "attention": "the price", "goal": "find out what it costs"},
    }
)
"""A turn as long as a language model's usual one."""
NOTED = json.dumps({"memories": [{"text": SAID[:180], "importance": 5}] * 6, "reflections": []})
"""Memories as many and as long as a language model's usual ones."""


class Scripted:
    """Gives every turn the same valid answer; `seconds` is how long it thinks."""

    provider = "scripted"
    name = "scripted-1"
    setup = ""
    reads_tasks = False

    def __init__(self, seconds: float = 0) -> None:
        self.sizes: list[int] = []
        self.noted = 0
        self.rules = 0
        self._seconds = seconds

    @property
    def calls(self) -> int:
        return len(self.sizes)

    async def complete(self, prompt: Prompt) -> Completion:
        if self._seconds:
            await asyncio.sleep(self._seconds)
        if is_note(prompt):
            self.noted += 1
            return Completion(NOTED, usage=Usage(2500, 150, 0.0), model=self.name)
        self.sizes.append(prompt.size())
        self.rules = len(prompt.messages[0].text)
        return Completion(ANSWER, usage=Usage(2500, 150, 0.0), model=self.name)


def is_note(prompt: Prompt) -> bool:
    """Whether a prompt asks for what somebody keeps in memory."""
    return prompt.answer.__name__ == "ConsolidationAnswer"


def waves(prompts: Iterable[Prompt]) -> int:
    """Return how many prompts wait for each other, one after the other: the turns of a step for its notes."""
    return len({(prompt.address[:2], is_note(prompt)) for prompt in prompts})


class Recording(Wrapping):
    """Passes prompts on to another model and keeps them."""

    def __init__(self, inner: Model) -> None:
        super().__init__(inner)
        self.prompts: list[Prompt] = []

    async def complete(self, prompt: Prompt) -> Completion:
        self.prompts.append(prompt)
        return await self._inner.complete(prompt)
