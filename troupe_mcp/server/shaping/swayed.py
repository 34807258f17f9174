"""What talking did to the votes of a group, as fields of a result and as lines of its text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import NOT_MEASURED
from troupe_mcp.language.text import clip, written
from troupe_mcp.server.results.swayed import ConformityOf, DynamicsOf, HeldLine, MoverLine, VotesLine
from troupe_mcp.server.shaping.trusted import trust_lines, trust_of
from troupe_mcp.simulation.worlds.votes import BEFORE
from troupe_mcp.studies.amounts import amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.app.views import RunView
    from troupe_mcp.studies.dynamics import Conformity, Count, Dynamics, Mover

MEAN = "mean"
MOST = 15
"""Movers, and people who held out, that a result names."""
LONGEST = 240
NOT_SAID = "nothing that anybody said"
TOGETHER = (
    "People of one room heard each other, so they are no independent draws: intervals and p are too narrow for more "
    "than this room. Play it again with other seeds to see how often it goes so."
)
UNDECIDED = "Conformity is not counted: no one answer led before, or nobody stood apart from it."


def dynamics_line(view: RunView) -> DynamicsOf | None:
    """Return what talking did to the votes of a run, where it has a ballot."""
    found = view.dynamics()
    if found is None:
        return None
    after = any(count.when != BEFORE for count in found.counts)
    missing = sum(len(count.people) for count in found.counts if count.when == BEFORE) - found.both
    notes = [f"{missing} voted only before"] if after and missing > 0 else []
    notes += [UNDECIDED] if after and found.conformity is None else []
    if found.measured and after:
        notes.append(TOGETHER)
    named = Counter(mover.by or NOT_SAID for mover in found.movers)
    return DynamicsOf(
        question=clip(found.question.readable, LONGEST),
        kind=found.question.kind,
        n=found.both,
        votes=[_votes(count) for count in found.counts],
        moved=[_mover(mover) for mover in found.movers[:MOST]],
        moved_by=dict(named.most_common()),
        majority=None if found.majority is None else _told(found.majority),
        minority=[
            HeldLine(person=vote.person, answer=_told(vote.value), quote=clip(vote.reason, LONGEST))
            for vote in found.held[:MOST]
        ],
        conformity=_conformity(found.conformity, found) if found.conformity else None,
        test=_test(found),
        measured=None if found.measured else NOT_MEASURED,
        notes=notes or None,
        trust=trust_of(found.trust) if after else None,
    )


def _votes(count: Count) -> VotesLine:
    figures = count.figures
    spans = {
        name: [round(each.interval.low, 3), round(each.interval.high, 3)]
        for name, each in figures.estimates.items()
        if each.interval
    }
    values = {name: round(each.value, 3) for name, each in figures.estimates.items()}
    points = {name: round(value, 3) for name, value in figures.points.items()}
    rated = figures.unit == MEAN
    shares = (points or None) if rated else values
    mean = values.get(MEAN) if rated else None
    return VotesLine(
        when=count.when, step=count.step, n=len(count.people), shares=shares, mean=mean, interval=spans or None
    )


def _mover(mover: Mover) -> MoverLine:
    return MoverLine(
        person=mover.person,
        before=_told(mover.before),
        after=_told(mover.after),
        by=mover.by or NOT_SAID,
        quote=clip(mover.quote, LONGEST) or None,
        position=mover.position or None,
        why=clip(mover.why, LONGEST) or None,
    )


def _conformity(found: Conformity, of: Dynamics) -> ConformityOf:
    interval = found.share.interval if of.measured else None
    return ConformityOf(
        majority=_told(found.majority),
        joined=found.joined,
        apart=found.apart,
        share=round(found.share.value, 3),
        interval=[round(interval.low, 3), round(interval.high, 3)] if interval else None,
        chance=round(found.chance, 3) if of.measured else None,
        beyond_chance=interval.low > found.chance if interval else None,
    )


def _test(found: Dynamics) -> str | None:
    change = found.change
    if change is None or change.p is None:
        return None
    return f"before against after: p = {float(f'{change.p:.2g}'):g}, {change.method}, n = {change.n}"


def _told(value: Any) -> str:
    return written(value) if isinstance(value, int | float) else str(value)


def dynamics_lines(found: DynamicsOf | None) -> Iterator[str]:
    """Return votes and what moved them as lines of text."""
    if found is None:
        return
    measured = f" ({found.measured})" if found.measured else ""
    yield f"Ballot “{found.question}”, in private{measured}"
    for line in found.votes:
        yield f"  {line.when} (step {line.step}, n = {line.n}): {_figures(line)}"
    if len(found.votes) > 1 and not found.moved:
        yield "  nobody moved"
    yield from (f"  {_moved(each)}" for each in found.moved)
    if (c := found.conformity) is not None:
        span = f" ({c.interval[0]:.0%} to {c.interval[1]:.0%})" if c.interval else ""
        chance = "" if c.chance is None else f"; by chance {c.chance:.0%}"
        went = "joined it" if all(line.mean is None for line in found.votes) else "joined it or came nearer"
        yield f"  conformity: {c.joined} of {c.apart} apart from “{c.majority}” {went}, {c.share:.0%}{span}{chance}"
    yield from (f"  held out for “{each.answer}”: {each.person}: “{each.quote}”" for each in found.minority)
    yield from (f"  {text}" for text in (*([found.test] if found.test else ()), *(found.notes or ())))
    yield from trust_lines(found.trust, "the votes")
    yield ""


def _figures(line: VotesLine) -> str:
    spans = line.interval or {}
    if line.mean is not None:
        span = spans.get(MEAN)
        return f"mean {written(line.mean)}" + (f" ({amount(span[0])} to {amount(span[1])})" if span else "")
    return ", ".join(f"{clip(name, 60)} {part:.0%}" for name, part in (line.shares or {}).items()) or "no votes"


def _moved(line: MoverLine) -> str:
    by = f"by {line.by}: “{line.quote}”" if line.quote else f"by {line.by}"
    return f"moved: {line.person}, {line.before} → {line.after}, {by}" + (f" ({line.why})" if line.why else "")
