"""A difference rounded and in words, the same in a result, in its text and in a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip
from troupe_mcp.studies.amounts import NUMBERS, Amounts
from troupe_mcp.studies.trust import REHEARSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from troupe_mcp.studies.comparison.differences import Difference

MOST_SHOWN = 12
"""Options, or values of a field, of which figures are told."""
MOST_FLOWS = 10
BEYOND, WITHIN = "beyond noise", "within noise"
FUTILE = "too few people for any difference to pass"
SHORT = 60
INDEPENDENT = "people answer independently of each other"
EITHER = "without a difference anybody could as well have been on the other side"
ASSUMES = {
    "McNemar": f"the same people both times; {INDEPENDENT}",
    "permutation of signs": f"the same people both times; {INDEPENDENT}; unchanged, either answer could be first",
    "permutation of F": f"different people, as spread on one side as on the other; {INDEPENDENT}; {EITHER}",
    "permutation": f"different people; {INDEPENDENT}; {EITHER}",
    "chi-square": f"different people, many of them; {INDEPENDENT}",
    "Welch": f"different people, many of them; {INDEPENDENT}",
    "F": f"different people, as spread on one side as on the other; {INDEPENDENT}",
}
"""What a test rests on, by how its name begins."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share, 0-1, or a mean: before, after, the difference, and its 95 % interval where there is one."""

    name: str
    before: float
    after: float
    apart: float
    span: tuple[float, float] | None = None
    is_mean: bool = False
    amounts: Amounts = NUMBERS

    def told(self, value: float) -> str:
        """Return one of the two values."""
        return self.amounts.told(value) if self.is_mean else f"{_hundredth(value)} %"

    @property
    def change(self) -> str:
        """The difference with its sign."""
        return self.amounts.told(self.apart, "+") if self.is_mean else f"{_hundredth(self.apart, '+')} points"

    @property
    def interval(self) -> str:
        """The interval of the difference; nothing where there is none."""
        if not self.span:
            return ""
        low, high = (self.amounts.bare(end, "+") if self.is_mean else f"{100 * end:+.0f}" for end in self.span)
        return f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a difference came out: beyond noise, within it, none could pass, or why none was tested; by which test."""

    verdict: str
    p: float | None = None
    method: str = ""
    correction: str = ""
    effect: str = ""
    visible: float | None = None

    def told(self, figures: Sequence[Figure]) -> str:
        """Return it in words."""
        return ": ".join(filter(None, (self.verdict, self.rests_on(figures))))

    def rests_on(self, figures: Sequence[Figure]) -> str:
        """Return the test; within noise with what so many people could have shown, unless nothing moved at all."""
        if self.p is None:
            return ""
        made = "; ".join(filter(None, (self.method, self.correction)))
        how = f"p = {self.p:g} ({made})" + (f", {self.effect}" if self.effect else "")
        quiet = self.verdict == WITHIN and any(figure.apart for figure in figures)
        return f"{how}. {self._visible(figures[0]) if quiet else ''}".rstrip()

    def _visible(self, of: Figure) -> str:
        if not self.visible:
            return "So few people could not show even a large difference."
        so_much = of.amounts.told(self.visible) if of.is_mean else f"{100 * self.visible:.0f} points"
        return f"So many people show a difference of {so_much} or more 4 times of 5."


def figures_of(each: Difference) -> list[Figure]:
    """Return the figures of a difference: all in their order, or those that differ most where there are many."""
    names = [name for name in each.before if name in each.after]
    if len(names) > MOST_SHOWN:
        names = sorted(names, key=lambda name: -abs(each.after[name] - each.before[name]))[:MOST_SHOWN]
    spans = {name: found.interval for name, found in each.apart.items() if found.interval}
    return [
        Figure(
            name, rounded(each.before[name]), rounded(each.after[name]), rounded(each.after[name] - each.before[name]),
            (rounded(spans[name].low), rounded(spans[name].high)) if name in spans else None,
            is_mean=each.measure.unit != "shares",
            amounts=each.measure.amounts,
        )
        for name in names
    ]  # fmt: skip


def outcome_of(each: Difference) -> Outcome:
    """Return how a difference came out."""
    if each.untested == REHEARSED:
        verdict, method = REHEARSED, REHEARSED
    else:
        passed = BEYOND if each.beyond else FUTILE if each.futile else WITHIN
        verdict = f"not tested: {each.untested}" if each.untested else passed
        method = each.method
    return Outcome(
        verdict,
        None if each.p is None else float(f"{each.p:.2g}"),
        method,
        f"Holm, {each.tests} tests" if each.p is not None and each.tests > 1 else "",
        each.effect,
        None if each.visible is None else rounded(each.visible),
    )


def flows_of(each: Difference) -> dict[str, int]:
    """Return how many changed from what to what, where answers are options."""
    found = Counter(f"{change.before} → {change.after}" for change in each.changed)
    return dict(found.most_common(MOST_FLOWS)) if each.measure.unit == "shares" else {}


def who_of(n: Sequence[int], *, paired: bool) -> str:
    """Return who is compared."""
    return f"the same {n[0]} people" if paired else f"{n[0]} and {n[1]} people"


def assumption_of(method: str) -> str:
    """Return what a test rests on; nothing of one that assumes nothing worth telling."""
    return next((text for name, text in ASSUMES.items() if method.startswith(name)), "")


def assumed(methods: Iterable[str]) -> Iterator[str]:
    """Yield what the tests that were made rest on, once for each kind of test."""
    kinds: dict[str, dict[str, None]] = {}
    for method in methods:
        if assumption := assumption_of(method):
            kinds.setdefault(assumption, {})[clip(method, SHORT)] = None
    yield from (f"Assumed ({' and '.join(names)}): {assumption}." for assumption, names in kinds.items())


def rounded(value: float) -> float:
    """Return a figure with as many digits as mean something."""
    return round(value, 3) if abs(value) < 10 else round(value, 2)


def _hundredth(share: float, sign: str = "") -> str:
    """Return a share in percent, with a decimal where it is not whole, so that what is shown adds up."""
    return f"{100 * share:{sign}.1f}".removesuffix(".0")
