"""Sums of money in a text, told from other figures: times, dates, ages, counts, distances, floors, percentages."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.person.means import NUMBER, SCALE, currency_in

_CODED = re.compile(r"(?<!\d)\s?(?P<sign>[A-Za-z]{0,3}[$€£¥₹₺₽₴₸₩₪₦]|\b[A-Z]{3}|\bRs\.?|\bFr\.?|\bkr)\s?$")
_NAMED = tuple(
    re.compile(rf"\s?(?:thousand |million |lakh |k )?(?P<sign>{sign})")
    for sign in (r"[$€£¥₹₺₽₴₸₩₪₦]|[^\W\d]+\.?", r"[^\W\d]+ [a-z]+")
)
_LED_IN = re.compile(r"(?:\b(?:for|at|of|costs?|costing)\s)?(?:[A-Z]{0,3}[$€£¥₹]|\b[A-Z]{3}|\bRs\.)?\s?$")
_SCALED = re.compile(r"\s?(thousand|million|lakh|k)\b")
_WEIGHED = re.compile(
    r"\b(?:los\w+|lost|gain\w*|weigh\w*|heav\w+|lift\w*|carr\w+|bag of|sack of)\b[^.?!]*$", re.IGNORECASE
)
_UNIT = re.compile(
    r"[-–]?(?:st|nd|rd|th)\b|\s?[ap]\.?\s?m\b|\s?o['’]?clock\b"
    r"|[:.]\d\d\s?(?:[ap]\.?m\b|h\b|o['’]?clock)|:\d|\s?h\d{0,2}\b"
    r"|\s?(?:%|°|per ?cent|degrees|x\b)|\s?(?:[kcm]?m|[km]?g|[mc]?l|k?wh?|[gmt]b|mp|ha|mph|kph|lbs?|oz|ft)\b"
    r"|\s(?:in|on) the \w+|\sat night|\ssharp\b|[-–/]\w"
    r"|\s?(?:to|and|-|–)\s?\d+\s?(?:[ap]\.?m|o['’]?clock|years?|people)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s(?P<word>[^\W\d]+)")
_GOES_ON = re.compile(
    r"an?|per|each|every|apiece|only|instead|now|then|extra|more|less|off|cheaper|dearer|higher|lower|straight|flat"
    r"|today|monthly|yearly|weekly|daily|annually|plus|altogether|total|thousand|million|lakh|k|please|anyway|still|too"
    r"|and|or|but|nor|so|if|is|are|was|were|be|would|will|could|can|should|do|does|did|to|of|in|on|at|by|for|from|with"
    r"|without|when|where|as|than|that|which|because|while|though|until|it|I|you|we|they|the|this|not|no|rather|even|just",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:\b(?:until|till|before|after|since|past|floors?|levels?|rooms?|flat|apartment|house|number|nr|no|lines?|bus|tram"
    r"|route|platform|gate|pages?|chapter|steps?|options?|ads?|slogans?|versions?|questions?|models?|sizes?|ages?|aged"
    r"|years?|weeks?|days?|months?|phase|grade|class|part|volume|episode|season|top|zone|track|exit|channel|type|turn\w*"
    r"|in|on|within|last|next|quarter to|half past|(?:jan|febr)uary|march|april|may|june|july|august"
    r"|(?:septem|octo|novem|decem)ber)\.?\s?|#)$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:rais\w+|ris\w+|rose|increas\w+|cut|lower\w*|reduc\w+|drop\w*|down|up|cheaper|dearer|less|more|fell|falls)\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:pay(?:s|ing)?|paid|costs?|costing|spend(?:s|ing)?|spent|charg(?:e|es|ing)|fees? of"
    r"|(?:price[ds]?|sold|sells?|selling|offered|available|going|reduced|set|fixed)(?: \w+){0,2}?"
    r"(?: at| for| of| to| is| was)?)"
    r"(?: (?:you|me|us|about|around|only|just|now|up to|at most))*\s$",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?P<at>for|at)\s(?:(?:only|just|about) )?$", re.IGNORECASE)
_BY = re.compile(r"\bby\s$", re.IGNORECASE)
_TIMED = re.compile(
    r"\b(?:deliver\w*|open\w*|clos\w+|starts?|starting|begin\w*|wakes?|wak\w+|gets? up|arriv\w+|leav\w+|meet\w*|comes?"
    r"|served?|rings?|breakfast|lunch|dinner|mornings?|evenings?|nights?|noon|clock|door|tomorrow|alarm|shift|daily|home"
    r"|every day|on time|sleep|bed|trains?|films?|shows?|runs?|call\w*)\b",
    re.IGNORECASE,
)
_TRADED = re.compile(
    r"\b(?:pric\w+|cost\w*|sell\w*|sold|buy\w*|charg\w*|pay\w*|offer\w*|deal|cheaper|dearer|(?:what|how) about)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"\b(?:table|seats?|rooms?|party|family|recipes?|ages?|aged|cook\w*|serves?|reserv\w+|book(?:ed|ing)?|dinner|wait\w*"
    r"|last(?:s|ed)?|stay\w*|live[sd]?|work\w*)\b",
    re.IGNORECASE,
)
_HOURS, _SHORT = 24, 5
_AROUND = 200
"""How far from a figure stands what tells what it is: in a long text the rest isn't read for each of them."""
_FREE = re.compile(
    r"\bfor free\b|\bfree of (?:charge|cost)\b|\b(?:at|for) no (?:cost|charge)\b|\bcosts? (?:you |me )?nothing\b"
    r"|\bgratis\b|\b(?:it|that|this)(?:['’]s| is| was| were)(?: \w+ly)? free\b(?! (?:to|from|on|of))",
    re.IGNORECASE,
)


@lru_cache(maxsize=2000)
def named_price(text: str) -> float | None:
    """Return the price that a text names for the thing, in its own currency; 0 where it is given away."""
    found = [(_sort(text, number), value_of(text, number)) for number in re.finditer(NUMBER, text)]
    for sort in ("coined", "sum"):
        named = next((value for kind, value in found if kind == sort and value), None)
        if named is not None:
            return named
    return 0.0 if _FREE.search(text) else None


@lru_cache(maxsize=2000)
def of_money(text: str) -> str:
    """Return a text without the figures that surely are no sums of money."""
    return re.sub(NUMBER, lambda number: "…" if _sort(text, number) == "other" else number.group(), text)


@lru_cache(maxsize=2000)
def without_price(text: str) -> str:
    """Return a text without its sums, their currency and the word before them: "a loaf", of "a loaf for 4 euros"."""
    kept, place = "", 0
    for number in re.finditer(NUMBER, text):
        if _sort(text, number) in {"coined", "sum"}:
            kept += _LED_IN.sub("", text[place : number.start()])
            place = number.end() + _named(text[number.end() : number.end() + _AROUND])
    return kept + text[place:]


def value_of(text: str, number: re.Match[str]) -> float | None:
    """Return what a figure in a text comes to: 4000 for "4 thousand"."""
    plain = re.sub(r"[,.  ](?=\d{3}\b)", "", number.group()).replace(",", ".")
    scale = _SCALED.match(text, number.end())
    try:
        return float(plain) * (SCALE[scale.group(1).lower()] if scale else 1.0)
    except ValueError:
        return None


def _sort(text: str, number: re.Match[str]) -> str:
    """Return what a figure is: a sum with its coin, a bare sum, something other, or nothing that can be told."""
    before = text[max(0, number.start() - _AROUND) : number.start()]
    after = text[number.end() : number.end() + _AROUND]
    if _is_coined(before, after):
        return "coined"
    if before[-1:].isalnum() or _UNIT.match(after) or _LABELLED.search(before) or _counts(after):
        return "other"
    sentence = re.split(r"[.!?\n]\s", before)[-1] + number.group() + re.split(r"[.!?\n](?:\s|$)", after)[0]
    if _BY.search(before):
        return "" if _MOVED.search(sentence) else "other"
    if _PAID.search(before):
        return "sum"
    led = _AT.search(before)
    return _led(led["at"].lower(), sentence, float(re.sub(r"\D.*", "", number.group()))) if led else ""


def _is_coined(before: str, after: str) -> bool:
    """Return whether a currency stands beside a figure."""
    sign = _CODED.search(before)
    if sign and currency_in(f"{sign['sign']} 1"):
        return True
    return _named(after) > 0 and not (after.lower().startswith(" pound") and _WEIGHED.search(before))


def _named(after: str) -> int:
    """Return how far the currency reaches that is named behind a figure; 0 where none is."""
    found = (named for pattern in _NAMED if (named := pattern.match(after)) and currency_in(f"1 {named['sign']}"))
    return next((named.end() for named in found), 0)


def _counts(after: str) -> bool:
    """Return whether the word behind a figure is what it counts."""
    word = _NEXT.match(after)
    return word is not None and not _GOES_ON.fullmatch(word["word"])


def _led(led: str, sentence: str, size: float) -> str:
    """Return what a bare figure behind "for" or "at" is: below 25 it may be an hour, or people at a table."""
    if led == "for":
        return "other" if size <= _HOURS and _SHARED.search(sentence) else "sum"
    if size <= _HOURS and _TIMED.search(sentence):
        return "other"
    return "sum" if _TRADED.search(sentence) or len(sentence.split()) < _SHORT else "other" if size <= _HOURS else ""
