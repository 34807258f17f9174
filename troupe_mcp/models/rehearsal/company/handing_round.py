"""Handing the opening question on: somebody who has said nothing yet is asked by name, and answers what was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.company.thread import opening_of
from troupe_mcp.models.rehearsal.voice.wordings import begins

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.company.thread import Thread
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_OFTEN = 2
"""How often the question is handed on in one talk."""


def hand_round(voice: Voice, thread: Thread) -> list[str]:
    """Ask what one of the others says to the opening question, who hasn't said anything since."""
    silent = [name for name in thread.here if not thread.by(name)]
    if not thread.asks or not silent or sum(map(_hands_round, thread.said)) >= _OFTEN:
        return []
    frame = voice.least(voice.listed("round"))
    return [frame.replace("{name}", voice.called(silent[voice.rng.randrange(len(silent))]))] if frame else []


def reopened(moment: Moment) -> Moment:
    """Return the moment as if the opening question were put to this person now, where somebody handed it on to them."""
    if not (moment.by_person and moment.addressed and _hands_round(moment.text)):
        return moment
    opening = opening_of(moment.task)
    asked = questions_of(opening.content) if opening is not None else ()
    return replace(moment, cue=opening, questions=asked, by_person=False) if asked else moment


def _hands_round(line: str) -> bool:
    return begins(line, ("round",))
