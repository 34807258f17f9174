"""How close simulated answers come to real ones, question by question, and what may be concluded from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Literal

from troupe_mcp.language.text import clip
from troupe_mcp.studies.comparison.differences import MEAN
from troupe_mcp.studies.comparison.laid import real_sample
from troupe_mcp.studies.statistics.groups import share_differences
from troupe_mcp.studies.statistics.people import answering

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.studies.comparison.beside import Beside
    from troupe_mcp.studies.comparison.differences import Difference
    from troupe_mcp.studies.comparison.laid import Laid
    from troupe_mcp.studies.statistics.distances import Distance
    from troupe_mcp.studies.statistics.intervals import Estimate

Verdict = Literal["differs", "close", "undecided", "not measured"]
NEAR = 0.1
"""How far answers may lie apart and be close: ten points of a share, a tenth of a scale."""
NEAR_IN_DEVIATIONS = 0.2
"""The same of numbers without a scale: a small effect (Cohen 1988), in standard deviations of the real answers."""
SAME = "all answered the same"
"""How it begins where there was nothing to test."""
CAUTION = (
    "Closeness is evidence for questions like these, put to people like these, and no more. It proves nothing where "
    "the simulated people were made from these answers, or where the model may have read them."
)
UNMEASURED = "Real answers beside what is not measured prove nothing, however alike they look."


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close one question came, `said` in a sentence; `n` are the real and the simulated people who answered.

    `verdict`: differs (beyond noise), close (all intervals of the differences lie within `NEAR`), or undecided.
    """

    pair: Beside
    n: tuple[int, int]
    distance: Distance | None
    verdict: Verdict
    said: str


def closeness(of: Laid) -> Closeness:
    """Return how close a question came, once its p values are corrected."""
    pair, found = of.pair, of.differences
    n = (len(answering(pair.real.people)), len(answering(pair.simulated.people)))
    why = next((each.untested for each in found if each.p is None and not each.untested.startswith(SAME)), "")
    if why:
        return Closeness(pair, n, None, "not measured", f"Reason: {why.removeprefix('not measured: ')}.")
    if pair.real.question.kind == "text":
        if found[0].beyond:
            return Closeness(pair, n, of.distance, "differs", "Other words, beyond noise.")
        return Closeness(pair, n, of.distance, "undecided", "No difference of words was seen beyond noise.")
    apart = _apart(pair, found)
    reach = max((_reach(each) for each in apart.values()), default=inf)
    near = reach <= _near(pair) * (1 + 1e-9)
    figure = _figure(pair, found, apart)
    if any(each.beyond for each in found):
        return Closeness(
            pair, n, of.distance, "differs",
            f"Beyond noise, but small: {figure}." if near else f"Beyond noise: {figure}.",
        )  # fmt: skip
    if near:
        said = f"All intervals lie within {_amount(pair, _near(pair))} of the real answers: {figure}."
        return Closeness(pair, n, of.distance, "close", said)
    most = "" if reach == inf else f" of up to {_amount(pair, reach)}"
    possible = f" A difference{most} is possible; more people would tell."
    if all(each.untested for each in found):
        return Closeness(pair, n, of.distance, "undecided", f"All gave the same answer, real and simulated.{possible}")
    corrected = any(not each.interval.holds(0) for each in apart.values() if each.interval)
    noise = f"Within noise, by p corrected for {found[0].tests} tests" if corrected else "Within noise"
    return Closeness(pair, n, of.distance, "undecided", f"{noise}: {figure}.{possible}")


def caution(found: Sequence[Closeness]) -> str:
    """Return what closeness is worth, where any of it was measured."""
    return CAUTION if any(each.verdict != "not measured" for each in found) else UNMEASURED


def concluded(found: Sequence[Closeness]) -> str:
    """Return what so many questions come to, groups of people aside."""
    whole = [each for each in found if not each.pair.group] or [*found]
    counts = Counter(each.verdict for each in whole)
    if counts["not measured"] == len(whole):
        return "Nothing was measured."
    words = {
        "differs": f"differ{'s' if counts['differs'] == 1 else ''} from the real answers beyond noise",
        "close": f"{'is' if counts['close'] == 1 else 'are'} close to them",
        "undecided": "without a difference beyond noise, though one may be there",
        "not measured": "not measured",
    }
    names = {verdict: ", ".join(each.pair.name for each in whole if each.verdict == verdict) for verdict in words}
    named = [f"{counts[each]} {text} ({clip(names[each], 200)})" for each, text in words.items() if counts[each]]
    advice = " Where they differ, do not take the simulated figures for real ones." if counts["differs"] else ""
    return f"Of {len(whole)} compared: {'; '.join(named)}.{advice}"


def _apart(pair: Beside, found: Sequence[Difference]) -> dict[str, Estimate]:
    """Return the differences by option or of the mean; of shares also where all chose alike and nothing was tested."""
    if pair.shared:
        return share_differences(pair.real.people, pair.simulated.people, pair.real.names)
    return {each.measure.part: each.apart[MEAN] for each in found if each.apart}


def _reach(apart: Estimate) -> float:
    return max(abs(apart.interval.low), abs(apart.interval.high)) if apart.interval else inf


def _near(pair: Beside) -> float:
    if pair.span:
        return NEAR * pair.span
    return NEAR_IN_DEVIATIONS * real_sample(pair).variance ** 0.5


def _figure(pair: Beside, found: Sequence[Difference], apart: Mapping[str, Estimate]) -> str:
    """Return the figure in which they lie farthest apart, the simulated one first."""
    if not apart:
        return "the means are the same"
    name = max(apart, key=lambda each: abs(apart[each].value))
    each = apart[name]
    if pair.shared:
        before, after = found[0].before[name], found[0].after[name]
        span = f", {100 * each.interval.low:+.0f} to {100 * each.interval.high:+.0f}" if each.interval else ""
        return (
            f"‘{clip(name, 60)}’ {100 * after:.0f} % simulated, {100 * before:.0f} % real "
            f"({100 * each.value:+.0f} points{span})"
        )
    one = next(other for other in found if other.measure.part == name)
    what = f"mean rank of ‘{clip(name, 60)}’" if pair.kind == "ranking" else "mean"
    told, bare = one.measure.amounts.told, one.measure.amounts.bare
    span = f", {bare(each.interval.low, '+')} to {bare(each.interval.high, '+')}" if each.interval else ""
    return f"{what} {told(one.after[MEAN])} simulated, {told(one.before[MEAN])} real ({bare(each.value, '+')}{span})"


def _amount(pair: Beside, value: float) -> str:
    if pair.shared:
        return f"{100 * min(1.0, value):.0f} points"
    low, high = pair.real.question.scale
    if pair.kind == "rating":
        return f"{value:.2g} on the scale of {low} to {high}"
    return f"{value:.2g} ranks" if pair.kind == "ranking" else pair.real.question.amounts.told(value)
