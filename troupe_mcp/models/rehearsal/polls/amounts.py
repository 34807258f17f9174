"""A number for a question that wants one: a sum, an hour, an age, how often, how many; anchored in the own life."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.words import keys, shared
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.offers.deals import deal_of, lot
from troupe_mcp.models.rehearsal.person.means import NUMBER, currency_in
from troupe_mcp.models.rehearsal.person.wishes import child_fact
from troupe_mcp.models.rehearsal.polls.estimates import inclination, score

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

Amount = tuple[float | None, "Fact | None"]
"""A number, none where nobody would know it, and the own fact that says it."""

_COST = re.compile(
    r"\b(?:pay|spend|give|costs?|worth|price|charge|budget|euros?|dollars?|how much (?:money|would|could|do you))\b",
    re.IGNORECASE,
)
_GIFT, _GIVES = re.compile(r"\b(?:give|donat\w+|tip|chip in|contribut\w+)\b", re.IGNORECASE), -0.4
"""What one need not pay, and how little somebody may be for it to give anything, or ever to come."""
_CLOCK = re.compile(r"\b(?:(?:at )?(?:what|which) (?:time|hour)|when do you|at what o['’]clock)\b", re.IGNORECASE)
_AGED = re.compile(r"\bhow old are you\b|\byour (?:own )?age\b|\bwhat age are you\b", re.IGNORECASE)
_AGE_AT = re.compile(r"\b(?:what|which) age\b|\bhow old (?:were|was|should|must)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:what|which) year\b|\byear (?:of|were you)\b", re.IGNORECASE)
_CHANCE = re.compile(
    r"\b(?:likely|likelihood|probab\w+|per ?cent(?:age)?|chance)\b|%|\b(?:from|between) 0 (?:to|and) \d+", re.IGNORECASE
)
_HOME = re.compile(
    r"\b(?:household|live (?:with you|at home|in your (?:home|house|flat))|at home with you|your home)\b", re.IGNORECASE
)
_HOURS = re.compile(r"\b(?P<unit>hours?|minutes?)\b", re.IGNORECASE)
_OFTEN = re.compile(r"\bhow (?:often|frequently)\b|\bhow many times\b", re.IGNORECASE)
_SPAN = re.compile(
    r"\b(?:an?|per|each|every|in an?|in|this|last|next|the)[- ]?(?:\w+ )?(?P<span>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_HOW_FAR = re.compile(r"\bhow far\b|\b(?:kilomet(?:er|re)s?|km|miles)\b", re.IGNORECASE)
_WOULD = re.compile(r"\bwould you\b|\bwill you\b|\bare you going to\b", re.IGNORECASE)
_OWN_LIFE = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_RANGE = re.compile(rf"(?:\b(?:from|between)\b|\()\s?({NUMBER})\s?(?:to|and|-|–)\s?({NUMBER})", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(?:how many (?:out )?of|out of) (?:your |the )?(\d+)\b", re.IGNORECASE)
_WEEKS = {"day": 1 / 7, "week": 1.0, "month": 4.3, "year": 52.0}
_TOLD_SPAN = re.compile(
    r"\b(?:an?|per|each|every) (?P<span>day|week|month|year)\b|\b(?P<daily>daily|nights?|mornings?)\b", re.IGNORECASE
)
_COUNT = cast("dict[str, int]", read("amounts.json")["numbers"])
_FIGURE = rf"(?:{NUMBER}|\b(?:{'|'.join(sorted(_COUNT, key=len, reverse=True))})\b)"
_AT_HOUR = re.compile(
    rf"\b(?P<part>half past|a? ?quarter past|a? ?quarter to)? ?(?P<hour>{_FIGURE})(?:[:.](?P<minutes>[0-5]\d))?"
    r"(?! (?:hours?|minutes?|days?|weeks?|cups?|times?))(?P<pm>\s?p\.?m\.?| in the (?:afternoon|evening))?",
    re.IGNORECASE,
)
_TIMED = re.compile(r"\b(?:at|past|to|before|by|until|from|around|about)\b|\d[:.]\d\d|noon|midnight", re.IGNORECASE)
_LIVES = ("routine", "habit", "work", "other", "media", "health", "trouble", "family", "interest", "like")
_AGES = ((r"retire|pension|stop work", 60, 70), (r"child|kid|phone|school|alone", 7, 15), (r"", 15, 24))
_AWAY = re.compile(
    r"\b(?:ex|died|dead|late|divorced|separated|left|away|abroad|moved|calls|phones|studies|lives? (?!with)\w+)\b",
    re.IGNORECASE,
)
"""What is said of somebody who does not live in the same home."""
_HAS = re.compile(r"(?:I (?:\w+ly )?(?:own|have|keep|drive|ride|walk|feed|raise)|My)\b")
_KEEN, _COLD = 1.4, 0.4


@cache
def _table(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(cast("list[dict[str, Any]]", read("amounts.json")[name]))


@lru_cache(maxsize=2000)
def _entry(name: str, role: str, text: str) -> dict[str, Any]:
    """Return the entry of a table that a question names, the longest wording first; that for all else where none."""
    found = [
        (-len(match.group()), place, entry)
        for place, entry in enumerate(_table(name))
        if entry[role] and (match := re.search(rf"\b(?:{entry[role]})\b", text, re.IGNORECASE))
    ]
    if found:
        return min(found, key=lambda each: each[:2])[2]
    empty: dict[str, Any] = {}
    return next((entry for entry in _table(name) if not entry[role]), empty)


def amount(person: Portrait, question: str, context: str = "", unit: str = "") -> Amount:
    """Return the number that somebody gives, within the ends that the question names, with the fact that says it."""
    found, fact = _amount(person, question, context, unit)
    ends = _ends(question)
    return (found if found is None or ends is None else min(max(found, ends[0]), ends[1])), fact


def _ends(question: str) -> tuple[float, float] | None:
    """Return the ends between which a question wants its number: "from 0 to 10", "of your 10 friends"."""
    if found := _RANGE.search(question):
        low, high = sorted(map(_number, found.groups()))
        return low, high
    whole = _OUT_OF.search(question)
    return (0.0, _number(whole.group(1))) if whole else None


def asks_sum(question: str, unit: str = "") -> bool:
    """Return whether a question wants a sum of money."""
    asked = f"{question} {unit}"
    named = currency_in(asked) or re.search(r"\bhow much\b|\bprice\b", question, re.IGNORECASE)
    return bool(named) and _COST.search(asked) is not None and _CLOCK.search(question) is None


def _amount(person: Portrait, question: str, context: str, unit: str) -> Amount:
    asked = f"{question} {unit}".strip()
    clock = _CLOCK.search(question) is not None
    if asks_sum(question, unit):
        deal = deal_of(person, asked, context)
        spared = _GIFT.search(question) is not None and inclination(person, question, context)[0] < _GIVES
        return (0.0 if deal.unwanted or spared else deal.most), None
    if _AGED.search(question):
        return (float(person.age) if person.age else None), None
    if not _OWN_LIFE.search(question) and not _AGE_AT.search(question):
        return None, None
    if _YEAR.search(question):
        return None, None
    if clock:
        return _hour(person, question)
    if _AGE_AT.search(question):
        low, high = next(ends for asked, *ends in _AGES if re.search(asked, question, re.IGNORECASE))
        return float(round(low + (high - low) * lot(f"{person.name}/age/{low}"))), None
    if _CHANCE.search(asked) or _OUT_OF.search(question):
        return float(_chance(person, question, context)), None
    return _counted(person, question, context, asked)


def _counted(person: Portrait, question: str, context: str, asked: str) -> Amount:
    """Return a count: people at home, hours, how often or how much in a time, things owned, a distance."""
    span = _SPAN.search(asked)
    if _HOME.search(question) and not span:
        return _at_home(person)
    if hours := _HOURS.search(asked):
        return _hours(person, question, hours["unit"].lower().rstrip("s"), span["span"].lower() if span else "")
    if _HOW_FAR.search(asked):
        return float(round(_spread(person, question, 8.0))), None
    if span or _OFTEN.search(question):
        return _rate(person, question, context, span["span"].lower() if span else "month")
    return _owned(person, question)


def _spread(person: Portrait, about: str, usual: float, *, tight: bool = False) -> float:
    """Return what is usual, moved by the person's own lot: some do a thing half as much as others, some twice."""
    drawn = lot(f"{person.name}/{about}")
    return usual * (0.85 + 0.3 * drawn if tight else 2.0 ** (2.4 * drawn - 1.3))


def _liked(person: Portrait, question: str) -> float:
    """Return how much more, or less, somebody does of what they like, or don't."""
    wanted = keys(question)
    signs = [
        -1 if fact.kind == "dislike" or fact.sign < 0 else 1
        for fact in person.of("like", "interest", "habit", "dislike")
        if shared(fact.keys, wanted)
    ]
    return 1.0 if not signs else _KEEN if sum(signs) > 0 else _COLD if sum(signs) < 0 else 1.0


def _hour(person: Portrait, question: str) -> Amount:
    """Return the hour at which somebody does something: that of a routine which names it, else a usual one."""
    entry = _entry("times", "asked", question)
    if entry["told"]:
        told = re.compile(rf"\b(?:{entry['told']})\b", re.IGNORECASE)
        for fact in person.of("routine", "habit", "work", "other"):
            if told.search(fact.said) and (hour := _told_hour(fact.said, late=bool(entry.get("late")))) is not None:
                return hour, fact
    low, high = float(entry["from"]), float(entry["to"])
    return round(2 * (low + (high - low) * lot(f"{person.name}/{entry['asked']}"))) / 2, None


def _told_hour(said: str, *, late: bool) -> float | None:
    """Return the hour that a sentence names, 5.5 for "half past five"; in the evening where it is one of the late."""
    for found in _AT_HOUR.finditer(said):
        if not (_TIMED.search(said[: found.end()])):
            continue
        text = found["hour"].lower()
        hour = float(_COUNT.get(text, 0) or (text if text.isdigit() else 0))
        if not 1 <= hour <= 24:
            continue
        part = (found["part"] or "").strip()
        hour += 0.5 if part.startswith("half") else 0.25 if part.endswith("past") else -0.25 if part else 0.0
        hour += float(found["minutes"] or 0) / 60
        return hour + 12 if hour < 12 and (found["pm"] or (late and hour >= 4)) else hour
    return None


def _chance(person: Portrait, question: str, context: str) -> int:
    low, high = _ends(question) or (0, 100)
    return score(person, f"{question.rstrip('?. ')}, on a scale from {low:.0f} to {high:.0f}?", context)[0]


def _at_home(person: Portrait) -> Amount:
    """Return how many live in somebody's home: those that the file puts there, else as is usual at the age."""
    told = re.compile(str(read("amounts.json")["home"]), re.IGNORECASE)
    alone = re.compile(str(read("amounts.json")["alone"]), re.IGNORECASE)
    held = [fact for fact in person.facts if fact.kind not in {"belief", "like", "dislike", "goal"}]
    if one := next((fact for fact in held if alone.search(fact.source)), None):
        return 1.0, one
    others = [fact for fact in held if told.search(fact.source) and not _AWAY.search(fact.source)]
    child = child_fact(person)
    child = None if child and _AWAY.search(child.source) else child
    if others or child is not None:
        return 1.0 + bool(others) + (_children(child) if child else 0), (others or [child])[0]
    age = float(person.age or 40)
    drawn = lot(f"{person.name}/home")
    return float((1 + (drawn > 0.4)) if age >= 60 else 1 + round(3 * drawn)), None


def _children(child: Fact) -> int:
    """Return how many children a fact names: twins are two."""
    if re.search(r"\btwins\b", child.source, re.IGNORECASE):
        return 2
    found = re.search(rf"({_FIGURE}) (?:\w+ )?(?:children|kids|sons|daughters)", child.source, re.IGNORECASE)
    return int(_number(found.group(1))) if found else 1


def _number(text: str) -> float:
    return float(_COUNT.get(text.lower(), 0)) or float(re.sub(r"[^\d.]", "", text.replace(",", ".")) or 0)


def _told(person: Portrait, of: str, unit: str) -> tuple[float, str, Fact] | None:
    """Return what a fact of the own life says of the thing asked for: how many, in what time."""
    about = re.compile(rf"\b(?:{of})\b", re.IGNORECASE) if of else None
    shape = re.compile(rf"({_FIGURE})(?: (?:cups? of|\w+))? ?(?:{unit})", re.IGNORECASE)
    for fact in person.of(*_LIVES):
        number = shape.search(fact.said) if about is not None and about.search(fact.said) else None
        if number is not None and _OWNER.match(fact.said):
            span = _TOLD_SPAN.search(fact.said)
            return _number(number.group(1)), (span["span"] or "day").lower() if span else "", fact
    return None


_OWNER = re.compile(r"I\b")


def _hours(person: Portrait, question: str, unit: str, span: str) -> Amount:
    """Return hours or minutes spent on something in a time, of a day where none is named."""
    entry = _entry("hours", "of", question)
    parts = 60.0 if unit == "minute" else 1.0
    days = {"week": 5.0 if entry.get("workdays") else 7.0, "month": 30.0, "year": 365.0}.get(span, 1.0)
    told = _told(person, str(entry["of"]), "hours?")
    if told and told[1] in {"", "day", span}:
        return told[0] * parts * (1.0 if told[1] == span and span else days), told[2]
    tight = bool(entry.get("tight"))
    spent = _spread(person, f"hours/{entry['of'] or question}", float(entry["day"]), tight=tight)
    spent *= 1.0 if tight else _liked(person, question)
    hours = min(spent, 16.0) * days
    step = 5.0 if parts > 1 else 0.5 if hours < 10 else 1.0
    return max(step, round(hours * parts / step) * step), None


def _rate(person: Portrait, question: str, context: str, span: str) -> Amount:
    """Return how often, or how much, in a time; what would be done by how much it is wanted."""
    entry = _entry("rates", "of", question)
    weeks = _WEEKS[span]
    if entry and (told := _told(person, str(entry["of"]), "times|a|per|every|each")) and told[1]:
        return _whole(told[0] * weeks / _WEEKS[told[1]]), told[2]
    usual = float(entry["week"]) if entry else 0.7
    often = _spread(person, f"rate/{entry['of'] if entry else question}", usual) * _liked(person, question)
    if entry and entry.get("house"):
        often *= ((_at_home(person)[0] or 2.0) / 2) ** 0.5
    if _WOULD.search(question):
        deal = deal_of(person, question, context)
        lean, _ = inclination(person, question, context)
        often *= 0.0 if deal.unwanted or lean < _GIVES else 0.6 * (1 + lean)
    most = {"day": 1.0, "week": 7.0, "month": 31.0, "year": 366.0}[span]
    bound = (
        often * weeks
        if not re.search(r"\b(?:days|how often|evenings|mornings)\b", question, re.IGNORECASE)
        else min(most, often * weeks)
    )
    return _whole(bound), None


def _whole(often: float) -> float:
    """Return a count as people name it: small ones exactly, larger ones rounded."""
    step = 1 if often < 20 else 5 if often < 200 else 100
    return float(step * round(often / step))


def _owned(person: Portrait, question: str) -> Amount:
    """Return how many of something somebody has: as their file says, else as is usual."""
    entry = _entry("owned", "of", question)
    if entry["told"]:
        told = re.compile(rf"\b(?:{entry['told']})\b", re.IGNORECASE)
        held = [
            fact
            for fact in person.of("family", "other", "habit", "like", "routine", "trouble")
            if told.search(fact.said)
        ]
        mine = [fact for fact in held if fact.sign > 0 and _HAS.match(fact.said)]
        if mine:
            number = re.search(rf"({_FIGURE}) (?:\w+ )?(?:{entry['told']})", mine[0].said, re.IGNORECASE)
            return (_number(number.group(1)) if number else float(_children(mine[0]))), mine[0]
    return _whole(_spread(person, f"own/{entry['of'] or question}", float(entry["own"]))), None
