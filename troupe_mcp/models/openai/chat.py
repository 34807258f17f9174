"""A model behind chat completions: one request, one typed outcome."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anyio

from troupe_mcp.language.answer import json_in, spelled_out
from troupe_mcp.language.completion import BILLED, Completion, Usage
from troupe_mcp.models.openai import faults, rungs
from troupe_mcp.models.openai.body import body_of
from troupe_mcp.models.openai.manners import manners_of, without
from troupe_mcp.models.openai.messages import spoken
from troupe_mcp.models.openai.probe import Questioned, best_rung
from troupe_mcp.models.openai.remote import Remote
from troupe_mcp.models.openai.reply import read
from troupe_mcp.models.openai.rungs import FormRefused, lower

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from troupe_mcp.language.prompt import Picture, Prompt
    from troupe_mcp.models.openai.endpoint import Endpoint
    from troupe_mcp.models.openai.rungs import Rung

logger = logging.getLogger(__name__)

MOST_BYTES = 2_000_000
"""An answer is a few kilobytes; a body beyond this is not read to its end."""


class ChatModel(Remote):
    """Answers prompts with text; `look` returns a picture of a prompt as a data URL."""

    def __init__(self, endpoint: Endpoint, look: Callable[[Picture], str]) -> None:
        super().__init__(endpoint)
        self._look = look
        self._manners = manners_of(endpoint.model)
        self._rung: Rung | None = None
        self._probing: asyncio.Task[Rung | Completion] | None = None
        self._owed = Usage()

    @property
    def setup(self) -> str:
        return f"{self._address} {self._endpoint.temperature} {self._endpoint.effort}"

    async def aclose(self) -> None:
        """Let go of the connections, and of a probe under way."""
        if self._probing is not None:
            self._probing.cancel()
        await super().aclose()

    async def complete(self, prompt: Prompt) -> Completion:
        """Ask once. Whatever happens is an outcome; nothing of the provider's words is passed on but the answer."""
        rung = self._rung or await self._probed()
        while not isinstance(rung, Completion):
            try:
                return self._charged(await self._by(rung, prompt))
            except FormRefused:
                rung = self._rung = lower(rung)
        return rung

    async def _by(self, rung: Rung, prompt: Prompt) -> Completion:
        told = "" if rung == "json_schema" else spelled_out(prompt.answer)
        messages = spoken(prompt.messages, told, self._look)
        wants = rungs.response_format(rung, prompt.answer)
        answer = await self.ask(messages, wants, prompt.max_tokens, prompt.seed)
        if answer.outcome != "answered" or (rung == "json_schema" and answer.text.startswith("{")):
            return answer
        return Completion(json_in(answer.text), "answered", answer.usage, answer.model)

    async def _probed(self) -> Rung | Completion:
        """Return what all who come meanwhile learn from one probe, its failure included."""
        if self._probing is None:
            self._probing = asyncio.create_task(self._best_rung(), name="probe")
            self._probing.add_done_callback(self._learned)
        return await asyncio.shield(self._probing)

    async def _best_rung(self) -> Rung | Completion:
        asked = Questioned(self, self.enforces)
        try:
            return await best_rung(asked)
        finally:
            self._owed += asked.used

    def _charged(self, answer: Completion) -> Completion:
        """Return an answer with what the probe before it took, which is nobody's in particular."""
        if answer.outcome not in BILLED or self._owed == Usage():
            return answer
        owed, self._owed = self._owed, Usage()
        return replace(answer, usage=answer.usage + owed)

    def _learned(self, probe: asyncio.Task[Rung | Completion]) -> None:
        self._probing = None
        if not probe.cancelled() and probe.exception() is None and not isinstance(found := probe.result(), Completion):
            self._rung = found

    @property
    def enforces(self) -> bool:
        """Whether the provider itself promises to hold its models to a schema."""
        return self._endpoint.kind in {"openai", "azure"}

    async def ask(self, messages: list[dict[str, Any]], wants: Mapping[str, Any], tokens: int, seed: int) -> Completion:
        """Send one request and read what comes back, within the endpoint's time.

        Raises FormRefused where the server doesn't take the wanted form.
        """
        from openai import APIError, APIStatusError

        end, manners = self._endpoint, self._manners
        try:
            with anyio.fail_after(end.timeout):
                return read(await self._sent(messages, wants, tokens, seed), end)
        except APIStatusError as error:
            if wants and faults.blames_form(error):
                raise FormRefused from None
            refused = faults.blamed_parameter(error)
            if without(manners, refused) != manners:
                logger.warning("%s doesn't take %s and is asked without", end.model, refused)
                self._manners = without(self._manners, refused)
                return await self.ask(messages, wants, tokens, seed)
            return faults.of_status(error, end)
        except (TimeoutError, APIError) as error:
            return faults.of_error(error, end)

    async def _sent(self, messages: list[dict[str, Any]], wants: Mapping[str, Any], tokens: int, seed: int) -> bytes:
        """Return the body of the answer."""
        # Beside the typed parameters, which the SDK walks through one by one: that takes longer than all else it does.
        request = {**self._options(tokens, seed), **wants, "messages": messages}
        async with self._clients.one() as client:
            post = client.chat.completions.with_streaming_response.create
            return await body_of(post(model=self._endpoint.model, messages=[], extra_body=request), MOST_BYTES)

    def _options(self, tokens: int, seed: int) -> dict[str, Any]:
        endpoint, manners = self._endpoint, self._manners
        options: dict[str, Any] = {manners.limit: tokens + manners.thinking}
        if manners.temperature and endpoint.temperature is not None:
            options["temperature"] = endpoint.temperature
        if manners.effort and endpoint.effort:
            options["reasoning_effort"] = endpoint.effort
        if manners.seed:
            options["seed"] = seed
        return options
