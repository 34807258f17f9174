"""Finding the facts among which the answer to a question about a life lies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys, light, shared
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.life import narrowing
from troupe_mcp.models.rehearsal.life.kinfolk import kin_facts, kin_told
from troupe_mcp.models.rehearsal.life.memories import asks_sort, of_kind, of_sort, way_in
from troupe_mcp.models.rehearsal.life.particulars import closest, counted, held_of, mentioned, narrowed, particular_of
from troupe_mcp.models.rehearsal.life.situations import fitting
from troupe_mcp.models.rehearsal.person.showing import days, mine, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

_KINDS: dict[str, tuple[str, ...]] = {
    "work": ("work",),
    "trouble": ("trouble",),
    "family": ("family",),
    "free": ("interest", "like"),
    "health": ("health",),
    "money": ("money",),
    "media": ("media",),
    "goal": ("goal",),
    "like": ("like", "interest"),
    "dislike": ("dislike",),
    "skill": ("skill",),
    "lack": ("skill",),
    "education": ("education",),
    "childhood": ("past", "education"),
    "belief": ("belief",),
    "habit": ("habit",),
    "seen": ("habit", "skill"),
    "workday": (),
    "origin": ("origin",),
    "morning": (),
    "evening": (),
    "weekend": (),
}


_OF_DAY = re.compile(r"morning|evening|weekend|workday")
_EARLY = re.compile(
    r"\b(?:grew|born|child|childhood|raised|as a (?:girl|boy)|at school|(?:was|were|at)"
    r" (?:four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen)(?! \w+ (?:in|o'clock)))\b",
    re.IGNORECASE,
)
_OF_YOUTH = re.compile(r"\b(?:grow|grew|child\w*|born|youth)\b", re.IGNORECASE)


NARROW = (
    "media",
    "health",
    "money",
    "work",
    "origin",
    "free",
    "like",
    "dislike",
    "education",
    "childhood",
    "habit",
    "own",
)


def candidates(person: Portrait, field: str, question: str) -> list[Fact]:
    """Return the facts that answer a question of a field: of the very thing it names, where it names one."""
    finder = _FINDERS.get(field)
    if finder is not None:
        return finder(person, question)
    if field == "like" and _OF_JOB.search(question):
        return _of_trade(person, facts_for(person, field, question))
    facts = [] if field == "own" else _of_then(facts_for(person, field, question), field, question)
    thing = particular_of(question)
    if thing is None or (field == "media" and _SEVERAL.search(question)):
        return _at_large(person, field, facts, question)
    if inside := narrowed(facts, thing):
        return counted(closest(inside, question), question)
    if field == "trouble" and narrowing.topic_asked(question):
        return narrowing.on_topic(facts, question)
    if field in NARROW:
        held = [f for f in held_of(person, thing) if f.kind != "goal" or not _PAST.search(question)]
        return counted(closest(held, question), question)
    return facts or shown(person, field)


def _at_large(person: Portrait, field: str, facts: list[Fact], question: str) -> list[Fact]:
    """Return the facts of a field where no particular thing is asked for."""
    if field == "own":
        return counted(mentioned(person, question), question)
    found = facts or shown(person, field)
    return narrowing.on_topic(found, question) if field in narrowing.FIELDS else found


def _of_then(facts: list[Fact], field: str, question: str) -> list[Fact]:
    """Return facts without wishes where the question looks back, and without bare likings where it asks for a time."""
    if field in {"goal", "childhood"} or not _PAST.search(question):
        return facts
    return [fact for fact in facts if fact.kind != "goal" and (mine(fact) or not _WHEN.search(question))]


def _memories(person: Portrait, question: str) -> list[Fact]:
    facts, thing = of_sort(facts_for(person, "childhood", question), question), particular_of(question)
    if thing is None:
        if kept := of_kind(facts, question):
            facts = kept
        elif facts:
            return []
        facts = facts or ([] if asks_sort(question) or _OF_YOUTH.search(question) else shown(person, "childhood"))
        return [fact for fact in facts if fact.kind == "past"] or facts
    return closest(narrowed(facts, thing) or held_of(person, thing), question)


_FINDERS: dict[str, Callable[[Portrait, str], list[Fact]]] = {
    "family": kin_told,
    "childhood": _memories,
    "path": lambda person, _: way_in(person),
}


_OF_JOB = re.compile(r"\babout (?:your |the |this |that )?(?:\w+ )?(?:job|work|profession|trade)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:last|did you|have you ever|ever (?:been|had|done)|were you|was the)\b", re.IGNORECASE)
_WHEN = re.compile(r"^\W*(?:and |so )?(?:when|what was the last)\b", re.IGNORECASE)


def _of_trade(person: Portrait, liked: list[Fact]) -> list[Fact]:
    """Return those of the liked things that belong to the person's work."""
    trade = tuple(key for fact in person.of("work", "job") for key in keys(fact.source) if key not in light())
    return [fact for fact in liked if shared(fact.keys, trade)]


def elsewhere(person: Portrait, field: str, question: str) -> list[Fact]:
    """Return what else tells of a field, where all that stands under it was told; nothing of a narrower question."""
    if (
        particular_of(question) is not None
        or narrowing.topic_asked(question)
        or field in {"family", "own", "work", "path"}
        or (field == "childhood" and (_OF_YOUTH.search(question) or asks_sort(question)))
    ):
        return []
    return shown(person, field)


_SEVERAL = re.compile(r"\b(?:read|watch|listen)\w*\b.*\b(?:read|watch|listen)", re.IGNORECASE)


def cued(facts: Sequence[Fact], question: str) -> Fact | None:
    """Return the one fact that a question's own words point to, more than to any other."""
    wanted = tuple(key for key in keys(question) if key not in light() and not words().has("asking_words", key))
    counted = sorted(((len(shared(fact.keys, wanted)), place) for place, fact in enumerate(facts)), key=lambda e: -e[0])
    if not counted or not counted[0][0] or (len(counted) > 1 and counted[0][0] == counted[1][0]):
        return None
    return facts[counted[0][1]]


def facts_for(person: Portrait, field: str, question: str) -> list[Fact]:
    """Return the facts among which the answer to a question for a field lies."""
    if field in {"morning", "evening", "weekend", "workday"}:
        return _of_day(person, field, question)
    if field == "family":
        return kin_facts(person, question)
    if field in {"trouble", "dislike"}:
        return _against(person, field, question)
    if field == "free":
        spare = [fact for fact in person.of("routine") if "evening" in fact.about or "weekend" in fact.about]
        return [*spare, *person.of("interest")] or shown(person, field) or list(person.of("like"))
    if field == "goal" and re.search(r"\bsaving\b", question, re.IGNORECASE):
        saved = [fact for fact in person.of("money", "habit", "goal") if _SAVES.search(fact.said)]
        return saved or list(person.of("goal"))
    if field == "childhood" and _OF_YOUTH.search(question):
        return [fact for fact in person.of("past", "education", "origin") if _EARLY.search(fact.said)]
    if field in {"lack", "skill"}:
        wanted = -1 if field == "lack" else 1
        return [fact for fact in person.of("skill") if fact.sign == wanted]
    return list(person.of(*_KINDS.get(field, (field,))))


def _of_day(person: Portrait, field: str, question: str) -> list[Fact]:
    named = [fact for fact in person.of("routine") if field in fact.about or fact.about in field]
    if field == "workday":
        return named or days(person)
    if field == "weekend" and named:
        return _on_day(named, question)
    extra = [*shown(person, field), *person.of(*(("interest",) if field == "weekend" else ()))]
    return named or extra or [fact for fact in person.of("routine") if not _OF_DAY.search(fact.about)]


def _against(person: Portrait, field: str, question: str) -> list[Fact]:
    """Return what troubles or displeases; what keeps somebody awake is no mere dislike."""
    if field == "trouble" and _AWAKE.search(question):
        return [fact for fact in person.of("trouble", "health") if not _GRUMBLES.match(fact.said)]
    other = "dislike" if field == "trouble" else "trouble"
    found = person.of(field) or person.of(other)
    return fitting(found, question) if field == "trouble" else list(found)


_AWAKE = re.compile(r"\b(?:awake|los\w+ sleep|keep\w* you up|worr(?:y|ies)|afraid)\b", re.IGNORECASE)
_GRUMBLES = re.compile(r"^I (?:complain|hate|can't stand|grumble)\b")
_SAVES = re.compile(r"\bsav(?:e|ing) (?:up )?for\b")


def _on_day(facts: list[Fact], question: str) -> list[Fact]:
    days = [word for word in ("saturday", "sunday") if word in question.lower()]
    if len(days) != 1:
        return facts
    kept = [fact for fact in facts if days[0] in fact.said.lower()]
    return kept or [
        fact
        for fact in facts
        if not re.search(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b", fact.said, re.IGNORECASE)
    ]
