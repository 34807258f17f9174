"""A model that stands for a provider: slow, paid, and the same for the same question."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from random import Random

import anyio

from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.models.ledgered import ledger_key
from troupe_mcp.simulation.perception import TurnTask
from troupe_mcp.simulation.propositions import ClaimTask

UNPARSABLE = 16
"""One in so many first attempts is answered, and paid, with half an answer."""


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
        return Completion(_answer(digest, prompt), usage=Usage(prompt.size() // 4, 50, 0.0001), model=self.name)


def _asked(prompt: Prompt) -> bytes:
    said = [(message.role, message.text) for message in prompt.messages]
    return json.dumps([prompt.seed, prompt.address, said]).encode()


def _answer(digest: bytes, prompt: Prompt) -> str:
    if digest[0] % UNPARSABLE == 0 and prompt.address[-1] == "0":
        return '{"thought": "I was about to say'
    if isinstance(prompt.task, ClaimTask):
        verdict = ("yes", "no", "unclear")[digest[1] % 3]
        return json.dumps({"quotes": [], "justification": "So.", "verdict": verdict, "confidence": 0.5})
    here = prompt.task.here if isinstance(prompt.task, TurnTask) else ()
    to = here[digest[1] % len(here)] if here and digest[2] % 2 else ""
    actions = [{"type": "TALK", "content": f"I say {digest.hex()[:24]}.", "to": to}]
    if digest[3] % 4 == 0:
        actions.append({"type": "THINK", "content": f"I think {digest.hex()[24:48]}.", "to": ""})
    mind = {"feeling": digest.hex()[48:52], "attention": digest.hex()[52:56], "goal": digest.hex()[56:60]}
    return json.dumps({"thought": digest.hex()[:8], "actions": actions, "mind": mind})
