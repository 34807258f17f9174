"""Ratings: the same signed facts as for a choice, put on the scale that the question names."""

from __future__ import annotations

import re
from dataclasses import replace
from math import ceil, floor, log2
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.asking import put_up
from troupe_mcp.models.rehearsal.claims.remarks import remark_on
from troupe_mcp.models.rehearsal.matters.indifference import left_cold, left_even
from troupe_mcp.models.rehearsal.matters.opinions import decided
from troupe_mcp.models.rehearsal.offers.affinity import Pull, offer_pull
from troupe_mcp.models.rehearsal.offers.deals import against, appetite, bent, deal_of, taste_in
from troupe_mcp.models.rehearsal.offers.lures import trade_of, welcome
from troupe_mcp.models.rehearsal.offers.pricing import price_asked, spoken_sum, verdict
from troupe_mcp.models.rehearsal.offers.whims import doubt, phrase_of
from troupe_mcp.models.rehearsal.polls.ballot import taste_for

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_WORDS = {"zero": 0, "one": 1, "five": 5, "seven": 7, "ten": 10, "hundred": 100}
_SCALE = re.compile(
    r"\b(\d{1,3}|zero|one)\s*(?:to|-|–|and|through)\s*(\d{1,3}|five|seven|ten)\b(?!\s*(?:years|people|minutes))",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\bout of (?:a )?(\d{1,3}|five|ten|hundred)\b", re.IGNORECASE)
_STATEMENT = re.compile(
    r"(?:statement|claim|sentence|agree(?: or disagree)?(?: that| with)?)\s*[:,]?\s*[\"“']?([^\"”?\n]+)", re.IGNORECASE
)
_TASTE = 0.5
"""How far tastes lie apart in what no file tells."""
_FAR, _FINE = 0.7, 50
"""How much a price counts that is twice or half the most somebody would pay; scales from here on go by fives."""
_EVEN = 0.06
"""How far from the middle of a scale, as a share of it, a number still says neither yes nor no."""


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
    if re.search(r"\bstars?\b", text, re.IGNORECASE):
        return 1, 5
    return (1, 5) if re.search(r"strongly (?:dis)?agree", text, re.IGNORECASE) else (1, 10)


def score(person: Portrait, question: str, context: str) -> tuple[int, Fact | None]:
    """Return the score on the question's scale and the fact behind it."""
    low, high = scale_of(question)
    middle, reach = (low + high) / 2, (high - low) / 2
    stated = _STATEMENT.search(question)
    sign, fact = decided(person, put_up(stated.group(1) if stated else question))
    if sign:
        return round(middle + sign * reach * 0.85), fact
    sign, fact = remark_on(person, question)
    if sign:
        return round(middle + sign * reach * 0.75), fact
    line = line_rated(question, context)
    if not line and (price := price_asked(question, context)) is not None:
        return _at_price(person, question, context, price)
    lean, fact = inclination(person, question, context)
    return _on_scale(low, high, round(middle + reach * lean)), fact


def inclination(person: Portrait, question: str, context: str) -> tuple[float, Fact | None]:
    """Return how much somebody is for what a question puts up, -1 to 1, and the fact behind it.

    The less of their life has to do with it, the more their taste decides: the one that their prices follow.
    """
    line = line_rated(question, context)
    seen = offer_pull(person, line or context or question)
    if line:  # as it is chosen, so that the one that is chosen is rated no lower
        seen = replace(seen, score=seen.score + taste_for(person, line))
    lean = 0.06 * person.level("agreeableness") - 0.1 * (person.manner.has("hostile") or person.manner.has("rude"))
    lean += appetite(seen) + 2 * (bent(person) - 1)
    if not line:
        lean += _TASTE * (2 * taste_in(person, question, context) - 1) / (1 + len(seen.pros) + len(seen.cons))
    return max(-1.0, min(1.0, lean)), _behind(seen, lean)


def behind(person: Portrait, question: str, context: str, *, liked: bool) -> Fact | None:
    """Return the fact that speaks for what a question puts up, or against it."""
    return _behind(offer_pull(person, context or question), 1 if liked else -1)


def line_rated(question: str, context: str) -> str:
    """Return the slogan that a question rates, quoted or standing alone; nothing where a thing is rated."""
    if not _LINES.search(f"{question}\n{context}"):
        return ""
    quoted = _QUOTED.search(question)
    alone = _SCALED.sub("", question).strip(" .!")
    return quoted.group(1).strip() if quoted else "" if _ASKED.search(alone) or len(alone.split()) > _LONG else alone


_LINES = re.compile(r"\b(?:slogans?|headlines?|tag ?lines?|catch ?phrases?|mottos?|claims?)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“«]([^\"”»\n]{2,120})[\"”»]")
_SCALED = re.compile(r",? on a scale\b.*$", re.IGNORECASE | re.DOTALL)
_ASKED = re.compile(
    r"\?|^\W*(?:how|what|which|who|why|do|does|would|will|is|are|rate|please|give|to what)\b", re.IGNORECASE
)
_LONG = 12


def _at_price(person: Portrait, question: str, context: str, price: float) -> tuple[int, Fact | None]:
    """Return the score of a thing at its price: in the upper half where somebody would pay it, else below."""
    low, high = scale_of(question)
    middle, reach = (low + high) / 2, (high - low) / 2
    deal = deal_of(person, question, context)
    if deal.unwanted:
        return low, against(deal.seen)
    if not deal.buys(price):
        far = min(1.0, _FAR * log2(price / deal.most))
        return _on_scale(low, high, floor(middle - 0.5 - (reach - 0.5) * far)), None
    ease = min(1.0, _FAR * log2(deal.most / price)) if price else 1.0
    glad = max(0.0, ease * (1 + deal.want) / 2 + deal.want / 4)
    return _on_scale(low, high, ceil(middle) + round((reach - 0.5) * min(1.0, glad))), _behind(deal.seen, 1)


def _on_scale(low: int, high: int, number: int) -> int:
    return min(high, max(low, 5 * round(number / 5) if high >= _FINE else number))


def _behind(seen: Pull, share: float) -> Fact | None:
    """Return the fact that speaks for a thing, or where it is little liked against it."""
    return next((link.fact for link in (seen.pros if share >= 0 else seen.cons) if link.plain), None)


def answer_rating(voice: Voice, question: str, context: str) -> list[str]:
    """Return the sentences of a rating."""
    number, fact = score(voice.portrait, question, context)
    low, high = scale_of(question)
    priced = None if line_rated(question, context) else price_asked(question, context)
    if fact is None and priced is not None:
        deal = deal_of(voice.portrait, question, context)
        spoken = spoken_sum(priced, deal.currency, f"{question} {context}", exact=True)
        told = verdict(voice, deal, priced, spoken)
        return [voice.fill("rate", n=str(number), why=told[0].rstrip(".!")), *told[1:]]
    if fact is None or voice.spoken(fact):
        others: Pull = offer_pull(voice.portrait, line_rated(question, context) or context or question)
        links = others.pros if number > (low + high) / 2 else others.cons
        fact = next((link.fact for link in links if link.plain and not voice.spoken(link.fact)), None)
    if fact is None:
        return (
            [voice.fill("rate", n=str(number), why=why)]
            if (why := _whim(voice, number, question, context))
            else [str(number)]
        )
    return [voice.fill("rate", n=str(number), why=voice.tell(fact).removesuffix("."))]


def _whim(voice: Voice, number: int, question: str, context: str) -> str:
    """Return what is said beside a number that no own fact explains: of a line its words, of a thing a whim."""
    low, high = scale_of(question)
    middle = (low + high) / 2
    line = line_rated(question, context)
    if hook := phrase_of(voice, line, f"{question}\n{context}".replace(line, " ")) if line else "":
        return "" if number == middle else voice.fill("line.good" if number > middle else "line.bad", hook=hook)
    even = abs(number - middle) <= _EVEN * (high - low)
    return whim(voice, 0 if even else 1 if number > middle else -1, context or question)


def whim(voice: Voice, level: int, offer: str) -> str:
    """Return what is said for a thing (1), against it (-1), or of one that leaves somebody even (0)."""
    if not level:
        return left_even(voice, offer) or voice.frame("rate.even")
    if level < 0:
        return doubt(voice, offer, trade_of(offer), shy=True) or left_cold(voice, offer) or voice.frame("rate.none")
    return wanted(voice, offer) or voice.frame("rate.good")


def wanted(voice: Voice, offer: str) -> str:
    """Return what somebody would take a thing for without a fact that says so; nothing where it brings nothing."""
    liked = welcome(voice.portrait, offer, trade_of(offer))
    ranked = sorted(liked, key=lambda entry: (entry[1], entry[0].name), reverse=True)
    return next((said for lure, _ in ranked if (said := voice.least(lure.want))), "")
