"""The members of a group that a description names: "one a nurse, one a clerk", "nurses, bakers", "some alone"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.casting.spread import drawn_of
from troupe_mcp.models.rehearsal.english.singular import third
from troupe_mcp.models.rehearsal.english.verbs import gerund_base
from troupe_mcp.models.rehearsal.english.words import article
from troupe_mcp.models.rehearsal.lexicon import describing
from troupe_mcp.models.rehearsal.person.livelihood import PERSONS, all_titles, is_trade, trade_of

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_LISTED = re.compile(r"\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+")
_SHARED = re.compile(
    r",?\s+(?:and\s+)?(?:some|others?|a few)\s+(?=(?:are|with|without|liv|work|of)\w*\b"
    r"|\w+(?:,| and (?:some|others)|$))"
)
_KINDS = ("family", "student", "pensioner", "retiree", "freelancer", "expat", "professional")
_SINGLE = {"people": "person", "men": "man", "women": "woman"}
SEVERAL, SHORT = 2, 5
"""From more items than these, each of so few words at most, a list is one of people also where they have no trades."""
_PLACED = re.compile(r"\s+(?P<place>(?:in|from|at|near|of) .+)$")


def members_in(description: str) -> tuple[str, list[str]]:
    """Return a description without the members it lists, and what each of them is, in order; mostly no members."""
    text = description.strip()
    head, colon, tail = text.partition(":")
    if colon and (found := _items(_SEPARATED.split(tail.strip(" .")))):
        return head.strip(), found
    if colon and (found := _kinds(tail.strip(" .")) or _in_roles(tail.strip(" ."))):
        return _ROLES.sub("", head.strip()), found
    if shared := _some(text):
        return shared
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
    if listed := _kinds_of_all(text):
        return listed
    return text, _in_plural(text)


def _some(text: str) -> tuple[str, list[str]] | None:
    """Return the text without "some with children, some living alone", and these; nothing where it shares nothing."""
    parts = _SHARED.split(text.rstrip(" ."))
    found, rest = [part.partition(",")[0] for part in parts[1:]], parts[-1].partition(",")[2]
    return (
        (", ".join(filter(None, (parts[0].strip(), rest.strip()))), [*map(_of_one, found)]) if len(found) > 1 else None
    )


def _of_one(part: str) -> str:
    """Return what some of them are as one of them is it."""
    words = part.strip(" ,").removesuffix(" and").removeprefix("are ").split()
    if words and words[0] == "of" and len(words) > 2:
        words = words[2:]
    if words and (verb := gerund_base(words[0])):
        return " ".join(["who", third(verb) or verb, *words[1:]])
    if words and words[0] in {"live", "have", "own", "work"}:
        return " ".join(["who", "has" if words[0] == "have" else f"{words[0]}s", *words[1:]])
    what = " ".join(words)
    return article(_one(what)) if is_kind(what) else what


def _kinds(tail: str) -> list[str]:
    """Return the kinds of people that a list in the plural names: "parents, nurses, early risers"."""
    items = [item.strip() for item in _LISTED.split(tail) if item.strip()]
    known = sum(map(is_kind, items))
    plural = all(re.fullmatch(r"(?:[\w'’-]+ ){0,3}(?:[\w'’-]+s|people|men|women|children)", item) for item in items)
    fitting = len(items) > 1 and plural and known * 2 >= len(items) and not any(map(drawn_of, items))
    return [_named(article(_one(item))) for item in items] if fitting else []


def _in_roles(tail: str) -> list[str]:
    """Return the roles of a list that names most by their trade: "developer, support, office manager and one owner"."""
    items = [re.sub(r"^(?:an?|one|the) ", "", item.strip(), flags=re.IGNORECASE) for item in _LISTED.split(tail)]
    departments: dict[str, str] = describing()["departments"]
    named = [departments.get(item.lower(), item) for item in items if item]
    trades = [
        each for each in named if is_trade(each) or each in all_titles() or trade_of(f"a {each}", ())[0] in all_titles()
    ]
    return [article(each) for each in named] if len(named) > 1 and len(trades) * 2 > len(named) else []


_ROLES = re.compile(
    r"[,;]?\s*(?:and |with |in )?(?:(?:these|the following|different|various) )?(?:roles?|jobs?|positions?|functions?"
    r"|occupations?|professions?|departments?|one each|namely|such as|including)$",
    re.IGNORECASE,
)


def _named(what: str) -> str:
    """Return a kind of people by what they are, where that is a trade or an age, else by what they count as."""
    title, last = trade_of(what, ())[0], what.rsplit(maxsplit=1)[-1]
    known = title in all_titles() or is_trade(title) or last in (*PERSONS, *_KINDS)
    return what if known else f"who counts as {what}"


def _kinds_of_all(text: str) -> tuple[str, list[str]] | None:
    """Return where they are, and the kinds of people of whom a whole description is a list."""
    placed = _PLACED.search(text)
    where = placed.group() if placed else ""
    found = _kinds(text[: placed.start()] if placed else text)
    return (f"people{where}", found) if len(found) > SEVERAL else None


def is_kind(what: str) -> bool:
    """Return whether a plural names people: by their trade, or as anybody may be called."""
    last = _one(what).split()[-1].lower() if what else ""
    return what.endswith(("s", "people", "men", "women")) and (
        last in (*PERSONS, *_KINDS) or trade_of(f"a {_one(what)}", ())[0] in all_titles() or is_trade(_one(what))
    )


def _one(what: str) -> str:
    """Return what several are called as one of them is."""
    *how, last = what.split()
    one = _SINGLE.get(last) or re.sub(r"ies$", "y", last)
    return " ".join([*how, one if one.endswith("ss") else one.removesuffix("s")])


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


def without_kinds(text: str, members: Sequence[str]) -> str:
    """Return a text without its members, who are each as old as they are."""
    words = {re.escape(each.split()[-1]) for each in members}
    return re.sub(rf"\b(?:{'|'.join(sorted(words))})s?\b", "", text) if words else text


def _single(what: str) -> str:
    first, _, rest = what.partition(" ")
    return f"{first.removesuffix('s')} {rest}".strip()
