"""What is given of somebody beside their description, e.g. by a demography: as words, and as things told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.casting.telling import Told
from troupe_mcp.models.rehearsal.english.genders import parent_in
from troupe_mcp.models.rehearsal.english.words import article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

PLACES = ("residence", "city", "town", "region", "state", "district", "area", "home")
_WORK = ("employment", "employment_status", "work_status", "work", "status", "activity")
_NO_JOBS = ("retired", "unemployed", "student")
_FIVE = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
_LEVELS = {"low": 0, "medium": 1, "high": 2}
_INCOME = re.compile(r"income|salary|earnings|wealth|social_?class|budget")
_AVERAGE: dict[str, str] = {**dict.fromkeys(("middle", "medium", "mid", "average"), "about average")}
_MARRIED = re.compile(r"marital|civil_status|relationship_status|family_status")
_CHILDREN = re.compile(r"^(?:number_of_)?(?:children|kids)(?:_at_home|_in_household)?$")
_NUMBERS = {"2": "two", "3": "three", "4": "four", "5": "five", "6": "six"}
_SETTING = re.compile(r"^(?:settlement|area|locality|place|urbani[sz]ation|urban_rural)(?:_type)?$")


def with_given(line: str, given: Mapping[str, Any]) -> str:
    """Return a line with the trade and the place that are given beside it."""
    job = given.get("occupation")
    title = cast("Mapping[str, Any]", job).get("title") if isinstance(job, Mapping) else job
    work = " ".join(str(given[key]).casefold() for key in _WORK if isinstance(given.get(key), str))
    title = title if isinstance(title, str) else ""
    status = next((word for word in _NO_JOBS if word in work or word == title.casefold()), "")
    more = [
        f"works as {article(title)}" if title and not status else status,
        f"in {place}" if (place := place_in(given)) else "",
    ]
    return ", ".join(part for part in (line, *more) if part)


def place_in(given: Mapping[str, Any]) -> str:
    """Return where somebody lives, as it is given."""
    found = (given.get(key) for key in PLACES)
    return next((place for place in found if isinstance(place, str) and place[:1].isupper()), "")


def told_of(given: Mapping[str, Any]) -> list[Told]:
    """Return what of money, family and home is given as things told, so that nothing drawn contradicts them."""
    found: list[Told] = []
    for key, value in given.items():
        said = str(value).strip()
        if not isinstance(value, str | int | float) or isinstance(value, bool) or not said:
            continue
        if _INCOME.search(key):
            found.append(Told("money", f"Your {key.replace('_', ' ')} is {_AVERAGE.get(low(said), low(said))}."))
        elif key == "gender" and (parent := parent_in(said)):
            found.append(Told("family", f"You are a {parent}."))
        elif _MARRIED.search(key):
            found.append(Told("family", f"You are {low(said)}."))
        elif _CHILDREN.match(key):
            found.append(Told("family", _children(said)))
        elif _SETTING.match(key) and low(said) in {"rural", "urban", "suburban"}:
            home = {"rural": "in the country", "urban": "in the city", "suburban": "in a suburb"}[low(said)]
            found.append(Told("facts", f"You live {home}."))
    return found


def nearest(leaning: str, tempers: Mapping[str, Any], rng: Random) -> list[str]:
    """Return the tempers that come closest to a leaning of the five, none where there is no leaning."""
    wanted = dict(re.findall(r"(\w+) (low|medium|high)", leaning))
    if not wanted:
        return []

    def far(name: str) -> float:
        five: Sequence[str] = tempers[name]["five"]
        return sum(_apart(wanted.get(trait, "medium"), told) for trait, told in zip(_FIVE, five, strict=True))

    return sorted(rng.sample(sorted(tempers), len(tempers)), key=far)[:1]


def low(text: str) -> str:
    """Return a phrase with a small first letter."""
    return text[:1].lower() + text[1:]


def _apart(wanted: str, told: str) -> int:
    return abs(_LEVELS[wanted] - _LEVELS[told.split(".", maxsplit=1)[0].casefold()])


def _children(said: str) -> str:
    if low(said) in {"0", "no", "none"}:
        return "You have no children."
    if low(said) == "yes":
        return "You have children."
    if low(said) in {"1", "one"}:
        return "You have one child."
    return f"You have {_NUMBERS.get(said, said)} children."
