"""The trust card of a study: what its numbers are worth, from counted facts alone. Nothing is hidden to look good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from troupe_mcp.studies.flags import flags_of
from troupe_mcp.studies.statistics.signal import overall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.counted import Facts
    from troupe_mcp.studies.flags import Flag
    from troupe_mcp.studies.statistics.order import OrderEffect
    from troupe_mcp.studies.statistics.signal import Signal

Level = Literal["do not count", "explore", "direction"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""What a study supports, from least to most. Simulated people never support more than a direction."""
MEANING: dict[Level, str] = {
    "do not count": "Read what was said; take no share, mean or difference from it.",
    "explore": "Good for ideas and questions to ask; its numbers may be off by more than their intervals say.",
    "direction": "Good for which way and roughly how much among these simulated people; not for real people's shares.",
}
REHEARSED = "not measured: rehearsal"
"""What stands in a rehearsed study for signal, intervals and scores."""
FLAGS = "Flags: "
"""How a reason begins that only names flags."""


@dataclass(frozen=True, slots=True)
class TrustCard:
    """The evidence of a study's own worth. Figures are ready to read; None where they don't apply to its questions."""

    level: Level
    reason: str
    n: int
    effective: float
    played_by: str
    seed: int
    refusals: str
    repairs: str
    signal: str
    order_bias: str
    homogeneity: str
    placebo: str
    flags: tuple[Flag, ...]


def trust_card(facts: Facts) -> TrustCard:
    """Return the card of a study. Its level is the highest that neither a flag nor a figure not measured forbids."""
    signal = None if facts.rehearsed else overall(facts.signals)
    flags = flags_of(facts)
    level, reason = _level(facts, signal, flags)
    lost = facts.refused + facts.missing
    return TrustCard(
        level=level,
        reason=reason,
        n=facts.people,
        effective=round(facts.effective, 1),
        played_by=facts.played_by,
        seed=facts.seed,
        refusals=f"{lost} of {facts.asked} answers refused or missing",
        repairs=f"{facts.repaired} of {facts.asked} answers asked for again"
        + (f", {facts.in_vain} of them in vain" if facts.in_vain else ""),
        signal=_signal_told(facts, signal),
        order_bias=REHEARSED if facts.rehearsed else _order_told(facts.order),
        homogeneity=REHEARSED if facts.rehearsed else _homogeneity_told(facts),
        placebo=REHEARSED if facts.rehearsed else facts.placebo,
        flags=flags,
    )


def _level(facts: Facts, signal: Signal | None, flags: Sequence[Flag]) -> tuple[Level, str]:
    if facts.rehearsed:
        return "do not count", "Rehearsed: nobody's model answered, so this shows how the study runs and nothing else."
    if facts.rests:
        return "do not count", facts.rests
    whole = [flag for flag in flags if not flag.aside]
    named = "; ".join(f"{flag.name} ({flag.figure})" for flag in whole)
    if any(flag.grave for flag in whole):
        return "do not count", f"{FLAGS}{named}."
    if whole:
        return "explore", f"{FLAGS}{named}."
    none = "no flag" if not flags else "no flag of the whole"
    if signal is None:
        return "explore", f"{none[0].upper()}{none[1:]}, but how much of it is noise is {_signal_told(facts, signal)}."
    return "direction", f"{facts.people} people, signal {signal.value:.2f}, and {none}."


def _signal_told(facts: Facts, signal: Signal | None) -> str:
    if facts.rehearsed:
        return REHEARSED
    if signal:
        return f"{signal.value:.2f} ({signal.interval.low:.2f} to {signal.interval.high:.2f}), {signal.method}"
    if facts.repeats < 2:
        return facts.unrepeated
    return "not measured: no question on which anybody's answers differ"


def _order_told(order: OrderEffect | None) -> str:
    if order is None:
        return "not measured: no options that could be shuffled"
    return f"first place picked {order.first:.0%}, by chance {order.expected:.0%} (p = {order.p:.3f}, n = {order.n})"


def _homogeneity_told(facts: Facts) -> str:
    said: list[str] = []
    if closed := facts.samenesses:
        modal = sum(each.modal_share for each in closed) / len(closed)
        said.append(
            f"{modal:.0%} on the commonest answer, evenness over the options "
            f"{sum(each.variety for each in closed) / len(closed):.0%}"
        )
    if texts := facts.likenesses:
        said.append(f"two people share {sum(each.words for each in texts) / len(texts):.0%} of their words")
    return "; ".join(said) or "not measured: no answers of two people"
