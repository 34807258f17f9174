"""The rehearsal as a model: an actor that needs no language model and reads the prompt's typed task."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from troupe_mcp.language.completion import Completion
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.models.rehearsal.person.facts import Portrait
    from troupe_mcp.simulation.people.persona import Persona

VERSION = 13
KEPT = 2000


class Rehearsal:
    """Plays turns and fills studies from the material given; free, deterministic, and no evidence about people."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._portraits: OrderedDict[str, Portrait] = OrderedDict()

    @property
    def provider(self) -> str:
        return "rehearsal"

    @property
    def name(self) -> str:
        return f"rehearsal-{VERSION}"

    @property
    def setup(self) -> str:
        return ""

    @property
    def reads_tasks(self) -> bool:
        return True

    async def complete(self, prompt: Prompt) -> Completion:
        """Answer a prompt from its task; a task of an unknown kind is refused."""
        from troupe_mcp.language.completion import Completion

        answer = self._answer(prompt)
        if answer is None:
            kind = type(prompt.task).__name__
            return Completion(f"The rehearsal has no part for a {kind}.", "refused", model=self.name)
        return Completion(json.dumps(answer, ensure_ascii=False), model=self.name)

    def _answer(self, prompt: Prompt) -> dict[str, Any] | None:
        from troupe_mcp.models.rehearsal.parts import PARTS

        part = PARTS.get(type(prompt.task))
        return part(self, prompt.task, prompt) if part else None

    def portrait(self, persona: Persona) -> Portrait:
        """Return the compiled persona, compiling each version once."""
        from troupe_mcp.models.rehearsal.person.portrait import compile_portrait

        key = persona.digest or f"{persona.name}/{persona.spec!r}"
        known = self._portraits.get(key)
        if known is None:
            known = self._portraits[key] = compile_portrait(persona)
            if len(self._portraits) > self._kept:
                self._portraits.popitem(last=False)
        else:
            self._portraits.move_to_end(key)
        return known
