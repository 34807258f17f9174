"""A trust card as fields of a result and as lines of its text, for every study that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.server.results.question import FlagLine, Trust
from troupe_mcp.studies.trust import FLAGS, MEANING, REHEARSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.studies.trust import TrustCard


def trust_of(card: TrustCard) -> Trust:
    """Return the fields of a trust card."""
    return Trust(
        claim_level=card.level,
        meaning=MEANING[card.level],
        reason=card.reason,
        n=card.n,
        effective=card.effective,
        refusals=card.refusals,
        repairs=card.repairs,
        signal=card.signal,
        order_bias=card.order_bias,
        homogeneity=card.homogeneity,
        placebo=card.placebo,
        flags=[FlagLine(name=f.name, figure=f.figure, means=f.means, next=f.next) for f in card.flags] or None,
    )


def trust_lines(trust: Trust | None, of: str = "") -> Iterator[str]:
    """Yield a trust card; `of` says of what it is, where a result has more than that."""
    if trust is None:
        return
    yield ""
    yield f"Trust{f' in {of}' if of else ''}: {trust.claim_level}. {trust.meaning}"
    if not (trust.flags and trust.reason.startswith(FLAGS)):  # each flag has a line of its own below
        yield f"  {trust.reason}"
    weighed = f", weighing as {trust.effective:g}" if abs(trust.effective - trust.n) >= 0.5 else ""
    yield f"  n = {trust.n}{weighed}; {trust.refusals}; {trust.repairs}"
    if trust.signal == REHEARSED:
        yield f"  persona signal, order, sameness, placebo: {REHEARSED}"
    else:
        yield f"  persona signal {trust.signal}; order: {trust.order_bias}"
        yield f"  sameness: {trust.homogeneity}; placebo {trust.placebo}"
    yield from (f"  ! {flag.name}: {flag.figure}. {flag.means} {flag.next}" for flag in trust.flags or ())
