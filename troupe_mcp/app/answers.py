"""Prompts that somebody outside answers, and the answers that are handed in."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from troupe_mcp.app.views import Awaited
from troupe_mcp.language.answer import Unreadable, read_answer
from troupe_mcp.models.ledgered import judged

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Mapping

    from troupe_mcp.app.app import App
    from troupe_mcp.language.completion import Completion
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.store import RunRecord

ID = 8
"""Characters of a key that stand for it outside; the whole key where two would look alike."""


def awaited(self: App, run: RunRecord) -> tuple[Awaited, ...]:
    """Return the prompts of a run that wait for an answer, by address; none while it plays or is done."""
    if run.status not in {"needs_answers", "paused"}:
        return ()
    ids = _ids(self.player.awaited(run.id))
    opened = _opened(self, run)
    return tuple(Awaited(ids[key], prompt) for key, prompt in sorted(opened.items(), key=lambda item: item[1].address))


def _opened(self: App, run: RunRecord) -> dict[str, Prompt]:
    """Return the prompts that a play in this process handed out and nobody has answered since, here or elsewhere."""
    handed = self.player.awaited(run.id)
    used = self.store.used(run.id, handed)
    return {key: prompt for key, prompt in handed.items() if key not in used}


def are_open(self: App, run: RunRecord, answers: Iterable[str]) -> bool:
    """Whether all these ids are those of prompts that are open here, as far as this process knows."""
    ids = _ids(self.player.awaited(run.id))
    return {given.strip() for given in answers} <= {ids[key] for key in _opened(self, run)}


def _ids(handed: Mapping[str, Prompt]) -> dict[str, str]:
    short = Counter(key[:ID] for key in handed)
    return {key: key[:ID] if short[key[:ID]] == 1 else key for key in handed}


async def hand_in(self: App, run: RunRecord, answers: Mapping[str, Completion], *, mendable: bool) -> tuple[str, ...]:
    """Record answers to prompts of a run that rests, and return a sentence for each that was not taken.

    One that isn't awaited is not kept; one that can't be read is not kept where whoever gave it can mend it, else kept
    as what it is; so is a refusal: nobody is asked again for it.
    """
    handed = self.player.awaited(run.id)
    used = self.store.used(run.id, handed)
    keys = {short: key for key, short in _ids(handed).items()}
    faults: list[str] = []
    taken: list[Awaitable[None]] = []
    for given, completion in answers.items():
        key = keys.get(given.strip())
        if key is None or key in used:
            faults.append(_unasked(self, run, given.strip()))
            continue
        prompt = handed[key]
        if mendable and completion.outcome == "answered" and (fault := _fault(prompt, completion.text)):
            faults.append(f"{given}: not of the wanted form ({fault}). Answer it again, with the JSON only.")
            continue
        taken.append(self.store.record(key, run.id, prompt, judged(prompt, completion)))
    await asyncio.gather(*taken)
    return tuple(faults)


def _fault(prompt: Prompt, text: str) -> str:
    try:
        read_answer(prompt.answer, text)
    except Unreadable as fault:
        return str(fault)
    return ""


def _unasked(self: App, run: RunRecord, given: str) -> str:
    if self.store.used(run.id, [given]):
        return f"{given}: it was answered already; the first answer stands."
    return f"{given[:60]!r} is no prompt of {run.id}: use the ids as they stand above each prompt."
