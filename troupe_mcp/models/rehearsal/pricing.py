"""What somebody would pay: the usual price of such a thing, moved by wish and means, whatever the seed."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from math import floor, log10
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.affinity import Pull, offer_pull
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.means import NUMBER, Currency, currency_in, home_of, means, own_currency, told_money
from troupe_mcp.models.rehearsal.tariffs import months, period_of, usual
from troupe_mcp.models.rehearsal.words import capital

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice import Voice

_SIGNS = "$€£¥₹"
_OPEN = re.compile(
    r"how much|what price|(?:fair|right|good) price|which price|what (?:would|could) you pay|willing|most you|maximum",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"\b(?:pay|for|at|cost|costs|spend|price of)\s+({NUMBER})\b(?!\s*(?:%|people|minutes|years))", re.IGNORECASE
)
_ASKED = (
    (re.compile(r"too cheap|so (?:cheap|low)|doubt|question the quality|suspicious", re.IGNORECASE), 0.4),
    (
        re.compile(
            r"(?:getting|starting to|begin\w* to|become|becoming|a bit|rather|quite|seem\w*|on the) (?:\w+ )?"
            r"(?:expensive|dear|high side)|expensive[^?]*\bbut\b",
            re.IGNORECASE,
        ),
        1.2,
    ),
    (re.compile(r"too (?:expensive|dear|high|much)|never (?:pay|buy)|so expensive|not consider", re.IGNORECASE), 1.7),
    (re.compile(r"bargain|good (?:value|buy|deal)|great (?:value|buy|deal)|cheap", re.IGNORECASE), 0.7),
)
_LIMIT = re.compile(r"\b(?:prices?|point|level|amount|how|when)\b", re.IGNORECASE)
_TOO_DEAR = re.compile(
    r"^\W*(?:(?:and|so|but) )?(?:is|isn't|are|aren't|was) [^?]{2,60}? (?:too|very|rather)"
    r" (?:expensive|dear|much|pricey|costly)\b",
    re.IGNORECASE,
)
_ONCE, _AGAIN = 1.35, 1.7
"""How much the means weigh: short ones more in what is to be paid again and again."""
_TAKES = 1.1
_STANDS = (("cheap", 0.35), ("yes", _TAKES), ("near", 1.4))
"""Up to which share of what a thing is worth a price is suspiciously low, taken, or not far off."""
_RICH = 1.5
_REFUSES = -0.55


def appetite(seen: Pull) -> float:
    """Return how much somebody wants an offer, -1 to 1; without any link to their life, little."""
    return max(-1.0, min(1.0, (seen.score - 0.5) / 2))


@lru_cache(maxsize=2000)
def named_price(text: str) -> float | None:
    """Return the price that a text names for the thing, in its own currency."""
    for number in re.finditer(NUMBER, text):
        around = text[max(0, number.start() - 3) : number.start()] + "1" + text[number.end() : number.end() + 20]
        near = re.match(r"\D{0,3}1\s?[A-Za-z€$£¥₹.]*(?: [a-z]+)?", around)
        if near and currency_in(near.group()):
            return _value(number.group())
    bare = _BARE.search(text)
    return _value(bare.group(1)) if bare else None


def _value(text: str) -> float | None:
    plain = re.sub(r"[,.  ](?=\d{3}\b)", "", text).replace(",", ".").strip(". ")
    try:
        return float(plain) or None
    except ValueError:
        return None


def worth(person: Portrait, text: str, anchor: str = "") -> tuple[float, Currency | None]:
    """Return what a thing is worth to somebody, in the currency of the talk or else their own."""
    currency = currency_in(text, home_of(person)) or own_currency(person)
    rate = currency.euro if currency else 1.0
    price = usual(text) * rate
    shown = named_price(anchor) if anchor else None
    base = shown if shown and not 0.2 < shown / price < 5 else (price * shown) ** 0.5 if shown else price
    want = appetite(offer_pull(person, anchor.strip() or text))
    again, level = months(period_of(text)) > 0, means(person)
    own = bent(person) * (_use(person, text) if again else 1.0)
    weight = (_AGAIN if again and level < 0 else _ONCE) ** level
    return base * 0.85 * (1 + 0.35 * want) * weight * own, currency


def bent(person: Portrait) -> float:
    """Return a person's own small bent, so that two of the same means don't name one number."""
    return 0.95 + 0.1 * _lot(person.name)


def _apart(person: Portrait) -> float:
    """Return how far a sum that is named freely goes its own way: people of one purse don't name one number."""
    return 0.88 + 0.24 * _lot(person.name)


def _use(person: Portrait, text: str) -> float:
    """Return how much somebody would use what comes again and again; households differ, whatever their means."""
    return 0.75 + 0.5 * _lot(f"{person.name}/{usual(text)}")


@lru_cache(maxsize=2000)
def _lot(text: str) -> float:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[0] / 255


def answer_price(voice: Voice, question: str, context: str) -> list[str]:
    """Return the sentences about a price: yes or no to one that was named, else an own one."""
    person = voice.portrait
    seen = offer_pull(person, f"{context}\n{question}")
    want = appetite(seen)
    asked = None if _OPEN.search(question) else named_price(question) or named_price(context)
    value, currency = worth(person, f"{question}\n{context}", context.replace(question, ""))
    limit = named_price(question) is None and _LIMIT.search(question) is not None
    level = next((share for pattern, share in _ASKED if limit and pattern.search(question)), 0.0)
    if asked is not None and _TOO_DEAR.search(question):
        return _dear(voice, affordable=asked <= value * _TAKES or means(person) >= _RICH)
    if asked is not None and not level:
        stand = stand_on(seen, asked, value)
        return [
            said(voice, f"deal.{stand}", spoken_sum(asked, currency, question, exact=True)),
            *reasons(voice, seen, stand),
        ]
    if want <= _REFUSES and not level:
        return [voice.frame("deal.none"), *_why(voice, against(seen))]
    spoken = spoken_sum(value * (level or 1.0) * _apart(person), currency, question)
    if level:
        return [voice.fill("price.at", n=spoken)]
    told = _why(voice, _reason(person, seen, want))
    if told and means(person) > 0 and told_money(person) in voice.told:
        return [voice.fill("price.at", n=spoken), *told]
    return (
        [_without_reason(voice, spoken)] if not told else [voice.fill("pay", n=spoken, why=told[0].removesuffix("."))]
    )


def standing(person: Portrait, question: str, context: str) -> str:
    """Return how the price that is named sits with somebody, as `stand_on` does; nothing where none is."""
    asked = named_price(question) or named_price(context)
    if asked is None:
        return ""
    value, _ = worth(person, f"{question}\n{context}", context.replace(question, ""))
    return stand_on(offer_pull(person, f"{context}\n{question}"), asked, value)


def stand_on(seen: Pull, price: float, value: float) -> str:
    """Return how a price sits: cheap, yes, near or no; none where the thing isn't wanted at any price."""
    want = appetite(seen)
    if want <= _REFUSES or (want < -0.2 and seen.cons and not seen.pros):
        return "none"
    return next((stand for stand, share in _STANDS if price <= value * share), "no")


def said(voice: Voice, family: str, price: str, *others: str) -> str:
    """Return a verdict on a price in the manner's words, in anybody's or of `others` before what was heard already."""
    worn = voice.frame(family)
    listed = (text for name in (family, *others) for text in (voice.listed(name), frames().get(name, ())))
    worded = next((fresh for wordings in listed if (fresh := voice.least(wordings))), worn)
    return worded.replace("{n}", price).replace("{N}", capital(price))


def reasons(voice: Voice, seen: Pull, stand: str) -> list[str]:
    """Return the fact behind a verdict: what is wanted or not of the thing, or once in a talk the money."""
    person = voice.portrait
    if stand == "none":
        return _why(voice, against(seen))
    if stand in {"yes", "cheap"}:
        return _why(voice, next((link.fact for link in seen.pros if link.plain), None))
    short = means(person) < -0.3 and not any(voice.spoken(fact) for fact in person.of("money"))
    return _why(voice, told_money(person) if short else None)


def _dear(voice: Voice, *, affordable: bool) -> list[str]:
    """Answer whether something is too expensive with yes or no, and where money is short with that."""
    if affordable:
        return [voice.frame("dear.no")]
    return [voice.frame("dear.yes"), *_why(voice, told_money(voice.portrait) if means(voice.portrait) < 0 else None)]


def _reason(person: Portrait, seen: Pull, want: float) -> Fact | None:
    """Return what moves the price most: the money where it is short or plenty, else the wish or what is against it."""
    money = told_money(person)
    if money is not None and means(person) <= -0.5 and -means(person) >= 0.8 * abs(want):
        return money
    links = [link for link in (seen.pros if want > -0.2 else seen.cons) if link.plain]
    return links[0].fact if links else money if abs(means(person)) >= 0.5 else None


def against(seen: Pull) -> Fact | None:
    """Return what may be told against a thing; no fact with a figure in it, which would be heard as a price."""
    told = (link.fact for link in seen.cons if link.plain)
    return next((fact for fact in told if not re.search(r"\d", fact.said)), None)


def _why(voice: Voice, fact: Fact | None) -> list[str]:
    return [voice.tell(fact)] if fact is not None and fact.kind != "job" and not voice.spoken(fact) else []


def _without_reason(voice: Voice, spoken: str) -> str:
    """Name a price in the frame of the manner without the sentence that would give the reason."""
    text = re.sub(r"\s*[^.!?…]*\0\W*", "", voice.fill("pay", n=spoken, why="\0")).strip() or spoken
    return re.split(r"(?<=[.!?…])\s", text)[0] if text.count(spoken) > 1 else text


def spoken_sum(amount: float, currency: Currency | None, question: str, *, exact: bool = False) -> str:
    """Return a sum as it is said in the currency of the talk; `exact` where it was named before."""
    value = amount if exact else _round(amount)
    text = f"{value:,.0f}" if value == int(value) else f"{value:.2f}"
    sign = next((sign for sign in _SIGNS if sign in question), "")
    if sign:
        return f"{sign}{text}"
    say = currency.say if currency else ""
    return f"{text} {say.removesuffix('s') if value == 1 else say}".strip()


def _round(amount: float) -> float:
    """Return a sum as people name it: two figures, the second a five or a nought."""
    if amount < 10:
        return max(0.5, round(amount * 2) / 2)
    step = 10 ** (floor(log10(amount)) - 1) * (5 if amount / 10 ** floor(log10(amount)) >= 3 else 1)
    return float(round(amount / step) * step)
