"""What somebody owns and runs is their trade: "owner of a small bakery", "runs a flower shop", "has a kebab shop"."""

from __future__ import annotations

import re
from functools import cache

from troupe_mcp.models.rehearsal.lexicon import describing

_DET = r"(?:an?|the|his|her|their|one|two|three|four|several|(?:his|her|their) own)"
_ROLE = r"(?:co-)?owner|founder|proprietor|proprietress"
_KIND = r"(?:(?!(?:in|of|at|from|with|for|and|or|who|that|to|the|an?)\b)[a-z][\w'-]* ){0,2}?"
_STATED = {"founder": "founded", "co-owner": "own part of"}
_ALONE = re.compile(
    rf"(?:^|[,.;] |\b(?:as|is|the|an?|sole) )(?:the |an? |sole |proud )?(?P<role>{_ROLE})"
    r"(?=[,.;:]|$| (?:who|in|with|from|aged|near|and)\b)",
    re.IGNORECASE,
)


def owners_in(text: str) -> tuple[str, str]:
    """Return a text with "owner of a small bakery" as "bakery owner", and what they own as it is told to them."""
    match = _owner_of().search(text)
    if not match:
        return text, ""
    one, role = _singular(match["place"]), match["role"].lower()
    many = match["many"]
    start = "the " if match["the"] and not many else ""
    what = f"{_sized(match)}{match['kind'] or ''}"
    several = match["det"] in {"two", "three", "four", "several"}
    owned = f"{match['det']} {what}{match['place']}" if several else _one(f"{what}{one}")
    said = f"You {_STATED.get(role, 'own')} {owned}."
    return f"{text[: match.start()]}{start}{match['kind'] or ''}{one} {role}{many}{text[match.end() :]}", said


def called_owner(text: str) -> tuple[str, str]:
    """Return the trade of who is called the owner of a business, and its family; mostly there is none."""
    match = _called_owner().search(text)
    if not match:
        return "", ""
    ware, place = (match["ware"] or "").strip().lower(), match["place"].lower()
    ware = f"{ware} " if ware and ware not in _sizes() and not _NO_WARE.search(ware) else ""
    return f"{ware}{place} {match['role'].lower()}", _businesses()[_singular(place)]


def running(text: str) -> tuple[str, str]:
    """Return the trade of who runs or has a business, or is called an owner and no more; mostly there is none."""
    if match := _runs().search(text):
        place, ware = _singular(match["place"]), (match["kind"] or "").lower()
        kept = "" if ware else describing()["keepers"].get(place, "")
        return kept or f"{ware}{place} owner", _businesses()[place]
    alone = _ALONE.search(text)
    return (alone["role"].lower(), "general") if alone else ("", "")


def is_business(word: str) -> bool:
    """Return whether a word, in the singular or the plural, names what somebody may run."""
    return word.lower() in _businesses() or _singular(word) in _businesses()


def is_own_boss(told: str) -> bool:
    """Return whether what somebody is told says that a business is theirs."""
    return _runs_of_theirs().search(told) is not None


@cache
def ruled_out() -> frozenset[str]:
    """Return the words of what whoever has a business doesn't have: a boss, or a wish for a shop of their own."""
    return frozenset(describing()["of_a_boss"].split())


_NO_WARE = re.compile(
    r"(?:ed|ful|ous|ive|less|able|ish|ly)$|^(?:an?|the|young|old|older|former|retired|single|female|male|part-time|one"
    r"|new|first|current|sole|proud|its|our|my|two|three|four|busy|stressed|of|and|or|with|in)$"
)


@cache
def _businesses() -> dict[str, str]:
    """Return what people own and run, each with the family of trades of those who do."""
    listed: dict[str, str] = describing()["businesses"]
    found: dict[str, str] = {}
    for family, line in listed.items():
        single, *phrases = line.split("|")
        found |= dict.fromkeys((*single.split(), *phrases), family)
    return found


@cache
def _sizes() -> tuple[str, ...]:
    return tuple(describing()["sizes"].split())


@cache
def _places() -> str:
    names = sorted((name for found in _businesses() for name in (_plural(found), found)), key=len, reverse=True)
    return "|".join(map(re.escape, names))


@cache
def _owner_of() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<the>(?:the|an?) )?(?:sole |proud )?(?P<role>{_ROLE})(?P<many>s?) of (?:(?P<det>{_DET}) )?{_what()}",
        re.IGNORECASE,
    )


@cache
def _called_owner() -> re.Pattern[str]:
    return re.compile(rf"\b(?:(?P<ware>[a-z][\w'-]*) )?(?P<place>{_places()}) (?P<role>{_ROLE})s?\b", re.IGNORECASE)


@cache
def _runs() -> re.Pattern[str]:
    owning = rf"\b(?:runs|owns|co-owns|operates|keeps|has|running|owning) (?P<det>{_DET}) "
    return re.compile(rf"{owning}{_what()}(?! (?:bag|card|degree|phone|car|key|dog|nearby|next|across))", re.IGNORECASE)


@cache
def _runs_of_theirs() -> re.Pattern[str]:
    return re.compile(rf"^You (?:own|co-own|run|founded|own part of) (?:{_DET} |your )?{_what()}", re.IGNORECASE)


def _what() -> str:
    sizes = "|".join(map(re.escape, _sizes()))
    return rf"(?P<size>(?:(?:{sizes})(?:, | and | ))*)(?P<kind>{_KIND})(?P<place>{_places()})\b"


def _sized(match: re.Match[str]) -> str:
    return match["size"] or ""


def _one(what: str) -> str:
    return f"{'an' if what[0].lower() in 'aeio' else 'a'} {what}"


def _singular(place: str) -> str:
    low = place.lower()
    return next((name for name in _businesses() if low in {name, _plural(name)}), low)


def _plural(name: str) -> str:
    head, _, tail = name.partition(" and ")
    if tail:
        return f"{head}s and {tail}"
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "sh", "ch", "x")) else f"{name}s"
