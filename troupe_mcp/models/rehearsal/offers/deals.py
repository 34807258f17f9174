"""What a thing is worth to somebody: its usual price, moved by means, taste and wish, however it is asked for."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from math import floor, log10
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.offers.affinity import Pull, offer_pull
from troupe_mcp.models.rehearsal.offers.sums import named_price
from troupe_mcp.models.rehearsal.offers.tariffs import months, period_of, priced_as, unknown
from troupe_mcp.models.rehearsal.offers.wares import ware
from troupe_mcp.models.rehearsal.person.means import Currency, currency_in, home_of, means, own_currency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_ONCE, _AGAIN = 1.35, 1.7
"""How much the means weigh: short ones more in what is to be paid again and again."""
_WISH, _TASTE = 0.12, 0.6
"""How much a wish moves what is paid, and how far tastes lie apart in what no file tells."""
_UNKNOWN = 2.0
"""How many times as much as usual, or what part of it, a taste makes of a thing whose price nobody knows."""
_BELIEVED, _DRAWN = 4.0, 0.75
"""How far a price may lie from the usual one for such a thing, and how much one beyond that says of the thing."""
_STANDS = (("cheap", 0.35), ("yes", 1.0), ("near", 1.3))
"""Up to which share of the most that somebody would pay a price is suspiciously low, taken, or not far off."""
_REFUSES, _COOL = -0.55, -0.2


@dataclass(frozen=True, slots=True)
class Deal:
    """A thing on offer as one person sees it: what draws them, its worth to them, and the most they'd pay for it."""

    seen: Pull
    worth: float
    currency: Currency | None

    @property
    def want(self) -> float:
        return appetite(self.seen)

    @property
    def most(self) -> float:
        """The most that somebody would pay: a round sum, as people set themselves one."""
        return rounded(self.worth)

    @property
    def unwanted(self) -> bool:
        """Whether the thing isn't wanted at any price, for a reason that can be told."""
        cool = self.want <= _REFUSES or (self.want < _COOL and not self.seen.pros)
        return cool and against(self.seen) is not None

    def stand(self, price: float) -> str:
        """Return how a price sits: free, cheap, yes, near or no; none where the thing isn't wanted at any."""
        if self.unwanted:
            return "none"
        if not price:
            return "free"
        return next((stand for stand, share in _STANDS if price <= self.most * share), "no")

    def buys(self, price: float) -> bool:
        """Return whether somebody pays a price."""
        return self.stand(price) in TAKEN


TAKEN = ("free", "cheap", "yes")


def deal_of(person: Portrait, question: str, context: str = "", prices: Sequence[float] = ()) -> Deal:
    """Return how a thing sits with somebody, named in a question or around it; `prices` are those to choose from."""
    text = f"{question}\n{context}"
    currency = currency_in(text, home_of(person)) or own_currency(person)
    thing, period = ware(question, context), period_of(text)
    rate = currency.euro if currency else 1.0
    asked = named_price(context) or named_price(question) or (sorted(prices)[len(prices) // 2] if prices else None)
    known = priced_as(thing, period)
    base = _believed(known or unknown(period), (asked or 0.0) / rate, _BELIEVED if known else 1.0)
    seen, level, again = offer_pull(person, thing), means(person), months(period) > 0
    weight = (_AGAIN if again and level < 0 else _ONCE) ** level
    liked = lot(f"{person.name}/{known}")
    taste = 1 + _TASTE * (liked - 0.5) if known else _UNKNOWN ** (2 * liked - 1)
    return Deal(seen, base * rate * (1 + _WISH * appetite(seen)) * weight * taste * bent(person), currency)


def taste_in(person: Portrait, question: str, context: str) -> float:
    """Return the taste, 0 to 1, that somebody has for things of the usual price of this one."""
    known = priced_as(ware(question, context), period_of(f"{question}\n{context}"))
    return lot(f"{person.name}/{known}")


def _believed(usual: float, asked: float, trusted: float) -> float:
    """Return what a thing seems to cost: the usual price, drawn by one that is asked far from it."""
    share = asked / usual
    if not share or 1 / trusted <= share <= trusted:
        return usual
    return usual * (share / trusted if share > 1 else share * trusted) ** _DRAWN


def appetite(seen: Pull) -> float:
    """Return how much somebody wants an offer, -1 to 1; without any link to their life, little."""
    return max(-1.0, min(1.0, (seen.score - 0.5) / 2))


def against(seen: Pull) -> Fact | None:
    """Return what may be told against a thing; no fact with a figure in it, which would be heard as a price."""
    told = (link.fact for link in seen.cons if link.plain)
    return next((fact for fact in told if not re.search(r"\d", fact.said)), None)


def bent(person: Portrait) -> float:
    """Return a person's own small bent, so that two of the same means don't name one number."""
    return 0.95 + 0.1 * lot(person.name)


@lru_cache(maxsize=2000)
def lot(text: str) -> float:
    """Return the lot, 0 to 1, that falls to a text, the same whatever the seed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[0] / 255


def rounded(amount: float) -> float:
    """Return a sum as people name it: two figures, the second a five or a nought."""
    if amount < 10:
        return max(0.5, round(amount * 2) / 2)
    step = 10 ** (floor(log10(amount)) - 1) * (5 if amount / 10 ** floor(log10(amount)) >= 3 else 1)
    return float(round(amount / step) * step)
