"""What one brings to a talk unasked: an episode, an own matter beside another's, another side, a conceded point."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.inquiries import answering_it, inquiries
from troupe_mcp.models.rehearsal.asked.intents import asks_ideas
from troupe_mcp.models.rehearsal.company.exchanges import invites, is_empty, remark
from troupe_mcp.models.rehearsal.company.thread import Thread, untold
from troupe_mcp.models.rehearsal.english.words import keys, lowered
from troupe_mcp.models.rehearsal.life.selves import PRIVATE
from troupe_mcp.models.rehearsal.life.situations import bond
from troupe_mcp.models.rehearsal.matters.grounds import LIVED, bearing, same_matter
from troupe_mcp.models.rehearsal.matters.outlook import is_same, tied
from troupe_mcp.models.rehearsal.matters.plans import consequence, plan_in, side_in
from troupe_mcp.models.rehearsal.matters.stakes import staked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_LATELY = 4
"""The lines that one still answers; what was said before them one comes back to."""
_WEIGHED = 2
"""How often one person weighs the matter; after that they tell or ask."""
_TOWARDS, _TIED = 0.5, 0.2
"""How often an own matter is told towards somebody, and how often it is tied by an "And"."""
_ASIDE = re.compile(r"\bcar parks?\b|^I (?:read|know|studied)\b")
"""What is no episode, or speaks of a thing by the way only."""


def tell_episode(voice: Voice, thread: Thread) -> list[str]:
    """Tell what happened to oneself where the subject is set."""
    facts = [
        (-bond(fact.said, thread.subject), place, fact)
        for place, fact in enumerate(voice.fresh(voice.portrait.of("past", "other")))
        if not fact.thing and bond(fact.said, thread.subject) and not _ASIDE.search(fact.said)
    ]
    ranked = [fact for _, _, fact in sorted(facts, key=lambda entry: entry[:2])]
    near = [f for f in ranked if not PRIVATE.search(f.said) or same_matter(f.said, thread.subject)]
    heard = [keys(line.content) for line in thread.others]
    fact = next((f for f in near if not any(is_same(f, line) for line in heard)), None)
    return [voice.tell(fact)] if fact is not None else []


def set_beside(voice: Voice, thread: Thread) -> list[str]:
    """Set an own matter beside what somebody has just told."""
    for line, fact in _alike(voice, thread, thread.others[-_LATELY:][::-1]):
        if fact.kind in LIVED and voice.rng.random() < _TOWARDS:
            return [voice.fill("meet", name=voice.called(line.source), fact=voice.tell(fact))]
        return [voice.tell(fact)]
    return []


def come_back(voice: Voice, thread: Thread) -> list[str]:
    """Come back to what somebody said some time ago, with something of one's own."""
    for line, fact in _alike(voice, thread, thread.others[:-_LATELY]):
        if voice.worn("recall"):
            return [voice.tell(fact)]
        return [voice.fill("recall", name=voice.called(line.source), fact=voice.tell(fact))]
    return []


def _alike(voice: Voice, thread: Thread, lines: Sequence[Perceived]) -> Iterator[tuple[Perceived, Fact]]:
    """Yield the lines that tell something, each with the untold own fact that surely is about the same."""
    for line in lines:
        if line.content.rstrip().endswith("?") or is_empty(line.content):
            continue
        near = untold(bearing(voice, line.content, ("belief", *LIVED)), thread)
        fact = next((f for f in near if same_matter(f.said, line.content)), None)
        if fact is not None:
            yield line, fact


def concede(voice: Voice, thread: Thread) -> list[str]:
    """Give somebody a point that they have just made, not twice running."""
    if thread.own and is_empty(thread.own[-1]):
        return []
    for line in reversed(thread.others[-2:]):
        if "claim" in [kind for kind, _ in invites(line.content)] and not is_empty(line.content):
            text = remark(voice, "nod", voice.called(line.source))
            return [text] if text else []
    return []


def weigh(voice: Voice, thread: Thread) -> list[str]:
    """Name what the thing brings with it, as this temper sees it."""
    weighed = sum(side_in(line) != "" for line in thread.own) >= _WEIGHED
    plan = None if weighed or asks_ideas(thread.subject) else plan_in(thread.subject)
    brought = consequence(voice, plan) if plan is not None else ""
    if not brought or plan is None:
        return []
    last = next((line for line in reversed(thread.others[-_LATELY:]) if side_in(line.content)), None)
    return [brought if last is None else tied(voice, plan, brought, last)]


def own_side(voice: Voice, thread: Thread) -> list[str]:
    """Bring another side of the subject: where it touches the own life."""
    if thread.is_tale:
        return []
    facts = untold(voice.fresh(staked(voice.portrait, thread.subject)), thread)
    return _one_of(voice, [*facts, *_answers(voice, thread, wide=False)])


def own_life(voice: Voice, thread: Thread) -> list[str]:
    """Tell what in the own life the subject reminds of, rather than let the talk stop."""
    return _one_of(voice, [*_answers(voice, thread, wide=True), *_answers(voice, thread, wide=False)])


def _answers(voice: Voice, thread: Thread, *, wide: bool) -> list[Fact]:
    """Return what would answer the questions that belong to the subject, the wide ones or the others."""
    asked = (inquiry for inquiry in inquiries() if (inquiry.own is None or inquiry.wide) == wide)
    belonging = [inquiry for inquiry in asked if inquiry.belongs(thread.subject, tale=thread.is_tale)]
    return [f for each in belonging for f in untold(answering_it(voice, each, thread.subject), thread)[:2]]


def _one_of(voice: Voice, facts: list[Fact]) -> list[str]:
    if not facts:
        return []
    fact = facts[voice.rng.randrange(min(3, len(facts)))]
    told = voice.tell(fact)
    return [f"And {lowered(told, voice.proper())}"] if voice.rng.random() < _TIED and not fact.thing else [told]
