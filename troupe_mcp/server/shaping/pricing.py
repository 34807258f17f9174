"""Prices and costs as results tell them: estimates before, shares after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from troupe_mcp.models.awaiting import OUTSIDE
from troupe_mcp.server.results.envelope import Estimated, Share
from troupe_mcp.server.results.people import TurnPrice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.app.views import Estimate
    from troupe_mcp.language.budget import Amount

MOST_SHARES = 20


def priced(played_by: str, price: Estimate) -> Estimated:
    """Return an estimate as a result has it, with the price of one answer."""
    (least, most), each = price.calls, (max(price.calls[0], 1), max(price.calls[1], 1))
    usd = price.usd
    return Estimated(
        played_by=played_by,
        people=price.people,
        calls=[least, most],
        tokens=list(price.tokens),
        usd=[_short(value) for value in usd] if usd else None,
        each_tokens=[price.tokens[at] // each[at] for at in (0, 1)],
        each_usd=[_short(usd[at] / each[at]) for at in (0, 1)] if usd else None,
    )


def price_line(price: Estimated) -> str:
    """Return an estimate in words."""
    if price.usd and price.each_usd:
        cost = _span(*map(dollars, price.usd))
        each = f" (one answer {_span(*map(dollars, price.each_usd))})" if price.usd[1] else ""
    elif price.played_by in OUTSIDE:
        cost, each = "and what they cost is not known here", ""
    else:
        cost, each = f"in dollars unknown: [prices] has none for {price.played_by}", ""
    calls, tokens = (_span(*(f"{value:,}" for value in values)) for values in (price.calls, price.tokens))
    who, times = "person" if price.people == 1 else "people", "call" if price.calls[1] == 1 else "calls"
    return f"{price.people} {who}: {calls} {times}, {tokens} tokens, {cost}{each}. Nothing was played."


def turn_line(price: TurnPrice) -> str:
    """Return in words what one answer costs."""
    cost = f", {_span(*map(dollars, price.usd))}" if price.usd else ""
    return f"One turn of one of them: about {_span(*(f'{value:,}' for value in price.tokens))} tokens{cost}."


def _span(least: str, most: str) -> str:
    return least if least == most else f"{least} to {most}"


def dollars(value: float) -> str:
    """Return dollars with cents, and what is less than ten cents with two figures."""
    return f"${value:.2f}" if value >= 0.1 or not value else f"${value:.2g}"


def shares(amounts: Mapping[Any, Amount], by: Literal["step", "name"], *, priced: bool = True) -> list[Share] | None:
    """Return what the latest steps, or the dearest people, have cost; None where nobody asked."""
    if by == "step":
        chosen = sorted(amounts.items())[-MOST_SHARES:]
    else:
        chosen = sorted(amounts.items(), key=lambda item: (-item[1].usd, -item[1].tokens, item[0]))[:MOST_SHARES]
    lines = [
        Share(
            step=key if by == "step" else None,
            name=key if by == "name" else None,
            calls=amount.calls,
            tokens=amount.tokens,
            usd=_short(amount.usd) if priced else None,
        )
        for key, amount in chosen
    ]
    return lines or None


def _short(value: float) -> float:
    """Return dollars with as many figures as mean something."""
    return float(f"{value:.3g}")
