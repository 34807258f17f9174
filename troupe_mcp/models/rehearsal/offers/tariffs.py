"""What such a thing usually costs in euros: bought once, by the hour, or by the month as a subscription."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from troupe_mcp.models.rehearsal.lexicon import price_data
from troupe_mcp.models.rehearsal.person.means import NUMBER
from troupe_mcp.models.rehearsal.person.needs import leanings

_UNKNOWN, _UNKNOWN_MONTH, _UNKNOWN_HOUR = 30.0, 9.0, 18.0
_LIFE = 36
"""How many months a thing lasts that is paid for by the month."""
_MONTHS = {"day": 1 / 30, "week": 1 / 4.3, "month": 1.0, "year": 12.0}
_EACH = r"(?:an?|per|each|every|the|/) ?"
_PRICED = re.compile(
    rf"(?:{NUMBER})\s?(?:[^\W\d]{{1,12}}\s|[€$£¥₹]\s?|[^\W\d]{{1,12}}(?=/))?{_EACH}(?P<per>hour|day|week|month|year)\b"
    rf"|\b(?:how much|cost|costs|price|pay)\b(?: [\w']+){{0,4}}? {_EACH}(?P<asked>hour|day|week|month|year)\b"
    rf"|\bspend\b(?: [\w']+){{0,5}}? {_EACH}(?P<spent>hour|day|week|month|year)\b",
    re.IGNORECASE,
)
_MONTHLY = re.compile(r"\b(?:(?:a|per|each|every) month|monthly|subscri\w+)\b", re.IGNORECASE)


@cache
def _table(name: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple(
        (re.compile(rf"\b(?:{entry['thing']})(?:e?s)?\b", re.IGNORECASE), float(entry["euro"]))
        for entry in price_data()[name]
    )


@lru_cache(maxsize=2000)
def period_of(text: str) -> str:
    """Return for how long a price in a text is paid: hour, day, week, month or year; empty for once."""
    found = _PRICED.search(text)
    if found:
        return (found["per"] or found["asked"] or found["spent"]).lower()
    return "month" if _MONTHLY.search(text) else ""


def months(period: str) -> float:
    """Return how many months a period of payment lasts; 0 where it isn't one of calendar."""
    return _MONTHS.get(period, 0.0)


def unknown(period: str) -> float:
    """Return what a thing of which nothing is known is taken to cost for a period."""
    return _UNKNOWN_HOUR if period == "hour" else months(period) * _UNKNOWN_MONTH or _UNKNOWN


@lru_cache(maxsize=2000)
def priced_as(text: str, period: str) -> float:
    """Return what the thing that a text names usually costs for a period; 0 where nothing known is named."""
    return particular(text, period) or (0.0 if period else _head(text, "vague"))


@lru_cache(maxsize=2000)
def particular(text: str, period: str) -> float:
    """Return what a thing that is known by its own name costs for a period: no mere ticket, service or ride."""
    if period == "hour":
        return _first(text, "hourly")
    if period == "day" and (daily := _first(text, "daily")):
        return daily
    bought = _head(text, "classes")
    if span := months(period):
        monthly = _first(text, "monthly")
        return span * (monthly or (max(_UNKNOWN_MONTH, bought / _LIFE) if bought else 0.0))
    return bought


def _first(text: str, table: str) -> float:
    """Return the price of the first entry of a table that a text names; the more particular stand first."""
    return next((price for pattern, price in _table(table) if pattern.search(text)), 0.0)


def _head(text: str, table: str) -> float:
    """Return the price of the first thing of a table that a text names, 0 where none is; a "bike lamp" is a lamp."""
    found = _named(text, table)
    if not found:
        return 0.0
    first = min(found)
    while heads := [entry for entry in found if entry[0] == first[0] - first[1] + 1]:
        first = min(heads)
    return first[2]


def _named(text: str, table: str) -> list[tuple[int, int, float]]:
    """Return where a text names the things of a table, how long the words are, below nought, and the price."""
    return [
        (match.start(), -len(match.group()), price)
        for pattern, price in _table(table)
        for match in pattern.finditer(text)
    ]


@lru_cache(maxsize=2000)
def names_thing(text: str) -> bool:
    """Return whether a text names something that is sold or that meets a need, and not only the scale or the price."""
    tables = ("classes", "vague", "monthly") if period_of(text) else ("classes", "vague")
    return any(_first(text, table) for table in tables) or bool(leanings(text, offer=True))
