"""What one utterance says: a choice, a reason, a number, an idea; each with the words it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.tags import is_question
from troupe_mcp.models.rehearsal.english.words import coverage, keys, light, plain_words
from troupe_mcp.models.rehearsal.ideas.devices import device_in
from troupe_mcp.models.rehearsal.ideas.proposals import proposal_of
from troupe_mcp.models.rehearsal.offers.merits import merits
from troupe_mcp.models.rehearsal.readings.answered import is_courtesy
from troupe_mcp.models.rehearsal.readings.chosen import GAP, SPELLED
from troupe_mcp.models.rehearsal.readings.reasons import reasons

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.offers.options import Option

Sayings = list[tuple[Any, str]]
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
            return [(_amount(match), sentence)]
    return []


def _amount(match: re.Match[str]) -> float:
    amount = float(re.sub(r"[^\d.]", "", re.sub(r",(?=\d{3}\b)", "", match.group())) or 0)
    return int(amount) if amount.is_integer() else amount


_PURSE = re.compile(
    r"\b(?:earn\w*|owe|wages?|salary|take home|makes?|income|pays? me|pension|savings?|rent|keep|clear)\b",
    re.IGNORECASE,
)


def amounts(text: str) -> Sayings:
    """Return the amount with which somebody answers what they would pay; "4 euros a month" is one, a wage is not."""
    for sentence in sentences(text):
        match = _MONEY.search(sentence) or _NUMBER.search(sentence)
        if match and not _PURSE.search(sentence):
            return [(_amount(match), sentence)]
    return []


def ideas(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the idea of a line: what is proposed and acts, without openers."""
    idea, quote = proposal_of(text)
    return [(idea, quote)] if idea else []


_OWN = re.compile(r"\b(?:I|I'm|I've|my|me)\b")
_TROUBLE = re.compile(
    r"\b(?:wait|lose|lost|late|annoy\w*|hate|can't|cannot|never|problem|because|waste|hunt|search|pay|break|fail|too|again"
    r"|hours|minutes|only|must|copy|file|walk|sit|stand|dig|queue|chase|guess|wake|miss|redraw|rebuild|rewrite|torn)\b",
    re.IGNORECASE,
)


def problems(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the sentence in which somebody tells of a trouble of their own, the one beside an idea first."""
    idea, quote = proposal_of(text)
    after = re.search(r"\b(?:because|because look at me:)\s+(.+)", quote)
    if after and _OWN.search(after.group(1)):
        return [(bare(after.group(1)), quote)]
    before, colon, act = quote.partition(": ")
    if colon and device_in(act) and _OWN.search(before) and "would" not in before:
        return [(before, quote)]
    own = [part for part in sentences(text) if part != quote and _OWN.search(part) and not re.search(r'[?]$|"', part)]
    best = own[:1] if idea else [part for part in own if _TROUBLE.search(part)][:1]
    return [(_plainly(part), part) for part in best]


def _plainly(sentence: str) -> str:
    """Return a complaint without the few words that lead to it and what is concluded from it."""
    text = re.sub(r"^[^:]{1,40}:\s+(?=\S+ )", "", bare(sentence))
    return re.sub(r",? so (?:that's where|it would|I'd)\b.*$", "", text)


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
        if is_question(part) or GAP.search(part) or _UNDECIDED.match(part):
            continue
        if re.search(
            (
                r"^\W*(?:no\b|nope|nah|never|absolutely not|not at|i (?:would|'d) say no|i must say no"
                r"|i can't go along|wrong)|\bi (?:don't|do not|would not|wouldn't) (?:agree"
                r"|think so|trust|like|buy)|\b(?:disagree|part with|my answer is no|i(?:'m| am) (?:\w+ )?against)\b"
            ),
            part,
            re.IGNORECASE,
        ):
            return [(False, part)]
        if re.search(
            (
                r"^\W*(?:(?:(?:strongly|completely|fully|mostly|rather|partly) )?agree\b"
                r"|yes|yep|yeah|of course|absolutely|naturally yes|hard yes|i would say yes"
                r"|i'd say (?:yes|so))\b|\b(?:i agree|i'm with|i would pay|that i(?:'d| would) pay"
                r"|my answer is yes|at that price, yes|i(?:'m| am) (?:\w+ )?(?:for (?:it|that|this|the)|in favou?r))\b"
            ),
            part,
            re.IGNORECASE,
        ):
            return [(True, part)]
    return []


_UNDECIDED = re.compile(
    r"^\W*(?:(?:either )?yes (?:or|and) no\b|no (?:view|opinion|answer|preference)\b)", re.IGNORECASE
)


def objections(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the sentences that object."""
    return merits(text, -1)


def likes(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the sentences that speak for the thing."""
    return merits(text, 1)


def quotes(text: str, _: tuple[Option, ...] = ()) -> Sayings:
    """Return the sentence that says most."""
    told = [part for part in sentences(text) if not part.endswith("?") and not is_courtesy(part)]
    parts = [part for part in told if not GAP.search(part)]
    best = max(parts, key=lambda part: len(keys(part)), default="")
    return [(bare(best), best)] if best and keys(best) else []


def named(choices: list[Any], text: str) -> Sayings:
    """Return the allowed values that somebody names, the longer ones first: `strongly agree` before `agree`."""
    return [
        (choice, part)
        for part in sentences(text)
        for choice in sorted(choices, key=lambda choice: -len(str(choice)))
        if str(choice).strip() and re.search(rf"\b{re.escape(str(choice))}\b", part, re.IGNORECASE)
    ]


def about(meaning: str, text: str) -> Sayings:
    """Return the sentence that speaks of what a field is called or means."""
    wanted = tuple(key for key in keys(meaning.replace("_", " ")) if key not in light())
    parts = [part for part in sentences(text) if not part.endswith("?") and not GAP.search(part)]
    best = max(parts, key=lambda part: coverage(wanted, keys(part)), default="")
    return [(bare(best), best)] if coverage(wanted, keys(best)) else []


SAYINGS: dict[str, Callable[[str, tuple[Option, ...]], Sayings]] = {
    "reason": reasons,
    "rating": ratings,
    "price": prices,
    "idea": ideas,
    "problem": problems,
    "benefit": benefits,
    "agrees": stances,
    "objection": objections,
    "like": likes,
    "quote": quotes,
}


def known_before(text: str, seen: list[str]) -> bool:
    """Return whether an idea says what an earlier one said."""
    wanted = keys(text)
    return any(coverage(wanted, keys(other)) >= 0.8 for other in seen)
