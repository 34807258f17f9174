"""Finding the facts among which the answer to a question about a life lies."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.particulars import closest, held_of, kin_asked, mentioned, narrowed, particular_of
from troupe_mcp.models.rehearsal.words import keys, light, plain_words, shared, stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.facts import Fact, Portrait

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
_EARLY = re.compile(r"\b(?:grew|born|child|childhood|raised|as a (?:girl|boy)|at school)\b", re.IGNORECASE)


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
_ELSEWHERE = ("past", "origin", "routine", "habit", "work", "health", "money", "goal", "other", "education")


def candidates(person: Portrait, field: str, question: str) -> list[Fact]:
    """Return the facts that answer a question of a field: of the very thing it names, where it names one."""
    facts = [] if field == "own" else facts_for(person, field, question)
    if field == "family":
        return facts or _of_kin(person, question)
    thing = particular_of(question)
    if thing is not None and (inside := narrowed(facts, thing)):
        return closest(inside, question)
    if field not in NARROW:
        return facts
    if thing is not None:
        return closest(held_of(person, thing), question)
    return mentioned(person, question) if field == "own" else facts


def _of_kin(person: Portrait, question: str) -> list[Fact]:
    """Return facts of other kinds that name the relation asked for: "two older brothers" in the past."""
    named = _kin_words(question)
    return [
        fact
        for fact in person.of(*_ELSEWHERE)
        if kin_asked(question) and any(stem(stem_plural(word)) in named for word in plain_words(fact.said))
    ]


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
        named = [fact for fact in person.of("routine") if field in fact.about or fact.about in field]
        if field == "weekend" and named:
            return _on_day(named, question)
        extra = list(person.of("interest", "like")) if field == "weekend" else []
        return named or extra or [fact for fact in person.of("routine") if not _OF_DAY.search(fact.about)]
    if field == "free":
        spare = [fact for fact in person.of("routine") if "evening" in fact.about or "weekend" in fact.about]
        return [*spare, *person.of("interest", "like")]
    if field == "family":
        return _about_kin(person, _relations(list(person.of("family")), question), question)
    if field == "trouble":
        return list(person.of("trouble")) or list(person.of("dislike"))
    if field == "childhood" and re.search(r"\b(?:grow|grew|child\w*|born|youth)\b", question, re.IGNORECASE):
        return [fact for fact in person.of("past", "education", "origin") if _EARLY.search(fact.said)]
    if field in {"lack", "skill"}:
        wanted = -1 if field == "lack" else 1
        return [fact for fact in person.of("skill") if fact.sign == wanted]
    return list(person.of(*_KINDS.get(field, (field,))))


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


def _relations(facts: list[Fact], question: str) -> list[Fact]:
    """Keep the relations that a question names: a question about a brother isn't answered with a cousin."""
    by_name = [fact for fact in facts if fact.about and re.search(rf"\b{re.escape(fact.about)}\b", question)]
    if by_name:
        return by_name
    wanted = _kin_words(question)
    if not wanted:
        return facts
    return [
        fact for fact in facts if any(key in wanted for key in (stem(word) for word in plain_words(fact.source)[:8]))
    ]


@lru_cache(maxsize=5000)
def _kin_words(question: str) -> tuple[str, ...]:
    """Return the stems of the relations that a question names, with those it means."""
    known = words()
    asked = [
        word
        for word in plain_words(question)
        if known.has("kin", stem_plural(word))
        and word not in {"family", "parents", "partner", "child", "children", "kids"}
    ]
    if re.search(r"\b(?:children|kids|child)\b", question, re.IGNORECASE):
        asked += ["son", "daughter", "twins", "child", "baby"]
    if re.search(r"\b(?:married|spouse|partner)\b", question, re.IGNORECASE):
        asked += ["husband", "wife", "girlfriend", "boyfriend", "partner", "separated", "divorced", "widow", "widowed"]
    if re.search(r"\bparents\b", question, re.IGNORECASE):
        asked += ["mother", "father", "parents"]
    if re.search(r"\bsiblings?\b", question, re.IGNORECASE):
        asked += ["brother", "sister", "twin"]
    if re.search(r"\b(?:boyfriend|girlfriend)\b", question, re.IGNORECASE):
        asked += ["boyfriend", "girlfriend"]
    if re.search(r"\b(?:divorced?|widow(?:ed|er)?)\b", question, re.IGNORECASE):
        asked += ["divorced", "separated", "widow", "widowed", "husband", "wife"]
    if re.search(r"\bfriends?\b", question, re.IGNORECASE):
        asked += ["friend"]
    return tuple(stem(stem_plural(word)) for word in asked)


def _about_kin(person: Portrait, named: list[Fact], question: str) -> list[Fact]:
    """Return the relations asked for, and where one is asked about, whatever else names them."""
    names = {fact.about.split(maxsplit=1)[0] for fact in named if fact.about}
    if len(named) != 1 or not re.search(r"\b(?:like|about|who is)\b", question, re.IGNORECASE):
        return named
    name = min(names, default="")
    return [
        *named,
        *(f for f in person.facts if name and f not in named and re.search(rf"\b{re.escape(name)}\b", f.said)),
    ]


def stem_plural(word: str) -> str:
    """Return `brother` for `brothers` and `wife` for `wives`."""
    return "wife" if word == "wives" else word.removesuffix("s") if word not in {"twins", "kids", "parents"} else word
