"""Reading a description of somebody: age, gender, trade, place, and each further thing it says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.casting.aged import as_aged
from troupe_mcp.models.rehearsal.casting.audience import audience_in
from troupe_mcp.models.rehearsal.casting.bodies import bodily_in
from troupe_mcp.models.rehearsal.casting.called import gender_of_name, named_in
from troupe_mcp.models.rehearsal.casting.extremes import of_others
from troupe_mcp.models.rehearsal.casting.formerly import formerly_in
from troupe_mcp.models.rehearsal.casting.mentioned import ties_in, without_others
from troupe_mcp.models.rehearsal.casting.qualities import qualities_in
from troupe_mcp.models.rehearsal.casting.spread import without_wishes
from troupe_mcp.models.rehearsal.casting.telling import Told, placed, told_clauses
from troupe_mcp.models.rehearsal.english.singular import of_one, third
from troupe_mcp.models.rehearsal.english.verbs import gerund_base
from troupe_mcp.models.rehearsal.english.words import article, plain_words
from troupe_mcp.models.rehearsal.lexicon import areas, describing, pools
from troupe_mcp.models.rehearsal.person.livelihood import (
    COLLECTS,
    PERSONS,
    SAID_OF_ANYBODY,
    UNPAID,
    trade_of,
)
from troupe_mcp.models.rehearsal.person.proprietors import is_business, owners_in
from troupe_mcp.simulation.people.names import first_name

if TYPE_CHECKING:
    from collections.abc import Mapping
_AGE = re.compile(
    r"\b(?:age[d:]*\s*(?P<a>\d{1,3})|(?P<b>\d{1,3})[-\s]?(?:years?[-\s]old|yrs?[-\s]old|y/?o)\b|, (?P<c>\d{2})(?=,|$)"
    r"|^(?P<d>\d{2})(?=[,;]|$)|\bis (?P<e>\d{2})(?=[.,;]|$)"
    r"|\b(?:nun|man|woman|widow|widower|lady|boy|girl|person) of (?P<f>\d{2})(?=[.,;]| who| with| in| from|$))",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"\b(?:in (?:his|her|their|the) )?(?:(?P<part>early|mid|late)[-\s])?"
    r"(?P<tens>twenties|thirties|forties|fifties|sixties|seventies|eighties|[2-8]0s)\b",
    re.IGNORECASE,
)
_IN_DECADE = re.compile(
    r",? in (?:his|her|their) (?:(?:early|mid|late)[-\s])?(?:twent|thirt|fort|fift|sixt|sevent|eight)ies\b",
    re.IGNORECASE,
)
OLDEST = 110
_TENS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80}
_ABOUT = (
    (r"\b(?:teenage[rd]?|teen|high school student|pupil)\b", 17),
    (r"\b(?:university|college|medical|law|art|engineering)? ?student\b|\bapprentice\b|\bintern\b", 21),
    (r"\bpregnant\b|\b(?:maternity|paternity|parental) leave\b|\b(?:newborn|baby|toddler)\b", 31),
    (r"\byoung\b|\bmillennial\b", 26),
    (r"\bmiddle-aged\b", 49),
    (r"\b(?:retired|pensioner|retiree|grand(?:mother|father|ma|pa)|widow(?:er)?|elderly|old (?:man|woman|lady))\b", 70),
    (r"\ban? (?:[\w-]+ )?old (?!school|fashioned|friend|schoolmate)[a-z]+", 70),
)
_NOUNS = {
    "female": "woman women female girl lady mother grandmother mum mom widow waitress actress housewife postwoman "
    "saleswoman seamstress shepherdess",
    "male": "man men male boy gentleman guy father grandfather dad widower househusband postman salesman waiter "
    "fisherman policeman fireman",
}
_PRONOUNS = {"female": "she her hers herself", "male": "he his him himself"}
_PLACE = re.compile(
    r"\b(?:in|from|near|of|outside|around|at|to)\s+(?P<article>the |an? )?"
    r"(?P<place>(?:(?:rural|northern|southern|eastern|western|central) )?(?:St\. )?[A-Z][\w'-]+"
    r"(?:[ -](?:[A-Z][\w'-]+|de|del|do|da|la|upon|am|an der))*"
    r"(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+)*)?)"
)
_RURAL = re.compile(
    r"\b(?:in|from|of) (?P<place>an? (?:small |little |remote )?(?:village|town|suburb|city)[^,.;]*?)"
    r"(?= who\b| and\b|[,.;]|$)"
)
_LANGUAGES = (
    "English", "Spanish", "Portuguese", "French", "German", "Italian", "Dutch", "Polish", "Swedish", "Turkish",
    "Arabic", "Hindi", "Mandarin", "Chinese", "Cantonese", "Japanese", "Korean", "Russian", "Ukrainian", "Swahili",
    "Greek", "Urdu", "Bengali", "Vietnamese", "Danish", "Norwegian", "Finnish", "Czech", "Hungarian", "Romanian",
    "Hebrew",     "Catalan", "Welsh", "Thai", "Persian", "Farsi", "Yoruba",
)  # fmt: skip
_NO_PLACES = ("I", "AI", "TV", "IT", "University", "College", "School", "Hospital", "Institute", "Ministry")
_COUNTRYSIDE = re.compile(r"\brural\b|\bcountryside\b|\bvillag(?:es?|ers?)\b", re.IGNORECASE)


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
    former: bool
    traits: tuple[str, ...]
    words: tuple[str, ...]
    told: tuple[Told, ...]
    qualities: tuple[str, ...] = ()
    people: str = ""
    """The people somebody is of, as it is said: "Portuguese"."""

    def says(self, *words: str) -> bool:
        """Return whether the description has one of the words."""
        return any(word in self.words for word in words)


def sketch_of(description: str) -> Sketch:
    """Return what a description says."""
    audience = audience_in(" ".join(description.replace("’", "'").split()))
    plain, owns = owners_in(of_others(of_one(without_wishes(audience.text))))
    name, said = named_in(plain)
    text, body = bodily_in(_PEOPLE_THAT.sub(r"\1 who ", _aged(said)))
    text, was = formerly_in(text)
    words = tuple(plain_words(text))
    place = _place(text, name)
    own = without_others(text)
    people, rest = _people(own)
    title, trade, former = _work(rest, was)
    gender = gender_of_name(name) or _gender(without_others(said))
    told = told_clauses(
        _without_place(_IN_DECADE.sub("", text), place), gender, (name, first_name(name)) if name else ()
    )
    if was and not former:
        told = (*told, Told("facts", f"You used to be {article(was)}."))
    if owns:
        told = (Told("work", owns), *told)
    region = region_of(people) or region_of(place) or region_of(_LEARNED.sub(" ", text))
    return Sketch(
        name, _age(own), gender, title, trade, place, region, "retired" in words, former, _traits(text), words,
        (*audience.told, *body, *told, *_owned(text, told)), qualities_in(text), people,
    )  # fmt: skip


def _work(text: str, was: str) -> tuple[str, str, bool]:
    """Return the trade, its family, and whether it is one that somebody has no more, for want of another."""
    title, trade = trade_of(text, _traits(text))
    if areas()["health"].search(title):
        title = trade = ""
    if not was or (title and not region_of(title)):
        return title, trade, False
    return *trade_of(f"a {was}", ()), True


def _aged(text: str) -> str:
    """Return a text with ages as they are mostly written, "Sarah (42), midwife", and what people are at as a clause."""
    text = re.sub(r"\s*\((?:she/her|he/him|they/them)\)", "", text)
    return _AT_IT.sub(lambda found: f", who {found[1]}{third(gerund_base(found[2])) or found[2]} ", as_aged(text))


_PEOPLE_THAT = re.compile(
    r"^((?:[\w'-]+ ){0,3}?(?:people|families|couples|households|adults|residents)) that (?=[a-z])"
)
_AT_IT = re.compile(r", ((?:now|currently|always|still) )([a-z]+ing) ")
_PEOPLE = re.compile(
    r"^(?P<before>(?:\d+, )?(?:(?!(?:who|in|from|with|at|of|for|to|on)\b)[\w'-]+ ){0,4}?)"
    r"(?P<people>English|[A-Z][a-z]*(?:ish|an|ese|ch|ek|tch|elsh|aeli|wegian|qi|i))(?:-born)? (?=[a-z])"
)
"""Of which people somebody is, where it is said before the trade: "a Polish plumber in Leeds"."""


def _people(text: str) -> tuple[str, str]:
    """Return the people of whom a text calls somebody, "Portuguese", and the text without it; mostly nobody's."""
    match = _PEOPLE.match(text)
    if match and region_of(match["people"]):
        return match["people"], f"{match['before']}{text[match.end() :]}"
    alone = next((found for found in _PEOPLE_ALONE.finditer(text) if region_of(found["people"])), None)
    return (alone["people"], f"{text[: alone.start()]}{text[alone.end() :]}") if alone else ("", text)


_PEOPLE_ALONE = re.compile(
    r"(?:^|, |\bis )(?:originally )?"
    r"(?P<people>English|[A-Z][a-z]*(?:ish|an|ese|ch|ek|tch|elsh|aeli|wegian|qi|i))(?:-born)?"
    r"(?=[,.;]|$| (?:by birth|nationals?|citizens?)\b)"
)
_LEARNED = re.compile(
    rf"\b(?:speak|learn|teach|stud|translat|read|understand|search)\w*(?: \w+){{0,4}}? (?:{'|'.join(_LANGUAGES)})\b"
)


def _without_place(text: str, place: str) -> str:
    """Return the text without the place where somebody lives, which is no part of what they do."""
    return (
        re.sub(rf"\s+(?:in|from|near|outside|of) (?:the )?{re.escape(place)}\b", "", text, count=1) if place else text
    )


def _traits(text: str) -> tuple[str, ...]:
    """Return what a description calls somebody: the words of a temper, and what stands before a noun for anybody."""
    plain = " ".join(_AGE.sub(" ", text).lower().split())
    found = [word for word in plain_words(plain) for temper in pools()["tempers"].values() if word in temper["words"]]
    heads = re.findall(
        rf"\b((?:[\w'-]+ ){{1,3}})(?:{'|'.join(PERSONS)}|student|teacher|manager|director|officer)s?\b", plain
    )
    found += [
        word for head in heads for word in head.split() if word.endswith(_ADJECTIVES) or word in pools()["qualifiers"]
    ]
    found += [word for word in plain_words(plain)[:12] if word in pools()["qualifiers"]]
    apart = (*SAID_OF_ANYBODY, *_NO_QUALITIES)
    return tuple(word for word in dict.fromkeys(found) if word not in apart and not is_business(word))


def _owned(text: str, told: tuple[Told, ...]) -> list[Told]:
    """Return what a compact description says in one word: "dog owners", "vegan student"."""
    plain = text.lower()
    found = [Told("facts", f"You own {article(what)}.") for what in _OWNED.findall(plain) if not is_business(what)]
    found += [Told("likes", match) for match in re.findall(r"\b(\w+)[ -](?:lovers?|fans?|enthusiasts?)\b", plain)]
    pastimes: dict[str, str] = pools()["pastimes"]
    found += [Told("interests", what) for who, what in pastimes.items() if re.search(rf"\b{who}s?\b(?! of)", plain)]
    diet = re.search(r"\b(vegan|vegetarian)s?\b", plain)
    if diet and not _has(diet[1], told):
        found.append(Told("health", f"You are {diet[1]}."))
    income = re.search(r"\b(low|middle|high)[ -]income\b", plain)
    if income and not _has(f"{income.group(1)} income", told):
        found.append(Told("money", f"You have a {income.group(1)} income."))
    found = [each for each in found if not re.search(_NOT_OWNED, each.text[10:])]
    found += [Told("facts", f"You are a member of {article(match)}.") for match in _MEMBERS.findall(plain)]
    homes = (
        "You are a homeowner." if home == "home" else f"You own {article(home)}." for home in _HOMES.findall(plain)
    )
    found += [Told("facts", each) for each in homes]
    ties = [tie for tie in ties_in(text) if not _has(tie.partition(" a ")[2].strip("."), told)]
    found += [Told("facts", f"You are {article(f'{how.lower()} {who}')}.") for how, who in UNPAID.findall(text)]
    found += [Told("facts", f"You are {who}.") for who in _WHO.findall(text)]
    found += [Told("habits", f"You collect {what}.") for what in COLLECTS.findall(text)]
    found += [tie if (tie := placed(said)).key == "family" else Told("facts", said) for said in ties]
    if (helper := _VOLUNTEER.search(text)) and not _has("volunteer", told):
        found.append(Told("facts", f"You are {article(helper['what'])}."))
    found += [placed(f"You are on {what}") for what in _ON.findall(plain) if not _has(f"on {what}", (*told, *found))]
    return found + _parents(plain, (*told, *found))


def _parents(plain: str, told: tuple[Told, ...]) -> list[Told]:
    """Return what "first-time mothers" or "parents" are called, where nothing more is said of a child."""
    head = _PARENTS.match(plain) or _PARENT.search(plain)
    if head and (head["which"] or head.re is _PARENT):
        who = f"{head['which'] or ''} {head['who'].removesuffix('s')}".strip()
        return [] if _has(who, told) else [Told("family", f"You are {article(who)}.")]
    silent = not any(each.key == "family" for each in told)
    return [Told("family", "You have a child.")] if head and head["who"].endswith("s") and silent else []


_OWNED = re.compile(
    r"\b(?!(?:the|an?|one|its|our|my|former|new|proud|sole|co|and|or|of|is|as|young|old|first-time|happy)\b)"
    r"([a-z][\w-]*(?<!ed)(?<!ful)(?<!ous))[ -]owners?\b(?! of)"
)
_MEMBERS = re.compile(
    r"\b(gym|union|choir|church|party|library|co-?op(?:erative)?|(?:\w+ )?club|(?:\w+ )?association)[ -]members?\b"
)
_VOLUNTEER = re.compile(
    r"(?:^|\ban? |, |\bas an? )(?:[a-z-]+ ){0,3}?"
    r"(?P<what>[Vv]olunteer(?: [a-z]+er)?(?: (?:at|for|with) (?:an?|the) [a-z][^,.;]*?)?)"
    r"(?= (?:who|in|from|of)\b|[,.;]|$)"
)
_WHO = re.compile(r"(?:^|, |\b(?:and|is) )(an? (?:[A-Za-z-]+ )?(?:beginner|newcomer|refugee|immigrant|migrant))\b")
_HOMES = re.compile(r"\b(home|house|flat|condo|apartment)[ -]?owners?\b")
_NOT_OWNED = r"\b(?:shop|business|home|house|flat|apartment|condo|small|restaurant|store|cafe|a)\b"
_PARENTS = re.compile(
    r"^(?:an? )?(?:[\w-]+ )??(?:(?P<which>first-time|single|working|new|stay-at-home|foster|adoptive|expectant"
    r"|young|proud|widowed|divorced) )?(?P<who>(?:mother|father|mum|mom|dad|parent)s?)\b"
)
_PARENT = re.compile(
    r"(?:^|, (?:an? )?|\bis an? |^an? )(?:\d{2}, )?(?:(?P<which>first-time|single|working|new|stay-at-home|foster"
    r"|adoptive|expectant|young|proud|widowed|divorced) )?(?P<who>mother|father|mum|mom|dad|parent)"
    r"(?=[,.;]|$| (?:in|from|who|and|with|on|at|near)\b)"
)
_ON = re.compile(
    r"\bon ((?:(?:maternity|paternity|parental|sick|unpaid|study) leave|benefits|disability|welfare|probation|parole"
    r"|a (?:small|tight|low|fixed) (?:budget|income|pension)))\b",
    re.IGNORECASE,
)


def _has(words: str, told: tuple[Told, ...]) -> bool:
    return any(words in each.text for each in told)


_NO_QUALITIES = (
    "called",
    "newly",
    "my",
    "any",
    "only",
    "every",
    "many",
    "family",
    "city",
    "country",
    "company",
    "charity",
)
_ADJECTIVES = ("y", "ful", "ous", "ive", "less", "ed", "ish", "-savvy", "-minded")


def is_town(place: str) -> bool:
    """Return whether a place is no country, no county and nowhere in the countryside, where nobody keeps sheep."""
    wide = is_country(place) or place.casefold() in pools()["counties"] or _COUNTRYSIDE.search(place)
    return bool(place) and not wide


def is_country(place: str) -> bool:
    """Return whether a place is as large as a country."""
    named = {country for entry in pools()["regions"].values() for country in (entry["places"][0], *entry["others"][:1])}
    known = {"england", "scotland", "wales", "britain", "america", "united states", "united kingdom", "uk"}
    return place.casefold() in {*named, *known}


def region_of(text: str) -> str:
    """Return the region whose place, country or people a text names first, or nothing."""
    if re.search(r"\bNew (?:York|Jersey|Orleans|Hampshire)\b", text):
        return "American"
    line = f" {' '.join(plain_words(_plain_letters(text)))} "
    found = [
        (line.index(f" {place} "), region)
        for region, entry in pools()["regions"].items()
        for place in (*entry["places"], *entry["others"])
        if f" {place} " in line and not (place == "us" and "US" not in text)
    ]
    return min(found)[1] if found else ""


def names_home(text: str, region: str) -> bool:
    """Return whether a text names a place or the people of a region itself, not of a country beside it."""
    line = f" {' '.join(plain_words(_plain_letters(text)))} "
    return any(f" {place} " in line for place in pools()["regions"][region]["places"])


def land_of(people: str) -> str:
    """Return the country of a people for whom no towns are listed; nothing where it isn't known."""
    return str(describing()["lands"].get(people.lower(), ""))


def _plain_letters(text: str) -> str:
    """Return a text as places are listed, without marks on letters: "Gdansk", "Malmo"."""
    parted = unicodedata.normalize("NFD", text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("ß", "ss"))
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def _gender(text: str) -> str:
    """Return the gender of the first noun that a description calls somebody, else of its first pronoun."""
    if whose := _WHOSE.match(text):
        return "female" if whose["wife"] else "male"
    nouns = [
        place
        for place in _places(_NOUNS, text)
        if not re.search(r"\b(?:his|her|their|with|has|of)\b", text[: place[0]], re.IGNORECASE)
        and not _SHARE.search(text[: place[0]])
    ]
    return min(nouns or _places(_PRONOUNS, text), default=(0, ""))[1]


_WHOSE = re.compile(
    r"^(?:[\w-]+ ){0,3}?[\w-]+'s "
    r"(?:(?P<wife>wife|widow|daughter|sister|girlfriend)|husband|widower|son|brother|boyfriend)\b"
)
_SHARE = re.compile(r"(?:%|percent|half|some|mostly|most|\d)(?: of (?:them|whom))?(?: are)? $", re.IGNORECASE)


def _places(words: Mapping[str, str], text: str) -> list[tuple[int, str]]:
    """Return where the words of each gender stand in a text."""
    return [
        (match.start(), gender)
        for gender, listed in words.items()
        for match in re.finditer(
            rf"\b(?:{listed.replace(' ', '|')}){'s?' if words is _NOUNS else ''}\b", text, re.IGNORECASE
        )
    ]


def _age(text: str) -> int:
    match = _AGE.search(text)
    if match:
        age = int(next(group for group in match.groups() if group))
        return age if age <= OLDEST else 0
    if decade := decade_in(text):
        return sum(decade) // 2
    return next((age for pattern, age in _ABOUT if re.search(pattern, text, re.IGNORECASE)), 0)


def decade_in(text: str) -> tuple[int, int] | None:
    """Return the ages between which "in their late thirties" says that somebody is."""
    decade = _DECADE.search(text)
    if decade is None:
        return None
    tens = decade.group("tens").lower()
    start = _TENS.get(tens) or int(tens[:2])
    low, high = {"early": (1, 3), "mid": (4, 6), "late": (7, 9)}.get((decade.group("part") or "").lower(), (1, 9))
    return start + low, start + high


def _place(text: str, name: str) -> str:
    village = _RURAL.search(text)
    if village and _COUNTRYSIDE.search(village["place"]):
        return village["place"]
    for match in _PLACE.finditer(text):
        place = match.group("place").rstrip(".'")
        known = match.group("article") in {None, "the "} or region_of(place)
        first = place.split()[0]
        known = known and first not in pools()["regions"] and first not in _NO_PLACES
        if known and place not in name and not place.endswith(_LANGUAGES):
            far = _COUNTRYSIDE.search(text) and not place.startswith("rural") and is_country(place)
            return f"rural {place}" if far else place
    rural = _RURAL.search(text)
    if rural:
        return rural.group("place")
    alone = [word for word in re.findall(r"(?<=, )[A-Z][a-z]+(?=[,.;]|$)", text) if region_of(word)]
    return alone[0] if alone else ""
