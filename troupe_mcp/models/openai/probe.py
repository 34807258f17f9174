"""Finding out whether a server holds its model to a form: it is asked for something that the form forbids."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from troupe_mcp.language.answer import Answer, Unreadable, json_in, read_answer
from troupe_mcp.language.completion import Usage
from troupe_mcp.models.openai.rungs import FormRefused, response_format

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from troupe_mcp.language.completion import Completion
    from troupe_mcp.models.openai.rungs import Rung

logger = logging.getLogger(__name__)

_TOKENS = 400


class _Colour(Answer):
    """A form that nobody fills by accident."""

    colour: Literal["vermilion", "cerulean"]


class Asked(Protocol):
    """A server that can be asked, and what is promised of it."""

    @property
    def enforces(self) -> bool:
        """Whether the provider promises to hold its models to a schema."""
        ...

    async def ask(self, messages: list[dict[str, Any]], wants: Mapping[str, Any], tokens: int, seed: int) -> Completion:
        """Send one request."""
        ...


@dataclass
class Questioned:
    """A server that is asked, with how often it was, what it answered, and what that took."""

    server: Asked
    enforces: bool
    calls: int = 0
    answers: list[Completion] = field(default_factory=list["Completion"])

    async def ask(self, messages: list[dict[str, Any]], wants: Mapping[str, Any], tokens: int, seed: int) -> Completion:
        """Send one request."""
        self.calls += 1
        self.answers.append(await self.server.ask(messages, wants, tokens, seed))
        return self.answers[-1]

    @property
    def used(self) -> Usage:
        """What all answers took together."""
        return sum((each.usage for each in self.answers), Usage())


async def best_rung(server: Asked) -> Rung | Completion:
    """Return the best way to get JSON from a server; the failed completion where it cannot be asked at all."""
    if server.enforces:
        return "json_schema"
    question = [{"role": "user", "content": "Say hello in one plain word. No JSON, no braces."}]
    told = await _asked(server, question, response_format("json_schema", _Colour))
    if told is None or told.outcome in {"answered", "truncated", "refused", "rejected"}:
        if told is not None and told.outcome == "answered" and _is_colour(told.text):
            return "json_schema"
        request = [{"role": "user", "content": "Say hello in one plain word, as JSON."}]
        told = await _asked(server, request, response_format("json_object", _Colour))
        rung: Rung = "json_object" if told is not None and told.outcome == "answered" and _is_object(told) else "plain"
        logger.info("the server doesn't hold its model to a schema; asking by %s", rung)
        return rung
    return told


async def _asked(server: Asked, messages: list[dict[str, Any]], wants: Mapping[str, Any]) -> Completion | None:
    """Return what a server answers, None where it doesn't take the form."""
    try:
        return await server.ask(messages, wants, _TOKENS, 0)
    except FormRefused:
        return None


def _is_object(told: Completion) -> bool:
    text = told.text.strip()
    return text.startswith("{") and json_in(text) == text


def _is_colour(text: str) -> bool:
    try:
        read_answer(_Colour, text)
    except Unreadable:
        return False
    return True
