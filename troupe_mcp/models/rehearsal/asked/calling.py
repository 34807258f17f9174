"""Whom a text is for: who of those here is addressed by name, and who is only named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.verbs import is_past, is_third
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.simulation.people.names import TITLES, folded, given, meant, surname, untitled, whole_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

_TITLED = rf"(?:(?:{'|'.join(sorted(map(folded, TITLES)))})\.?\s+)*"
_TURNS = re.compile(
    r"(?:(?:^|[.!?,;:…]\s+|\n\s*)[\"“]?|\b(?:and|you|about|hey|hi|hello|so|well|but)[ ,]+)$", re.IGNORECASE
)
"""What stands before a name that somebody is addressed by."""
_PAUSES = re.compile(r"\s*(?:[,:?!.…]|$)")
_JOINS = re.compile(r",?\s+(?:and|or|&)\s+", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|[.!?:…\n]\s*)[\"“]?$")
_PARTS = re.compile(r"\w+")
_WORD = re.compile(r"\s([a-z]+)\b")
_GOES_ON = re.compile(r" (?!I['’])[A-Z][\w’'][\w’'-]")
"""Another word with a capital after a first name: then the two are somebody else's name."""
_OF_A_THING = re.compile(
    r"\b(?:the|an?|in|by|until|till|since|last|next|this|early|mid|late|before|after)\s$", re.IGNORECASE
)
"""What stands before a thing or a month rather than before somebody who is called like it."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a text: whom it means, where it begins, and whether it addresses them."""

    people: tuple[str, ...]
    start: int
    addresses: bool


def addressed(text: str, among: Sequence[str]) -> tuple[str, ...]:
    """Return who of these is addressed by name, in their order; a first name that two of them have addresses both."""
    return _people(text, tuple(among))[0]


def named(text: str, among: Sequence[str]) -> tuple[str, ...]:
    """Return who of these is named in a text, addressed or not, in their order."""
    return _people(text, tuple(among))[1]


@lru_cache(maxsize=20_000)
def _people(text: str, among: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    plain = folded(text)
    spoken = frozenset(_PARTS.findall(plain))
    near = tuple(name for name in among if not spoken.isdisjoint(_parts(name)))
    found = _names(text, plain, near, tuple(map(given, among))) if near else []
    called = [name for each in found if each.addresses for name in each.people]
    every = [name for each in found for name in each.people]
    return tuple(name for name in near if name in called), tuple(name for name in near if name in every)


@lru_cache(maxsize=4_096)
def _parts(name: str) -> tuple[str, ...]:
    """Return the words of which one stands in every text that names somebody."""
    return (*_PARTS.findall(given(name))[:1], *_PARTS.findall(folded(surname(name)))[:1])


def _names(text: str, plain: str, near: tuple[str, ...], first: tuple[str, ...]) -> list[_Name]:
    """Return the names in a text, the last first; `first` are the first names of all who are here."""
    found: list[_Name] = []
    for match in reversed([*_finder(near).finditer(plain)]):
        start, end = match.span()
        called, before, after = text[start:end], text[:start], text[end:]
        joined = bool(found) and found[-1].addresses and _JOINS.fullmatch(text, end, found[-1].start) is not None
        paused = _PAUSES.match(after) and _TURNS.search(before)
        addresses = bool(paused or (joined and _OPENS.search(before))) and _is_written(called, near)
        if addresses or (not _GOES_ON.match(after) and _is_a_name(called, before, after)):
            found.append(_Name(_meant(called, near, first), start, addresses))
    return found


@lru_cache(maxsize=2_000)
def _finder(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any form of the names, the longest of those that begin at one place, with titles before it."""
    forms = {form for name in names for form in (*whole_forms(name), given(name), folded(surname(name))) if form}
    either = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile(rf"(?<![\w-])(?<!\w'){_TITLED}(?:{either})(?!-?\w)(?!'\w\w)")


def _meant(called: str, near: tuple[str, ...], first: tuple[str, ...]) -> tuple[str, ...]:
    """Return whom a name in a text means; a bare surname only those whose first name another here has as well."""
    found, bare = meant(called, near), folded(untitled(called))
    if bare != folded(called) or any(bare in whole_forms(name) for name in found):
        return found
    by_first = tuple(name for name in near if given(name) == bare)
    return by_first or tuple(name for name in found if first.count(given(name)) > 1)


def _is_written(called: str, near: tuple[str, ...]) -> bool:
    """Return whether a word that is common besides stands as the name is written: "Will", not "will"."""
    common = words().has("names_too", called.lower())
    return not common or called[0].isupper() or any(name.startswith(called) for name in near)


def _is_a_name(called: str, before: str, after: str) -> bool:
    """Return whether a word that addresses nobody is meant as a name: "What does Will think?", but not "in May"."""
    if not words().has("names_too", called.lower()):
        return True
    verb = _WORD.match(after)
    does = verb is not None and (is_third(verb[1]) or is_past(verb[1]))
    return called[0].isupper() and (does or not _OPENS.search(before)) and not _OF_A_THING.search(before)
