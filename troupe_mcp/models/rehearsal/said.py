"""What one utterance says: a choice, a reason, a number, an idea; each with the words it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.chosen import GAP, SPELLED, reasons
from troupe_mcp.models.rehearsal.sentences import bare, sentences
from troupe_mcp.models.rehearsal.words import coverage, keys, plain_words

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.options import Option

Sayings = list[tuple[Any, str]]
_ACTING = re.compile(
    (
        r"\b(?:it|that|which|the [a-z-]+)\s+(?:[a-z]+s|doesn't|should|could|can|would)\b"
        r"|\b(?:what if|imagine|picture|suppose|how about|what about|idea|we could"
        r"|you could|i'd add|let it|make (?:it|thing)|give me|build|could (?:have"
        r"|add))\b"
    ),
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,:])\d{1,3}(?:\.\d)?(?![\w:]|[.,]\d)")
_MONEY = re.compile(
    (
        r"[$€£¥₹]\s?\d[\d,.]*\d|[$€£¥₹]\s?\d|\b\d[\d,.]*\s?(?:dollars?|euros?|pounds?"
        r"|pesos|rupees|yen|kroner|reais|naira|tenge|forint|cents|usd|eur)\b"
    ),
    re.IGNORECASE,
)


def quote_of(text: str) -> str:
    """Return the first sentence of a text, as it stands there."""
    parts = sentences(text)
    return parts[0] if parts else text.strip()


def ratings(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return numbers that can be a score."""
    for sentence in sentences(text):
        if _MONEY.search(sentence):
            continue
        match = _NUMBER.search(sentence)
        if match:
            number = float(match.group())
            return [(int(number) if number.is_integer() else number, sentence)]
    for sentence in sentences(text):
        word = next((word for word in plain_words(sentence) if word in SPELLED), "")
        if word and len(plain_words(sentence)) <= 5:
            return [(SPELLED[word], sentence)]
    return []


def prices(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the amount that somebody names as a price, never an amount from their own purse."""
    for sentence in sentences(text):
        if re.search(
            r"\b(?:earn|owe|wage|salary|a month|a year|make|keep about|clear about)\b", sentence, re.IGNORECASE
        ):
            continue
        if re.search(r"\b(?:ad|option|number|product|idea) ?\d", sentence, re.IGNORECASE):
            continue
        match = _MONEY.search(sentence) or (
            _NUMBER.search(sentence)
            if re.search(r"\b(?:pay|more|most|consider|maybe|say)\b", sentence, re.IGNORECASE)
            or len(sentence.split()) <= 3
            else None
        )
        if match:
            amount = float(re.sub(r"[^\d.]", "", re.sub(r",(?=\d{3}\b)", "", match.group())) or 0)
            return [(int(amount) if amount.is_integer() else amount, sentence)]
    return []


def ideas(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the sentences in which something is proposed that acts."""
    found = [
        part
        for part in sentences(text)
        if _ACTING.search(part)
        and not part.endswith("?")
        and len(plain_words(part)) >= 5
        and not GAP.search(part)
        and not re.match(r"^(?:I |My )", part)
    ]
    return [(bare(part), part) for part in found[:1]] if found else []


def problems(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the first sentence in which somebody tells of a trouble of their own."""
    sign = re.compile(
        (
            r"\b(?:wait|lose|lost|late|annoy|hate|can't|cannot|never|problem|because|waste"
            r"|hunt|search|pay|break|fail|too|again|sixteen|forty|hours|minutes)\b"
        ),
        re.IGNORECASE,
    )
    for part in sentences(text):
        if re.search(r"\b(?:I|my|me)\b", part, re.IGNORECASE) and sign.search(part) and not part.endswith("?"):
            return [(bare(part), part)]
    return []


def benefits(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the sentence that says what something is good for."""
    for part in sentences(text):
        if re.search(
            r"\b(?:so that|saves?|helps?|need|caught me|means something|addresses|worth|would (?:help|spare|earn))\b",
            part,
            re.IGNORECASE,
        ):
            return [(bare(part), part)]
    return []


def stances(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return whether somebody says yes or no."""
    for part in sentences(text):
        if re.search(
            (
                r"^\W*(?:no\b|nope|nah|never|absolutely not|not at|i (?:would|'d) say no|i must say no"
                r"|i can't go along|wrong)|\bi (?:don't|do not|would not|wouldn't) (?:agree"
                r"|think so|trust|like|buy)|\b(?:disagree|part with|my answer is no)\b"
            ),
            part,
            re.IGNORECASE,
        ):
            return [(False, part)]
        if re.search(
            (
                r"^\W*(?:yes|yep|yeah|of course|absolutely|naturally yes|hard yes|i would say yes"
                r"|i'd say (?:yes|so))\b|\b(?:i agree|i'm with|i would pay|that i(?:'d| would) pay"
                r"|my answer is yes|at that price, yes)\b"
            ),
            part,
            re.IGNORECASE,
        ):
            return [(True, part)]
    return []


def objections(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the sentence that objects."""
    for place, part in enumerate(parts := sentences(text)):
        if re.search(
            (
                r"\b(?:wouldn't|won't|doesn't (?:fit|help|meet)|does not meet|don't see|doubt"
                r"|rubbish|no!|never survives|trap|not at that price|too much|part with|disagree"
                r"|wrong|can't go along|who would pay|isn't for me|loses me)\b|^No\b"
            ),
            part,
            re.IGNORECASE,
        ):
            joined = part if len(plain_words(part)) > 3 or place + 1 == len(parts) else f"{part} {parts[place + 1]}"
            return [(bare(joined), joined)]
    return []


def quotes(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the sentence that says most."""
    parts = [part for part in sentences(text) if not part.endswith("?") and not GAP.search(part)]
    best = max(parts, key=lambda part: len(keys(part)), default="")
    return [(bare(best), best)] if best and keys(best) else []


SAYINGS: dict[str, Callable[[str, tuple[Option, ...]], Sayings]] = {
    "reason": reasons,
    "rating": ratings,
    "price": prices,
    "idea": ideas,
    "problem": problems,
    "benefit": benefits,
    "agrees": stances,
    "objection": objections,
    "quote": quotes,
}


def known_before(text: str, seen: list[str]) -> bool:
    """Return whether an idea says what an earlier one said."""
    wanted = keys(text)
    return any(coverage(wanted, keys(other)) >= 0.8 for other in seen)
