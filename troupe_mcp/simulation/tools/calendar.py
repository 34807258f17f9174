"""The calendar: appointments with a date, kept for whoever makes them and for those they invite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.people.names import match_name
from troupe_mcp.simulation.tools.tool import Outcome, TinyTool, Use
from troupe_mcp.simulation.turns.actions import ActionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.simulation.worlds.artifacts import Artifact

MOST_AHEAD = 5
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,?"
)
_DAY, _YEAR = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?", r"(?P<y>\d{4})\b"
_DATES = tuple(
    rf"\b(?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?{form}"
    for form in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?=T|\b)",
        rf"(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?{_YEAR}",
        rf"{_DAY}\.? (?:of )?{_MONTH} {_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
    )
)
_UNTIL = r"(?:\s?(?:[–-]|to|until)\s?\d{1,2}(?:[:.h]\d{2})?(?:\s?[ap]m)?\b)?"
_TIMES = (
    rf"(?:\b(?:at|from) |\bT)?\b(?P<h>\d{{1,2}})(?:[:.](?P<min>\d{{2}}))?\s?(?P<half>[ap])m\b{_UNTIL}",
    rf"(?:\b(?:at|from) |\bT|\b)(?P<h>[01]?\d|2[0-3])[:h](?P<min>[0-5]\d)\b(?::\d\d)?{_UNTIL}",
)
_WITH = r"(?:[;,.(]\s*|\s)with:?\s+(?P<who>[^;()]+)\)?"
_UNREADABLE = (
    "Your appointment “{}” was not put into your calendar: {}. It needs this form: YYYY-MM-DD HH:MM what; with names."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment: an ISO date, a time or none, what it is, and who is asked to come."""

    day: str
    time: str
    title: str
    guests: tuple[str, ...] = ()


def entry_of(text: str) -> Entry | str:
    """Return the appointment in somebody's words, or what is wrong with them. Nothing is guessed: no date, no entry."""
    rest = one_line(text)
    found = _first(_DATES, rest)
    if found is None:
        return "it has no date with day, month and year"
    day = _day(found)
    if not day:
        return f"there is no day {found[0]}"
    rest = _without(rest, found)
    clock = _first(_TIMES, rest)
    time = _time(clock) if clock else ""
    rest = _without(rest, clock) if clock and time else rest
    asked = _first((_WITH,), f" {rest}")
    named = re.split(r",|&|\band\b", str(asked["who"])) if asked else []
    guests = tuple(name.strip() for name in named if name.strip())
    title = _without(f" {rest}", asked) if asked else rest
    title = title.strip(" ;,.:–—-()")
    return Entry(day, time, clip(title, 80), guests) if title else "it does not say what it is"


def _first(forms: Sequence[str], text: str) -> re.Match[str] | None:
    return next((match for form in forms if (match := re.search(form, text, re.IGNORECASE))), None)


def _without(text: str, match: re.Match[str]) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


def _day(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = int(parts["m"]) if "m" in parts else _MONTHS.index(parts["name"][:3].lower()) + 1
    try:
        return date(int(parts["y"]), month, int(parts["d"])).isoformat()
    except ValueError:
        return ""


def _time(found: re.Match[str]) -> str:
    parts = found.groupdict()
    hour, minute = int(parts["h"]), int(parts["min"] or 0)
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return f"{hour:02}:{minute:02}"


def _plan(use: Use) -> Outcome:
    entry = entry_of(use.content)
    if isinstance(entry, str):
        return Outcome(notice=_UNREADABLE.format(clip(one_line(use.content), 80), entry))
    called = [(match_name(guest, use.here), guest) for guest in entry.guests]
    guests = tuple(dict.fromkeys(name or guest for name, guest in called))
    invited = tuple(dict.fromkeys(name for name, _ in called if name))
    title = " ".join(filter(None, (entry.day, entry.time, entry.title)))
    with_whom = f"; with {', '.join(guests)}" if guests else ""
    data = {"date": entry.day, "time": entry.time, "what": entry.title, "with": list(guests)}
    return Outcome(title, seen=title + with_whom, to=invited, data=data)


def _ahead(known: Sequence[Artifact], now: str) -> str:
    """Return the next appointments in their order; without a clock, all are still to come."""
    ahead = sorted({(*_when(entry), _whom(entry)) for entry in known if _when(entry)[0] >= now[:10]})
    shown = "; ".join(f"{title}{whom}" for _, _, title, whom in ahead[:MOST_AHEAD])
    more = f"; and {len(ahead) - MOST_AHEAD} later" if len(ahead) > MOST_AHEAD else ""
    return f"Your calendar: “{shown}”{more}" if shown else ""


def _when(entry: Artifact) -> tuple[str, str, str]:
    return entry.data["date"], entry.data["time"], entry.title


def _whom(entry: Artifact) -> str:
    others = entry.data["with"]
    return f" ({', '.join((entry.author, *others))})" if others else ""


TOOL = TinyTool(
    "calendar",
    "appointment",
    (
        ActionKind(
            "PLAN",
            "put an appointment into your calendar; content is 'YYYY-MM-DD HH:MM what; with names', with a date that "
            "was said here or that you know, never a made-up one; who is named learns of it",
            "addressed",
            past=("put into your calendar", "put into your calendar and theirs"),
        ),
    ),
    _plan,
    _ahead,
)
