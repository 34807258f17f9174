"""The words and frames the rehearsal knows, read from its data files at first use."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists: `has` tells membership, `concept` what a word is about, `opposite` its signed form."""

    lists: dict[str, dict[str, None]]
    concepts: dict[str, str]
    opposites: dict[str, tuple[str, int]]
    same: dict[str, str]

    def has(self, name: str, word: str) -> bool:
        """Return whether the lower-case word stands in the list."""
        return word in self.lists[name]


def read(name: str) -> dict[str, Any]:
    """Return a data file of the rehearsal."""
    return cast("dict[str, Any]", json.loads(files(__name__).joinpath(name).read_text("utf-8")))


@cache
def words() -> Words:
    """Return the word lists."""
    data = read("words.json")
    concepts = {
        word: concept
        for concept, listed in cast("dict[str, list[str]]", data.pop("concepts")).items()
        for word in listed
    }
    opposites: dict[str, tuple[str, int]] = {}
    for plus, minus in cast("list[list[str]]", data.pop("opposites")):
        opposites.setdefault(plus, (plus, 1))
        opposites.setdefault(minus, (plus, -1))
    same = cast("dict[str, str]", data.pop("same"))
    lists = {name: dict.fromkeys(cast("list[str]", listed)) for name, listed in data.items()}
    return Words(lists, concepts, opposites, same)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Lists that only grammar asks: more verbs, third-person forms that are also plural nouns, and the like."""

    lists: dict[str, dict[str, None]]

    def has(self, name: str, word: str) -> bool:
        """Return whether the lower-case word stands in the list."""
        return word in self.lists[name]


@cache
def grammar() -> Grammar:
    """Return the lists of grammar.json."""
    data = cast("dict[str, list[str]]", read("grammar.json"))
    return Grammar({name: dict.fromkeys(listed) for name, listed in data.items()})


@cache
def tenses() -> dict[str, str]:
    """Return the plain form of each irregular form of the past: `lost` is a form of `lose`."""
    return {form: verb for verb, forms in read("tenses.json").items() for form in forms}


@cache
def grounds() -> dict[str, tuple[str, ...]]:
    """Return the words of the everyday matters that people meet on."""
    return {name: tuple(str(listed).split()) for name, listed in read("grounds.json").items()}


@dataclass(frozen=True, slots=True)
class Stances:
    """What a judgement is made of: words that judge, with the sense and the sign; turns of phrase made plain."""

    judging: dict[str, tuple[str, int]]
    serves: dict[str, None]
    nouns: dict[str, None]
    adjectives: dict[str, None]
    negators: dict[str, None]
    copulas: dict[str, None]
    restricting: dict[str, None]
    aside: dict[str, None]
    thin: dict[str, None]
    agents: dict[str, None]
    never: dict[str, None]
    same: dict[str, str]
    turned: dict[str, str]
    flips: dict[str, int]
    phrases: tuple[tuple[re.Pattern[str], str], ...]

    def sense(self, word: str) -> tuple[str, int] | None:
        """Return the sense and the sign in which a word of any form judges."""
        if word in self.never:
            return None
        for ending, instead in _FORMS:
            if word.endswith(ending) and (found := self.judging.get(word.removesuffix(ending) + instead)) is not None:
                return found
        doubled = re.match(r"(.+?)([bcdfgklmnprst])\2(?:ed|ing)$", word)
        return self.judging.get(doubled.group(1) + doubled.group(2)) if doubled else None


_FORMS = (
    ("", ""),
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ies", "y"),
    ("ied", "y"),
)


@cache
def stances() -> Stances:
    """Return the words and turns of phrase that judge."""
    data = read("stances.json")
    dims = cast("dict[str, dict[str, list[str]]]", data["dims"])
    judging = {
        word: (name, sign)
        for name, sides in dims.items()
        for side, sign in (("plus", 1), ("minus", -1))
        for word in sides[side]
    }
    judging |= {"toomuch": ("more", -1), "toolittle": ("more", 1)}
    pairs = cast("list[list[str]]", data["opposites"])
    phrases = cast("list[list[str]]", data["phrases"])
    names = ("serves", "nouns", "adjectives", "negators", "copulas", "restricting", "aside", "thin", "agents", "never")
    lists = {name: dict.fromkeys(cast("list[str]", data[name])) for name in names}
    return Stances(
        judging,
        **lists,
        same=cast("dict[str, str]", data["same"]),
        turned={minus: plus for plus, minus in pairs},
        flips={minus: -1 for _, minus in pairs},
        phrases=tuple((re.compile(wording), instead) for wording, instead in phrases),
    )


@dataclass(frozen=True, slots=True)
class Criteria:
    """What things are judged by: kinds with the matters they fit and the own facts that show them."""

    kinds: tuple[tuple[str, tuple[re.Pattern[str], ...], re.Pattern[str]], ...]
    ways: re.Pattern[str]
    general: dict[str, None]
    dull: dict[str, None]


@cache
def criteria() -> Criteria:
    """Return the ways of judging."""
    data = read("criteria.json")
    kinds = cast("list[dict[str, str]]", data["kinds"])
    return Criteria(
        tuple(
            (
                kind["kind"],
                tuple(re.compile(kind[name], re.IGNORECASE) for name in ("asked", "when") if name in kind),
                re.compile(kind["own"], re.IGNORECASE),
            )
            for kind in kinds
        ),
        re.compile(cast("str", data["ways"]), re.IGNORECASE),
        dict.fromkeys(cast("list[str]", data["general"])),
        dict.fromkeys(cast("list[str]", data["dull"])),
    )


@cache
def frames() -> dict[str, tuple[str, ...]]:
    """Return the frames by family, each a wording with holes."""
    files = (
        "frames.json",
        "answers.json",
        "beside.json",
        "rooms.json",
        "appraisals.json",
        "favours.json",
        "talks.json",
        "athand.json",
        "debates.json",
    )
    families = {name: listed for file in files for name, listed in read(file).items()}
    return {name: tuple(cast("list[str]", listed)) for name, listed in families.items()}


@cache
def pools() -> dict[str, Any]:
    """Return what a casting draws from: trades, stages of life, tempers, stances and regions."""
    return read("pools.json")


@cache
def relatives() -> dict[str, dict[str, list[str]]]:
    """Return first names by region for those whom somebody only mentions: nobody who is cast has one of them."""
    return cast("dict[str, dict[str, list[str]]]", read("relatives.json"))


@cache
def areas() -> dict[str, re.Pattern[str]]:
    """Return the parts of a life that a description's statements belong to, by the words they are known by."""
    listed = cast("dict[str, list[str]]", pools()["areas"])
    return {area: re.compile(rf"\b(?:{'|'.join(signs)})\b", re.IGNORECASE) for area, signs in listed.items()}


@cache
def describing() -> dict[str, Any]:
    """Return the words by which descriptions say what people own, count and are called by."""
    return read("describing.json")


@cache
def needs_data() -> dict[str, dict[str, Any]]:
    """Return the needs with their words, as they stand in the file."""
    return cast("dict[str, dict[str, Any]]", read("needs.json"))


@cache
def lures_data() -> dict[str, dict[str, Any]]:
    """Return the lures with their words and what is said of them, as they stand in the file."""
    return cast("dict[str, dict[str, Any]]", read("lures.json"))


@cache
def trades_data() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the trades that things on offer belong to, with the words that tell them."""
    listed = cast("dict[str, str]", read("trades.json"))
    return tuple((name, re.compile(rf"\b(?:{words})(?:e?s)?\b", re.IGNORECASE)) for name, words in listed.items())


@cache
def price_data() -> dict[str, list[dict[str, Any]]]:
    """Return the currencies and the classes of prices, as they stand in the file."""
    return cast("dict[str, list[dict[str, Any]]]", read("prices.json"))


@dataclass(frozen=True, slots=True)
class Stake:
    """A part of a life that public questions touch: what asks of it, and what own facts of which kinds tell of it."""

    name: str
    asked: re.Pattern[str]
    own: re.Pattern[str]
    kinds: tuple[str, ...]


@cache
def stakes() -> tuple[Stake, ...]:
    """Return the parts of a life in which somebody has something at stake."""
    return tuple(
        Stake(
            entry["name"],
            re.compile(entry["asked"], re.IGNORECASE),
            re.compile(entry["own"]),
            tuple(entry.get("kinds", "").split()),
        )
        for entry in cast("list[dict[str, str]]", read("stakes.json")["stakes"])
    )


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the compiled wording of an intent."""
    return re.compile(cast("dict[str, str]", read("patterns.json")["patterns"])[name], re.IGNORECASE)


@cache
def field_patterns(name: str = "fields") -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the fields of a life with the wordings that ask for them; those of `idioms` decide alone."""
    entries = cast("list[dict[str, str]]", read("patterns.json")[name])
    return tuple((entry["field"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in entries)


@cache
def field_signs() -> dict[str, re.Pattern[str]]:
    """Return the words by which a statement under any key belongs to a field of a life."""
    return {field: re.compile(wording) for field, wording in read("signs.json").items()}


@cache
def kind_patterns(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the kinds of facts with the keys (`keys`) or the sentences (`content`) that tell them."""
    entries = cast("list[tuple[str, list[str]]]", read("kinds.json")[name])
    return tuple((kind, re.compile("|".join(parts))) for kind, parts in entries)


@cache
def skipped() -> re.Pattern[str]:
    """Return the keys of a document that hold no facts to tell."""
    return re.compile("|".join(cast("list[str]", read("kinds.json")["skipped"])))
