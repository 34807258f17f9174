"""The votes of a group as the facts of a report: charts before and after, who moved by whose words, who held out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.app.exports.polls import bars_of, trust_of
from troupe_mcp.app.labels import NOT_MEASURED
from troupe_mcp.language.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.app.views import RunView
    from troupe_mcp.studies.dynamics import Dynamics, Mover
    from troupe_mcp.studies.reports.charts import Bars
    from troupe_mcp.studies.reports.facts import Facts

MOST_TITLE = 80


def with_votes(facts: Facts, view: RunView) -> Facts:
    """Return the facts of a world with what talking did to its votes, where it has a ballot."""
    found = view.dynamics() if facts.kind == "world" else None
    if found is None:
        return facts
    moved = tuple((f"{each.person}: {each.before} → {each.after}", _why(each)) for each in found.movers)
    held = tuple((f"{vote.person}: {vote.value}", vote.reason) for vote in found.held)
    voices = [*([("Who moved", moved)] if moved else []), *([("Who held out", held)] if held else [])]
    return replace(
        facts,
        questions=(*facts.questions, found.question.text),
        charts=(*facts.charts, *_charts(found)),
        voices=(*facts.voices, *voices),
        trust=trust_of(found.trust),
    )


def _charts(found: Dynamics) -> Iterator[Bars]:
    named = {option.id: option.text for option in found.question.options}
    for count in found.counts:
        title = f"{clip(found.question.text, MOST_TITLE)} — {count.when} (step {count.step})"
        spans = "95 % intervals" if found.measured else f"intervals {NOT_MEASURED}"
        chart = bars_of(
            title,
            count.figures,
            named,
            float(found.question.scale[1]),
            f"n = {len(count.people)}; {spans}",
            found.question.amounts,
        )
        if chart.bars:
            yield chart


def _why(mover: Mover) -> str:
    by = f"{mover.by}: “{mover.quote}”" if mover.quote else "Nothing that anybody said."
    return f"{by} {mover.why}".strip()
