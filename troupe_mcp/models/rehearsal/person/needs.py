"""What somebody needs and what an offer gives: signed leanings on one list of needs, told by words that can be read.

`needs.json` names each need with its words: in a life `held` makes it and `held_not` its contrary, as `trait` and
`trait_not` do in a character; in an offer `gives` meets it and `spoils` goes against it; `good` and `bad` things count
in both, and turn round where they are denied or disliked; what stands under `skip` only looks like one of them.
`lures.json` is a second, finer list of the same make: single things, of which a person may speak (see `lures.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from troupe_mcp.models.rehearsal.lexicon import lures_data, needs_data, words

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|%|[.,;:!?()–—\n]")
_LIFE = {"held": 1, "held_not": -1, "own": 1, "good": 1, "bad": -1, "skip": 0}
_CHARACTER = {"trait": 1, "trait_not": -1, **_LIFE}
_OFFER = {"gives": 1, "spoils": -1, "good": 1, "bad": -1, "skip": 0}
_STATES = ("held", "held_not", "trait", "trait_not")


@dataclass(frozen=True, slots=True)
class Leaning:
    """A need that a text speaks of: how much for (or against) it, and where in the text."""

    need: str
    value: int
    start: int
    end: int
    state: bool
    """Whether the words name a state of somebody, which no denial turns round."""
    denied: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    need: str
    role: str
    forms: tuple[str, ...]


@cache
def weights() -> dict[str, float]:
    """Return how much each need weighs."""
    return {name: float(entry["weight"]) for name, entry in needs_data().items()}


@cache
def topics() -> dict[str, None]:
    """Return the needs that are fields of interest: liking one thing of the field is no love of all of it."""
    return {name: None for name, entry in needs_data().items() if entry.get("topic")}


@cache
def _table(*, fine: bool) -> tuple[dict[str, list[_Entry]], dict[str, list[_Entry]]]:
    """Return the entries by their first word, and by its beginning where it is marked by a star."""
    whole: dict[str, list[_Entry]] = {}
    begun: dict[str, list[_Entry]] = {}
    for name, entry in (lures_data() if fine else needs_data()).items():
        for role in dict.fromkeys((*_CHARACTER, *_OFFER)):
            for phrase in entry.get(role, ()):
                forms = tuple(part if part.endswith("*") else _form(part) for part in phrase.split())
                first = forms[0]
                where = begun if first.endswith("*") else whole
                where.setdefault(first.rstrip("*"), []).append(_Entry(name, role, forms))
    return whole, begun


@lru_cache(maxsize=20_000)
def _form(word: str) -> str:
    """Return a word without its plural or third person, so that "hangs up" and "hang up" meet."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=20_000)
def _starting(form: str, *, fine: bool) -> tuple[_Entry, ...]:
    whole, begun = _table(fine=fine)
    found = list(whole.get(form, ()))
    for length in range(2, len(form) + 1):
        found.extend(begun.get(form[:length], ()))
    return tuple(found)


@lru_cache(maxsize=20_000)
def leanings(text: str, *, offer: bool, traits: bool = False, fine: bool = False) -> tuple[Leaning, ...]:
    """Return the needs, or the `fine` lures, that a text of a life, of `traits` or of an `offer` speaks of."""
    roles = _OFFER if offer else _CHARACTER if traits else _LIFE
    marks = list(_TOKEN.finditer(text))
    forms = [_form(mark.group().lower().replace("’", "'")) for mark in marks]
    taken: dict[str, int] = {}
    found: list[Leaning] = []
    for place, form in enumerate(forms):
        starting = _starting(form, fine=fine)
        if not starting:
            continue
        longest: dict[str, _Entry] = {}
        for entry in starting:
            known = longest.get(entry.need)
            longer = known is None or len(entry.forms) > len(known.forms)
            if longer and entry.role in roles and _stands(entry.forms, forms, place):
                longest[entry.need] = entry
        for need, entry in longest.items():
            if taken.get(need, -1) >= place:
                continue
            taken[need] = last = place + len(entry.forms) - 1
            state = entry.role in _STATES
            denied = not state and _denied(forms, place, last)
            value = roles[entry.role] * (-1 if denied else 1)
            if value:
                found.append(Leaning(need, value, marks[place].start(), marks[last].end(), state, denied))
    return tuple(found)


def _stands(wanted: tuple[str, ...], forms: list[str], place: int) -> bool:
    """Return whether the words of an entry stand at a place, at which its first word does."""
    if len(forms) - place < len(wanted):
        return False
    for n in range(1, len(wanted)):
        part, form = wanted[n], forms[place + n]
        if form != part and not (part.endswith("*") and form.startswith(part[:-1])):
            return False
    return True


def _denied(forms: list[str], first: int, last: int) -> bool:
    """Return whether what stands there is denied, by a word before it or by "free" behind it."""
    if forms[last + 1 : last + 2] in (["free"], ["less"]):
        return True
    known = words()
    for form in reversed(forms[max(0, first - 4) : first]):
        if not form[0].isalnum():
            return False
        if known.has("averse", form) or form.endswith("n't"):
            return True
    return False
