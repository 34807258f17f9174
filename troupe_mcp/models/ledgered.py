"""A model whose every answer is kept and never asked for twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.language.answer import Unreadable, read_answer, schema_digest
from troupe_mcp.language.completion import BILLED, Completion
from troupe_mcp.language.prompt import digest_of
from troupe_mcp.models.wrapping import Wrapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.model import Ledger, Model
    from troupe_mcp.language.prompt import Prompt


LENT = "client"


class InFlight:
    """The calls under way in this process, so that identical ones share one answer."""

    def __init__(self) -> None:
        self.calls: dict[str, asyncio.Future[Completion]] = {}


class Ledgered(Wrapping):
    """A model in front of a run's ledger: read before it is asked, written before it is used.

    Without `reuse` only the run's own answers count. `awaited` collects the prompts that were handed out, by the keys
    under which their answers will be looked for. Where the run had other `players` before, what they answered counts:
    `theirs` are the keys of all its answers by their addresses.
    """

    def __init__(
        self,
        inner: Model,
        ledger: Ledger,
        *,
        owner: str,
        run: str,
        awaited: dict[str, Prompt],
        in_flight: InFlight,
        reuse: bool = True,
        players: Sequence[str] = (),
        theirs: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(inner)
        self._ledger = ledger
        self._owner = owner
        self._run = run
        self._awaited = awaited
        self._reuse = reuse
        self._in_flight = in_flight.calls
        self._players = players
        self._theirs = theirs or {}

    async def complete(self, prompt: Prompt) -> Completion:
        """Return the recorded answer, or ask, record and return it."""
        if theirs := await self._handed_over(prompt):
            return theirs
        key = ledger_key(self._owner, self._inner, prompt)
        if not self._reuse:
            key = f"{key}:{self._run}"
        known = await self._ledger.lookup(key, self._run)
        while known is None and key in self._in_flight:
            await asyncio.wait([self._in_flight[key]])
            known = await self._ledger.lookup(key, self._run)
        return await self._asked(key, prompt) if known is None else known

    async def _handed_over(self, prompt: Prompt) -> Completion | None:
        """Return what an earlier player of the run answered in this place: it went as far as its wave was not played.

        By its place, not by its key: what is asked there may look different to another player.
        """
        key = self._theirs.get("/".join(prompt.address))
        known = await self._ledger.lookup(key, self._run) if key else None
        if known is None or known.outcome != "answered":
            return None  # what an earlier player failed at is this one's to answer
        if known.model not in {*self._players, self._inner.name} and LENT in self._players:
            return replace(known, model=LENT)  # nobody else signs by another name than the player's
        return known

    async def _asked(self, key: str, prompt: Prompt) -> Completion:
        under_way: asyncio.Future[Completion] = asyncio.get_running_loop().create_future()
        self._in_flight[key] = under_way
        try:
            completion = judged(prompt, await self._inner.complete(prompt))
            if completion.outcome == "awaited":
                self._awaited[key] = prompt
            elif completion.outcome in BILLED:
                await self._ledger.record(key, self._run, prompt, completion)
            return completion
        finally:
            self._in_flight.pop(key, None)
            under_way.cancel()


class Signed(Wrapping):
    """A model for one call of a wave, whose name is that of whoever gave its latest answer."""

    def __init__(self, inner: Model, players: Sequence[str]) -> None:
        super().__init__(inner)
        self._players = players
        self._by = inner.name

    @property
    def name(self) -> str:
        """Who answered: whoever plays now, or played before."""
        return self._by

    async def complete(self, prompt: Prompt) -> Completion:
        """Answer, and sign."""
        completion = await self._inner.complete(prompt)
        self._by = completion.model if completion.model in self._players else self._inner.name
        return completion


def judged(prompt: Prompt, completion: Completion) -> Completion:
    """Return the completion as `unparsable` where its text is not of the wanted form."""
    if completion.outcome != "answered":
        return completion
    try:
        read_answer(prompt.answer, completion.text)
    except Unreadable:
        return Completion(completion.text, "unparsable", completion.usage, completion.model)
    return completion


def ledger_key(owner: str, model: Model, prompt: Prompt) -> str:
    """Return the key of an answer: all that may change it, and its logical place, but never the run."""
    request: object
    if model.reads_tasks:
        request = prompt.task.digest()
    else:
        request = [prompt.digest, schema_digest(prompt.answer), prompt.max_tokens, prompt.template_version]
    return digest_of("call-2", owner, model.provider, model.name, model.setup, request, prompt.seed, prompt.address)
