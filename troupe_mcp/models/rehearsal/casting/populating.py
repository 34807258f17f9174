"""Planning a cast: different people who all fit one description, a line and a name each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.casting.ages import ages_in, ages_of, range_in, retired_in
from troupe_mcp.models.rehearsal.casting.audience import about_people, offered_trades
from troupe_mcp.models.rehearsal.casting.drawing import going_tempers, named
from troupe_mcp.models.rehearsal.casting.households import household, lived
from troupe_mcp.models.rehearsal.casting.members import members_in, without_kinds
from troupe_mcp.models.rehearsal.casting.mentioned import without_others
from troupe_mcp.models.rehearsal.casting.sketch import Sketch, is_country, is_town, sketch_of
from troupe_mcp.models.rehearsal.casting.spread import drawn_of, wishes_in, without_wishes
from troupe_mcp.models.rehearsal.english.genders import gender_named
from troupe_mcp.models.rehearsal.english.words import article
from troupe_mcp.models.rehearsal.lexicon import describing, pools
from troupe_mcp.models.rehearsal.person.dispositions import dispositions_in, temper_for
from troupe_mcp.models.rehearsal.person.livelihood import all_titles, is_trade

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from troupe_mcp.simulation.casting.casting import CastPlanTask


def plan_cast(task: CastPlanTask, rng: Random) -> dict[str, Any]:
    """Return as many lines as wanted: ages spread, genders, trades and tempers in turn."""
    people = about_people(task.description)
    wishes = {drawn_of(wish) for wish in (*wishes_in(people), *task.dimensions)}
    text, members = members_in(without_wishes(people))
    common = sketch_of(text)
    title = "" if members else common.title if common.title in all_titles() or is_trade(common.title) else ""
    busy = bool(title or members or _AT_A_DESK.search(text)) and not common.retired
    of_all = _SHARED.sub("", without_others(text))
    low, high = ages_in(without_kinds(of_all, members), common.age, busy=busy)
    genders = [common.gender] * task.count if common.gender else _genders(task.description, task.count)
    at_home = common.region and not abroad(task.description)
    one = not common.region and _ONE_PLACE.search(text) is not None
    everywhere = sorted(pools()["regions"])
    shared = [rng.choice(everywhere)] if one else everywhere
    regions = (
        [common.region] * task.count if at_home else _turns(everywhere if abroad(text) else shared, task.count, rng)
    )
    there = rng.choice(pools()["regions"][shared[0]]["towns"]) if one and not common.place else common.place
    tempers = _turns(going_tempers(common.told), task.count, rng)
    others = offered_trades(task.description)
    trades = _turns(_trades(text, others, common.place), task.count, rng)
    incomes = _turns(_INCOMES, task.count, rng) if "income" in wishes else [""] * task.count
    towns = _turns(pools()["regions"][common.region]["towns"], task.count, rng) if at_home else [""] * task.count
    steps, genders = rng.sample(range(task.count), task.count), rng.sample(genders[: task.count], task.count)
    cells = [sketch_of(_told(cell)) for cell in task.cells] or [_NOTHING] * task.count
    ways, taken = dispositions_in(text), list(task.taken)
    planned: list[dict[str, str]] = []
    for at, (cell, step, some_gender, some_region) in enumerate(zip(cells, steps, genders, regions, strict=True)):
        what = members[at % len(members)] if members else ""
        who = sketch_of(what) if what.startswith(("a ", "an ")) else _NOTHING
        young, old = ages_of(what, (low, high), range_in(of_all), busy=bool(who.title)) if what else (low, high)
        some_age = young + (old - young) * (2 * step + 1) // (2 * task.count)
        age = cell.age or (int(told.group()) if (told := re.search(r"\d\d", what)) else some_age)
        gender = cell.gender or who.gender or some_gender
        region = cell.region or some_region
        name = named(region, gender, taken, rng, age)
        taken.append(name)
        temper = temper_for(ways, tempers[at])
        word = (who.traits or [rng.choice(pools()["tempers"][temper]["words"][:4])])[0]
        own = "" if who.title.split()[-1:] in _NO_TITLES else who.title
        work = cell.title or own or title or _title(trades[at], age, gender, rng, others)
        work = f"retired {work}" if retired_in(what) and not work.startswith("retired") else work
        spread = towns[at] if is_country(common.place) else ""
        place = cell.place or who.place or spread or there or rng.choice(pools()["regions"][region]["towns"])
        noun = {"female": "woman", "male": "man"}[gender]
        line = f"a {word} {age}-year-old {noun} from {place} who works as {article(work)}"
        home = household(age, at) if "household" in wishes else ""
        _earned(incomes, at, work)
        more = [_beside(what, who, at), home, f"with a {incomes[at]} income" if incomes[at] else ""]
        planned.append({"name": name, "line": ", ".join(part for part in (line, *more) if part)})
    return {"people": planned}


def _earned(incomes: list[str], at: int, work: str) -> None:
    """Give a high income that no such work brings to somebody who comes later, or make it a middle one."""
    modest = describing()["modest"]
    if incomes[at] != modest["sum"] or not set(work.lower().split()) & set(modest["words"].split()):
        return
    later = next((other for other in range(at + 1, len(incomes)) if incomes[other] != incomes[at]), None)
    if later is None:
        incomes[at] = "middle"
    else:
        incomes[at], incomes[later] = incomes[later], incomes[at]


def _genders(text: str, count: int) -> list[str]:
    """Return the genders of so many people: by the share of one that is told, else half and half."""
    told = re.search(r"\b(\d{1,3}) ?(?:%|percent) (?:are )?(\w+)", text)
    one = gender_named(told.group(2)) if told else ""
    if not told or not one:
        return ["female", "male"] * count
    first = round(count * min(int(told.group(1)), 100) / 100)
    return [one] * first + ["male" if one == "female" else "female"] * (count - first)


def _beside(what: str, who: Sketch, at: int) -> str:
    """Return what is said of one member beside their trade and one trait, as a clause: "is undecided"."""
    if not what.startswith(("a ", "an ")):
        return what if not what or what.startswith(("who ", "with ")) else "" if what.isdigit() else f"is {what}"
    if clause := lived(what, at):
        return clause
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
_ONE_PLACE = re.compile(
    r"\b(?:of|in|from|at|on|near) (?:an?|one|the same|this|our|my|the) (?:(?!other\b)[\w-]+ ){0,2}?"
    r"(?:city|town|village|suburb|neighbou?rhood|district|street|island|valley|estate|parish|county|region|country"
    r"|building|block|metropolis|port)\b",
    re.IGNORECASE,
)
"""Where people live together whom a description puts in one place without its name."""
_SHARED = re.compile(r"\b\d{1,3} ?(?:%|percent) [^,.;]*")
_EXPERIENCED = 32
_SENIOR = r"director|manager|CEO|professor|headteacher|judge|mayor|notary|surgeon|captain|detective|investor"
_NO_TITLES = (["retiree"], ["pensioner"], ["family"], ["professional"], ["expat"])
_INCOMES = ("low", "middle", "high")
_AT_A_DESK = re.compile(r"\bremote(?:ly)?\b|\bfrom home\b|\bhome office\b|\bdigital nomads?\b", re.IGNORECASE)
_RURAL = re.compile(r"\brural\b|\bcountryside\b|\bvillag|\bon (?:a|the) farms?\b", re.IGNORECASE)
_LIVES = re.compile(r"\b(?:residence|city|town|region|state|district|country|area): (?=[A-Z])")
_WORKS = re.compile(r"\b(?:occupation|job|trade|profession): (?=\w)")
_NOTHING = Sketch("", 0, "", "", "", "", "", retired=False, former=False, traits=(), words=(), told=())


def _told(cell: str) -> str:
    """Return a cell as a description says it: `region: Saxony` is `in Saxony`."""
    return _WORKS.sub("works as a ", _LIVES.sub("in ", cell))


def _trades(text: str, others: Sequence[str], place: str) -> list[str]:
    """Return the families of trades that people of a description may have, where not all of it are others'."""
    no = {"general", "study", "home"}
    if _AT_A_DESK.search(text):
        return ["art", "office", "tech"]
    if re.search(r"\bprofessionals\b", text):
        return ["care", "office", "teaching", "tech"]
    no |= {"art", "office", "tech"} if _RURAL.search(text) else {"land"} if is_town(place) else set()
    trades = pools()["trades"]
    return sorted(name for name in trades if name not in no and not set(trades[name]["titles"]) <= set(others))


def _turns(items: Sequence[str], count: int, rng: Random) -> list[str]:
    """Return so many of the items in a drawn order, all of them before any comes twice."""
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += rng.sample(items, len(items))
    return drawn[:count]


def _title(trade: str, age: int, gender: str, rng: Random, others: Sequence[str]) -> str:
    if age < 19:
        return "high school student"
    if age < 23:
        return "student"
    other = r"(?:ess|woman|mother)$" if gender == "male" else r"(?:[^o]man|father|waiter|actor)$"
    other = f"{other}|{_SENIOR}" if age < _EXPERIENCED else other
    listed = (title for title in pools()["trades"][trade]["titles"] if title not in pools()["seldom"])
    titles = [title for title in listed if not re.search(other, title)]
    title = str(rng.choice([title for title in titles if title not in others] or titles))
    return f"retired {title}" if age >= 67 else title
