"""Three actors that an examination of the rehearsal must see through: each looks alive for one answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.completion import Completion
from troupe_mcp.simulation.turns.perception import TurnTask

if TYPE_CHECKING:
    from troupe_mcp.language.prompt import Prompt


class Toy:
    """A model whose people say one line a turn, whatever happened."""

    provider = "toy"
    setup = ""
    reads_tasks = True

    @property
    def name(self) -> str:
        return type(self).__name__

    async def complete(self, prompt: Prompt) -> Completion:
        task = prompt.task
        if not isinstance(task, TurnTask):
            return Completion("Only turns are played.", "refused", model=self.name)
        line = self.line(task, Random(f"{prompt.seed}/{'/'.join(prompt.address)}"))
        turn = {
            "thought": "",
            "actions": [{"type": "TALK", "content": line, "to": ""}],
            "mind": {"feeling": "calm", "attention": "", "goal": ""},
        }
        return Completion(json.dumps(turn), model=self.name)

    def line(self, task: TurnTask, dice: Random) -> str:
        raise NotImplementedError


class RandomFact(Toy):
    """Says something true of itself, whatever was asked."""

    def line(self, task: TurnTask, dice: Random) -> str:
        return dice.choice(_texts(task.persona.spec) or [task.persona.name])


class Echo(Toy):
    """Says what was said to it."""

    def line(self, task: TurnTask, dice: Random) -> str:
        heard = [perceived.content for perceived in task.perceived if not perceived.own]
        return heard[-1] if heard else "Hello?"


class OneTemplate(Toy):
    """Answers everything in one sentence that fits everything."""

    def line(self, task: TurnTask, dice: Random) -> str:
        occupation = task.persona.spec.get("occupation")
        title: object = (
            cast("Mapping[str, Any]", occupation).get("title") if isinstance(occupation, Mapping) else occupation
        )
        return f"As a {str(title or 'person').lower()}, I think that depends on the circumstances."


TOYS = (RandomFact(), Echo(), OneTemplate())


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if " " in value else []
    if isinstance(value, Mapping):
        return [text for part in cast("Mapping[str, Any]", value).values() for text in _texts(part)]
    if isinstance(value, Sequence):
        return [text for part in cast("Sequence[Any]", value) for text in _texts(part)]
    return []
