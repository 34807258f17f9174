"""Answers about one's own life: a question's field leads to the facts of that field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.selves import job_line, life_story
from troupe_mcp.models.rehearsal.words import keys, lowered, plain_words, stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.facts import Fact
    from troupe_mcp.models.rehearsal.voice import Voice

_KINDS: dict[str, tuple[str, ...]] = {
    "work": ("work", "trouble"),
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
    "workday": (),
    "origin": ("origin",),
    "morning": (),
    "evening": (),
    "weekend": (),
}
_SECRET = ("money", "health", "family", "past")


def answer_fields(voice: Voice, fields: Sequence[str], question: str) -> list[str]:
    """Return the sentences that answer for up to two fields; a gap is said as one."""
    parts: list[str] = []
    room = voice.portrait.manner.facts
    for field in fields[:2]:
        parts.extend(_field(voice, field, question, room if len(fields) == 1 else 1))
    return parts


def _field(voice: Voice, field: str, question: str, room: int) -> list[str]:
    person = voice.portrait
    if field == "life":
        return life_story(voice)
    if field == "name":
        return [person.name]
    if field == "age":
        return [_aged(voice)] if person.age else [voice.frame("private")]
    if field == "origin":
        return _origin(voice) or [voice.frame("private")]
    topic = tuple(key for key in keys(question))
    facts = _facts(voice, field, question)
    first = [work] if field == "work" and (work := job_line(voice)) else []
    chosen: list[Fact] = []
    for _ in range(room - len(first)):
        fact = voice.pick([fact for fact in facts if fact not in chosen], topic)
        if fact is not None:
            chosen.append(fact)
    chosen.sort(key=facts.index)
    parts = first + [voice.tell(fact) for fact in chosen]
    if not parts and field == "family" and (belief := _on_kin(voice, question)) is not None:
        return [voice.fill("relate", x=lowered(voice.tell(belief), voice.proper()))]
    return parts or [voice.frame("private" if field in _SECRET else "gap")]


def _facts(voice: Voice, field: str, question: str) -> list[Fact]:
    person = voice.portrait
    if field in {"morning", "evening", "weekend", "workday"}:
        named = [fact for fact in person.of("routine") if field in fact.about or fact.about in field]
        if field == "weekend":
            named = _on_day(named, question) or [fact for fact in person.of("routine") if "workday" in fact.about]
        extra = list(person.of("interest", "like")) if field == "weekend" and not named else []
        return named or extra or list(person.of("routine"))
    if field == "free":
        spare = [fact for fact in person.of("routine") if "evening" in fact.about or "weekend" in fact.about]
        return [*spare, *person.of("interest", "like")]
    if field == "family":
        return _relations(list(person.of("family")), question)
    if field == "trouble":
        return list(person.of("trouble")) or list(person.of("dislike"))
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
    known = words()
    asked = [
        word
        for word in plain_words(question)
        if known.has("kin", stem_plural(word))
        and word not in {"family", "parents", "partner", "child", "children", "kids"}
    ]
    if re.search(r"\b(?:children|kids|child)\b", question, re.IGNORECASE):
        asked += ["son", "daughter", "twins", "children", "baby"]
    if re.search(r"\b(?:married|spouse|partner)\b", question, re.IGNORECASE):
        asked += ["husband", "wife", "girlfriend", "boyfriend", "partner", "separated", "divorced"]
    if re.search(r"\bparents\b", question, re.IGNORECASE):
        asked += ["mother", "father", "parents"]
    if not asked:
        return facts
    wanted = [stem(stem_plural(word)) for word in asked]
    return [
        fact for fact in facts if any(key in wanted for key in (stem(word) for word in plain_words(fact.source)[:8]))
    ]


def _on_kin(voice: Voice, question: str) -> Fact | None:
    """Return a belief about the kind of relation asked for, where none is held."""
    wanted = tuple(
        key
        for key in keys(question)
        if key in {"child", "grandchild", "parent", "marry", "marri", "husband", "wife", "friend"}
    )
    return next(
        (fact for fact in voice.fresh(voice.portrait.of("belief")) if any(key in wanted for key in fact.keys)), None
    )


def stem_plural(word: str) -> str:
    """Return `brother` for `brothers` and `wife` for `wives`."""
    return "wife" if word == "wives" else word.removesuffix("s") if word not in {"twins", "kids", "parents"} else word


def _aged(voice: Voice) -> str:
    age = voice.portrait.age
    manner = voice.portrait.manner
    if manner.has("hostile") or manner.has("terse") or manner.has("slangy"):
        return age
    return f"I am {age} years old" if manner.has("formal") else f"I'm {age}"


def _origin(voice: Voice) -> list[str]:
    facts = voice.portrait.of("origin")
    home = next((fact for fact in facts if fact.about in {"residence", "location", "city", "home", "lives in"}), None)
    rest = [fact for fact in voice.fresh(facts) if fact is not home and fact.about != "nationality"]
    parts: list[str] = []
    if home is not None:
        voice.told.append(home)
        parts.append(home.said)
    elif nation := next((fact for fact in facts if fact.about == "nationality"), None):
        parts.append(nation.said)
    if rest and voice.portrait.manner.facts > 1:
        parts.append(voice.tell(rest[0]))
    return parts
