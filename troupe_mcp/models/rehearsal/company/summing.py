"""Summing up where two others differ: what holds each of them up, or which side of a plan each of them sees."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.company.exchanges import invites, is_empty
from troupe_mcp.models.rehearsal.english.phrases import matters
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.ideas.proposals import hook_in, proposal_of
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.matters.angles import angles_of
from troupe_mcp.models.rehearsal.matters.plans import side_in
from troupe_mcp.models.rehearsal.offers.purchases import asked_of_a_thing
from troupe_mcp.models.rehearsal.voice.manner import dresses

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.company.thread import Thread
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_THE = re.compile(r"^(?:the|that|those) (?!one\b|them\b)")

_VAGUE = re.compile(r"\b(?:problem|part|thing|way|time|others?)$")
_PUBLIC = re.compile(
    r"\b(?:city|town|village|state|government|council|law|should|ban\w*|allow\w*|tax\w*|schools?)\b", re.IGNORECASE
)
"""The words of a plan for everybody, which has two sides."""


def sum_up(voice: Voice, thread: Thread) -> list[str]:
    """Say what two others have brought where it differs, as long as nobody has just done so."""
    if any(_is_sum(line.content) for line in thread.lines[-_AGAIN:]):
        return []
    return _sides(voice, thread) or _ideas(voice, thread) or _troubles(voice, thread)


@lru_cache(maxsize=2000)
def _is_sum(line: str) -> bool:
    said = f" {normal(line)} "
    return any(all(f" {part} " in said for part in parts) for parts in _parts())


@cache
def _parts() -> tuple[tuple[str, ...], ...]:
    """Return what stands between the holes of the wordings of a sum, in all dresses."""
    listed = [frame for name, found in frames().items() if name.split(".")[0] in _FAMILIES for frame in found if frame]
    split = (
        [normal(part) for part in re.split(r"\{\w\}(?:'s)?", dress)] for frame in listed for dress in dresses(frame)
    )
    return tuple(tuple(part for part in parts if part) for parts in split)


_FAMILIES = ("sides", "ideas", "differ")
_AGAIN = 14
"""So many lines later somebody may sum up again."""


def _sides(voice: Voice, thread: Thread) -> list[str]:
    if not _PUBLIC.search(thread.subject):
        return []
    hopes = _speakers(thread, "plus")
    fears = [name for name in _speakers(thread, "minus") if name not in hopes]
    if not hopes or not fears:
        return []
    return _worded(voice, "sides", (hopes[-1], ""), (fears[-1], ""))


def _speakers(thread: Thread, side: str) -> list[str]:
    return list(dict.fromkeys(line.source for line in thread.others if side_in(line.content) == side))


def _ideas(voice: Voice, thread: Thread) -> list[str]:
    if asked_of_a_thing(thread.subject) is not None or angles_of(thread.subject):
        return []
    found: dict[str, str] = {}
    for line in thread.others:
        hook = hook_in(line.content) if proposal_of(line.content)[0] else ""
        if hook and hook not in found.values():
            found[line.source] = hook
    if len(found) < 2:
        return []
    return _worded(voice, "ideas", *list(found.items())[-2:])


def _worded(voice: Voice, family: str, first: tuple[str, str], second: tuple[str, str]) -> list[str]:
    frame = voice.least(tuple(frame for frame in voice.listed(family) if frame))
    names = frame.replace("{a}", voice.called(first[0])).replace("{b}", voice.called(second[0]))
    return [names.replace("{x}", first[1]).replace("{y}", second[1])] if frame else []


def _troubles(voice: Voice, thread: Thread) -> list[str]:
    found: dict[str, str] = {}
    for line in thread.others:
        thing = _thing(line.content)
        if thing and thing not in found.values():
            found[line.source] = thing
    if len(found) < 2:
        return []
    return _worded(voice, "differ", *list(found.items())[-2:])


def _thing(line: str) -> str:
    """Return what a trouble that somebody told is about, as a third may name it."""
    if is_empty(line) or "?" in line or "trouble" not in [kind for kind, _ in invites(line)]:
        return ""
    found = (matter for matter in matters(line) if matter.kind == "trouble" and _THE.match(matter.ref))
    matter = next(found, None)
    return _THE.sub("the ", matter.ref) if matter is not None and not _VAGUE.search(matter.ref) else ""
