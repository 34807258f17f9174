"""What steered a world, in the fields of its result: verdicts step by step, interventions that spoke or wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip
from troupe_mcp.server.results.played import InterventionLine, VerdictLine
from troupe_mcp.server.shaping.scenes import scene
from troupe_mcp.simulation.worlds.events import Intervened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.app.views import RunView
    from troupe_mcp.server.results.played import Played

MOST_VERDICTS = 30
MOST_SERIES = 50
LONGEST = 200
"""Characters of a claim, and of what an intervention brings, that a result repeats."""


def verdicts_of(view: RunView) -> list[VerdictLine]:
    """Return the latest verdict on each claim, the latest judged first, with all earlier ones in short."""
    found: dict[tuple[str, str], VerdictLine] = {}
    for judged in view.verdicts():
        before = found.pop((judged.claim, judged.person), None)
        score = "" if judged.score is None else f" {judged.score}"
        series = [*((before.series or []) if before else []), f"{judged.step}: {judged.verdict}{score}"]
        found[judged.claim, judged.person] = VerdictLine(
            step=judged.step,
            claim=clip(judged.claim, LONGEST),
            person=judged.person or None,
            verdict=judged.verdict if judged.outcome == "answered" else f"{judged.verdict} ({judged.outcome})",
            score=judged.score,
            confidence=judged.confidence,
            justification=judged.justification or None,
            series=series[-MOST_SERIES:],
        )
    return sorted(found.values(), key=lambda line: -line.step)[:MOST_VERDICTS]


def interventions_of(view: RunView) -> list[InterventionLine]:
    """Return the interventions of the present scene, and those that spoke in it."""
    now = scene(view)
    if now is None:
        return []
    spoke = [event for _, event in view.log if isinstance(event, Intervened) and event.step > now.step]
    lines: list[InterventionLine] = []
    for each in now.interventions:
        own = [event for event in spoke if event.number == each.number]
        brings = "; ".join(f"{line.kind}: {line.content or ', '.join(line.to)}" for line in each.then)
        why = own[-1].why if own else None
        lines.append(
            InterventionLine(
                number=each.number, brings=clip(brings, LONGEST), steps=[event.step for event in own], why=why
            )
        )
    return lines


def steered_lines(result: Played) -> Iterator[str]:
    """Return verdicts and interventions as lines of text."""
    for line in result.verdicts or []:
        whom = f" ({line.person})" if line.person else ""
        sure = "" if line.confidence is None else f", confidence {line.confidence:.2f}"
        series = f" [{', '.join(line.series)}]" if line.series and len(line.series) > 1 else ""
        score = "" if line.score is None else f", {line.score} of 9"
        why = f". {line.justification}" if line.justification else ""
        yield f"Claim “{line.claim}”{whom}: {line.verdict}{score} after step {line.step}{sure}{series}{why}"
    for each in result.interventions or []:
        why = f" ({each.why})" if each.steps and each.why != f"step {each.steps[-1]}" else ""
        spoke = f"spoke at step {', '.join(map(str, each.steps))}{why}" if each.steps else "has not spoken yet"
        yield f"Intervention {each.number} {spoke}: {each.brings}"
