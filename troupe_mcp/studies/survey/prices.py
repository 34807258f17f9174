"""What a price question comes to in plain words: at what price to sell, how sure that is, what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.studies.amounts import money, short_amount
from troupe_mcp.studies.counted import FEW
from troupe_mcp.studies.statistics.sensitivity import CROSSINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from troupe_mcp.studies.amounts import Amounts
    from troupe_mcp.studies.statistics.demand import Demand, Point
    from troupe_mcp.studies.statistics.sensitivity import Crossing, Sensitivity

NOBODY_BUYS = "nobody would buy at any of these prices: ask lower ones"
REHEARSED = "of rehearsed people: it shows how the answer is found, and no price may be set by it"


def best_price(found: Demand, amounts: Amounts, *, measured: bool) -> Iterator[str]:
    """Yield which of some prices brings in most, and the second (Gabor-Granger: revenue = price × share that buys)."""
    yield from _most_revenue(found, found.best, amounts, measured=measured) if found.best else (NOBODY_BUYS,)
    if not measured:
        yield REHEARSED
    if found.inconsistent:
        yield f"{found.inconsistent} would buy at a price but not at a lower one; they are counted"


def _most_revenue(found: Demand, best: Point, amounts: Amounts, *, measured: bool) -> Iterator[str]:
    cheapest, dearest = found.points[0], found.points[-1]
    rest = sorted((point for point in found.points if point is not best), key=lambda point: -point.revenue)
    then = f", then {rest[0].option} with {_of_100(rest[0].revenue)}" if rest and rest[0].revenue else ""
    yield (
        f"most revenue at {best.option}: {amounts.united(_of_100(best.revenue))} for each 100 people asked "
        f"(price × share that would buy; costs are not in it){then}{_within(found, best) if measured else ''}"
    )
    if len(found.points) > 1 and best in (cheapest, dearest):
        end, beyond = ("lowest", "lower") if best is cheapest else ("highest", "higher")
        yield f"{best.option} is the {end} price that was asked: whether a {beyond} one brings in more is not known"


def _within(found: Demand, best: Point) -> str:
    span = found.best_price
    buyers = round(best.buyers.value * best.buyers.n)
    if span is None or (span.low == span.high and buyers < FEW):
        return f"; it rests on {buyers} who would buy, and of so few any other may be better"
    if span.low == span.high:
        return "; with other people of this kind it would most likely be the same"
    return f"; with other people of this kind it may be any from {money(span.low)} to {money(span.high)} (95 % or more)"


def price_range(found: Sensitivity, amounts: Amounts, *, measured: bool) -> Iterator[str]:
    """Yield what the points mean at which Van Westendorp's curves cross, and what they don't tell."""
    if found.invalid:
        yield f"{found.invalid} left out, whose four prices are not in order"
    at: Mapping[Crossing, str] = {name: money(each.value) for name, each in found.points.items() if each}
    if not at:
        if found.n:
            yield "the curves don't cross: ask more people"
        return
    if "pmc" in at and "pme" in at:
        yield (
            f"the acceptable range is {at['pmc']} to {amounts.united(at['pme'])}: below it more people doubt the "
            "quality than find it expensive, above it more find it too expensive than cheap"
            f"{_one_of(found, 'pmc', named=True)}{_one_of(found, 'pme', named=True)}"
        )
    if "opp" in at:
        optimal = amounts.united(at["opp"])
        yield (
            f"the optimal price is {optimal}: it puts off fewest, for as many find it too cheap as too expensive"
            f"{_one_of(found, 'opp')}"
        )
    if "ipp" in at:
        usual = amounts.united(at["ipp"])
        yield (
            f"the indifference price is {usual}: as many find it cheap as expensive, so it is what seems usual"
            f"{_one_of(found, 'ipp')}"
        )
    near = sorted(each.value for each in found.points.values() if each)
    asked = ", ".join(dict.fromkeys(f'"{float(f"{price:.2g}"):.10g}"' for price in near))
    yield (
        "these prices are those that feel right, not how many would buy: for the one that brings in most ask the same "
        f"with options, e.g. [{asked}]"
    )
    if not measured:
        yield REHEARSED


def _one_of(found: Sensitivity, name: Crossing, *, named: bool = False) -> str:
    """Return that a point is but one of the prices of which nobody says what the curves count, where it is."""
    gap, point = found.gaps.get(name), found.points[name]
    if gap is None or point is None:
        return ""
    low, high = map(money, gap)
    falling, rising = (price.replace("_", " ") for price in CROSSINGS[name])
    it = money(point.value) if named else "it"
    return f"; but nobody finds anything between {low} and {high} {falling} or {rising}: {it} is only one of these"


def _of_100(revenue: float) -> str:
    """Return what 100 people bring in, of what one does on average."""
    return short_amount(100 * revenue)
