"""Planning a cast: different people who all fit one description, a line and a name each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.drawing import named
from troupe_mcp.models.rehearsal.lexicon import pools
from troupe_mcp.models.rehearsal.livelihood import all_titles
from troupe_mcp.models.rehearsal.sketch import Sketch, sketch_of

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
    (r"\byoung\b", 20, 32),
    (r"\bmillennials?\b", 28, 44),
    (r"\bparents?\b|\bmothers?\b|\bfathers?\b", 27, 49),
    (r"\b(?:retired|retirees|pensioners?|seniors?|elderly|grand\w+)\b", 65, 82),
)


def plan_cast(task: CastPlanTask, rng: Random) -> dict[str, Any]:
    """Return as many lines as wanted: ages spread, genders, trades and tempers in turn."""
    common = sketch_of(task.description)
    title = common.title if common.title in all_titles() else ""
    low, high = _ages(task.description, common.age)
    ages = [low + (high - low) * (2 * place + 1) // (2 * task.count) for place in range(task.count)]
    genders = [common.gender] * task.count if common.gender else ["female", "male"] * task.count
    regions = [common.region] * task.count if common.region else _turns(sorted(pools()["regions"]), task.count, rng)
    tempers = _turns(sorted(pools()["tempers"]), task.count, rng)
    trades = _turns(_trades(), task.count, rng)
    ages, genders = rng.sample(ages, task.count), rng.sample(genders[: task.count], task.count)
    cells = [sketch_of(_told(cell)) for cell in task.cells] or [_NOTHING] * task.count
    taken = list(task.taken)
    planned: list[dict[str, str]] = []
    drawn = zip(cells, ages, genders, regions, tempers, trades, strict=True)
    for cell, some_age, some_gender, some_region, temper, trade in drawn:
        age, gender, region = cell.age or some_age, cell.gender or some_gender, cell.region or some_region
        name = named(region, gender, taken, rng)
        taken.append(name)
        word = rng.choice(pools()["tempers"][temper]["words"][:4])
        work = cell.title or title or _title(trade, age, gender, rng)
        place = cell.place or common.place or rng.choice(pools()["regions"][region]["towns"])
        noun = {"female": "woman", "male": "man"}[gender]
        planned.append({"name": name, "line": f"a {word} {age}-year-old {noun} from {place} who works as a {work}"})
    return {"people": planned}


_LIVES = re.compile(r"\b(?:residence|city|town|region|state|district|country|area): (?=[A-Z])")
_WORKS = re.compile(r"\b(?:occupation|job|trade|profession): (?=\w)")
_NOTHING = Sketch("", 0, "", "", "", "", "", retired=False, traits=(), words=(), told=())


def _told(cell: str) -> str:
    """Return a cell as a description says it: `region: Saxony` is `in Saxony`."""
    return _WORKS.sub("works as a ", _LIVES.sub("in ", cell))


def _ages(text: str, age: int) -> tuple[int, int]:
    """Return between which ages the people of a description are."""
    low, high = next(((a, b) for pattern, a, b in _GROUPS if re.search(pattern, text, re.IGNORECASE)), (19, 76))
    if between := _RANGE.search(text):
        return int(between.group(1)), int(between.group(2)) + 1
    if over := _OVER.search(text):
        low = int(over.group(1) or over.group(2))
        high = max(high, low + 20)
    if under := _UNDER.search(text):
        high = int(under.group(1))
        low = min(low, high - 10)
    return (age, age + 1) if age and not over and not under and re.search(rf"\b{age}\b", text) else (low, high)


def _trades() -> list[str]:
    return sorted(name for name in pools()["trades"] if name not in {"general", "study", "home"})


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
