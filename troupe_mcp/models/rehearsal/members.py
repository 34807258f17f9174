"""The members of a group that a description names: "one a nurse, one a receptionist", "bakers and plumbers"."""

from __future__ import annotations

import re
from itertools import pairwise

from troupe_mcp.models.rehearsal.livelihood import all_titles, trade_of
from troupe_mcp.models.rehearsal.words import article

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "another": 1,
    "the other": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
}
_ITEM = re.compile(
    r"^(?:and )?(?P<number>one|another|the other|two|three|four|five|six|an?)\s+(?:of (?:them|whom|these) )?"
    r"(?:(?:is|are|being|works as|work as) )?(?P<article>an? |the )?(?P<what>\S.*)$",
    re.IGNORECASE,
)
_SEPARATED = re.compile(
    r"\s*[,;]\s*(?:and\s+)?|\s+and\s+(?=(?:one|two|three|four|five|six|an?|another|the other)\b)", re.IGNORECASE
)
SEVERAL, SHORT = 2, 5
"""From more items than these, each of so few words at most, a list is one of people also where they have no trades."""
_PLACED = re.compile(r"\s+(?P<place>(?:in|from|at|near|of) .+)$")


def members_in(description: str) -> tuple[str, list[str]]:
    """Return a description without the members it lists, and what each of them is, in order; mostly no members."""
    text = description.strip()
    head, colon, tail = text.partition(":")
    if colon and (found := _items(_SEPARATED.split(tail.strip(" .")))):
        return head.strip(), found
    parts = _SEPARATED.split(text.rstrip(" ."))
    ones = [at for at, part in enumerate(parts) if re.match(r"(?:one|another|the other)\b", part, re.IGNORECASE)]
    if len(ones) > 1 and (found := _items(parts[ones[0] :])):
        return ", ".join(parts[: ones[0]]), found
    if len(parts) > 1 and (found := _items(parts)):
        placed = _PLACED.search(found[-1])
        found[-1] = found[-1][: placed.start()] if placed else found[-1]
        short = all(len(each.split()) <= SHORT and each.startswith(("a ", "an ")) for each in found)
        if all(map(_is_trade, found)) or (short and len(found) > SEVERAL):
            return f"people{placed.group() if placed else ''}", found
    return text, _in_plural(text)


def _items(parts: list[str]) -> list[str]:
    """Return what each member is, as often as there are of them; nothing unless every part is one."""
    matches = [_ITEM.match(part.strip()) for part in parts if part.strip()]
    if len(matches) < 2 or not all(matches):
        return []
    found: list[str] = []
    for match in matches:
        if match:
            number = _NUMBERS[match["number"].lower()]
            what = _single(match["what"]) if number > 1 else match["what"]
            noun = match["article"] or match["number"].lower() in {"a", "an"} or _is_trade(article(what))
            found += [article(what) if noun else what] * number
    return found


def _is_trade(what: str) -> bool:
    return trade_of(what, ())[0] in all_titles()


def _in_plural(text: str) -> list[str]:
    """Return the trades that a description lists in the plural: "nurses and young bakers"."""
    low, found = text.lower(), list[tuple[int, int, str]]()
    for title in sorted(all_titles(), key=lambda title: (-len(title), title)):
        match = re.search(rf"\b{re.escape(title.lower())}s\b", low)
        if match and not any(start <= match.start() < end for start, end, _ in found):
            found.append((match.start(), match.end(), title))
    found.sort()
    gaps = [low[end:start] for (_, end, _), (start, _, _) in pairwise(found)]
    listed = all(re.fullmatch(r"\s*(?:,|,?\s*(?:and|or|&))\s*(?:[\w-]+ ){0,2}", gap) for gap in gaps)
    return [article(title) for _, _, title in found] if gaps and listed else []


def _single(what: str) -> str:
    first, _, rest = what.partition(" ")
    return f"{first.removesuffix('s')} {rest}".strip()
