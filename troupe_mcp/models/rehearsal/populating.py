"""Planning a cast: different people who all fit one description, a line and a name each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.drawing import named
from troupe_mcp.models.rehearsal.genders import gender_named
from troupe_mcp.models.rehearsal.lexicon import pools
from troupe_mcp.models.rehearsal.livelihood import all_titles, is_trade
from troupe_mcp.models.rehearsal.members import members_in
from troupe_mcp.models.rehearsal.mentioned import without_others
from troupe_mcp.models.rehearsal.sketch import Sketch, decade_in, is_country, sketch_of
from troupe_mcp.models.rehearsal.spread import drawn_of, wishes_in, without_wishes
from troupe_mcp.models.rehearsal.words import article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from troupe_mcp.simulation.casting import CastPlanTask

_RANGE = re.compile(r"\b(?:aged?|ages|between)? ?(\d{2})\s*(?:-|–|to|and)\s*(\d{2})\b")
_OVER = re.compile(r"\b(?:over|above|older than|at least) (\d{2})\b|\b(\d{2})\+")
_UNDER = re.compile(r"\b(?:under|below|younger than|at most) (\d{2})\b")
_GROUPS = (
    (r"\bteen(?:age|agers?|s)\b", 14, 18),
    (r"\bstudents?\b|\bgen ?z\b", 18, 26),
    (r"\byoung professionals?\b", 24, 34),
    (r"\byoung\b", 20, 32),
    (r"\bmillennials?\b", 28, 44),
    (r"\bbab(?:y|ies)\b|\bnewborns?\b|\bfirst-time (?:mother|mum|mom|father|dad|parent)s?\b|\bpregnant\b", 24, 40),
    (r"\b(?:parent|mother|father|mum|mom|dad)s?\b", 27, 49),
    (r"\b(?:retired|retirees|pensioners?|seniors?|elderly|grand\w+)\b", 65, 82),
)


def plan_cast(task: CastPlanTask, rng: Random) -> dict[str, Any]:
    """Return as many lines as wanted: ages spread, genders, trades and tempers in turn."""
    wishes = {drawn_of(wish) for wish in (*wishes_in(task.description), *task.dimensions)}
    text, members = members_in(without_wishes(task.description))
    common = sketch_of(text)
    title = "" if members else common.title if common.title in all_titles() or is_trade(common.title) else ""
    busy = bool(title or members or _AT_A_DESK.search(text)) and not common.retired
    low, high = _ages(_SHARED.sub("", without_others(text)), common.age, busy=busy)
    ages = [low + (high - low) * (2 * place + 1) // (2 * task.count) for place in range(task.count)]
    genders = [common.gender] * task.count if common.gender else _genders(task.description, task.count)
    at_home = common.region and not abroad(task.description)
    regions = [common.region] * task.count if at_home else _turns(sorted(pools()["regions"]), task.count, rng)
    tempers = _turns(sorted(pools()["tempers"]), task.count, rng)
    trades = _turns(_trades(text), task.count, rng)
    incomes = _turns(_INCOMES, task.count, rng) if "income" in wishes else [""] * task.count
    towns = _turns(pools()["regions"][common.region]["towns"], task.count, rng) if at_home else [""] * task.count
    ages, genders = rng.sample(ages, task.count), rng.sample(genders[: task.count], task.count)
    cells = [sketch_of(_told(cell)) for cell in task.cells] or [_NOTHING] * task.count
    taken = list(task.taken)
    planned: list[dict[str, str]] = []
    for at, (cell, some_age, some_gender, some_region) in enumerate(zip(cells, ages, genders, regions, strict=True)):
        what = members[at % len(members)] if members else ""
        who = sketch_of(what) if what.startswith(("a ", "an ")) else _NOTHING
        age = cell.age or who.age or (int(what) if re.fullmatch(r"\d\d", what) else some_age)
        gender = cell.gender or who.gender or some_gender
        region = cell.region or some_region
        name = named(region, gender, taken, rng)
        taken.append(name)
        word = (who.traits or [rng.choice(pools()["tempers"][tempers[at]]["words"][:4])])[0]
        work = cell.title or who.title or title or _title(trades[at], age, gender, rng)
        spread = towns[at] if is_country(common.place) else ""
        place = cell.place or who.place or spread or common.place or rng.choice(pools()["regions"][region]["towns"])
        noun = {"female": "woman", "male": "man"}[gender]
        line = f"a {word} {age}-year-old {noun} from {place} who works as {article(work)}"
        more = [_beside(what, who), f"with a {incomes[at]} income" if incomes[at] else ""]
        planned.append({"name": name, "line": ", ".join(part for part in (line, *more) if part)})
    return {"people": planned}


def _genders(text: str, count: int) -> list[str]:
    """Return the genders of so many people: by the share of one that is told, else half and half."""
    told = re.search(r"\b(\d{1,3}) ?(?:%|percent) (?:are )?(\w+)", text)
    one = gender_named(told.group(2)) if told else ""
    if not told or not one:
        return ["female", "male"] * count
    first = round(count * min(int(told.group(1)), 100) / 100)
    return [one] * first + ["male" if one == "female" else "female"] * (count - first)


def _beside(what: str, who: Sketch) -> str:
    """Return what is said of one member beside their trade and one trait, as a clause: "is undecided"."""
    if not what.startswith(("a ", "an ")):
        return what if not what or what.startswith("who ") else "" if what.isdigit() else f"is {what}"
    rest = [word for word in what.split()[1:] if word not in {*who.title.split(), *who.traits[:1]}]
    return what if rest else ""


def abroad(text: str) -> bool:
    """Return whether a description speaks of people who come from elsewhere than where they live."""
    return _ABROAD.search(text) is not None


_ABROAD = re.compile(
    r"\b(?:from abroad|expats?|expatriates?|immigrants?|migrants?|refugees?|foreigners?|international students?"
    r"|tourists?|digital nomads?"
    r"|(?:different|various|all|mixed|diverse) (?:nationalities|countries|origins|cultures|cultural backgrounds))\b",
    re.IGNORECASE,
)
_SHARED = re.compile(r"\b\d{1,3} ?(?:%|percent) [^,.;]*")
_INCOMES = ("low", "middle", "high")
_AT_A_DESK = re.compile(r"\bremote(?:ly)?\b|\bfrom home\b|\bhome office\b|\bdigital nomads?\b", re.IGNORECASE)
_RURAL = re.compile(r"\brural\b|\bcountryside\b|\bvillag", re.IGNORECASE)
_LIVES = re.compile(r"\b(?:residence|city|town|region|state|district|country|area): (?=[A-Z])")
_WORKS = re.compile(r"\b(?:occupation|job|trade|profession): (?=\w)")
_NOTHING = Sketch("", 0, "", "", "", "", "", retired=False, traits=(), words=(), told=())


def _told(cell: str) -> str:
    """Return a cell as a description says it: `region: Saxony` is `in Saxony`."""
    return _WORKS.sub("works as a ", _LIVES.sub("in ", cell))


def _ages(text: str, age: int, *, busy: bool) -> tuple[int, int]:
    """Return between which ages the people of a description are; those who have a trade are of working age."""
    anybody = (23, 64) if busy else (19, 76)
    low, high = next(((a, b) for pattern, a, b in _GROUPS if re.search(pattern, text, re.IGNORECASE)), anybody)
    if between := _RANGE.search(text):
        return int(between.group(1)), int(between.group(2)) + 1
    if decade := decade_in(text):
        return decade[0], decade[1] + 1
    if over := _OVER.search(text):
        low = int(over.group(1) or over.group(2))
        high = max(high, low + 20)
    if under := _UNDER.search(text):
        high = int(under.group(1))
        low = min(low, high - 10)
    return (age, age + 1) if age and not over and not under and re.search(rf"\b{age}\b", text) else (low, high)


def _trades(text: str) -> list[str]:
    """Return the families of trades that people of a description may have."""
    no = {"general", "study", "home"}
    if _AT_A_DESK.search(text):
        return ["art", "office", "tech"]
    if re.search(r"\bprofessionals\b", text):
        return ["care", "office", "teaching", "tech"]
    no |= {"art", "office", "tech"} if _RURAL.search(text) else set()
    return sorted(name for name in pools()["trades"] if name not in no)


def _turns(items: Sequence[str], count: int, rng: Random) -> list[str]:
    """Return so many of the items in a drawn order, all of them before any comes twice."""
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += rng.sample(items, len(items))
    return drawn[:count]


def _title(trade: str, age: int, gender: str, rng: Random) -> str:
    if age < 19:
        return "high school student"
    if age < 23:
        return "student"
    other = r"(?:ess|woman|mother)$" if gender == "male" else r"(?:[^o]man|father|waiter|actor)$"
    titles = [title for title in pools()["trades"][trade]["titles"] if not re.search(other, title)]
    title = str(rng.choice(titles))
    return f"retired {title}" if age >= 67 else title
