"""Telling who one is: name, trade, and the one or two things that only this person would bring."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import article, capital, keys, lowered, normal

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice


_EMPLOYER = re.compile(r"organi[sz]ation|company|employer|firm|workplace")
_ALONE = re.compile(r"^(?:self[- ]employed|freelance\w*|unemployed|none|retired|various)\b", re.IGNORECASE)

PRIVATE = re.compile(
    r"\b(?:owes?|owed|lend|lent|borrow\w*|police|arrest\w*|debts?|loans?|mortgage|instalments?|overdraft|bankrupt\w*|salary|wages?|pension|funerals?|graves?"
    r"|died|dies|dead|death|dying|killed|buried|widow\w*|divorced?|separated|miscarr\w+|stillborn|suicide|drank|drunk|drinking"
    r"|cancer|diabet\w+|tumou?r|stroke|heart attack|tablets?|pills?"
    r"|depress\w+|diagnos\w+|hospital bed|prison|ill|illness)\b"
    r"|[$€£]\s?\d|\d (?:dollars|euros|pounds|francs|forint|rupees|yen|pesos|crowns|kroner|reais|tenge|cents)\b",
    re.IGNORECASE,
)
"""Debts, money, illness and grief: nobody introduces themselves with them."""


def _named(voice: Voice) -> tuple[str, str]:
    """Return the trade and whom it is done for, as the persona names them; empty where it doesn't."""
    jobs = voice.portrait.of("job")
    titles = [job.source for job in jobs if not _EMPLOYER.search(job.about)]
    places = [job.source for job in jobs if _EMPLOYER.search(job.about)]
    title = next((job.source for job in jobs if job.about == "title"), "") or next(iter(titles), "")
    return title or next(iter(places), ""), next(iter(places), "") if title else ""


def job_line(voice: Voice) -> str:
    """Return trade and place, unless they were told."""
    title, place = _named(voice)
    if not title or any(
        fact in voice.told or voice.spoken(fact) for fact in voice.portrait.of("job") if fact.source == title
    ):
        return ""
    voice.told.extend(voice.portrait.of("job"))
    manner = voice.portrait.manner
    if _ALONE.match(place):
        title, place = f"{title}, {lowered(place)}", ""
    clipped = manner.broken or any(manner.has(feature) for feature in ("hostile", "terse", "slangy"))
    if clipped or place.startswith("Formerly") or len(f"{title} {place}".split()) >= 18:
        return f"{capital(title)}. {capital(place)}" if place and not manner.has("hostile") else capital(title)
    known = re.match(r"^(?:the |an? |my |your )", place, re.IGNORECASE)
    where = f" at {lowered(place) if known else place}" if place else ""
    main, _, rest = title.partition(", ")
    if rest and "," not in place:
        return f"I'm {_with_article(main)}{where}, {rest}"
    return f"I'm {_with_article(title)}{where}"


def job_again(voice: Voice) -> str:
    """Return the trade in few words, told or not; empty where none is named."""
    title, _ = _named(voice)
    return f"I'm {_with_article(title)}" if title else ""


def _with_article(title: str) -> str:
    low = title if title[:2].isupper() else lowered(title)
    low = low.replace(", ", " for ", 1) if re.match(r"^[\w ]+, (?:search|data|risk|product)", low) else low
    if re.match(r"^(?:head|chief|director|president|vice|captain|the|an?|retired|unemployed|self-employed)\b", low):
        return f"a {low}" if low.startswith("retired ") else low
    return article(low)


def life_story(voice: Voice) -> list[str]:
    """Name, age, trade, then one or two things that only this person would bring."""
    person = voice.portrait
    manner = person.manner
    aged = person.age if person.age and not manner.has("formal") else ""
    if manner.has("hostile") or manner.has("terse"):
        return [", ".join(part for part in (person.first, _title(voice)) if part), *_own_things(voice, 1)]
    opening = f"{person.first}, {aged}" if aged and not manner.has("broken") else person.name
    if manner.has("formal"):
        opening = f"My name is {person.name}" + (f", and I am {person.age}" if person.age else "")
    opening = f"I'm {opening}" if manner.has("warm") or manner.has("story") or not manner.features else opening
    job = job_line(voice)
    things = _own_things(voice, manner.facts)
    if any(normal(person.first) in normal(line).split() for line in voice.own_lines):
        return things or [voice.frame("gap")]
    if manner.has("story") and things:
        return [things[-1], *things[:-1], f"And I'm {person.first}", *([job] if job else [])]
    return [opening, *([job] if job else []), *things]


def introduction(voice: Voice) -> str:
    """Return name and trade in one sentence."""
    title = _title(voice)
    name = voice.portrait.name if voice.portrait.manner.has("formal") else voice.portrait.first
    return f"{name}, {title}" if title else name


def explain(voice: Voice, question: str) -> list[str]:
    """Answer a question about an own earlier phrase with another fact of the same matter."""
    quoted = re.search(r"[\"“]([^\"”]{4,80})[\"”]", question)
    line = next((line for line in voice.own_lines if quoted and normal(quoted.group(1)) in normal(line)), "")
    if quoted is None or not line:
        return []
    said = keys(quoted.group(1))
    source = max(voice.portrait.facts, key=lambda fact: len([key for key in said if key in fact.keys]), default=None)
    near = (
        []
        if source is None
        else [fact for fact in voice.portrait.of(source.kind, "work", "past") if not fact.thing and fact is not source]
    )
    fact = voice.pick(near, source.keys if source else ())
    return [voice.fill("explain", fact=voice.tell(fact))] if fact else [voice.frame("gap")]


def _about_talking(fact: Fact) -> bool:
    """Return whether a habit is one of speech: those are shown, not told."""
    return (
        fact.kind == "habit"
        and re.search(r"\b(?:answer|opinion|story|speak|sentence|grammar|complaint|lecture)\b", fact.said) is not None
    )


def _title(voice: Voice) -> str:
    title, _ = _named(voice)
    voice.told.extend(voice.portrait.of("job"))
    return title[:1].lower() + title[1:]


def _own_things(voice: Voice, count: int) -> list[str]:
    chosen: list[str] = []
    for kinds in (("work",), ("past", "family", "other"), ("habit", "routine", "like"), ("interest", "goal")):
        shown = [f for f in voice.portrait.of(*kinds) if not _about_talking(f) and not PRIVATE.search(f.said)]
        fact = voice.pick(shown) if len(chosen) < count else None
        if fact is not None:
            chosen.append(voice.tell(fact))
    return chosen
