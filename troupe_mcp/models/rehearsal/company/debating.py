"""Staying on the matter: answering others' reasons with own ones, asking for theirs, granting, summing up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import addressed
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.company.thread import Thread, thread_of, untold
from troupe_mcp.models.rehearsal.english.words import lowered
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.matters.angles import (
    angle_in,
    angles_of,
    asked_in,
    asks,
    facts_for,
    has_sides,
    side_of,
)
from troupe_mcp.models.rehearsal.matters.siding import side_taken
from troupe_mcp.models.rehearsal.voice.wordings import begins

if TYPE_CHECKING:
    from collections.abc import Callable

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.matters.angles import Angle
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_SIDES = ("plus", "minus")
_LATELY = 5
"""The lines of others that one still answers."""
_OWN = 0.9
"""How often a reason is one of the own life, where there is one."""
_LATE = 2
"""The steps before which nobody sums up or goes between two others."""
_MANNERED = 0.6
"""How often the wording is one of the own manner, where the manner has its own."""
_COLD = ("hostile", "rude")


def is_debated(thread: Thread) -> bool:
    """Return whether a talk has a matter that people can stay on."""
    return bool(angles_of(thread.subject))


def stand(voice: Voice, thread: Thread) -> str:
    """Return the side that somebody takes: the one of their first words on it, else the one that they would take."""
    if not has_sides(angles_of(thread.subject)):
        return "any"
    told = next((side for line in thread.own if (side := side_of(line, thread.subject))), "")
    return told or _inclined(voice, thread, open_=True)


def _inclined(voice: Voice, thread: Thread, *, open_: bool) -> str:
    """Return the side to which more in the own life inclines, else the one that a taste decides."""
    angles, subject = angles_of(thread.subject), thread.subject
    speak = [sum(bool(facts_for(voice.portrait, a, a.side(side, subject))) for a in angles) for side in _SIDES]
    if speak[0] != speak[1]:
        return _SIDES[speak[1] > speak[0]]
    side = side_taken(voice.portrait, subject, "", open_=open_)
    return {"yes": "plus", "no": "minus"}.get(side, "open")


def respond(voice: Voice, thread: Thread) -> list[str]:
    """Answer what somebody said of the matter: along with it, against it, or beside it."""
    mine = stand(voice, thread)
    for line in _answerable(voice, thread):
        theirs = side_of(line.content, thread.subject)
        family = "along" if mine == theirs in _SIDES else "against" if {mine, theirs} == {*_SIDES} else "beside"
        angle = angle_in(line.content, angles_of(thread.subject))
        reason, lived = _reason(voice, thread, mine)
        if not reason:
            return []
        return _said(voice, f"debate.{family}", reason, line.source, angle, lived=lived)
    return []


def add(voice: Voice, thread: Thread) -> list[str]:
    """Give a reason of one's own, a further one where one was given before."""
    reason, lived = _reason(voice, thread, stand(voice, thread))
    if not reason:
        return []
    before = any(not is_empty(line) for line in thread.own)
    return _said(voice, "debate.second", reason, "", None, lived=lived) if before else [f"{reason}."]


def make_conditions(voice: Voice, thread: Thread) -> list[str]:
    """Say what would change somebody's mind, or what they would wish for beside their yes; once in a talk."""
    mine = stand(voice, thread)
    if mine == "any" or any(begins(line, ("debate.if", "debate.wish")) for line in thread.own):
        return []
    family = "debate.wish" if mine == "plus" else "debate.if"
    frame, condition = _frame(voice, family), _condition(voice, thread)
    return [frame.replace("{if}", condition)] if frame and condition else []


def grant(voice: Voice, thread: Thread) -> list[str]:
    """Grant a point to somebody on the other side, and stay where one is; the agreeable do so, once."""
    mine = stand(voice, thread)
    if voice.portrait.level("agreeableness") < 0 or any(begins(line, ("debate.grant",)) for line in thread.own):
        return []
    for line in _answerable(voice, thread):
        angle = angle_in(line.content, angles_of(thread.subject))
        if angle is None or {mine, side_of(line.content, thread.subject)} != {*_SIDES}:
            continue
        theirs = angle.side("plus" if mine == "minus" else "minus", thread.subject)
        point = voice.least(angle.points.get(theirs, ()))
        return _said(voice, "debate.grant", point, line.source, angle, lived=False) if point else []
    return []


def go_between(voice: Voice, thread: Thread) -> list[str]:
    """Propose what two who differ could both live with; once in a talk."""
    if thread.since < _LATE or any(begins(line, ("debate.middle",)) for line in thread.said):
        return []
    sides = {side: name for name in thread.here for side in [_side_of_one(thread, name)] if side in _SIDES}
    frame, condition = _frame(voice, "debate.middle"), _condition(voice, thread)
    if len(sides) < len(_SIDES) or not frame or not condition:
        return []
    names = frame.replace("{a}", voice.called(sides["plus"])).replace("{b}", voice.called(sides["minus"]))
    return [names.replace("{if}", condition)]


def conclude(voice: Voice, thread: Thread) -> list[str]:
    """Sum up for oneself, once, towards the end."""
    mine = stand(voice, thread)
    told = any(begins(line, ("debate.sum",)) for line in thread.own)
    if thread.since < _LATE or mine == "any" or told or not thread.own:
        return []
    reason, lived = _reason(voice, thread, mine)
    return _said(voice, f"debate.sum.{mine}", reason, "", None, lived=lived) if reason else []


def ask_for_reasons(voice: Voice, thread: Thread) -> list[str]:
    """Ask somebody who has taken a side what speaks for it, or what would change it."""
    if thread.own and thread.own[-1].endswith("?"):
        return []
    asked = [name for line in thread.said if asked_in(line) for name in addressed(line, thread.together)]
    names = [name for name in thread.here if name not in asked and _side_of_one(thread, name)]
    if not names or len(asked) >= len(thread.together) / 2:
        return []
    name = voice.rng.choice(names)
    kinds = ("why", "if") if has_sides(angles_of(thread.subject)) else ("why",)
    listed = asks()[kinds[voice.rng.randrange(len(kinds))]][_side_of_one(thread, name)]
    wording, lead = voice.least(listed), voice.least(voice.listed("inquire"), own=True) or "{Q}, {name}?"
    low = f"{wording[:1].lower()}{wording[1:]}"
    called = voice.called(name)
    return [lead.replace("{Q}", wording).replace("{q_low}", low).replace("{name}", called)] if wording else []


def give_reasons(voice: Voice, moment: Moment) -> list[str]:
    """Answer somebody who asked for a reason or a condition; nothing where another thing was asked."""
    kind = asked_in(moment.text) if moment.by_person and moment.addressed else ""
    thread = thread_of(moment) if kind else None
    if thread is None or not is_debated(thread):
        return []
    if kind == "if" and (said := make_conditions(voice, thread)):
        return said
    reason, lived = _reason(voice, thread, stand(voice, thread))
    if reason:
        return _said(voice, "debate.reply", reason, moment.asker, None, lived=lived)
    frame = _frame(voice, "debate.told") or "What I said before, {name}."
    return [frame.replace("{name}", voice.called(moment.asker))]


def _answerable(voice: Voice, thread: Thread) -> list[Perceived]:
    """Return what others said lately that can be answered: what was said to this person first, then the latest."""
    lines = [line for line in reversed(thread.others[-_LATELY:]) if _is_on_it(line, thread)]
    answered = [line.content for line in thread.lines if line.own]
    fresh = [line for line in lines if not any(voice.called(line.source) in said for said in answered[-1:])]
    return sorted(fresh, key=lambda line: thread.person not in addressed(line.content, thread.together))


def _is_on_it(line: Perceived, thread: Thread) -> bool:
    if line.content.rstrip().endswith("?") or is_empty(line.content):
        return False
    known = angle_in(line.content, angles_of(thread.subject)) is not None
    return known or side_of(line.content, thread.subject) != ""


def _side_of_one(thread: Thread, name: str) -> str:
    """Return the side that one of the others took first; that they tell of themselves where there are no sides."""
    if not has_sides(angles_of(thread.subject)):
        return "any" if any(not is_empty(line) for line in thread.by(name)) else ""
    return next((side for line in thread.by(name) if (side := side_of(line, thread.subject))), "")


def _reason(voice: Voice, thread: Thread, mine: str) -> tuple[str, bool]:
    """Return a reason on a side that nobody has given, and whether it is one of the own life."""
    side = _inclined(voice, thread, open_=False) if mine == "open" else mine
    angles = angles_of(thread.subject)
    lived = [reason for angle in angles if (reason := _lived(voice, thread, angle, angle.side(side, thread.subject)))]
    if lived and voice.rng.random() < _OWN:
        fact, so = lived[voice.rng.randrange(len(lived))]
        return f"{voice.tell(fact).rstrip('.')}. {so}", True
    points = [
        point for angle in angles if (point := voice.least(angle.points.get(angle.side(side, thread.subject), ())))
    ]
    if points:
        return points[_drawn(voice, len(points))], False
    if not lived:
        return "", False
    fact, so = lived[0]
    return f"{voice.tell(fact).rstrip('.')}. {so}", True


def _drawn(voice: Voice, size: int) -> int:
    """Draw a place in a list that begins with what is nearest."""
    return min(voice.rng.randrange(size), voice.rng.randrange(size))


def _lived(voice: Voice, thread: Thread, angle: Angle, side: str) -> tuple[Fact, str] | None:
    so = voice.least(angle.so.get(side, ()))
    fact = next(iter(untold(voice.fresh(facts_for(voice.portrait, angle, side)), thread)), None) if so else None
    return (fact, so) if fact is not None else None


def _condition(voice: Voice, thread: Thread) -> str:
    found = [said for angle in angles_of(thread.subject) if (said := voice.least(angle.conditions))]
    return found[_drawn(voice, len(found))] if found else ""


def _said(voice: Voice, family: str, reason: str, name: str, angle: Angle | None, *, lived: bool) -> list[str]:
    """Put a reason into a wording of this manner; one of two sentences stands by itself in it."""

    def fits(frame: str) -> bool:
        apart = not lived or "{Point}." in frame or "{Point}!" in frame or frame.endswith("{point_low}.")
        return apart and (angle is not None or "{it}" not in frame)

    frame = _frame(voice, family, fits)
    if not frame:
        return [] if family == "debate.grant" else [f"{reason}."]
    filled = frame.replace("{point_low}", lowered(reason, voice.proper())).replace("{Point}", reason)
    it = voice.rng.choice(angle.it) if angle is not None else ""
    return [filled.replace("{name}", voice.called(name) if name else "").replace("{it}", it)]


def _frame(voice: Voice, family: str, fits: Callable[[str], bool] = bool) -> str:
    """Draw a wording that nobody has worn: of this manner, else of all where the manner isn't a cold one."""
    own, plain = tuple(filter(fits, voice.listed(family))), tuple(filter(fits, frames().get(family, ())))
    cold = any(voice.portrait.manner.has(name) for name in (*_COLD, "terse"))
    if cold or not own:
        return voice.least(own)
    return voice.least(own if voice.rng.random() < _MANNERED else (*own, *plain)) or voice.least(plain)
