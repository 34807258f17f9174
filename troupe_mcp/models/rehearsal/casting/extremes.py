"""A description that calls somebody the utmost of their kind, or speaks to whoever reads it, in plain words."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.person.livelihood import PERSONS

_GOT = re.compile(
    rf"\b(?P<how>[Tt]he (?:single )?(?:[\w-]+ ){{0,3}}?(?:{'|'.join(PERSONS)})) (?:that |who )?"
    r"(?P<where>(?:an?|the|our|any|your) [\w'é-]+(?: [\w'é-]+){0,4}?(?: in [A-Z][\w'-]+)?)"
    r" (?:could|can|might|would|will|may) (?:ever |possibly )?"
    r"(?:get|have|imagine|meet|face|wish for|hope for|see|fear|encounter)\b"
)
_MOST = re.compile(
    r"\b[Tt]he (?:single )?(?:most (?P<how>[a-z-]+)"
    r"|(?!(?:forest|harvest|guest|priest|west|best|chest|interest|tempest|honest|modest|earnest|rest)\b)"
    r"(?P<stem>[a-z]+?)(?P<end>i?est)) (?!of\b)(?=[a-z])"
)
_QUOTED = re.compile(r"([\"“][^\"”]*[\"”])")
_TO_THEM = re.compile(r"(?:^|[.!?:] )You(?:r|['’]re)?\b")


def in_plain_words(text: str) -> str:
    """Return "The grumpiest guest a hotel could get" as "A grumpy guest of a hotel"."""
    plain = _GOT.sub(lambda found: f"{found['how']} of {found['where']}", text)
    plain = re.sub(r" (?:imaginable|conceivable|ever)\b(?=[,.;:]|$| of\b)", "", plain)
    start = _MOST.match(plain)
    return f"A {start['how'] or _positive(start['stem'], start['end'])} {plain[start.end() :]}" if start else plain


def of_others(text: str) -> str:
    """Return a description with "your" and "you" as other people, where it doesn't speak to whom it is about."""
    if _TO_THEM.search(text):
        return re.sub(r"\byour\b", "their", re.sub(r"\bYour\b", "Their", re.sub(r"\bYou\b", "They", text)))
    parts = _QUOTED.split(text)
    return "".join(
        part if at % 2 else _YOU.sub("people", _YOUR.sub("other people's", part)) for at, part in enumerate(parts)
    )


_YOUR = re.compile(r"\byours?\b(?! (?:truly|own)\b)", re.IGNORECASE)
_YOU = re.compile(r"\byou(?! know\b)\b(?!['’])", re.IGNORECASE)


def _positive(stem: str, end: str) -> str:
    """Return the plain form of a superlative: "grumpiest" gives "grumpy", "rudest" gives "rude"."""
    if end == "iest":
        return f"{stem}y"
    if stem[-2:-1] == stem[-1:]:
        return stem[:-1]
    return _SHORT.get(stem, stem)


_SHORT = {"rud": "rude", "nic": "nice", "wis": "wise", "strang": "strange", "simpl": "simple", "larg": "large"}
