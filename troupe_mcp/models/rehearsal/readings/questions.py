"""A question that leads to one fact of a person without giving it away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.intents import asks_ideas, asks_price, fields_of
from troupe_mcp.models.rehearsal.english.phrases import matters
from troupe_mcp.models.rehearsal.english.words import coverage, keys, plain_words
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.life.finding import cued, facts_for
from troupe_mcp.models.rehearsal.matters.opinions import touching
from troupe_mcp.models.rehearsal.readings.topics import topic_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_WHEN = {
    "morning": "in the morning", "workday": "on a workday", "evening": "in the evening", "weekend": "at the weekend",
}  # fmt: skip
_TAIL = re.compile(
    r"\b((?:with|at|on|in|from|behind|under|near|before|after|during|above)"
    r"(?! (?:a time|two|all|most|hand|time|vain)\b)"
    r" (?:the |an? |my |every |each |both )?(?:[\w’'-]+ ){0,2}[\w’':-]+)(?=,|$)"
)
_DAY = re.compile(r"\b(?:on )?((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)\b")
_FORMS: dict[str, tuple[str, ...]] = {
    "work": ("What do you do at work {tail}?", "What do you do at work when it comes to {thing}?"),
    "trouble": ("What annoys you about {thing}?", "What annoys you {tail}?"),
    "goal": ("What do you dream of when it comes to {thing}?", "What do you dream of {tail}?"),
    "habit": ("What habit do you have when it comes to {thing}?", "What habit do you have {tail}?"),
    "past": ("What happened in your past with {thing}?", "What happened in your past {tail}?"),
    "money": ("How do you get by with money when it comes to {thing}?",),
    "health": ("How is your health when it comes to {thing}?",),
    "media": ("Which media or devices do you use when it comes to {thing}?",),
    "like": (
        "What kind of {head} do you like?",
        "What do you like {tail}?",
        "What do you like when it comes to {head}?",
    ),
    "dislike": ("What kind of {head} do you dislike?", "What do you dislike {tail}?"),
}


def question_for(person: Portrait, fact: Fact) -> str:
    """Return a question that only this fact of the person answers, empty where no wording leads to it."""
    return next((question for question in _candidates(fact) if _leads(person, question, fact)), "")


def _candidates(fact: Fact) -> Iterator[str]:
    if fact.kind == "belief":
        if topic := topic_of(fact.said):
            yield f"What do you think about {topic}?"
    elif fact.kind == "family":
        kin = next((word for word in plain_words(fact.source)[:6] if words().has("kin", word)), "")
        yield from [f"Tell me about your {kin}."] if kin else []
        yield from [f"Who is {fact.about} to you?"] if fact.about else []
    elif fact.kind == "routine":
        yield from _of_day(fact)
    elif fact.kind != "work" or fact.said.startswith(("I ", "My ")):
        yield from _of_kind(fact)


def _of_day(fact: Fact) -> Iterator[str]:
    when = _WHEN.get(fact.about, "on an ordinary workday")
    day = _DAY.search(fact.said)
    if day:
        yield f"What do you do on {day.group(1)}?"
        yield f"What do you do on {day.group(1)} {when}?"
    for tail in reversed(_tails(fact.said)):
        yield f"What do you do {when} {tail}?"
    for matter in matters(fact.said):
        yield f"What do you do {when} when it comes to {_yours(matter.said)}?"


def _of_kind(fact: Fact) -> Iterator[str]:
    said, day = fact.said, _DAY.search(fact.said)
    if day and fact.kind == "work":
        yield f"What do you do on {day.group(1)} at work?"
    things = [_yours(matter.said) for matter in matters(said if said.startswith(("I ", "My ")) else f"I have {said}")]
    for form in _FORMS.get(fact.kind, ()):
        for fill in _tails(said)[::-1] if "{tail}" in form else _heads(said) if "{head}" in form else things:
            yield form.format(tail=fill, head=fill, thing=fill)


def _tails(said: str) -> list[str]:
    return [_yours(match.group(1)) for match in _TAIL.finditer(said)]


def _yours(text: str) -> str:
    return re.sub(r"\bmyself\b", "yourself", re.sub(r"\b[Mm]y\b", "your", re.sub(r"\bme\b", "you", text)))


def _heads(phrase: str) -> list[str]:
    """Return the noun that a liked thing is a kind of: `doors` of "doors that close softly"."""
    cut = re.search(r" (?:that|of|on|in|with|at|from|for|without|who|when|over|after|before|by|under|to) ", phrase)
    first = phrase[: cut.start()] if cut else phrase
    parts = [part for part in first.split() if part.lower() not in {"the", "a", "an", "my"}]
    rest = phrase != first
    return [parts[-1]] if parts and (rest or len(parts) > 1) and keys(parts[-1]) else []


def _leads(person: Portrait, question: str, fact: Fact) -> bool:
    """Return whether a question leads to the fact and leaves enough of it to tell."""
    if asks_ideas(question) or asks_price(question):
        return False
    known = coverage(fact.keys, keys(question))
    if fact.kind == "belief":
        near = touching(person, question)
        return bool(near) and near[0] is fact and known < 0.7
    fields = fields_of(question)
    if len(fields) != 1 or known > 0.67 or len(fact.keys) < 2:
        return False
    facts = facts_for(person, next(iter(fields)), question)
    return fact in facts and (facts == [fact] or cued(facts, question) is fact)
