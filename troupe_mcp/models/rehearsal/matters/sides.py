"""Taking sides: backing or contradicting what somebody in the room has said, unasked or asked about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import addressed, named
from troupe_mcp.models.rehearsal.claims.assertions import assertions
from troupe_mcp.models.rehearsal.claims.verdicts import verdict
from troupe_mcp.models.rehearsal.company.company import stance, worded
from troupe_mcp.models.rehearsal.company.exchanges import invites, is_empty, remark
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.matters.grounds import bearing, same_matter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_OF_ONE = re.compile(
    r"\b(?:say to|think (?:of|about)|make of|feel about|respond|react|reply|answer to|agree|disagree|right|convince)\b",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"\b(?:dis)?agree with (?:what )?(?:the others|each other|one another|(?:any|some)(?:body|one)|them|that|this)\b"
    r"|\bwhat (?:the )?others (?:have |just )?said\b|\bwhat you(?:'ve| have)? (?:just )?heard\b",
    re.IGNORECASE,
)
_WHOM = re.compile(r"\bwhom? do you (?:\w+ )?(?:agree|side) with|\bwhose (?:view|opinion|point|side)\b", re.IGNORECASE)


def since_asked(moment: Moment) -> tuple[Perceived, ...]:
    """Return what others have said since the cue, or what is new where the cue is one of their lines."""
    seen = moment.task.perceived
    start = seen.index(moment.cue) + 1 if moment.cue in seen and not moment.by_person else moment.task.news
    return tuple(p for p in seen[start:] if p.kind == "TALK" and not p.own and p.source in moment.task.here)


def about_others(voice: Voice, moment: Moment) -> list[str]:
    """Answer a question about what others here have said; empty where it is another question."""
    asked = moment.asked
    spoken = [p for p in reversed(moment.heard) if p.source in moment.task.here and not is_empty(p.content)]
    people = named(asked, moment.task.together)
    of_one = next((p.source for p in spoken if p.source in people), "") if _OF_ONE.search(asked) else ""
    if not spoken or moment.by_person or not (of_one or _OF_ALL.search(asked) or _WHOM.search(asked)):
        return []
    lines = [line for line in spoken if not of_one or line.source == of_one]
    if parts := side(voice, lines):
        return parts
    for line in lines:
        near = next((fact for fact in bearing(voice, line.content) if same_matter(fact.said, line.content)), None)
        if near is not None:
            return [remark(voice, "with_one", voice.called(line.source)), voice.tell(near)]
    family = (
        "nod"
        if of_one and _claimed(voice, lines)
        else "of_one"
        if of_one
        else "of_none"
        if _WHOM.search(asked)
        else "of_all"
    )
    text = remark(voice, family, voice.called(of_one))
    return [text] if text else []


def is_about_oneself(moment: Moment) -> bool:
    """Return whether the room is asked what it says to this very person: then it is the others' turn."""
    person, asked = moment.task.person, moment.asked
    people, together = named(asked, moment.task.together), moment.task.together
    return _OF_ONE.search(asked) is not None and people == (person,) and person not in addressed(asked, together)


def _claimed(voice: Voice, lines: Sequence[Perceived]) -> bool:
    """Return whether somebody said something that the well-disposed can nod to."""
    kind = voice.portrait.level("agreeableness") + voice.rng.random() > 0.4
    return kind and any("claim" in [kind for kind, _ in invites(line.content)] for line in lines[:1])


def side(voice: Voice, lines: Sequence[Perceived]) -> list[str]:
    """Back or contradict somebody with an own belief, by name; empty where no belief decides it."""
    for line in lines:
        sign, belief = stance(voice, line.content)
        if belief is not None and normal(belief.said) not in normal(line.content):
            return [worded(voice, "agree" if sign > 0 else "disagree", voice.called(line.source), "", belief)]
    return []


def turned(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Put an answer that backs or contradicts somebody before into their direction."""
    plain = [fact for fact in voice.told if fact.kind == "belief"]
    if len(parts) > 2 or len(plain) != 1 or len(voice.told) != 1:
        return parts
    for line in since_asked(moment)[::-1]:
        for sentence in sentences(line.content):
            sign = 0 if sentence.endswith("?") else _agreement(plain[0].said, sentence)
            if sign and not is_empty(sentence):
                return [worded(voice, "agree" if sign > 0 else "disagree", voice.called(line.source), "", plain[0])]
    return parts


def _agreement(held: str, said: str) -> int:
    claims = assertions(said)
    return verdict(held, claims) if any(len(claim.keys) > 1 for claim in claims) else 0
