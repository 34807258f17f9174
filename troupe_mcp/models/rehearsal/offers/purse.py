"""What the own money says to a price that is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import plain_words
from troupe_mcp.models.rehearsal.lexicon import words

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

VALUED = re.compile(r"\b(?:worth|cheap\w*|expensive|prices?|discounts?|bargains?|afford\w*)\b", re.IGNORECASE)
_PRICED = re.compile(
    r"[$€£¥₹]\s?\d|\b\d[\d,.]*\s?(?:dollars?|euros?|pounds?|pesos|rupees|yen|kroner|reais|naira|tenge|forint|usd|eur)\b",
    re.IGNORECASE,
)


def funds(person: Portrait) -> list[Fact]:
    """Return the facts that say how the money stands, without those in which a cost only happens to be named."""
    known = words()
    telling = [
        fact
        for fact in person.of("money")
        if re.search(r"\d", fact.said)
        or VALUED.search(fact.said)
        or any(known.has("pos_money", word) or known.has("tight_money", word) for word in plain_words(fact.said))
    ]
    return telling or list(person.of("money")[:1])


def at_price(voice: Voice, text: str) -> list[str]:
    """Return what the own money says to a price that is named, where money is short or plenty."""
    person = voice.portrait
    money = next(iter(voice.fresh(funds(person))), None)
    if not _PRICED.search(text) or not person.tight:
        return []
    if person.tight > 0:
        verdict = [] if voice.worn("deal.dear") else [voice.frame("deal.dear")]
        return [*verdict, *([voice.tell(money)] if money else [])]
    return [voice.tell(money)] if money else []
