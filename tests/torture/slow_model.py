"""A model that stands for a provider: slow, paid, and the same for the same question."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from random import Random

import anyio

from tests.torture.answers import answer_to
from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.models.ledgered import ledger_key
from troupe_mcp.settings import Settings, SimulationSection, StoreSection
from troupe_mcp.simulation.casting.casting import CastTask
from troupe_mcp.simulation.memory.consolidation import ConsolidationTask
from troupe_mcp.simulation.steering.moderating import ModerateTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.turns.reviewing import ReviewTask
from troupe_mcp.simulation.worlds.refereeing import RefereeTask

UNPARSABLE = 16
"""One in so many first attempts is answered, and paid, with half an answer."""
REFUSED = 32
"""One in so many of those without which a run goes on is refused, and paid as well."""
PROMPT_BUDGET = 8_000
"""Characters of a prompt: so few that people's words fade to memories every few steps."""
BEARABLE = (TurnTask, ConsolidationTask, ModerateTask, RefereeTask, ReviewTask, CastTask)


class SlowModel:
    """Answers by a digest of seed, address and messages; notes each answer in the audit as it is given.

    `delays` are the shortest and the longest wait in seconds.
    """

    provider = "torture"
    name = "slow"
    setup = ""
    reads_tasks = False

    def __init__(self, audit: Path | None = None, delays: tuple[float, float] = (0.005, 0.020)) -> None:
        self._audit = os.open(audit, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if audit else None
        self._delays = delays
        self._chance = Random()

    async def complete(self, prompt: Prompt) -> Completion:
        """Answer after a while; the audit counts what a provider would bill."""
        await anyio.sleep(self._chance.uniform(*self._delays))
        digest = hashlib.sha256(_asked(prompt)).digest()
        if self._audit is not None:
            line = f"{'/'.join(prompt.address)} {ledger_key('local', self, prompt)}\n"
            os.write(self._audit, line.encode())
        usage = Usage(prompt.size() // 4, 50, 0.0001)
        if digest[1] % REFUSED == 0 and isinstance(prompt.task, BEARABLE):
            return Completion("", "refused", usage=usage, model=self.name)
        return Completion(_answer(digest, prompt), usage=usage, model=self.name)


def settings_for(data_dir: Path | str) -> Settings:
    """Return the settings of all who play here."""
    return Settings(
        store=StoreSection(data_dir=str(data_dir)), simulation=SimulationSection(prompt_budget=PROMPT_BUDGET)
    )


def _asked(prompt: Prompt) -> bytes:
    said = [(message.role, message.text) for message in prompt.messages]
    return json.dumps([prompt.seed, prompt.address, said]).encode()


def _answer(digest: bytes, prompt: Prompt) -> str:
    if digest[0] % UNPARSABLE == 0 and prompt.address[-1] == "0":
        return '{"thought": "I was about to say'
    return answer_to(prompt.task, digest)
