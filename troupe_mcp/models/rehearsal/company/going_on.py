"""Going on in later steps: a question to somebody by name, an own matter beside another's, what was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.company.asking_around import ask_around, chime_in
from troupe_mcp.models.rehearsal.company.contributions import (
    come_back,
    concede,
    own_life,
    own_side,
    set_beside,
    tell_episode,
    weigh,
)
from troupe_mcp.models.rehearsal.company.debating import (
    add,
    ask_for_reasons,
    conclude,
    go_between,
    grant,
    is_debated,
    make_conditions,
    respond,
)
from troupe_mcp.models.rehearsal.company.handing_round import hand_round
from troupe_mcp.models.rehearsal.company.parting import finish, is_over, is_parting, take_leave
from troupe_mcp.models.rehearsal.company.rethinking import think_again
from troupe_mcp.models.rehearsal.company.summing import sum_up
from troupe_mcp.models.rehearsal.company.thread import LONG, Thread, has_the_floor, thread_of
from troupe_mcp.models.rehearsal.english.words import coverage, keys, normal
from troupe_mcp.models.rehearsal.matters.plans import plan_in
from troupe_mcp.models.rehearsal.offers.appraising import further_point

if TYPE_CHECKING:
    from collections.abc import Callable

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

    Move = Callable[[Voice, Thread], list[str]]

_LATE = 4
"""The steps after which somebody may be done."""
_WEIGHING = 0.5
"""How often a first word weighs the matter rather than tells of oneself."""
_SAID = 0.8
"""Of the words of a line, how many make it an old one."""


def go_on(voice: Voice, moment: Moment) -> str:
    """Return what somebody says to keep a talk among several going, nobody having asked them; empty for silence."""
    thread = thread_of(moment)
    waiting = bool(moment.questions) and not moment.by_person
    if thread is None or (waiting and thread.since < 1) or thread.owes_an_answer() or is_over(thread):
        return ""
    speaks = has_the_floor(voice, thread)
    if not speaks and thread.since < LONG:
        return ""
    said = voice.say(_next_move(voice, thread) if speaks else take_leave(voice, thread))
    return "" if _is_old(said, thread) else said  # a manner may cut a sentence down to what somebody else has said


def goes_on(moment: Moment) -> bool:
    """Return whether several talk on about a matter of its own, so that nothing else is taken up before it."""
    thread = thread_of(moment)
    return thread is not None and len(thread.here) > 1 and thread.since > 0 and is_debated(thread)


def is_told(moment: Moment, content: str) -> bool:
    """Return whether somebody has told this in the talk, so that it need not be told unasked."""
    thread = thread_of(moment) if content else None
    return thread is not None and _is_old(content, thread)


def pair_up(voice: Voice, moment: Moment) -> list[str]:
    """Return what one of two says to the other's answer, where both were asked something from outside."""
    thread = thread_of(moment)
    return _next_move(voice, thread) if thread is not None and thread.asks and len(thread.here) == 1 else []


def _next_move(voice: Voice, thread: Thread) -> list[str]:
    """Return the first move that brings something nobody has said."""
    for move in _moves(voice, thread):
        told = len(voice.told)
        parts = move(voice, thread)
        if parts and not _is_old(" ".join(parts), thread):
            return parts
        del voice.told[told:]
    return []


def _moves(voice: Voice, thread: Thread) -> list[Move]:
    """Return the moves in the order in which they are tried: by temper and lot; asking twice is the last resort."""
    if is_parting(thread):
        return [take_leave]
    if thread.since and is_debated(thread):
        return _debated(voice, thread)
    level, rng = voice.portrait.level, voice.rng
    plan = plan_in(thread.subject)
    weights: list[tuple[float, Move]] = [
        (0.9, chime_in),
        (1.0, sum_up),
        (0.4 + 0.2 * level("agreeableness"), come_back),
        (0.6, set_beside),
        (1.0, _add_a_point),
        (0.8 if plan is not None and plan.first else 0.3, weigh),
        (0.7, tell_episode),
        (0.7 + 0.3 * level("extraversion") + 0.2 * level("openness"), ask_around),
        (0.3 + 0.3 * level("agreeableness"), concede),
        (0.5 + 0.1 * level("agreeableness"), hand_round),
        (0.7, think_again),
    ]
    last = next((line for line in reversed(thread.lines) if line.own), None)
    asked = last is not None and last.content.endswith("?")
    if last is not None and not asked:
        weights = [(weight - 0.5 * (move in _TELLING), move) for weight, move in weights]
    moves = [move for move in _drawn(voice, weights) if not (asked and move is ask_around)]
    if not thread.since:
        first = [weigh, own_side] if rng.random() < _WEIGHING or thread.is_tale else [own_side, weigh]
        return [*first, *moves, own_life]
    again: list[Move] = [ask_around] if asked and not thread.now else []
    return [*moves, own_side, own_life, *again, *([finish] if thread.since >= _LATE else []), take_leave]


def _debated(voice: Voice, thread: Thread) -> list[Move]:
    """Return the moves where there is a matter to stay on; of oneself one tells only to break a silence."""
    level = voice.portrait.level
    weights: list[tuple[float, Move]] = [
        (1.1, respond),
        (0.7, add),
        (0.5, make_conditions),
        (0.5 + 0.1 * level("extraversion"), ask_for_reasons),
        (0.4 + 0.2 * level("agreeableness"), grant),
        (0.5 + 0.2 * level("agreeableness"), go_between),
        (0.4, conclude),
        (0.4, sum_up),
        (0.3, _add_a_point),
        (0.3, think_again),
        (0.3, hand_round),
        (0.2, chime_in),
    ]
    done = [finish] if thread.since >= _LATE else []
    alone: list[Move] = [] if thread.now else [ask_around, own_side, set_beside, own_life]
    return [*_drawn(voice, weights), *alone, *done, take_leave]


def _drawn(voice: Voice, weights: list[tuple[float, Move]]) -> list[Move]:
    """Return moves by weight and lot."""
    ranked = ((weight + voice.rng.random(), -place, move) for place, (weight, move) in enumerate(weights))
    return [move for _, _, move in sorted(ranked, key=_first, reverse=True)]


def _add_a_point(voice: Voice, thread: Thread) -> list[str]:
    """Say one thing more about what is on offer."""
    return further_point(voice, thread.subject)


def _first(entry: tuple[float, int, Move]) -> tuple[float, int]:
    return entry[:2]


def _is_old(content: str, thread: Thread) -> bool:
    """Return whether somebody has said this before, or nearly this."""
    said = keys(content)
    return any(
        normal(line.content) == normal(content)
        or (len(said) > 2 and coverage(said, keys(line.content)) >= _SAID and not content.endswith("?"))
        for line in thread.lines
    )


_TELLING: tuple[Move, ...] = (set_beside, chime_in, come_back, tell_episode)
