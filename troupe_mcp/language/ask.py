"""Asking for an answer of a given form, with one repair, and a typed failure when that doesn't help."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.answer import Unreadable, read_answer
from troupe_mcp.language.completion import Completion, told
from troupe_mcp.language.prompt import Message

if TYPE_CHECKING:
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt

FormT = TypeVar("FormT", bound=BaseModel)

ATTEMPTS = 2
LONGEST_SHOWN = 12_000
"""Characters of an answer of the wrong form that are shown to whoever gave it."""


async def ask(model: Model, prompt: Prompt, form: type[FormT]) -> FormT:
    """Return the answer to a prompt, repaired once with the reason where it had the wrong form.

    Raises ModelFailed with the outcome where the model refused, failed, or was unreadable twice.
    """
    return (await ask_counting(model, prompt, form))[0]


async def ask_counting(model: Model, prompt: Prompt, form: type[FormT]) -> tuple[FormT, int]:
    """Return the answer as `ask` does, and how often it was asked for."""
    for attempt in range(ATTEMPTS):
        completion = await model.complete(prompt.at("attempt", str(attempt)))
        if completion.outcome not in {"answered", "unparsable"}:
            raise ModelFailed(told(completion), completion.outcome)
        try:
            return read_answer(form, completion.text), attempt + 1
        except Unreadable as fault:
            prompt = prompt.followed_by(
                Message("assistant", completion.text[:LONGEST_SHOWN]),
                Message(
                    "user",
                    f"That is not of the wanted form ({fault}). Give the same answer whole again in that form, with "
                    "the JSON only: what was right stays, what is missing is added.",
                ),
            )
    raise ModelFailed(told(Completion("", "unparsable")), "unparsable")
