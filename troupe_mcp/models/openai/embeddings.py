"""An embedding model behind the OpenAI protocol: a prompt's messages come back as unit vectors."""

from __future__ import annotations

import json
import math
from array import array
from typing import TYPE_CHECKING, Any, cast

import anyio

from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.language.vectors import written
from troupe_mcp.models.openai import faults
from troupe_mcp.models.openai.body import body_of
from troupe_mcp.models.openai.remote import Remote
from troupe_mcp.models.openai.reply import usage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.language.vectors import Vector
    from troupe_mcp.models.openai.endpoint import Endpoint

DIMENSIONS = 512
"""Numbers of a vector, where a model can shorten its own: text-embedding-3 does, at little loss."""
SHORTENS = "text-embedding-3"
MOST_BYTES = 32_000_000
"""256 vectors of 4,096 numbers as JSON are some twenty million bytes."""


class EmbeddingModel(Remote):
    """Answers prompts with vectors."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(endpoint)
        self._shorter: dict[str, Any] = {"dimensions": DIMENSIONS} if endpoint.model.startswith(SHORTENS) else {}

    @property
    def setup(self) -> str:
        return f"{self._address} {self._shorter}"

    async def complete(self, prompt: Prompt) -> Completion:
        """Ask once, within the endpoint's time. Whatever happens is an outcome."""
        from openai import APIError

        end = self._endpoint
        texts = [message.text for message in prompt.messages]
        try:
            with anyio.fail_after(end.timeout):
                return self._read(await self._sent(texts), len(texts))
        except (TimeoutError, APIError) as error:
            return faults.of_error(error, end)

    async def _sent(self, texts: Sequence[str]) -> bytes:
        request = {"input": texts, **self._shorter}
        async with self._clients.one() as client:
            post = client.embeddings.with_streaming_response.create
            asked = post(model=self._endpoint.model, input="", encoding_format="float", extra_body=request)
            return await body_of(asked, MOST_BYTES)

    def _read(self, body: bytes, count: int) -> Completion:
        name = self.name
        try:
            told = json.loads(body)
            listed = {cast("int", each["index"]): _unit(each["embedding"]) for each in told["data"]}
            usage = usage_of(told.get("usage"), self._endpoint.price)
        except _Unusable as fault:
            return faults.failed("garbled", name, str(fault))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return faults.failed("garbled", name, "not the OpenAI protocol")
        if [*sorted(listed)] != [*range(count)]:
            return faults.failed("garbled", name, f"{len(listed)} vectors for {count} texts")
        if len({len(vector) for vector in listed.values()}) > 1:
            return faults.failed("garbled", name, "vectors of different lengths")
        text = written(listed[at] for at in range(count))
        return Completion(text, "answered", Usage(usage.input_tokens, 0, usage.usd), name)


class _Unusable(Exception):
    """Numbers that are no vector."""


def _unit(numbers: Sequence[float]) -> Vector[float]:
    """Return numbers as a vector of length one. Raises _Unusable where they have none, TypeError for no numbers."""
    try:
        length = math.hypot(*numbers)
    except OverflowError:
        length = math.inf
    if not numbers or not math.isfinite(length) or length == 0:
        raise _Unusable("a vector without a length")
    return array("f", [number / length for number in numbers])
