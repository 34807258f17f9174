"""Taking part among several people: a side, a matter in common, one question back, a word of sympathy, or silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.company import first_name
from troupe_mcp.models.rehearsal.criteria import subject_of
from troupe_mcp.models.rehearsal.exchanges import (
    invites,
    is_empty,
    question_about,
    remark,
    reply,
    sympathy,
)
from troupe_mcp.models.rehearsal.gaps import measure_in
from troupe_mcp.models.rehearsal.grounds import LIVED, bearing, grounds_of, nearness
from troupe_mcp.models.rehearsal.intents import fields_of
from troupe_mcp.models.rehearsal.lexicon import criteria
from troupe_mcp.models.rehearsal.moment import named, questions_of, vocative
from troupe_mcp.models.rehearsal.sides import side, since_asked, turned
from troupe_mcp.models.rehearsal.words import lowered, normal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from troupe_mcp.models.rehearsal.moment import Moment
    from troupe_mcp.models.rehearsal.voice import Voice
    from troupe_mcp.simulation.perception import Perceived

_HANDED = re.compile(r"^Ask [A-Z]|rather hear [A-Z]|knows more")
_DECISIVE = ("yes", "no", "deal.yes", "deal.no", "deal.none")
_FIRST = 0.6  # how often a gap breaks the silence after a question
_NAMES = re.compile(
    r"^\W*(?:what|who|whom|which|why|when|where|how|tell|describe|name)\b"
    r"(?! (?:do|would|did) you (?:all |each )?(?:think|make|say|feel)"
    r"|(?:'s| is| are) your (?:opinion|view|take|stance))",
    re.IGNORECASE,
)
"""A question for something, not for a yes, a no or a view."""
_NEAR = 3  # the same word
_SURE = 5  # the same word and the same everyday matter


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
    return []


def instead_of_a_gap(voice: Voice, moment: Moment) -> list[str] | None:
    """Return what is said where an own answer is missing among others: a matter near it, another's turn, silence.

    Nothing (`None`) means that the gap may be said: nobody has said one since the question.
    """
    asked = _matter(moment)
    lines = list(reversed(since_asked(moment)))
    told = next(iter(bearing(voice, moment.asked) or bearing(voice, asked)), None)
    tastes = () if voice.portrait.manner.facts == 1 else voice.portrait.of("interest", "like", "dislike")
    told = told or next((fact for fact in voice.fresh(tastes) if nearness(fact.said, asked)), None)
    if told is not None:
        return [voice.tell(told)]
    spoken = [line for line in lines if not is_empty(line.content)]
    if parts := side(voice, spoken):
        return parts
    if named(moment.task.person, moment.text):
        return None
    handed = any(is_empty(line) and _HANDED.search(line) for line in moment.own)
    if not handed and voice.rng.random() < 0.4 and (knower := _knower(moment, asked)):
        text = remark(voice, "hand_over", first_name(knower))
        if text and len(spoken) == len(lines):
            return [text]
    gap_said = any(is_empty(line.content) for line in lines)
    again = bool(moment.own) and is_empty(moment.own[-1])
    if not lines:
        return None if voice.rng.random() < _FIRST else []
    return [] if gap_said or again or voice.portrait.level("extraversion") < 0 else None


def unmeasured(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Leave out what one would want to know first where somebody has just asked for the same, and what is far from it.

    An own fact stays beside such a measure where it shares a word with the matter or is a way of judging. After two
    of a room nobody measures any more, and nobody does where a thing is asked for that no measure names.
    """
    if not parts or not measure_in(parts[0]):
        return parts
    far = [f for f in voice.told if nearness(f.said, _matter(moment)) < _NEAR and not criteria().ways.search(f.said)]
    voice.told[:] = [fact for fact in voice.told if fact not in far]
    kept = parts[: len(parts) - len(far)]
    heard = {wording: None for line in since_asked(moment) if (wording := measure_in(line.content))}
    unfit = measure_in(parts[0]) in heard or len(heard) > 1 or _NAMES.match(moment.asked) is not None
    if heard and len(kept) == 1 and (lived := [f for f in bearing(voice, moment.asked) if f.kind in LIVED]):
        return [voice.tell(lived[0])]
    return kept[1:] if unfit else kept


def is_gap(voice: Voice, moment: Moment, parts: list[str]) -> bool:
    """Return whether an answer says nothing, or only a belief that has nothing to do with the matter."""
    if any(measure_in(part) for part in parts):
        return False
    if not voice.told:
        return all(is_empty(part) for part in parts)
    if any(parts[0] in voice.listed(family) for family in _DECISIVE):
        return False
    matter, fields = _matter(moment), fields_of(moment.asked)
    if not fields and all(fact.thing for fact in voice.told):
        return True
    if any(nearness(fact.said, matter) for fact in voice.told):
        return False
    return not fields or bool(grounds_of(moment.asked) and not any(fact.thing for fact in voice.told))


def joined(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Tie an answer to those who spoke before: back them or contradict them, reply to them, or ask them back."""
    tied = turned(voice, moment, parts)
    if tied is not parts or len(" ".join(parts).split()) > 24:
        return tied
    if (owed := _owed(voice, moment)) and not parts[-1].endswith("?"):
        return [*parts, owed]
    asked_last = bool(moment.own) and moment.own[-1].rstrip().endswith("?")
    lines = [line for line in reversed(since_asked(moment)) if not is_empty(line.content)]
    if (addressed := _addressed(voice, lines, parts)) is not parts:
        return addressed
    chance = 0.3 + 0.15 * voice.portrait.level("extraversion")
    if asked_last or any(line.content.rstrip().endswith("?") for line in lines) or voice.rng.random() > chance:
        return parts
    return [*parts, *_ask(voice, lines[:2])]


def _addressed(voice: Voice, lines: Sequence[Perceived], parts: list[str]) -> list[str]:
    """Say an own fact towards whoever has just spoken of the very same thing."""
    if len(parts) != 1 or len(voice.told) != 1 or parts[0] != voice.told[0].said or voice.rng.random() < 0.4:
        return parts
    line = next((line for line in lines if nearness(line.content, parts[0]) >= _SURE), None)
    if line is None or line.content.rstrip().endswith("?"):
        return parts
    return [f"{first_name(line.source)}, {lowered(parts[0], voice.proper())}"]


def _owed(voice: Voice, moment: Moment) -> str:
    """Return the reply to a question that somebody in the room has put since this person spoke."""
    for line in moment.task.perceived[moment.task.news :]:
        mine = line.to_me or vocative(moment.task.person, line.content)
        if line.kind == "TALK" and line.source in moment.task.here and mine:
            asked = questions_of(line.content)
            answer = reply(voice, asked[-1]) if asked else ""
            if answer:
                return f"And {first_name(line.source)}, {lowered(answer, voice.proper())}"
    return ""


def _answered(voice: Voice, moment: Moment, lines: Sequence[Perceived]) -> list[str] | None:
    """Give in or stand by it where somebody contradicted this person by name."""
    against = next((line for line in lines if vocative(moment.task.person, line.content) or line.to_me), None)
    if against is None or questions_of(against.content) or not moment.own or not _contradicts(against.content):
        return None
    family = "yield" if voice.portrait.level("agreeableness") + voice.rng.random() > 0.5 else "stand"
    text = remark(voice, family, first_name(against.source))
    return [text] if text else None


def _contradicts(text: str) -> bool:
    plain = normal(text)
    return any(
        sign in plain
        for sign in ("differ", "wrong", "nonsense", "bad take", "can't go along", "differently", "no no no")
    ) or plain.startswith("no ")


def _share(voice: Voice, lines: Sequence[Perceived]) -> list[str]:
    """Set an own matter beside another's, where the two are surely about the same thing."""
    for line in lines:
        told_already = voice.own_lines and nearness(voice.own_lines[-1], line.content) >= _SURE
        if line.content.rstrip().endswith("?") or told_already:
            continue
        near = bearing(voice, line.content, _alike(line.content))
        fact = next((f for f in near if nearness(f.said, line.content) >= _SURE), None)
        if fact is not None:
            name, told, draw = first_name(line.source), voice.tell(fact), voice.rng.random()
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
        if any(later.content.rstrip().endswith("?") and named(line.source, later.content) for later in lines[:place]):
            continue
        if question := question_about(voice, line.content, first_name(line.source)):
            return [question]
    return []


def _feel(voice: Voice, lines: Sequence[Perceived]) -> list[str]:
    for line in lines[:2]:
        if text := sympathy(voice, line.content, first_name(line.source)):
            return [text]
    return []


def _cold(voice: Voice) -> bool:
    return voice.portrait.manner.has("hostile") or voice.portrait.manner.has("rude")


def _knower(moment: Moment, asked: str) -> str:
    """Return somebody here who has spoken of the very matter."""
    about = grounds_of(asked)
    if not about:
        return ""
    return next(
        (line.source for line in reversed(moment.heard) if line.source in moment.task.here
         and not any(late.source == line.source and is_empty(late.content) for late in since_asked(moment))
         and not is_empty(line.content) and nearness(line.content, asked) >= _SURE), ""
    )  # fmt: skip


def _matter(moment: Moment) -> str:
    """Return what a question from outside is about, with what the talk was opened with where it names nothing."""
    if grounds_of(moment.asked) or fields_of(moment.asked) or subject_of(moment.asked):
        return moment.asked
    return moment.text if grounds_of(moment.text) else " ".join([*moment.shown[-3:-1], moment.text])
