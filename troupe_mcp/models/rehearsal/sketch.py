"""Reading a description of somebody: age, gender, trade, place, and each further thing it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.lexicon import pools
from troupe_mcp.models.rehearsal.livelihood import PERSONS, SAID_OF_ANYBODY, trade_of
from troupe_mcp.models.rehearsal.telling import Told, told_clauses
from troupe_mcp.models.rehearsal.verbs import is_base, is_third
from troupe_mcp.models.rehearsal.words import plain_words

if TYPE_CHECKING:
    from collections.abc import Mapping

_AGE = re.compile(
    r"\b(?:age[d:]*\s*(?P<a>\d{1,3})|(?P<b>\d{1,3})[-\s]?(?:years?[-\s]old|yrs?[-\s]old|y/?o)\b|, (?P<c>\d{2})(?=,|$)"
    r"|^(?P<d>\d{2})(?=[,;])|\bis (?P<e>\d{2})(?=[.,;]|$))",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"\b(?:in (?:his|her|their|the) )?(?:(?P<part>early|mid|late)[-\s])?"
    r"(?P<tens>twenties|thirties|forties|fifties|sixties|seventies|eighties|[2-8]0s)\b",
    re.IGNORECASE,
)
OLDEST = 110
_TENS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80}
_ABOUT = (
    (r"\b(?:teenage[rd]?|teen|high school student|pupil)\b", 17),
    (r"\b(?:university|college|medical|law|art|engineering)? ?student\b|\bapprentice\b|\bintern\b", 21),
    (r"\byoung\b|\bmillennial\b", 26),
    (r"\bmiddle-aged\b", 49),
    (r"\b(?:retired|pensioner|retiree|grand(?:mother|father|ma|pa)|widow(?:er)?|elderly|old (?:man|woman|lady))\b", 70),
)
_NOUNS = {
    "female": "woman women female girl lady mother grandmother mum mom widow waitress actress housewife postwoman "
    "saleswoman seamstress shepherdess",
    "male": "man men male boy gentleman guy father grandfather dad widower househusband postman salesman waiter "
    "fisherman policeman fireman",
}
_PRONOUNS = {"female": "she her hers herself", "male": "he his him himself"}
_PLACE = re.compile(
    r"\b(?:in|from|near|of|outside|around|at|to)\s+(?:the )?"
    r"(?P<place>(?:St\. )?[A-Z][\w'-]+(?:[ -](?:[A-Z][\w'-]+|de|del|do|da|la|upon|am|an der))*"
    r"(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+)*)?)"
)
_RURAL = re.compile(
    r"\b(?:in|from) (?P<place>an? (?:small |little |remote )?(?:village|town|suburb|city)[^,.;]*?)"
    r"(?= who\b| and\b|[,.;]|$)"
)
_NAME = re.compile(
    r"^(?:this is )?(?P<a>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})(?=,| is\b|:| \(|\s+-)|\b(?:called|named|name is)\s+"
    r"(?P<b>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
)
_NOT_NAMES = ("A", "An", "The", "Somebody", "Someone", "One", "Young", "Old", "Retired", "Single", "Two", "Three")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a description says of one person; empty where it does not say."""

    name: str
    age: int
    gender: str
    title: str
    trade: str
    place: str
    region: str
    retired: bool
    traits: tuple[str, ...]
    words: tuple[str, ...]
    told: tuple[Told, ...]

    def says(self, *words: str) -> bool:
        """Return whether the description has one of the words."""
        return any(word in self.words for word in words)


def sketch_of(description: str) -> Sketch:
    """Return what a description says."""
    text = _WHO.sub(_singular, " ".join(description.replace("’", "'").split()))
    words = tuple(plain_words(text))
    name = _name(text)
    place = _place(text, name)
    title, trade = trade_of(text, _traits(text))
    gender = _gender(text)
    told = told_clauses(_without_place(text, place), gender, (name, name.split()[0]) if name else ())
    region = region_of(place) or region_of(text)
    return Sketch(
        name, _age(text), gender, title, trade, place, region, "retired" in words, _traits(text), words,
        (*told, *_owned(text, told)),
    )  # fmt: skip


def _without_place(text: str, place: str) -> str:
    """Return the text without the place where somebody lives, which is no part of what they do."""
    return (
        re.sub(rf"\s+(?:in|from|near|outside|of) (?:the )?{re.escape(place)}\b", "", text, count=1) if place else text
    )


def _traits(text: str) -> tuple[str, ...]:
    """Return what a description calls somebody: the words of a temper, and what stands before a noun for anybody."""
    plain = _AGE.sub(" ", text).lower()
    found = [word for word in plain_words(plain) for temper in pools()["tempers"].values() if word in temper["words"]]
    heads = re.findall(rf"\b((?:[\w'-]+ ){{1,3}})(?:{'|'.join(PERSONS)}|student|teacher)s?\b", plain)
    found += [
        word for head in heads for word in head.split() if word.endswith(_ADJECTIVES) or word in pools()["qualifiers"]
    ]
    found += [word for word in plain_words(plain)[:12] if word in pools()["qualifiers"]]
    return tuple(word for word in dict.fromkeys(found) if word not in SAID_OF_ANYBODY)


def _owned(text: str, told: tuple[Told, ...]) -> list[Told]:
    """Return what a compact description says in one word: "dog owners", "vegan student"."""
    plain = text.lower()
    found = [Told("facts", f"You own a {match}.") for match in re.findall(r"\b(\w+)[ -]owners?\b", plain)]
    found += [Told("likes", match) for match in re.findall(r"\b(\w+)[ -](?:lovers?|fans?|enthusiasts?)\b", plain)]
    found += [Told("family", f"You are a {match}.") for match in re.findall(_CHILDREN, plain) if not _has(match, told)]
    diet = re.search(r"\b(?:vegan|vegetarian)\b", plain)
    if diet and not _has(diet.group(), told):
        found.append(Told("health", f"You are {diet.group()}."))
    return [
        each
        for each in found
        if not re.search(r"\b(?:shop|business|home|small|restaurant|store|cafe|a)\b", each.text[10:])
    ]


def _has(words: str, told: tuple[Told, ...]) -> bool:
    return any(words in each.text for each in told)


_CHILDREN = r"\b((?:mother|father|mum|mom|dad|parent|grandmother|grandfather) of (?:one|two|three|four|five|six|\d))\b"
_ADJECTIVES = ("y", "ful", "ous", "ive", "less", "ed", "ish", "-savvy", "-minded")


_WHO = re.compile(r"\bwho ((?:\w+ly |all |often |never |always )?)([a-z']+)")


def _singular(match: re.Match[str]) -> str:
    """Return "who hate ads" as it is said of one of them."""
    verb = {"have": "has", "are": "is", "do": "does", "don't": "doesn't", "go": "goes"}.get(match.group(2), "")
    if not verb and is_base(match.group(2)) and not is_third(match.group(2)):
        verb = re.sub(r"([^aeiou])y$", r"\1ie", match.group(2))
        verb = f"{verb}es" if verb.endswith(("s", "x", "ch", "sh", "z")) else f"{verb}s"
    return f"who {match.group(1).replace('all ', '')}{verb or match.group(2)}"


def region_of(text: str) -> str:
    """Return the region whose place, country or people a text names first, or nothing."""
    words = plain_words(text)
    if re.search(r"\bNew (?:York|Jersey|Orleans|Hampshire)\b", text):
        return "American"
    found = [
        (words.index(place), region)
        for region, entry in pools()["regions"].items()
        for place in (*entry["places"], *entry["others"])
        if place in words and not (place == "us" and "US" not in text)
    ]
    return min(found)[1] if found else ""


def _name(text: str) -> str:
    match = _NAME.search(text)
    if not match:
        return ""
    name = match.group("a") or match.group("b")
    return "" if name.split(maxsplit=1)[0] in _NOT_NAMES or trade_of(name.lower(), ())[0] else name


def _gender(text: str) -> str:
    """Return the gender of the first noun that a description calls somebody, else of its first pronoun."""
    nouns = [
        place
        for place in _places(_NOUNS, text)
        if not re.search(r"\b(?:his|her|their|with|has|of)\b", text[: place[0]], re.IGNORECASE)
    ]
    return min(nouns or _places(_PRONOUNS, text), default=(0, ""))[1]


def _places(words: Mapping[str, str], text: str) -> list[tuple[int, str]]:
    """Return where the words of each gender stand in a text."""
    return [
        (match.start(), gender)
        for gender, listed in words.items()
        for match in re.finditer(rf"\b(?:{listed.replace(' ', '|')})\b", text, re.IGNORECASE)
    ]


def _age(text: str) -> int:
    match = _AGE.search(text)
    if match:
        age = int(next(group for group in match.groups() if group))
        return age if age <= OLDEST else 0
    decade = _DECADE.search(text)
    if decade:
        tens = decade.group("tens").lower()
        start = _TENS.get(tens) or int(tens[:2])
        return start + {"early": 2, "mid": 5, "late": 8}.get((decade.group("part") or "mid").lower(), 5)
    return next((age for pattern, age in _ABOUT if re.search(pattern, text, re.IGNORECASE)), 0)


def _place(text: str, name: str) -> str:
    for match in _PLACE.finditer(text):
        place = match.group("place").rstrip(".'")
        if place not in name and place not in {"I", "AI", "TV", "IT"}:
            return place
    rural = _RURAL.search(text)
    if rural:
        return rural.group("place")
    alone = [word for word in re.findall(r"(?<=, )[A-Z][a-z]+(?=[,.;]|$)", text) if region_of(word)]
    return alone[0] if alone else ""
