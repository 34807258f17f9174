"""What a chart says, before anything is drawn: bars with shares and intervals, and states along the steps of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_BARS = 16
REST = "everything else"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its value in the chart's unit, what is written beside it, and its interval where one is known."""

    label: str
    value: float
    said: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from zero to `top`; `note` says of how many, and what the whiskers are."""

    title: str
    bars: tuple[Bar, ...]
    top: float
    note: str = ""

    @property
    def told(self) -> str:
        """The chart in words."""
        return "; ".join(f"{bar.label}: {bar.said}" for bar in self.bars)

    @property
    def caption(self) -> str:
        """What stands beside the drawn chart."""
        return self.note


@dataclass(frozen=True, slots=True)
class Course:
    """States by row and step, e.g. the mood of each person: a state holds until the next one."""

    title: str
    steps: tuple[int, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    note: str = ""

    @property
    def told(self) -> str:
        """The chart in words."""
        return "; ".join(f"{name}: {', '.join(filter(None, states)) or 'nothing'}" for name, states in self.rows)

    @property
    def caption(self) -> str:
        """What stands beside the drawn chart, which has dots, as a table has not."""
        return "; ".join(filter(None, ("a dot where it changed", self.note)))


Chart = Bars | Course


def counted(title: str, counts: Mapping[str, int], *, of: str = "") -> Bars:
    """Return counts as bars of the whole, with their shares; `of` names what was counted. The rarest are one bar."""
    items = list(counts.items())
    if len(items) > MOST_BARS:
        rest = items[MOST_BARS - 1 :]
        items = [*items[: MOST_BARS - 1], (f"{REST} ({len(rest)})", sum(count for _, count in rest))]
    whole = sum(counts.values())
    bars = tuple(Bar(label, count, f"{count} · {share(count, whole)}") for label, count in items)
    note = f"n = {whole}" + (f", {of}" if of else "")
    return Bars(title, bars, whole, note)


def measured(title: str, values: Sequence[tuple[str, float]], top: float, note: str = "") -> Bars:
    """Return plain figures as bars, each written as it is."""
    return Bars(title, tuple(Bar(label, value, f"{value:g}") for label, value in values), top, note)


def share(count: float, whole: float) -> str:
    """Return a part of a whole in per cent."""
    return f"{100 * count / whole:.0f} %" if whole else "0 %"
