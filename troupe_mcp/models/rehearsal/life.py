"""Answers about one's own life: a question's field leads to the facts of that field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.finding import cued, facts_for
from troupe_mcp.models.rehearsal.selves import job_line, life_story
from troupe_mcp.models.rehearsal.words import keys, lowered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.facts import Fact
    from troupe_mcp.models.rehearsal.voice import Voice

_SECRET = ("money", "health", "family", "past")


def answer_fields(voice: Voice, fields: Sequence[str], question: str, around: str = "") -> list[str]:
    """Return the sentences that answer for up to two fields; a gap is said as one."""
    parts: list[str] = []
    manner = voice.portrait.manner
    among = bool(around) and around != question
    room = manner.facts if not among else 2 if manner.facts > 2 else 1
    for field in fields[:2]:
        parts.extend(_field(voice, field, question, around or question, room if len(fields) == 1 else 1))
    return parts


def _field(voice: Voice, field: str, question: str, around: str, room: int) -> list[str]:
    person = voice.portrait
    if field == "life":
        return life_story(voice)
    if field == "name":
        return [person.name]
    if field == "age":
        return [_aged(voice)] if person.age else [voice.frame("private")]
    if field == "origin":
        return _origin(voice) or [voice.frame("private")]
    topic = keys(around)
    facts = facts_for(person, field, question)
    first = [work] if field == "work" and (work := job_line(voice)) else []
    among = around != question
    if (cue := cued(facts, question)) is not None and not (among and voice.spoken(cue)):
        told = _said_again(voice, cue) if voice.spoken(cue) else voice.tell(cue)
        return [*first, told] if among else [told]
    chosen: list[Fact] = []
    for _ in range(max(room - len(first), 1)):
        fact = voice.pick([fact for fact in facts if fact not in chosen], topic)
        if fact is not None:
            chosen.append(fact)
    chosen.sort(key=facts.index)
    parts = first + [voice.tell(fact) for fact in chosen]
    if not parts and field == "family" and (belief := _on_kin(voice, question)) is not None:
        return [voice.fill("relate", x=lowered(voice.tell(belief), voice.proper()))]
    return parts or [voice.frame("private" if field in _SECRET else "gap")]


def _said_again(voice: Voice, fact: Fact) -> str:
    """Return a fact that was told before and is asked for once more."""
    said = voice.tell(fact)
    return voice.fill("again", fact=said)


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
