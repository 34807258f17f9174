"""How the money stands: what the facts about it, and the sums in them, say of somebody's means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.lexicon import price_data
from troupe_mcp.models.rehearsal.person.needs import leanings

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

NUMBER = r"(?<!\d)(?:\d{1,3}(?:[,.  ]\d{2,3})*[,.  ]\d{3}(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)"
SCALE = {"thousand": 1e3, "k": 1e3, "million": 1e6, "lakh": 1e5}
_PER = tuple(
    (re.compile(rf"\b(?:{wording})\b", re.IGNORECASE), factor)
    for wording, factor in (
        (r"(?:an?|per|each|the) hour|hourly", 160.0),
        (r"(?:an?|per|each|every) day|daily", 24.0),
        (r"(?:an?|per|each|every) week|weekly", 4.3),
        (r"(?:an?|per|each|every) year|yearly|annual\w*|p\.a\.", 1 / 12),
        (r"(?:an?|per|each|every) month|monthly", 1.0),
    )
)
_SUM = re.compile(rf"({NUMBER})\s*(thousand|million|lakh|k\b)?")
_PARTED = re.compile(r"[.;](?!\d)|,(?!\d)| and (?=owe|repay|\d+ (?:go|of))")
_LEFT = re.compile(r"\b(?:left|remains?|keeps?)\b", re.IGNORECASE)
_COMES = re.compile(
    r"\b(?:earn\w*|salary|income|wages?|pension|pays? (?:me|you|him|her|them)|bring\w*|make|makes|made|clears?"
    r"|take home|takes home|live on|lives on|survives?|grant|leaves? (?:me|you)|left|keeps?)\b",
    re.IGNORECASE,
)
_BESIDE = 0.5
"""How much habits and the like may move what the sums and the words about money say."""
_SUM_OWED = re.compile(r"\b(?:owe\w*|debts?|loan|rent|repay|goes? to|fees?|costs?|mortgage)\b", re.IGNORECASE)


_SHORT = re.compile(
    r"\b(?:I|I'm|I've|me|my)\b.*(?:\d|count|cent\b|penn|pension|tight|short|debt|owe|rent\b|afford|price|cheap|second"
    r"|save|wage|broke|loan|borrow|benefits|spare)|\b(?:money|cash) is (?:short|tight)",
    re.IGNORECASE,
)
_PLENTY = re.compile(r"\b(?:prices?|costs?|afford|apartments|well off|comfortably off|rich|no debts?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: how it is spoken, how many make a euro's worth in shops, and a usual month's wage in it."""

    say: str
    euro: float
    wage: float
    of: re.Pattern[str] | None


@cache
def currencies() -> tuple[Currency, ...]:
    """Return the currencies known, the more particular names first."""
    return tuple(
        Currency(
            entry["say"],
            float(entry["euro"]),
            float(entry["wage"]),
            re.compile(entry["of"]) if "of" in entry else None,
        )
        for entry in price_data()["currencies"]
    )


@cache
def _any_currency() -> re.Pattern[str]:
    """Return the wordings of all currencies, each a group by its place."""
    words = "|".join(f"(?P<n{place}>{entry['words']})" for place, entry in enumerate(price_data()["currencies"]))
    return re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])")


@lru_cache(maxsize=5000)
def currency_in(text: str, home: str = "") -> Currency | None:
    """Return the currency that a text names first; pesos, pounds and shillings are those of the land."""
    match = _any_currency().search(text)
    if match is None or match.lastgroup is None:
        return None
    named = currencies()[int(match.lastgroup[1:])]
    local = [known for known in currencies() if known.say == named.say and known.of and known.of.search(home)]
    return local[0] if local else named


def home_of(person: Portrait) -> str:
    """Return the words that say where somebody lives and comes from."""
    return " ".join(fact.source for fact in person.of("origin"))


@lru_cache(maxsize=500)
def own_currency(person: Portrait) -> Currency | None:
    """Return the currency in which somebody counts."""
    texts = [fact.source for fact in person.of("money", "work", "trouble", "habit", "past", "other")]
    return next((known for text in texts if (known := currency_in(text, home_of(person)))), None)


@lru_cache(maxsize=500)
def means(person: Portrait) -> float:
    """Return how the money stands, from -2 (hardly any) to 2 (plenty)."""
    said = beside = 0.0
    for fact in person.facts:
        signs = [
            leaning.value
            for leaning in leanings(fact.source, offer=False)
            if leaning.need == "thrift" and leaning.state
        ]
        if fact.kind == "money":
            said -= 0.8 * max(-1.5, min(1.5, sum(signs)))
        else:
            beside -= 0.25 * sum(signs)
    level = said + max(-_BESIDE, min(_BESIDE, beside))
    earned = [ratio for fact in person.of("money", "job", "work") if (ratio := _earned(person, fact.source))]
    if earned:
        level += max(-1.6, min(1.6, 0.8 * log2(max(earned))))
    if not earned and not said:
        level -= 0.6 * person.tight
    return max(-2.0, min(2.0, level))


def _earned(person: Portrait, text: str) -> float:
    """Return the month's income that a sentence names, as a share of a usual wage; 0 where it names none."""
    best = 0.0
    for part in _PARTED.split(text):
        number = _SUM.search(part)
        if number is None or not _COMES.search(part) or _SUM_OWED.search(part.split(" after ")[0]):
            continue
        known = currency_in(part, home_of(person))
        if known is None:
            continue
        value = float(re.sub(r"[,.  ](?=\d{3}\b)|\s", "", number.group(1)).replace(",", ".").rstrip("."))
        value *= SCALE.get((number.group(2) or "").lower(), 1.0)
        share = value * _month(text, value, known.wage) / known.wage
        best = max(best, share * (2.5 if _LEFT.search(part) and "month" not in part and "day" not in part else 1.0))
    return best


def _month(text: str, value: float, wage: float) -> float:
    """Return what makes the sum a month's: its own words, else what the size of it suggests."""
    for pattern, factor in _PER:
        if pattern.search(text):
            return factor
    return 1 / 12 if value > 6 * wage else 1.0


def tells_money(fact: Fact, *, short: bool) -> bool:
    """Return whether a fact may be told of a price: it says that money is short, or that prices don't matter."""
    return (_SHORT if short else _PLENTY).search(fact.said) is not None


def told_money(person: Portrait) -> Fact | None:
    """Return the money fact that may be told of a price."""
    short = means(person) < 0
    held = [fact for fact in (money_fact(person), *person.of("money")) if fact is not None]
    return next((fact for fact in held if tells_money(fact, short=short)), None)


def money_fact(person: Portrait) -> Fact | None:
    """Return the fact that shows best how the money stands."""
    held = person.of("money")
    level = means(person)
    telling = [
        fact
        for fact in held
        if any(leaning.need == "thrift" and leaning.value * level < 0 for leaning in leanings(fact.said, offer=False))
    ]
    return next(iter(telling or held), None)
