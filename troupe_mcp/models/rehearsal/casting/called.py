"""What a description calls somebody: "Dr. Eva Roth, 68", "a volunteer called Tom", "my neighbour Doris"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.verbs import is_third
from troupe_mcp.models.rehearsal.lexicon import pools, read
from troupe_mcp.models.rehearsal.person.livelihood import PERSONS, SAID_OF_ANYBODY, all_titles, is_trade, trade_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_OF_WOMEN = "Mrs|Ms|Miss|Madam|Madame|Lady|Dame|Sister|Aunt|Auntie|Granny|Grandma|Nana|Frau|Señora|Doña|Signora"
_OF_MEN = "Mr|Sir|Lord|Father|Uncle|Grandpa|Grandad|Brother|Herr|Monsieur|Señor|Signor"
_OF_BOTH = (
    "Dr|Doctor|Prof|Professor|Rev|Reverend|Captain|Capt|Sergeant|Sgt|Colonel|Major|Judge|Pastor|Chef|Old|Big|Little"
)
_TITLE = rf"(?:{_OF_WOMEN}|{_OF_MEN}|{_OF_BOTH})"
_WORD = r"(?:[A-ZÀ-ÞŁŚŻ]\.|[A-ZÀ-ÞŁŚŻ][\w’'-]+)"
_PARTICLE = r"(?:van|von|de|der|den|del|da|di|la|le|el|bin|al|ter|ten)"
_NAME = rf"(?:{_TITLE}\b\.? (?:(?:phil|med|h\.c)\. )?)*{_WORD}(?: (?:{_PARTICLE} )*{_WORD}){{0,3}}"
_FIRST = re.compile(
    rf"^(?:(?:this is|meet) )?(?P<name>{_NAME})(?P<end>,? who\b|, (?:an? |the )?|: ?| [–—-] | (?=\()|(?= is\b)|$)"
)
_ACTING = re.compile(rf"^(?P<name>{_NAME})(?P<end>)(?= (?P<verb>[a-z]+) \w)")
_CALLED = re.compile(
    r",? (?:(?:who is |is )?(?:called|named|nicknamed|known as|by the name of)"
    rf"|(?:whose|his|her|their) name is|who goes by) [\"“]?(?P<name>{_NAME})[\"”]?"
)
_BESIDE = re.compile(
    rf"^(?P<head>(?:[\w'-]+ ){{0,4}}?(?P<noun>[a-z][a-z'-]+)),? (?P<name>{_NAME})(?=,| \(| [–—-] | is\b| who\b|[.:]|$)"
)
_OF_ANOTHER = re.compile(
    r"\b(?:who|whose|with|has|have|his|her|their|owns?|and|\w+ing)\b|\b(?:at|of|in|from|near|for|to|by)"
    r" (?:an?|the|his|her) [\w' -]+$",
    re.IGNORECASE,
)
_ITS = re.compile(r"\b(?:with|has|have|owns?|at|of) (?:an?|his|her) [\w' -]+$")
_KIN = (
    "aunt", "uncle", "grandmother", "grandfather", "grandma", "grandpa", "cousin", "sister", "brother", "friend",
    "colleague", "widow", "widower", "boss", "landlord", "landlady", "housewife", "pensioner", "retiree",
)  # fmt: skip
_NOBODY = (
    "a", "an", "the", "somebody", "someone", "one", "young", "single", "two", "three", "four", "five", "six", "you",
    "he", "she", "they", "it", "i", "people", "everybody", "anybody", "all", "both", "each", "most", "some", "many",
)  # fmt: skip
_QUALITY = re.compile(r"(?:ed|ful|ous|ing|less|ive|able|ish)$")
ANYWHERE = ("American", "Australian", "British", "Canadian", "Irish")
"""Where nothing says more, the regions of the language that people are played in."""


def named_in(text: str) -> tuple[str, str]:
    """Return the name of whom a description is about, and what it says beside; mostly there is no name."""
    text = re.sub(rf"^[\"“]({_NAME})[\"”]", r"\1", text)
    for pattern in (_FIRST, _ACTING):
        match = pattern.match(text)
        aged = match is not None and text[match.end() :][:1].isdigit()
        if match and match.end() < len(text) and _is_name(match["name"], aged=aged) and _acts(match):
            end = match["end"].strip(" ,:–—-")
            rest = text[match.end() :].strip()
            return match["name"], f"{end} {rest}".strip()
    called = _CALLED.search(text)
    if called and not (_ITS if called.group().startswith(",") else _OF_ANOTHER).search(text[: called.start()]):
        return called["name"], f"{text[: called.start()]}{text[called.end() :]}"
    beside = _BESIDE.match(text)
    if beside and _is_person(beside["head"], beside["noun"]) and _is_name(beside["name"]):
        return beside["name"], f"{beside['head']}{text[beside.end() :]}"
    return "", text


def _acts(match: re.Match[str]) -> bool:
    """Return whether a name that no mark follows is the subject of a verb: "Jamal drives a taxi"."""
    verb = match.groupdict().get("verb")
    return verb is None or (is_third(verb) and (not match["name"].endswith("s") or bool(gender_of_name(match["name"]))))


def _is_person(head: str, noun: str) -> bool:
    listed = any(noun == title.split()[-1] for title in all_titles())
    return listed or noun in (*PERSONS, *_KIN) or is_trade(head.rsplit(maxsplit=1)[-1])


def _is_name(name: str, *, aged: bool = False) -> bool:
    """Return whether words are somebody's name; before an age, "Jonas, 51", also one that ends as a plural does."""
    first, *more = (word.strip(".") for word in name.split())
    if gender_of_name(name) or (more and re.fullmatch(_TITLE, first)):
        return True
    low = first.lower()
    if low in _NOBODY or low in SAID_OF_ANYBODY or _is_place(name) or trade_of(name.lower(), ())[0]:
        return False
    tempers = pools()["tempers"].values()
    called = low in pools()["qualifiers"] or any(low in temper["words"] for temper in tempers) or _QUALITY.search(low)
    several = low.endswith("s") and (not aged or low[:-1] in PERSONS or low[:-1] in pools()["pastimes"])
    return bool(more) or not (called or several or low in PERSONS)


def _is_place(name: str) -> bool:
    listed = (place for entry in pools()["regions"].values() for place in (*entry["places"], *entry["others"]))
    return name.rsplit(maxsplit=1)[-1].lower() in listed


@cache
def _known() -> dict[str, dict[str, dict[str, None]]]:
    """Return for each kind of name, `female`, `male` and `last`, the regions that have each name."""
    found: dict[str, dict[str, dict[str, None]]] = {"female": {}, "male": {}, "last": {}}
    listed: dict[str, dict[str, Sequence[str]]] = read("names.json")["known"]
    drawn: dict[str, dict[str, Any]] = pools()["regions"]
    for region, kinds in (*listed.items(), *drawn.items()):
        for kind, names in found.items():
            words = (word for line in kinds.get(kind, ()) for word in line.split())
            for word in words:
                names.setdefault(word, {}).update(dict.fromkeys(ANYWHERE if region == "English" else (region,)))
    return found


def gender_of_name(name: str) -> str:
    """Return the gender that goes with the title or the first name; nothing where it is not known, or of both."""
    words = [word.strip(".,\"“”'") for word in name.split()]
    for gender, titles in (("female", _OF_WOMEN), ("male", _OF_MEN)):
        if any(word in titles.split("|") for word in words[:2]):
            return gender
    first = next((word for word in words if word[:1].isupper() and not re.fullmatch(_TITLE, word)), "")
    of = [gender for gender in ("female", "male") if first in _known()[gender]]
    if not of and (sounds := _SOUNDS.search(first)):
        return "female" if sounds["female"] else "male"
    return of[0] if len(of) == 1 else ""


_SOUNDS = re.compile(
    r"(?<=[a-zà-ÿ]{2})(?:(?P<female>(?<!sh)(?<!kol)(?<!uc)(?<!ik)a|ette|elle|ine)|(?:o|us|ert|fried|bert|slav|dur))$"
)
"""How names end that nobody listed: most in "a" are women's, most in "o" men's."""


def regions_of_name(name: str) -> list[str]:
    """Return where people are called so, by the last name or else the first; nothing where neither is known."""
    words = [word.strip(".,\"“”'") for word in name.split() if not re.fullmatch(rf"{_TITLE}\.?", word)]
    known = _known()
    if len(words) > 1 and (found := known["last"].get(words[-1])):
        return sorted(found)
    first = words[0] if words else ""
    found = [region for gender in ("female", "male") for region in known[gender].get(first, ())]
    english = [region for region in found if region in ANYWHERE]
    return sorted(dict.fromkeys(english or found))


@cache
def _ages() -> tuple[frozenset[str], frozenset[str]]:
    data = read("names.json")
    older, younger = (frozenset(word for line in data[key] for word in line.split()) for key in ("older", "younger"))
    return older, younger


def of_age(names: Sequence[str], age: int) -> list[str]:
    """Return those of some first names that somebody of an age has: nobody of twenty is a Nigel."""
    older, younger = _ages()
    apart = older if 0 < age < _OLDER else younger if age > _YOUNGER else frozenset[str]()
    return [name for name in names if name not in apart] or list(names)


_OLDER, _YOUNGER = 42, 50


def region_for(name: str, rng: Random) -> str:
    """Return a region whose people may have a name, by lot; nothing where it is written as in none that is known."""
    found = regions_of_name(name) or (ANYWHERE if name.isascii() else ())
    return rng.choice(found) if found else ""
