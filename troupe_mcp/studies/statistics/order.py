"""Does where an option stands decide whether it is picked? Options are shuffled, so places ought to be picked alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.studies.statistics.distributions import chi2_tail, normal_tail
from troupe_mcp.studies.statistics.groups import FEW_EXPECTED
from troupe_mcp.studies.statistics.intervals import Interval, mid_p
from troupe_mcp.studies.statistics.permutation import PERMUTATIONS, tail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer: the place (0 = first) of the option picked, among how many that were shuffled.

    What always stands last ("none of these") is not shuffled: its picks are left out, and it isn't among `of`.
    """

    place: int
    of: int


@dataclass(frozen=True, slots=True)
class OrderEffect:
    """How often the first place was picked (0-1) against what shuffling gives, over all questions of a study.

    `excess` is first - expected, with an interval in `excess_interval`; `p` is of any unevenness of places.
    """

    n: int
    first: float
    expected: float
    excess: float
    excess_interval: Interval
    p: float
    method: str
    places: dict[int, float]


def order_effect(picks: Iterable[Pick], *, seed: int | str = 0) -> OrderEffect | None:
    """Return the order effect of picks, of one question or of several; None without any.

    Every order was drawn anew, so picks are independent of each other under the null, repeats of a person as well.
    `places` has the share of picks by place, of the most frequent number of options.
    """
    counts: dict[int, Counter[int]] = {}
    for pick in picks:
        if pick.of > 1:
            counts.setdefault(pick.of, Counter())[pick.place] += 1
    n = sum(each.total() for each in counts.values())
    if not n:
        return None
    first = sum(each[0] for each in counts.values()) / n
    expected = sum(each.total() / of for of, each in counts.items()) / n
    near = mid_p(first, n)
    statistic = sum(_uneven([each[place] for place in range(of)]) for of, each in counts.items())
    sizes = {of: each.total() for of, each in counts.items()}
    method = "chi-square"
    if min(total / of for of, total in sizes.items()) >= FEW_EXPECTED:
        p = chi2_tail(statistic, sum(of - 1 for of in sizes))
    else:
        method = "permutation"
        p = tail(statistic, _drawn(sizes, Random(f"{seed}/order")))
    spread = sum(total / of * (1 - 1 / of) for of, total in sizes.items()) ** 0.5
    p_first = normal_tail((abs(first - expected) * n - 0.5) / spread) if abs(first - expected) * n > 0.5 else 1.0
    usual = max(counts, key=lambda of: counts[of].total())
    shares = {place: counts[usual][place] / sizes[usual] for place in range(usual)}
    interval = Interval(near.low - expected, near.high - expected, near.level, near.method)
    return OrderEffect(n, first, expected, first - expected, interval, min(1.0, 2 * min(p, p_first)), method, shares)


def _uneven(counts: Sequence[int]) -> float:
    even = sum(counts) / len(counts)
    return sum((count - even) ** 2 for count in counts) / even


def _drawn(sizes: dict[int, int], rng: Random) -> Iterator[float]:
    for _ in range(PERMUTATIONS):
        total = 0.0
        for of, n in sizes.items():
            counts = [0] * of
            for _ in range(n):
                counts[int(rng.random() * of)] += 1
            total += _uneven(counts)
        yield total
