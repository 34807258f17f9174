"""Second thoughts: what somebody who said their own before makes of what another has said since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.intents import asks_ideas, asks_opinion
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.matters.grounds import nearness
from troupe_mcp.models.rehearsal.matters.plans import plan_in, side_in
from troupe_mcp.models.rehearsal.voice.wordings import begins

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.company.thread import Thread
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_FAMILIES = ("rethink", "unmoved")
_EARLY = 2
"""The steps before which nobody has second thoughts."""
_NEAR = 3
"""The same word as in the matter."""
_WON = 0.6
"""From where on somebody of this temper gives way."""


def think_again(voice: Voice, thread: Thread) -> list[str]:
    """Say whether somebody has moved one, once in a talk of a matter with two sides of which one has taken a view."""
    plan = plan_in(thread.subject)
    of_views = asks_opinion(thread.subject) or (plan and not plan.names and not asks_ideas(thread.subject))
    mine = [line for line in thread.own if not is_empty(line) and not line.endswith("?")]
    told = any(begins(line, _FAMILIES) for line in thread.said)
    if not of_views or thread.since < _EARLY or not mine or told:
        return []
    line = next((line for line in reversed(thread.others) if _argues(line, thread.subject)), None)
    if line is None or side_in(line.content) == side_in(mine[0]) != "":
        return []
    level = voice.portrait.level
    gives_way = 0.5 * (level("agreeableness") + level("openness")) + voice.rng.random() > _WON
    frame = voice.least(voice.listed("rethink" if gives_way else "unmoved"))
    return [frame.replace("{name}", voice.called(line.source))] if frame else []


def _argues(line: Perceived, subject: str) -> bool:
    """Return whether a line says something of the matter itself."""
    if line.content.endswith("?") or is_empty(line.content) or begins(line.content, _FAMILIES):
        return False
    return side_in(line.content) != "" or nearness(line.content, subject) >= _NEAR
