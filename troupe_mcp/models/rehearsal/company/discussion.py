"""Taking part among several people: a side, a matter in common, one question back, a word of sympathy, or silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import addressed, named
from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.company.among import further
from troupe_mcp.models.rehearsal.company.exchanges import (
    invites,
    is_empty,
    question_about,
    remark,
    sympathy,
)
from troupe_mcp.models.rehearsal.english.words import lowered, normal
from troupe_mcp.models.rehearsal.matters.grounds import bearing, same_matter
from troupe_mcp.models.rehearsal.matters.plans import side_in
from troupe_mcp.models.rehearsal.matters.sides import side, since_asked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived


def take_part(voice: Voice, moment: Moment) -> list[str]:
    """Say one thing to what others just said, or nothing; never the same move twice running."""
    lines = [line for line in reversed(since_asked(moment)) if not is_empty(line.content)]
    if not lines:
        return []
    if (answer := _answered(voice, moment, lines)) is not None:
        return answer
    asked_last = bool(moment.own) and moment.own[-1].rstrip().endswith("?")
    floor = any(line.content.rstrip().endswith("?") and not line.to_me for line in lines[:2])
    moves: list[Callable[[Voice, Sequence[Perceived]], list[str]]] = [side, _share]
    if not asked_last and not floor and voice.rng.random() < 0.55 + 0.25 * voice.portrait.level("extraversion"):
        moves.append(_ask)
    if voice.portrait.level("agreeableness") >= 0 and voice.rng.random() < 0.4 and not _cold(voice):
        moves.insert(voice.rng.randrange(2, len(moves) + 1), _feel)
    for move in moves:
        if parts := move(voice, lines):
            return parts
    return further(voice, moment) if voice.rng.random() < 0.45 + 0.25 * voice.portrait.level("extraversion") else []


def _answered(voice: Voice, moment: Moment, lines: Sequence[Perceived]) -> list[str] | None:
    """Give in or stand by it where somebody contradicted this person by name."""
    person, together = moment.task.person, moment.task.together
    against = next((line for line in lines if line.to_me or person in addressed(line.content, together)), None)
    if against is None or questions_of(against.content) or not moment.own or not _contradicts(against.content):
        return None
    family = "yield" if voice.portrait.level("agreeableness") + voice.rng.random() > 0.5 else "stand"
    text = remark(voice, family, voice.called(against.source))
    return [text] if text else None


def _contradicts(text: str) -> bool:
    plain = normal(text) if not side_in(text) else ""
    return any(
        sign in plain
        for sign in ("differ", "wrong", "nonsense", "bad take", "can't go along", "differently", "no no no")
    ) or plain.startswith("no ")


def _share(voice: Voice, lines: Sequence[Perceived]) -> list[str]:
    """Set an own matter beside another's, where the two are surely about the same thing."""
    for line in lines:
        told_already = voice.own_lines and same_matter(voice.own_lines[-1], line.content)
        if line.content.rstrip().endswith("?") or told_already:
            continue
        near = bearing(voice, line.content, _alike(line.content))
        fact = next((f for f in near if same_matter(f.said, line.content)), None)
        if fact is not None:
            name, told, draw = voice.called(line.source), voice.tell(fact), voice.rng.random()
            if draw < 0.6 or voice.portrait.manner.has("hostile"):
                return [told]
            return [f"{name}, {lowered(told, voice.proper())}" if draw < 0.8 else f"{told}, {name}"]
    return []


def _alike(line: str) -> tuple[str, ...]:
    """Return the kinds of own facts that can stand beside a line: a trouble beside a trouble, a memory beside one."""
    kinds = [kind for kind, _ in invites(line)]
    if "trouble" in kinds:
        return ("trouble",)
    return ("past", "other") if "past" in kinds else ("work", "habit", "routine", "media", "money", "health", "family")


def _ask(voice: Voice, lines: Sequence[Perceived]) -> list[str]:
    for place, line in enumerate(lines):
        asked = [later.content for later in lines[:place] if later.content.rstrip().endswith("?")]
        if any(line.source in named(text, voice.together) for text in asked):
            continue
        if question := question_about(voice, line.content, voice.called(line.source)):
            return [question]
    return []


def _feel(voice: Voice, lines: Sequence[Perceived]) -> list[str]:
    for line in lines[:2]:
        if text := sympathy(voice, line.content, voice.called(line.source)):
            return [text]
    return []


def _cold(voice: Voice) -> bool:
    return voice.portrait.manner.has("hostile") or voice.portrait.manner.has("rude")
