"""Coming to an end: saying that one has said one's own, and taking leave where all has been said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.matters.plans import side_in
from troupe_mcp.models.rehearsal.voice.wordings import begins

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.company.thread import Thread
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_FEW = 2
"""The lines of one's own after which one may be done."""
_LATE, _SOON = 4, 2
"""The steps before which nobody takes leave: of a matter that anybody knew something of, and of any other."""
_STILL = 1
"""The lines of a step in which a talk runs dry."""
_PARTING = 3
"""How many take leave aloud."""


def finish(voice: Voice, thread: Thread) -> list[str]:
    """Say once that one has said one's own."""
    if len(thread.own) < _FEW or is_empty(thread.own[-1]):
        return []
    return _worded(voice, "done")


def take_leave(voice: Voice, thread: Thread) -> list[str]:
    """Part from the others where all has been said: not twice, and not everybody."""
    parted = [line for line in thread.lines if _parts(line.content)]
    if not thread.own or any(line.own for line in parted) or len(parted) >= _PARTING:
        return []
    if not parted and not _runs_dry(thread):
        return []
    return ([] if parted else _worded(voice, _family(thread))) or _worded(voice, "leave")


def is_parting(thread: Thread) -> bool:
    """Return whether somebody has taken leave since the talk was opened."""
    return any(map(_parts, thread.said))


def is_over(thread: Thread) -> bool:
    """Return whether leave was taken in an earlier step."""
    return any(_parts(line.content) for line in thread.lines if line.step < thread.step)


def _parts(line: str) -> bool:
    return begins(line, ("leave",))


def _runs_dry(thread: Thread) -> bool:
    """Return whether hardly anything was said in the step before, and nothing in this one."""
    told = [line for line in thread.lines if not is_empty(line.content)]
    if not told:
        return thread.since >= _SOON
    return thread.since >= _LATE and sum(line.step >= thread.step - 1 for line in told) <= _STILL


def _family(thread: Thread) -> str:
    """Return how this talk ends: nobody knew anything, two sides are left, or all is said."""
    if all(map(is_empty, thread.said)):
        return "leave.none"
    return "leave.split" if {"plus", "minus"} <= set(map(side_in, thread.said)) else "leave"


def _worded(voice: Voice, family: str) -> list[str]:
    text = voice.least(voice.listed(family))
    return [text] if text else []
