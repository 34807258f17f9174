"""What was found in the turns of a run, as figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from troupe_mcp.app.labels import NOT_MEASURED
from troupe_mcp.server.results.played import QualityOf
from troupe_mcp.simulation.worlds.events import Checked, TurnTaken

if TYPE_CHECKING:
    from troupe_mcp.app.views import RunView

MARKS = ("adherence", "consistency", "fluency", "suitability")


def quality_of(view: RunView) -> QualityOf | None:
    """Return the figures of a run in which anything was found or judged. A rehearsal's judgements are no measure."""
    checked = [event for _, event in view.log if isinstance(event, Checked)]
    if not checked:
        return None
    turns = sum(isinstance(event, TurnTaken) for _, event in view.log)
    judged = [event.marks for event in checked if event.marks]
    measured = judged if not view.notice else []
    return QualityOf(
        turns=turns,
        slips=dict(Counter(slip for event in checked for slip in event.slips)),
        again=sum(event.again for event in checked),
        judged=len(judged),
        marks={name: round(sum(four[at] for four in measured) / len(measured), 1) for at, name in enumerate(MARKS)}
        if measured
        else None,
        note=NOT_MEASURED if judged and not measured else None,
    )
