"""A run's vectors: each is looked up before it is asked for and kept before it is used; a wave's in few calls."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.completion import Completion, told
from troupe_mcp.language.prompt import digest_of
from troupe_mcp.language.vectors import LONGEST, as_vector, in_calls, read, vectors_prompt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Address, Prompt
    from troupe_mcp.language.vectors import Vector, VectorLedger

InFlight = dict[str, asyncio.Future[None]]
"""The vectors that somebody in this process asks for just now, by their keys."""


class Vectored:
    """An embedding model in front of a run's ledger. Without `reuse` only the run's own vectors count."""

    def __init__(
        self, inner: Model, ledger: VectorLedger, *, owner: str, run: str, in_flight: InFlight, reuse: bool = True
    ) -> None:
        self._inner = inner
        self._ledger = ledger
        self._of = (owner, inner.provider, inner.name, inner.setup)
        self._run = run
        self._own = "" if reuse else f":{run}"
        self._in_flight = in_flight
        self._known: dict[str, Vector[float]] = {}

    async def vectors(self, texts: Iterable[str], place: Address) -> Mapping[str, Vector[float]]:
        """Return the vector of each text. Raises ModelFailed, with what was said in our words, where one is lacking."""
        keys = {text: self._key(text) for text in texts}
        lacking = {key: text for text, key in keys.items() if key not in self._known}
        while lacking:
            self._learn(await self._ledger.vectors([*lacking], self._run))
            lacking = {key: text for key, text in lacking.items() if key not in self._known}
            others = {self._in_flight[key] for key in lacking if key in self._in_flight}
            mine = [text for key, text in lacking.items() if key not in self._in_flight]
            calls = [self._asked(call, place) for call in in_calls(mine)]
            failed = [each for each in await asyncio.gather(*calls, return_exceptions=True) if each]
            if failed:
                raise failed[0]
            if others:
                await asyncio.wait(others)
        return {text: self._known[key] for text, key in keys.items()}

    async def _asked(self, texts: Sequence[str], place: Address) -> None:
        keys = [self._key(text) for text in texts]
        under_way: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._in_flight.update(dict.fromkeys(keys, under_way))
        try:
            answer = await self._inner.complete(vectors_prompt(texts, place))
            if answer.outcome == "over_budget":
                raise ModelFailed(told(answer), answer.outcome)
            if answer.outcome != "answered":
                raise ModelFailed(answer.detail, answer.outcome)
            kept = dict(zip(keys, read(answer.text, len(keys)), strict=True))
            self._check(kept)
            await self._ledger.keep_vectors(self._run, place, kept, self._inner.name, answer.usage)
        finally:
            for key in keys:
                del self._in_flight[key]
            under_way.cancel()

    def _learn(self, kept: Mapping[str, bytes]) -> None:
        self._check(kept)
        self._known |= {key: as_vector(each) for key, each in kept.items()}

    def _check(self, kept: Mapping[str, bytes]) -> None:
        """Raise ModelFailed for vectors that cannot be compared with those that are known."""
        known = next(iter(self._known.values()), None)
        for each in kept.values():
            known = known or as_vector(each)
            if len(each) != len(known) * known.itemsize:
                fault = f"vectors of {len(each) // known.itemsize} numbers beside others of {len(known)}"
                raise ModelFailed(fault, "garbled")

    def _key(self, text: str) -> str:
        return digest_of("vector-1", *self._of, text[:LONGEST]) + self._own


class Missing:
    """An embedding model that a run began with and that isn't there any more."""

    setup = ""
    reads_tasks = False

    def __init__(self, provider: str, name: str) -> None:
        self.provider = provider
        self.name = name

    async def complete(self, prompt: Prompt) -> Completion:
        """Answer nothing."""
        del prompt
        return Completion("", "unavailable", model=self.name, detail="not configured here")
