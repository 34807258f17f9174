"""Numbers as they are told: in three digits, as money with its cents, and with the unit that their question names."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST = 0.1
"""From which price on two decimals say it."""
MONEY = re.compile(
    r"[$€£¥₹₽₺₩]|\b(?:USD|EUR|GBP|CHF|JPY|INR|CAD|AUD|BRL|MXN|[Dd]ollars?|[Ee]uros?|[Pp]ounds?|[Ff]rancs?|[Yy]en|[Rr]upees?|"
    r"[Pp]esos?|[Rr]eais|[Kk]ron(?:or|er|e)|[Cc]ents?|pence)\b"
)
"""How a text names a currency."""

NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Amounts:
    """How the answers to a question of this kind are told, of which `unit` is what they are given in."""

    kind: str = ""
    unit: str = ""

    def told(self, value: float, sign: str = "") -> str:
        """Return a number with its unit, a sign of money before it."""
        return self.united(self.bare(value, sign))

    def united(self, plain: str) -> str:
        """Return a number that is told already with the unit."""
        if not self.unit:
            return plain
        if len(self.unit) > 1 or self.unit.isalpha():
            return f"{plain} {self.unit}"
        lead = plain[: len(plain) - len(plain.lstrip("+-"))]
        return f"{lead}{self.unit}{plain.removeprefix(lead)}"

    def named(self, option: str) -> str:
        """Return the name of an option, of a price that is a number alone with its unit."""
        return self.united(option) if self.kind == "price" and NUMBER.fullmatch(option) else option

    def bare(self, value: float, sign: str = "") -> str:
        """Return a number without its unit, where that is told beside it."""
        return money(value, sign) if self.is_money else amount(value, sign)

    @property
    def is_money(self) -> bool:
        """Whether they are sums of money."""
        return self.kind == "price" or MONEY.search(self.unit) is not None


NUMBERS = Amounts()
"""Of what is no answer to a question."""


def amount(value: float, sign: str = "") -> str:
    """Return a number in three digits, or whole where it has more: never as a power of ten."""
    return f"{value:{sign},.0f}" if abs(value) >= 999.5 else f"{value:{sign}.3g}"


def money(value: float, sign: str = "") -> str:
    """Return a price as one is said: with cents or without any, and more only of what costs a few cents."""
    return f"{value:{sign}.2g}" if 0 < abs(value) < LEAST else f"{value:{sign},.2f}".removesuffix(".00")


def short_amount(value: float) -> str:
    """Return what comes in with as many figures as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
