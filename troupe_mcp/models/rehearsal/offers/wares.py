"""The thing that some words offer: what it is, without how it is asked for and what it costs."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.words import keys, shared
from troupe_mcp.models.rehearsal.offers.sums import without_price
from troupe_mcp.models.rehearsal.offers.tariffs import particular, period_of

_ASKED_FOR = re.compile(
    r"\b(?:(?:would|will|could|can|do|did|might) (?:you|it|this|that)|are you"
    r"|you(?:['’]d| would| could| can))"
    r"(?: (?:\w+ly|ever|at (?:the )?most|be|willing|ready|prepared|to|like|want|consider|have|yourself))*"
    r"(?: (?:pay|spend|give|be worth|sign up|cost)(?: (?:in|at (?:the )?most|up to) ?\w*)?(?: (?:for|on)\b)?"
    r"| (?!\d)[a-z]+\b)?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?]+")
_OF_PRICE = re.compile(
    r"\b(?:which|what|how (?:much|many)|these|of|in|a|the|too|at)?\s?\b(?:prices?|euros?|dollars?|pounds?|cheap"
    r"|expensive|dear|costs?|likely|at most|per (?:month|year|week|day|hour|night)"
    r"|(?:a|each|every) (?:month|year|week|day|hour)|monthly)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=2000)
def ware(question: str, context: str = "") -> str:
    """Return what is for sale: what the question names, with what was shown of the same thing."""
    asked, shown = _bare(question), _bare(context.replace(question, ""))
    period = period_of(f"{question}\n{context}")
    if keys(asked) and len(shared(keys(asked), keys(shown))) == len(keys(asked)):
        return f"{shown}\n{asked}"
    own, other = particular(asked, period), particular(shown, period)
    apart = own != other if other else not shared(keys(asked), keys(shown))
    return asked if own and apart else f"{asked}\n{shown}".strip()


@lru_cache(maxsize=2000)
def _bare(text: str) -> str:
    lines = (_OF_PRICE.sub(" ", _SENTENCE.sub(_unasked, without_price(line))) for line in text.split("\n"))
    return "\n".join(line for line in (re.sub(r"\s+", " ", line).strip(" ,.?!:;") for line in lines) if line)


def _unasked(sentence: re.Match[str]) -> str:
    """Return what stands in a sentence behind the last words by which something is asked for."""
    last = max((asked.end() for asked in _ASKED_FOR.finditer(sentence.group())), default=0)
    return f" {sentence.group()[last:]}" if last else sentence.group()
