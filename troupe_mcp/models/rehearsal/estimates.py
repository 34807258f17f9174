"""Ratings and prices: the same signed facts as for a choice, put on a scale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.affinity import Pull, money_fact, offer_pull
from troupe_mcp.models.rehearsal.claims import asked_claim
from troupe_mcp.models.rehearsal.opinions import decided

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice import Voice

_WORDS = {"zero": 0, "one": 1, "five": 5, "seven": 7, "ten": 10}
_STRONG = 0.6
_SCALE = re.compile(
    r"\b(\d{1,3}|zero|one)\s*(?:to|-|–|and|through)\s*(\d{1,3}|five|seven|ten)\b(?!\s*(?:years|people|minutes))",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\bout of (\d{1,3}|five|ten)\b", re.IGNORECASE)
_PRICE = re.compile(
    (
        r"(?P<sign>[$€£¥₹])\s?(?P<lead>\d[\d,.]*)|(?P<tail>\d[\d,.]*)\s?(?P<unit>dollars?"
        r"|euros?|pounds?|pesos|rupees|yen|kroner|reais|naira|tenge|forint|usd|eur"
        r"|€|cents)"
    ),
    re.IGNORECASE,
)
_CLASSES = (
    (r"\b(?:month|monthly|subscription)\b", 8),
    (r"\bapp\b", 4),
    (r"\b(?:tv|television|laptop|phone)\b", 350),
    (r"\b(?:coffee|bread|snack|drink|soup|lunch|gazpacho|juice)\b", 3),
    (r"\b(?:service|visit|delivery|ticket)\b", 10),
    (r"\b(?:device|gadget|machine|appliance)\b", 60),
    (r"\b(?:trip|holiday|flight|cruise)\b", 400),
)
_STATEMENT = re.compile(
    r"(?:statement|claim|sentence|agree(?: or disagree)?(?: that| with)?)\s*[:,]?\s*[\"“']?([^\"”?\n]+)", re.IGNORECASE
)


def scale_of(text: str) -> tuple[int, int]:
    """Return the scale that a question names, else 1 to 10."""
    match = _SCALE.search(text)
    if match:
        low, high = (_WORDS.get(part.lower(), 0) if not part.isdigit() else int(part) for part in match.groups())
        if low < high <= 100:
            return low, high
    match = _OUT_OF.search(text)
    if match:
        part = match.group(1).lower()
        return 1, int(part) if part.isdigit() else _WORDS[part]
    return (1, 5) if re.search(r"strongly (?:dis)?agree", text, re.IGNORECASE) else (1, 10)


def score(person: Portrait, question: str, context: str) -> tuple[int, Fact | None]:
    """Return the score on the question's scale and the fact behind it."""
    low, high = scale_of(question)
    middle, reach = (low + high) / 2, (high - low) / 2
    stated = _STATEMENT.search(question)
    claim = asked_claim(stated.group(1) if stated else question)
    sign, fact = decided(person, claim) if claim else (0, None)
    if sign:
        return round(middle + sign * reach * 0.85), fact
    seen = offer_pull(person, context or question)
    share = appetite(seen)
    lean = 0.08 * person.level("agreeableness") - 0.1 * (person.manner.has("hostile") or person.manner.has("rude"))
    links = seen.pros if share >= 0 else seen.cons
    fact = next((link.fact for link in links if abs(link.value) >= _STRONG), None)
    return min(high, max(low, round(middle + reach * max(-1.0, min(1.0, share + lean))))), fact


def appetite(seen: Pull) -> float:
    """Return how much somebody wants an offer, -1 to 1; without any link to their life, little."""
    if not seen.pros and not seen.cons and seen.score < 1:
        return -0.4
    return max(-1.0, min(1.0, (seen.score - 2.0) / 5))


def answer_rating(voice: Voice, question: str, context: str) -> list[str]:
    """Return the sentences of a rating."""
    number, fact = score(voice.portrait, question, context)
    low, high = scale_of(question)
    if fact is None or voice.spoken(fact):
        others = offer_pull(voice.portrait, context or question)
        links = others.pros if number > (low + high) / 2 else others.cons
        fact = next((link.fact for link in links if abs(link.value) >= _STRONG and not voice.spoken(link.fact)), None)
    if fact is None:
        return [
            str(number)
            if number >= (low + high) // 2
            else voice.fill("rate", n=str(number), why=voice.frame("rate.none"))
        ]
    return [voice.fill("rate", n=str(number), why=voice.tell(fact))]


def answer_price(voice: Voice, question: str, context: str) -> list[str]:
    """Return the sentences about a price: yes or no to one that was named, else an own one."""
    person = voice.portrait
    seen = offer_pull(person, f"{context}\n{question}")
    want = appetite(seen)
    named = _PRICE.search(question)
    fact = money_fact(person) if person.tight or not seen.pros else seen.pros[0].fact
    why = [voice.tell(fact)] if fact is not None and not voice.spoken(fact) else []
    if named and not re.search(r"how much|what price|willing", question, re.IGNORECASE):
        known = _amounts(context)
        dear = bool(known) and _amount(named) > min(known) * 1.2
        if not any(link.value >= _STRONG for link in seen.pros):
            return [voice.frame("deal.none"), *(why if person.tight > 0 else [])]
        return [voice.frame("deal.no" if dear or want - 0.6 * person.tight < -0.35 else "deal.yes"), *why]
    amount, unit = _reference(f"{context}\n{question}")
    share = 1.0 + 0.5 * want - 0.2 * person.tight
    if re.search(r"too expensive", question, re.IGNORECASE):
        share *= 1.6
    elif re.search(r"too cheap|so cheap", question, re.IGNORECASE):
        share *= 0.4
    return [
        voice.fill(
            "pay", n=_spoken(amount * share, unit), why=why[0] if why else voice.frame("rate.none") if want < 0 else ""
        )
    ]


def _amount(match: re.Match[str]) -> float:
    text = (match.group("lead") or match.group("tail") or "0").rstrip(".,")
    return float(re.sub(r"[,.](?=\d{3}\b)", "", text).replace(",", ".") or 0)


def _amounts(text: str) -> list[float]:
    return [value for match in _PRICE.finditer(text) if (value := _amount(match)) > 0]


def _reference(text: str) -> tuple[float, str]:
    match = _PRICE.search(text)
    if match:
        return _amount(match) or 1.0, match.group("sign") or match.group("unit") or ""
    currency = re.search(
        r"\b(euros?|dollars?|pounds?|pesos|rupees|kroner|reais|naira|tenge|forint)\b|([€$£])", text, re.IGNORECASE
    )
    unit = (currency.group(1) or currency.group(2)) if currency else ""
    return float(next((amount for pattern, amount in _CLASSES if re.search(pattern, text, re.IGNORECASE)), 20)), unit


def _spoken(amount: float, unit: str) -> str:
    step = 1 if amount < 20 else 5 if amount < 100 else 10 if amount < 1000 else 100
    value = max(1, round(amount / step) * step)
    return f"{unit}{value}" if unit in {"$", "€", "£", "¥", "₹"} else f"{value} {unit}".strip()
