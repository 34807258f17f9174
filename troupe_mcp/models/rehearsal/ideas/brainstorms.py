"""Which brainstorming is going on: ideas asked for on another matter begin anew, and those of before rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.intents import asks_about_ideas, asks_ideas
from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.english.words import coverage, keys, light
from troupe_mcp.models.rehearsal.ideas.followups import ideas_heard

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.simulation.turns.perception import Perceived

_NO_MATTER = keys("ideas more other another else further new good best have give share something now come up think of")
_SAME = 0.5
"""The share of a question's matter above which it goes on with the matter before."""


def ideas_of(moment: Moment) -> tuple[Perceived, ...]:
    """Return the ideas of others on the matter that is open, each device once."""
    begun = _begun(moment)
    since = moment.task.perceived[begun[-1] :] if begun else moment.task.perceived
    heard = tuple(line for line in since if not line.own and line.kind == "TALK" and line.content.strip())
    return ideas_heard(heard, moment.task.here)


def own_lines_of(moment: Moment) -> tuple[str, ...]:
    """Return what somebody has said themselves since the matter that is open was brought up."""
    begun = _begun(moment)
    since = moment.task.perceived[begun[-1] :] if begun else moment.task.perceived
    return tuple(line.content for line in since if line.own and line.kind == "TALK" and line.content.strip())


def shown_for(moment: Moment) -> tuple[str, ...]:
    """Return what was shown and said from outside, without what ideas were asked for before the open matter."""
    closed = [moment.task.perceived[place].content for place in _begun(moment)[:-1]]
    return tuple(text for text in moment.shown if text not in closed)


def _begun(moment: Moment) -> list[int]:
    """Return where in the talk a question from outside has asked for ideas on a matter of its own."""
    found: list[int] = []
    for place, line in enumerate(moment.task.perceived):
        if line.kind != "say" or line.source in moment.task.here or not asks_ideas(line.content):
            continue
        if found and asks_about_ideas(line.content):
            continue  # what is asked of the ideas at hand brings up no matter of its own
        matter = _matter(line.content)
        before = _matter(moment.task.perceived[found[-1]].content) if found else ()
        if not found or (matter and coverage(matter, before) <= _SAME):
            found.append(place)
    return found


def _matter(text: str) -> tuple[str, ...]:
    asked = " ".join(part for part in questions_of(text) if asks_ideas(part)) or text
    return tuple(key for key in keys(asked) if key not in light() and key not in _NO_MATTER)
