"""Prompts that somebody outside answers, and the answers that are handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.app.views import Awaited
from troupe_mcp.language.answer import Unreadable, read_answer
from troupe_mcp.models.ledgered import judged

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    opened = self.player.awaited(run.id)
    ids = _ids(opened)
    return tuple(Awaited(ids[key], prompt) for key, prompt in sorted(opened.items(), key=lambda item: item[1].address))


def _ids(opened: Mapping[str, Prompt]) -> dict[str, str]:
    short = [key[:ID] for key in opened]
    return {key: key[:ID] if short.count(key[:ID]) == 1 else key for key in opened}


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of answers: how many were taken, and a sentence for each that was not."""

    taken: int
    faults: tuple[str, ...]


async def hand_in(self: App, run: RunRecord, answers: Mapping[str, Completion], *, mendable: bool) -> HandedIn:
    """Record answers to prompts of a run that rests; one that isn't awaited is told and not kept.

    One that can't be read is told and not kept where whoever gave it can mend it, else kept as what it is; so is a
    refusal: nobody is asked again for it.
    """
    opened = self.player.awaited(run.id)
    keys = {short: key for key, short in _ids(opened).items()}
    faults: list[str] = []
    taken = 0
    for given, completion in answers.items():
        key = keys.get(given.strip())
        if key is None:
            faults.append(_unasked(given, keys))
            continue
        prompt = opened[key]
        if mendable and completion.outcome == "answered" and (fault := _fault(prompt, completion.text)):
            faults.append(f"{given}: {fault}. Answer it again, with the JSON only.")
            continue
        await self.store.record(key, run.id, prompt, judged(prompt, completion))
        taken += 1
    return HandedIn(taken, tuple(faults))


def _fault(prompt: Prompt, text: str) -> str:
    try:
        read_answer(prompt.answer, text)
    except Unreadable as fault:
        return str(fault)
    return ""


def _unasked(given: str, keys: Mapping[str, str]) -> str:
    waiting = ", ".join(list(keys)[:8]) or "nothing"
    return f"{given[:60]!r} is not awaited: it was answered already or is no id of this run. Waiting: {waiting}."
