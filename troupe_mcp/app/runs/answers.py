"""Prompts that somebody outside answers, and the answers that are handed in."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from troupe_mcp.app.views import Awaited
from troupe_mcp.language.answer import Unreadable, read_answer
from troupe_mcp.models.ledgered import judged

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.language.completion import Completion
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.store import RunRecord

ID = 8
"""Characters of a key that stand for it outside; the whole key where two would look alike."""
MOST_NAMED = 8
"""Prompts that are named to whoever answered one that isn't there."""


def awaited(self: App, run: RunRecord) -> tuple[Awaited, ...]:
    """Return the prompts of a run that wait for an answer, by address; none while it plays or is done."""
    if run.status not in {"needs_answers", "paused"}:
        return ()
    ids = _ids(self.player.awaited(run.id))
    opened = _opened(self, run)
    return tuple(Awaited(ids[key], prompt) for key, prompt in sorted(opened.items(), key=lambda item: item[1].address))


def taken(self: App, run: RunRecord) -> int:
    """Return how many answers are in and wait for the others of their wave, as far as this process knows."""
    if run.status not in {"needs_answers", "paused"}:
        return 0
    return self.player.taken(run.id) + len(self.player.awaited(run.id)) - len(_opened(self, run))


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
    waiting = _opened(self, run)
    keys = {short: key for key, short in _ids(handed).items()}
    faults: list[str] = []
    unknown: list[str] = []
    taken: list[Awaitable[None]] = []
    for given, completion in answers.items():
        name = given.strip()
        key = keys.get(name, "")
        prompt = waiting.get(key)
        if prompt is None:
            if key or self.store.used(run.id, [name]):
                faults.append(f"{name}: it was answered already; the first answer stands.")
            else:
                unknown.append(name)
            continue
        if mendable and completion.outcome == "answered" and (fault := _fault(prompt, completion.text)):
            faults.append(f"{given}: not of the wanted form ({fault}). Answer it again, with the JSON only.")
            continue
        del waiting[key]
        taken.append(self.store.record(key, run.id, prompt, judged(prompt, completion)))
    await asyncio.gather(*taken)
    if unknown:
        faults.append(_unasked(run, unknown, [short for short, key in keys.items() if key in waiting]))
    return tuple(faults)


def _fault(prompt: Prompt, text: str) -> str:
    try:
        read_answer(prompt.answer, text)
    except Unreadable as fault:
        parts = ", ".join(f'"{name}": …' for name in prompt.answer.model_fields)
        return str(fault) if "{" in text else f"it is text; expected the JSON object of the schema: {{{parts}}}"
    return ""


def _unasked(run: RunRecord, unknown: Sequence[str], waiting: Sequence[str]) -> str:
    """Return what to do about answers to no prompt of a run: they may be to some of those that wait."""
    names = _listed([repr(name[:60]) for name in unknown])
    what = "is no prompt" if len(unknown) == 1 else "are no prompts"
    there = f"Waiting: {_listed(waiting)}." if waiting else "Whatever it had asked is answered."
    return f"{names} {what} of {run.id}; nothing was taken for {'it' if len(unknown) == 1 else 'them'}. {there}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"
