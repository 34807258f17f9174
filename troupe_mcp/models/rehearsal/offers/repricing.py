"""A new price for what was offered before: "And if it cost 9 instead?", "It's half the price now."."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.english.words import keys, plain_words
from troupe_mcp.models.rehearsal.offers.deals import TAKEN, deal_of
from troupe_mcp.models.rehearsal.offers.pricing import reasons, said, spoken_sum
from troupe_mcp.models.rehearsal.offers.special import offer_of
from troupe_mcp.models.rehearsal.offers.sums import named_price, of_money
from troupe_mcp.models.rehearsal.offers.tariffs import months, names_thing, period_of
from troupe_mcp.models.rehearsal.person.means import NUMBER, currency_in, home_of

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_TALK = re.compile(
    r"\b(?:cost\w*|pric\w+|charg\w+|fees?|pay|instead|cheaper|half|twice|double\w*|triple\w*|free|discount\w*|off"
    r"|what if|how about|what about|make it|it (?:was|were|is)|it['’]s|(?:buy|take|have|get|offer) it)\b"
    r"|^\W*(?:(?:and|or|so|but) \W*)?(?:(?:at|for)\W*)?\d",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:how much|what price|which price|at what|earn\w*|salary|income|wages?|rents?|debts?|owe\w*|born|years? old)\b"
    r"|\b(?:I|I['’]\w+|my|your (?!mind|home|door|house)\w+|o['’]clock|minutes|people)\b"
    r"|\bfirst (?:month|week|year)\w* (?:\w+ )?free\b"
    r"|\btoo (?:cheap|expensive|dear|much)\b|\b(?:from|of|scale) \w+ to \w+\b.*\b(?:rate|likely|appeal|scale)"
    r"|\b(?:rate|likely|how)\b.*\d+\s?(?:to|-|–)\s?\d+",
    re.IGNORECASE,
)
_SHARES = (
    (re.compile(r"\b(?:half|halved|halves)\b", re.IGNORECASE), 0.5),
    (re.compile(r"\ba third of\b", re.IGNORECASE), 1 / 3),
    (re.compile(r"\ba quarter of\b", re.IGNORECASE), 0.25),
    (re.compile(r"\ba third (?:less|off|cheaper|lower)\b|\bby a third\b", re.IGNORECASE), 2 / 3),
    (re.compile(r"\ba quarter (?:less|off|cheaper|lower)\b", re.IGNORECASE), 0.75),
    (re.compile(r"\b(?:twice|double[sd]?)\b", re.IGNORECASE), 2.0),
    (re.compile(r"\b(?:three times|triple[sd]?)\b", re.IGNORECASE), 3.0),
    (re.compile(r"\b(?:were|was|is|for|it|it['’]s|now|offered?) free\b|\bfree of charge\b", re.IGNORECASE), 0.0),
)
_PERCENT = re.compile(rf"({NUMBER})\s?(?:%|per ?cent)\s?(?P<up>more|dearer|higher|up)?", re.IGNORECASE)
_STEP = re.compile(
    rf"({NUMBER})\s?(?:[^\W\d]+|[€$£¥₹])?\s(?:(?P<up>more|dearer|higher)|less|cheaper|lower|off)\b", re.IGNORECASE
)
_UP = re.compile(r"\b(?:rais\w+|rise[sn]?|rose|up by|increas\w+|dearer|goes up|went up)\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b(?:instead of|rather than|no longer|not|from|it was)\s+[€$£¥₹]?\s?(?:{NUMBER})(?:\s?[€$£¥₹])?", re.IGNORECASE
)
_PLAIN = re.compile(rf"(?<![\w.,])({NUMBER})(?![\w%]|[.,]\d)")
_WORDS = """
    cost price charge fee pay take buy get want instead now lower lowered reduce reduced raise raised cut drop dropped
    cheaper dearer half twice double free offer offered discount euro euros dollar dollars pound pounds day week month
    year hour suppose imagine say change changed fall fallen today still only just interested come down new less more
    different percent happen think sign order subscribe monthly yearly weekly provider company seller
"""
_MATTERS = 1  # words of another matter that a new price may carry along


def reprice(voice: Voice, moment: Moment) -> list[str]:
    """Return the verdict on a new price for the thing offered before; nothing where the words bring none."""
    cue = moment.cue
    if cue is None or moment.by_person or moment.for_other or cue.kind != "say" or not tells_price(moment.text):
        return []
    offer, prices = _told(voice.portrait, moment)
    if offer is None or len(prices) < 2 or prices[-1] == prices[-2]:
        return []
    deal = deal_of(voice.portrait, *_as_asked(voice, moment, offer))
    before, after = (deal.stand(price) for price in prices[-2:])
    family = _family(before, after, lower=prices[-1] < prices[-2]) if moment.own else f"deal.{after}"
    sum_ = spoken_sum(prices[-1], deal.currency, offer.content, exact=True) if prices[-1] else "zero"
    turned = before != after and after in {"no", "near"}
    return [said(voice, family, sum_, f"deal.{after}"), *(reasons(voice, deal, after) if turned else [])]


def _family(before: str, after: str, *, lower: bool) -> str:
    """Return how a change of mind, or none, is worded."""
    took, takes = before in TAKEN, after in TAKEN
    if after == "none":
        return "new.none"
    if lower and takes:
        return "new.kept" if took else "new.bargain" if after in {"cheap", "free"} else "new.won"
    if lower:
        return "new.close" if after == "near" else "new.refused"
    return "new.raised" if takes else "new.lost" if took else "new.worse"


@lru_cache(maxsize=2000)
def tells_price(text: str) -> bool:
    """Return whether a text may name a new price: short, in words of prices, with a sum or a share of one."""
    if len(text.split()) > 30:
        return False
    text = of_money(text)
    if _ELSE.search(text):
        return False
    if _PLAIN.search(text) and currency_in(text):
        return True
    return _TALK.search(text) is not None and (_PLAIN.search(text) is not None or _share(text) is not None)


def _told(person: Portrait, moment: Moment) -> tuple[Perceived | None, list[float]]:
    """Return what was offered last at a price, and all its prices so far, as the offer counts them."""
    offer: Perceived | None = None
    prices: list[float] = []
    for line in moment.task.perceived:
        if line.own or line.source in moment.task.here or line.kind not in _OUTSIDE:
            continue
        if (
            offer is not None
            and line.kind == "say"
            and tells_price(line.content)
            and _same(offer.content, line.content)
        ):
            price = _price(person, line.content, offer.content, prices[-1])
            prices += [price] if price is not None else []
        elif (price := named_price(line.content)) is not None:
            offer, prices = line, [price]
        if line is moment.cue:
            break
    return offer, prices


_OUTSIDE = ("say", "show", "document", "situation")


@lru_cache(maxsize=2000)
def _same(offer: str, text: str) -> bool:
    """Return whether a text speaks of nothing that the offer doesn't name."""
    known = (*keys(offer), *keys(_WORDS))
    other = [key for key in keys(text) if key not in known and not key[0].isdigit()]
    return len(other) <= _MATTERS and not (other and names_thing(" ".join(_rest(text, offer))))


def _rest(text: str, offer: str) -> list[str]:
    known = (*plain_words(offer), *plain_words(_WORDS))
    return [word for word in plain_words(text) if word not in known]


def _price(person: Portrait, text: str, offer: str, last: float) -> float | None:
    """Return the price that a text makes of an earlier one, in the offer's currency and for its period."""
    share = _share(text)
    if share is not None:
        return round(last * share, 2)
    text = of_money(_BEFORE.sub(" ", text))
    plain = _PLAIN.search(text)
    price = named_price(text) or (named_price(f"pay {plain.group(1)}") if plain else None)
    if price is None:
        return None
    other, own = (currency_in(words, home_of(person)) for words in (text, offer))
    if other and own:
        price *= own.euro / other.euro
    span, usual_span = months(period_of(text)), months(period_of(offer))
    if span and usual_span:
        price *= usual_span / span
    if step := _STEP.search(text):
        price = last + price if step.group("up") else max(0.0, last - price)
    return round(price, 2)


@lru_cache(maxsize=2000)
def _share(text: str) -> float | None:
    """Return the share of the earlier price that a text names: half of it, a fifth off, twice as much."""
    if percent := _PERCENT.search(text):
        part = float(percent.group(1).replace(",", ".")) / 100
        return 1 + part if percent.group("up") or _UP.search(text) else max(0.0, 1 - part)
    return next((share for pattern, share in _SHARES if pattern.search(text)), None)


def _as_asked(voice: Voice, moment: Moment, offer: Perceived) -> tuple[str, str]:
    """Return the offer as it was judged when it came: the question about it, and the words around."""
    questions = questions_of(offer.content)
    if offer.kind != "say" or not questions:
        return "", offer.content
    place = moment.task.perceived.index(offer)
    things = tuple(p.content for p in moment.task.perceived[:place] if p.kind in {"show", "document", "SHOW"})
    then = replace(moment, cue=offer, questions=questions, things=things)
    return then.asked, offer_of(voice, then)
