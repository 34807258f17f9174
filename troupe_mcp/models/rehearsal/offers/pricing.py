"""What somebody says to a price: whether they would pay it, what they would pay instead, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import capital
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.offers.deals import TAKEN, Deal, against, deal_of, lot, rounded
from troupe_mcp.models.rehearsal.offers.sums import named_price
from troupe_mcp.models.rehearsal.person.means import Currency, means, told_money

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_SIGNS = "$€£¥₹"
_OPEN = re.compile(
    r"how much|how many (?:[a-z]+ ){1,4}would|what price|(?:fair|right|good) price|which price"
    r"|what (?:would|could) you pay|willing|most you|maximum",
    re.IGNORECASE,
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
_RICH = 1.5


def answer_price(voice: Voice, question: str, context: str) -> list[str]:
    """Return the sentences about a price: yes or no to one that was named, else an own one."""
    person = voice.portrait
    deal = deal_of(person, question, context)
    asked = None if _OPEN.search(question) else price_asked(question, context)
    limit = named_price(question) is None and _LIMIT.search(question) is not None
    level = next((share for pattern, share in _ASKED if limit and pattern.search(question)), 0.0)
    if (dear := too_dear(person, question, context)) is not None:
        return _dear(voice, affordable=not dear)
    if asked is not None and not level:
        return verdict(voice, deal, asked, spoken_sum(asked, deal.currency, question, exact=True))
    if deal.unwanted and not level:
        return verdict(voice, deal, 0, "")
    if level:
        return [voice.fill("price.at", n=spoken_sum(deal.worth * level, deal.currency, question))]
    spoken = spoken_sum(deal.most, deal.currency, question, exact=True)
    return _at_most(voice, deal, spoken)


def sum_told(voice: Voice, most: float, question: str, context: str) -> list[str]:
    """Return the sum that somebody gives at most, and why; of nothing that they have no use for it."""
    deal = deal_of(voice.portrait, question, context)
    if not most:
        return verdict(voice, deal, 0, "") if deal.unwanted else [voice.frame("side.no"), voice.frame("rate.none")]
    return _at_most(voice, deal, spoken_sum(most, deal.currency, question, exact=True))


def _at_most(voice: Voice, deal: Deal, spoken: str) -> list[str]:
    person = voice.portrait
    told = _why(voice, _reason(person, deal))
    if told and means(person) > 0 and told_money(person) in voice.told:
        return [voice.fill("price.at", n=spoken), *told]
    return (
        [_without_reason(voice, spoken)] if not told else [voice.fill("pay", n=spoken, why=told[0].removesuffix("."))]
    )


def price_asked(question: str, context: str) -> float | None:
    """Return the price that a question names, else the words around it."""
    named = named_price(question)
    return named_price(context) if named is None else named


def verdict(voice: Voice, deal: Deal, price: float, spoken: str) -> list[str]:
    """Return what somebody says to a price, and the fact behind it."""
    stand = deal.stand(price)
    return [said(voice, f"deal.{stand}", spoken), *reasons(voice, deal, stand)]


def standing(person: Portrait, question: str, context: str) -> str:
    """Return how the price that is asked about sits with somebody, as `Deal.stand` does; nothing where none is."""
    asked = price_asked(question, context)
    about = named_price(question) is not None or _TAKING.search(question) is not None
    return "" if asked is None or not about else deal_of(person, question, context).stand(asked)


_TAKING = re.compile(
    r"\b(?:buy|purchase|order|get|take|try|use|join|book|pay|subscribe|switch|interested|worth|choose|go for|sign up"
    r"|want|afford)\b",
    re.IGNORECASE,
)


def too_dear(person: Portrait, question: str, context: str) -> bool | None:
    """Return whether a price is too high for somebody; None where that isn't asked."""
    asked = price_asked(question, context)
    if asked is None or not _TOO_DEAR.search(question):
        return None
    return deal_of(person, question, context).stand(asked) not in (*TAKEN, "none") and means(person) < _RICH


def said(voice: Voice, family: str, price: str, *others: str) -> str:
    """Return a verdict on a price in the manner's words, in anybody's or of `others` before what was heard already."""
    worn = voice.frame(family)
    listed = (text for name in (family, *others) for text in (voice.listed(name), frames().get(name, ())))
    worded = next((fresh for wordings in listed if (fresh := voice.least(wordings))), worn)
    return worded.replace("{n}", price).replace("{N}", capital(price))


def reasons(voice: Voice, deal: Deal, stand: str) -> list[str]:
    """Return the fact behind a verdict, where one has a bearing on it: what is wanted of the thing, or the money."""
    person, taken = voice.portrait, stand in TAKEN
    plain = against(deal.seen) if stand == "none" else next((link.fact for link in deal.seen.pros if link.plain), None)
    if stand in {"none", "free"} or (taken and plain):
        return _why(voice, plain)
    drawn = lot(f"{voice.lot}/{person.name}/{stand}")
    level, money = means(person), told_money(person)
    bears = level <= -_BEARS or (taken and level >= _BEARS)
    if money and bears and drawn < _TELLS and not any(map(voice.spoken, person.of("money"))):
        return [voice.fill("beside.price", fact=voice.tell(money))] if taken else _why(voice, money)
    return []


_BEARS, _TELLS = 0.15, 0.4
"""From where on the money has a bearing on a price, and how often it is told of one."""


def _dear(voice: Voice, *, affordable: bool) -> list[str]:
    """Answer whether something is too expensive with yes or no, and where money is short with that."""
    if affordable:
        return [voice.frame("dear.no")]
    return [voice.frame("dear.yes"), *_why(voice, told_money(voice.portrait) if means(voice.portrait) < 0 else None)]


def _reason(person: Portrait, deal: Deal) -> Fact | None:
    """Return what moves the price most: the money where it is short or plenty, else the wish or what is against it."""
    money = told_money(person)
    if money is not None and means(person) <= -0.5 and -means(person) >= 0.8 * abs(deal.want):
        return money
    links = [link for link in (deal.seen.pros if deal.want > -0.2 else deal.seen.cons) if link.plain]
    return links[0].fact if links else money if abs(means(person)) >= 0.5 else None


def _why(voice: Voice, fact: Fact | None) -> list[str]:
    return [voice.tell(fact)] if fact is not None and fact.kind != "job" and not voice.spoken(fact) else []


def _without_reason(voice: Voice, spoken: str) -> str:
    """Name a price in the frame of the manner without the sentence that would give the reason."""
    text = re.sub(r"\s*[^.!?…]*\0\W*", "", voice.fill("pay", n=spoken, why="\0")).strip() or spoken
    return re.split(r"(?<=[.!?…])\s", text)[0] if text.count(spoken) > 1 else text


def spoken_sum(amount: float, currency: Currency | None, question: str, *, exact: bool = False) -> str:
    """Return a sum as it is said in the currency of the talk; `exact` where it was named before."""
    value = amount if exact else rounded(amount)
    text = f"{value:,.0f}" if value == int(value) else f"{value:.2f}"
    sign = next((sign for sign in _SIGNS if sign in question), "")
    if sign:
        return f"{sign}{text}"
    say = currency.say if currency else ""
    return f"{text} {say.removesuffix('s') if value == 1 else say}".strip()
