"""The time in a world: spans in plain words or ISO 8601, and dates counted from a start. Nothing here knows of now.

Months and years are those of the calendar: a month after 31 January is the last day of February.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from troupe_mcp.simulation.worlds.events import SceneSet

_MONTHS = {"year": 12, "month": 1}
_SECONDS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
_SPOKEN = re.compile(r"(\d{1,6}|an?|one) (year|month|week|day|hour|minute|second)s?")
_ISO = re.compile(
    r"P(?=.)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?",
    re.IGNORECASE,
)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # not the calendar module's, which follow the machine's locale


@dataclass(frozen=True, slots=True)
class Span:
    """So many calendar months, and so many seconds beside them."""

    months: int = 0
    seconds: int = 0

    def __add__(self, other: Span) -> Span:
        return Span(self.months + other.months, self.seconds + other.seconds)

    def iso(self) -> str:
        """Return the span as an ISO 8601 duration."""
        years, months = divmod(self.months, 12)
        days, rest = divmod(self.seconds, 86_400)
        date = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (days, "D")) if n)
        hours, minutes, seconds = rest // 3600, rest // 60 % 60, rest % 60
        time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
        return f"P{date}{'T' if time else ''}{time}" if date or time else "PT0S"

    def after(self, start: datetime) -> datetime:
        """Return the date and time so long after a start. Raises OverflowError beyond the calendar."""
        year, month = divmod(start.year * 12 + start.month - 1 + self.months, 12)
        if year > 9999:
            raise OverflowError("beyond the calendar")
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return start.replace(year=year, month=month + 1, day=day) + timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        """Return the span in words: `three years`, `1 hour and 20 minutes`."""
        years, months = divmod(self.months, 12)
        days, rest = divmod(self.seconds, 86_400)
        counts = (years, months, days, rest // 3600, rest // 60 % 60, rest % 60)
        units = ("year", "month", "day", "hour", "minute", "second")
        parts = [_counted(n, unit) for n, unit in zip(counts, units, strict=True) if n]
        return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:]))) or "no time"


def span(text: str) -> Span | None:
    """Return the span that a text names, `10 minutes`, `1 year and 6 months` or `P1Y6M`; None where it names none."""
    plain = " ".join(text.split())
    if found := _ISO.fullmatch(plain):
        return _sum(zip(found.groups(default="0"), _UNITS, strict=True))
    parts = re.split(r" and |, ?| (?=\d)", re.sub(r"(?<=\d)(?=[a-z])", " ", plain.lower()))
    read = [_SPOKEN.fullmatch(part.strip()) for part in parts]
    if not all(read):
        return None
    return _sum((each[1], each[2]) for each in read if each)


def time_at(scene: SceneSet, step: int) -> str:
    """Return the ISO date and time of a step of a scene, empty where it has no clock.

    Its first step is at its start; each further one is later by `time_per_step`, or by what its script waits for it.
    """
    if not scene.start:
        return ""
    each = span(scene.time_per_step) or Span()
    passed = Span()
    for later in range(scene.step + 2, step + 1):
        passed = passed + (span(waited(scene, later)) or each)
    return later_by(passed, scene.start)


def later_by(passed: Span, time: str) -> str:
    """Return an ISO date and time after so long. Raises OverflowError beyond the calendar."""
    return iso(passed.after(datetime.fromisoformat(time)))


def iso(time: datetime) -> str:
    """Return a date and time as ISO 8601, with seconds only where there are some."""
    return time.isoformat(timespec="seconds" if time.second else "minutes")


def waited(scene: SceneSet, step: int) -> str:
    """Return the span that a script lets pass before a step, empty where it lets none."""
    return next((line.content for line in scene.script if line.step == step and line.kind == "wait"), "")


def told(time: str, began: str) -> str:
    """Return what the clock says, in a sentence, and how long ago a world began: `began` is when it did."""
    now, first = datetime.fromisoformat(time), datetime.fromisoformat(began)
    day = f"{_DAYS[now.weekday()]} {now.day} {_MONTH_NAMES[now.month - 1]} {now.year}"
    since = _between(first, now)
    if since == Span():
        return f"It is {day}, {now:%H:%M}."
    grown = " You are that much older than described." if since.months >= 12 else ""
    return f"It is {day}, {now:%H:%M}: {since} after all this began.{grown}"


def ago(then: str, time: str) -> str:
    """Return how long before a time another was, in words; empty below an hour."""
    first, now = datetime.fromisoformat(then), datetime.fromisoformat(time)
    return f"{_between(first, now)} ago" if now - first >= timedelta(hours=1) else ""


def _between(first: datetime, now: datetime) -> Span:
    """Return the calendar months between two times, and then the days; below a month the exact time."""
    months = (now.year - first.year) * 12 + now.month - first.month
    if Span(months).after(first) > now:
        months -= 1
    left = now - Span(months).after(first)
    seconds = left.days * 86_400 if months else int(left.total_seconds()) // 60 * 60
    return Span(months, 0 if months >= 12 else seconds)


def _sum(parts: Iterable[tuple[str, ...]]) -> Span:
    total = Span()
    for count, unit in parts:
        number = int(count) if count.isdigit() else 1
        total = total + (Span(number * _MONTHS[unit]) if unit in _MONTHS else Span(0, number * _SECONDS[unit]))
    return total


def _counted(number: int, unit: str) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {unit}{'' if number == 1 else 's'}"
