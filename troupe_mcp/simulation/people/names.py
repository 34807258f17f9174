"""What people are called: the one rule for titles, first names and surnames, and whom a name means among several."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.language.text import one_line
from troupe_mcp.simulation.people.persona import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "madam", "dr", "doctor", "prof", "professor", "rev",
    "reverend", "father", "capt", "captain", "lt", "lieutenant", "sgt", "sergeant", "colonel", "senator", "rabbi",
    "imam", "pastor", "herr", "frau", "fräulein", "monsieur", "madame", "mme", "mlle", "signor", "signora", "señor",
    "señora", "señorita", "sr", "sra", "srta", "senhor", "senhora",
})  # fmt: skip
"""Words before a name that are no part of it, in small letters and without their full stop."""
_BEHIND = frozenset(["jr", "sr", "ii", "iii", "phd", "ph.d", "md", "m.d", "esq"])
_EPITHETS = frozenset(
    ["old", "young", "big", "little", "uncle", "aunt", "auntie", "granny", "grandma", "grandpa", "mama", "papa"]
)
"""Words before a name that belong to it, and that nobody is called by alone."""
_NUMBERED = re.compile(r"\(\d+\)$")
"""What tells a double from who has the same whole name."""


def folded(text: str) -> str:
    """Return a text for comparing names, letter for letter: without case, accents and curly apostrophes."""
    if text.isascii():
        return text.lower()
    return "".join("'" if letter == "’" else unicodedata.normalize("NFKD", letter)[0].lower()[0] for letter in text)


@lru_cache(maxsize=4096)
def untitled(name: str) -> str:
    """Return a name without titles and what stands behind it: "Eva Roth" for "Prof. Dr. Eva Roth, PhD"."""
    head, _, tail = re.sub(r"(?<=\S)\s*\([^()]*\)$", "", name.strip()).partition(",")
    turned = " " not in head and tail.strip()[:1].isupper() and _word(tail.strip()) not in _BEHIND
    parts = (f"{tail} {head}" if turned else head).split()
    while len(parts) > 1 and _word(parts[0]) in TITLES:
        parts = parts[1:]
    while len(parts) > 1 and _word(parts[-1]) in _BEHIND:
        parts = parts[:-1]
    return " ".join(parts) or name


def first_name(name: str) -> str:
    """Return what somebody is called to their face.

    That is the whole name where only a surname stands behind a title, and where the name is rather a description:
    "Mrs Adeyemi", "the baker", "Old Tom", "Participant 3".
    """
    parts = untitled(name).split()
    if len(parts) < 2:
        return name if not parts or _titles(name) else parts[0]
    described = parts[0][0].islower() or _word(parts[0]) in _EPITHETS or len(_word(parts[0])) < 2
    numbered = not any(map(str.isalpha, parts[1])) or (len(parts) == 2 and len(parts[1]) < 2)
    return name if described or numbered else parts[0]


def surname(name: str) -> str:
    """Return the name of somebody's family with its particles, "de la Cruz"; nothing where one name is all there is."""
    parts = untitled(name).split()
    if len(parts) < 2:
        return parts[0] if parts and parts[0] != name else ""
    small = next((place for place, part in enumerate(parts) if place and part[0].islower()), len(parts) - 1)
    return " ".join(parts[small:])


@lru_cache(maxsize=4096)
def given(name: str) -> str:
    """Return the first word of a name without titles, as names are compared."""
    return folded(" ".join(untitled(name).split()[:1]))


@lru_cache(maxsize=4096)
def whole_forms(name: str) -> tuple[str, ...]:
    """Return the forms of a whole name, as names are compared: with and without titles, without middle names."""
    bare = untitled(name)
    both = f"{bare.split()[0]} {surname(name)}" if " " in bare else bare
    return tuple(dict.fromkeys(map(folded, (name, bare, both))))


def called(name: str, among: Iterable[str]) -> str:
    """Return what somebody is called among others: the first name, the whole one where another here has the same."""
    shared = any(given(other) == given(name) for other in among if other != name)
    return name if shared else first_name(name)


def meant(wanted: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return whom a name means, in order: who is called just so, else all who are called so in part.

    Where several are, a title that some of them bear decides for these.
    """
    wanted = one_line(wanted)
    just_so = [name for name in names if slug(name) == slug(wanted)]
    if just_so or not wanted or "," in wanted or _NUMBERED.search(wanted):
        return tuple(just_so[:1])
    bare = folded(untitled(wanted))
    found = [name for name in names if bare in whole_forms(name)]
    found = found or [name for name in names if bare in (*folded(name).split(), folded(surname(name)))]
    of_title = [name for name in found if _titles(wanted) & _titles(name)]
    return tuple(of_title or found)


def match_name(wanted: str, names: Sequence[str]) -> str | None:
    """Return the one person that a name means; nobody where it means several."""
    found = meant(wanted, names)
    return found[0] if len(found) == 1 else None


def _titles(name: str) -> set[str]:
    return {_word(part) for part in name.split()[:-1]} & TITLES


def _word(part: str) -> str:
    return part.strip(".,'’\"“”").lower()
