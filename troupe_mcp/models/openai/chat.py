"""A model behind chat completions: one request, one typed outcome."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import anyio

from troupe_mcp.language.answer import json_in
from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.models.openai import faults, rungs
from troupe_mcp.models.openai.manners import manners_of
from troupe_mcp.models.openai.probe import best_rung
from troupe_mcp.models.openai.rungs import FormRefused, lower

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai import AsyncOpenAI

    from troupe_mcp.language.prompt import Message, Prompt
    from troupe_mcp.models.openai.endpoint import Endpoint
    from troupe_mcp.models.openai.rungs import Rung

MOST_BYTES = 2_000_000
"""An answer is a few kilobytes; a body beyond this is not read to its end."""


class ChatModel:
    """Answers prompts through an endpoint; the SDK is loaded with the first of them."""

    reads_tasks = False

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._manners = manners_of(endpoint.model)
        self._client: AsyncOpenAI | None = None
        self._rung: Rung | None = None
        self._probing = anyio.Lock()

    @property
    def provider(self) -> str:
        return self._endpoint.kind

    @property
    def name(self) -> str:
        return self._endpoint.model

    @property
    def setup(self) -> str:
        end = self._endpoint
        return f"{end.base_url} {end.api_version if end.kind == 'azure' else ''} {end.temperature} {end.effort}"

    async def aclose(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.close()

    async def complete(self, prompt: Prompt) -> Completion:
        """Ask once. Whatever happens is an outcome; nothing of the provider's words is passed on but the answer."""
        rung = self._rung or await self._probed()
        while not isinstance(rung, Completion):
            try:
                return await self._by(rung, prompt)
            except FormRefused:
                rung = self._rung = lower(rung)
        return rung

    async def _by(self, rung: Rung, prompt: Prompt) -> Completion:
        messages = _messages(prompt.messages, rungs.spelled_out(rung, prompt.answer))
        wants = rungs.response_format(rung, prompt.answer)
        answer = await self.ask(messages, wants, prompt.max_tokens, prompt.seed)
        if answer.outcome != "answered" or rung == "json_schema":
            return answer
        return Completion(json_in(answer.text), "answered", answer.usage, answer.model)

    async def _probed(self) -> Rung | Completion:
        async with self._probing:
            if self._rung is None:
                found = await best_rung(self)
                if isinstance(found, Completion):
                    return found
                self._rung = found
            return self._rung

    @property
    def enforces(self) -> bool:
        """Whether the provider itself promises to hold its models to a schema."""
        return self._endpoint.kind in {"openai", "azure"}

    async def ask(self, messages: list[dict[str, str]], wants: Mapping[str, Any], tokens: int, seed: int) -> Completion:
        """Send one request and read what comes back, within the endpoint's time.

        Raises FormRefused where the server doesn't take the wanted form.
        """
        from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError

        name = self._endpoint.model
        try:
            with anyio.fail_after(self._endpoint.timeout):
                return self._read(await self._sent(messages, wants, tokens, seed))
        except (TimeoutError, APITimeoutError):
            return faults.failed("timed_out", name)
        except APIConnectionError:
            return faults.failed("unavailable", name)
        except APIStatusError as error:
            if wants and faults.blames_form(error):
                raise FormRefused from None
            return faults.of_status(error, name)
        except APIError:
            return faults.failed("garbled", name)

    async def _sent(self, messages: list[dict[str, str]], wants: Mapping[str, Any], tokens: int, seed: int) -> bytes:
        """Return the body of the answer; one too long is cut, which makes it unreadable."""
        import httpx2

        if self._client is None:
            self._client = self._endpoint.client()
        request = {**self._options(tokens, seed), **wants, "model": self._endpoint.model, "messages": messages}
        post = cast("Any", self._client.chat.completions.with_streaming_response.create)
        body = bytearray()
        try:
            async with post(**request) as response:
                async for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        break
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            from openai import APIConnectionError

            raise APIConnectionError(request=error.request) from None
        return bytes(body)

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

    def _read(self, body: bytes) -> Completion:
        name = self._endpoint.model
        try:
            told = json.loads(body)
            choice = told["choices"][0]
            message, ended = choice["message"], choice.get("finish_reason")
            text, refusal = message.get("content"), message.get("refusal")
            usage = self._usage(told.get("usage"))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return faults.failed("garbled", name)
        said = text if isinstance(text, str) else ""
        if refusal:
            return Completion(str(refusal), "refused", usage, name)
        if ended == "content_filter":
            return Completion(said, "content_filter", usage, name)
        if ended == "length":
            return Completion(said, "truncated", usage, name)
        return Completion(said, "answered", usage, name)

    def _usage(self, told: object) -> Usage:
        counts = faults.mapping(told)
        sent, got = (_count(counts.get(name)) for name in ("prompt_tokens", "completion_tokens"))
        price = self._endpoint.price
        return Usage(sent, got, (sent * price[0] + got * price[1]) / 1_000_000)


def _count(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _messages(messages: tuple[Message, ...], added: str) -> list[dict[str, str]]:
    told = [{"role": message.role, "content": message.text} for message in messages]
    if added:
        told[-1] = {**told[-1], "content": f"{told[-1]['content']}\n\n{added}"}
    return told
