"""Answers about one's own life: a question's field leads to the facts of that field."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.verbs import is_past
from troupe_mcp.models.rehearsal.english.words import keys, lowered, normal, plain_words
from troupe_mcp.models.rehearsal.life.finding import NARROW, candidates, cued, elsewhere
from troupe_mcp.models.rehearsal.life.memories import lasting
from troupe_mcp.models.rehearsal.life.particulars import counted, kin_asked, mentioned, particular_of, thing_asked
from troupe_mcp.models.rehearsal.life.personalia import said_before
from troupe_mcp.models.rehearsal.life.selves import job_again, job_line, life_story
from troupe_mcp.models.rehearsal.voice.gaps import drawn, gap_for, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

NAMED = ("name", "age", "origin", "life")
"""Fields whose answer is no fact that could be told."""
_SECRET = ("money", "health", "family", "past", "age", "origin")
_TIMES: dict[str, str] = {
    "morning": "In the morning", "evening": "In the evening", "weekend": "At the weekend", "workday": "On a workday",
}  # fmt: skip
_TIME = re.compile(
    r"\b(?:mornings?|evenings?|nights?|noon|midnight|lunch|breakfast|dinner|dawn|dusk|weekends?|\d+(?::\d+)|o'clock"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:at|until|before|by|from) (?:five|six|seven|eight|nine|ten)"
    r"|(?:at|until) eleven|(?:at|until|before) (?:one|two|three|four|twelve))\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^\W*(?:(?:so|and|but|well|now),? )?(?:do|are|have|is|did|were|don't|aren't|haven't) "
    r"(?:you|your|there|any)\b(?! (?:feel|think|see|say|describe))",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(saturday|sunday)s?\b", re.IGNORECASE)
_HAVING = re.compile(r"\b(?:have|own|keep|got)\b", re.IGNORECASE)
_HAS = re.compile(r"^(?:I (?:\w+ly )?(?:own|have|keep|drive|ride|share|am|live with)\b|I'm\b|My\b)")
_LACKS = re.compile(r"^I (?:never|own no|have no|do not|don't|can't|cannot|failed|am not|haven't|have never)\b")


def answer_fields(voice: Voice, fields: Sequence[str], question: str, around: str = "") -> list[str]:
    """Return the sentences that answer for up to two fields; a gap is said as one."""
    parts: list[str] = []
    manner = voice.portrait.manner
    among = bool(around) and around != question
    room = manner.facts if not among else 2 if manner.facts > 2 else 1
    gap: list[str] = []
    for field in fields[:2]:
        told = len(voice.told)
        said = _field(voice, field, question, around or question, room if len(fields) == 1 else 1)
        if len(fields) > 1 and len(voice.told) == told and field not in NAMED:
            gap = said
        else:
            parts.extend(said)
    return parts or gap


def _field(voice: Voice, field: str, question: str, around: str, room: int) -> list[str]:
    person = voice.portrait
    if (known := _known(voice, field, question)) is not None:
        return known
    facts = candidates(person, field, question)
    if not facts and (field == "workday" or _OF_WORK.search(question)) and (idle := _idle(voice)):
        return [idle]
    first = _trade(voice, question) if field == "work" else []
    among = around != question
    if (cue := cued(facts, question)) is not None and not (among and voice.spoken(cue)):
        told = _said_again(voice, cue) if voice.spoken(cue) else _answered(voice, cue, question)
        return [*first, told] if among else [told]
    if field == "workday" and _WHOLE_DAY.search(question):
        room += room > 1
    chosen = _chosen(voice, field, question, facts, around, room - len(first))
    if not chosen and not first:
        chosen = voice.fresh(elsewhere(person, field, question))[:1]
    parts = first + _told(voice, field, question, chosen)
    if not parts and (facts or (field == "work" and person.of("job"))):
        return [_once_more(voice, facts[0] if facts else None, question)]
    return parts or [_gap(voice, field, question)]


def _known(voice: Voice, field: str, question: str) -> list[str] | None:
    """Return the answer where a field has its own form, or the question wants a reason; nothing where facts tell it."""
    person = voice.portrait
    if field == "life":
        return life_story(voice)
    if shape_of(question) == "why" and field not in {"path", "trouble", "childhood"}:
        return _told_or_gap(voice, [f for f in candidates(person, field, question) if _REASON.search(f.said)], question)
    if field == "work" and _BESIDE_JOB.search(question):
        near = counted(mentioned(person, question), question)
        return _told_or_gap(voice, near or lasting(person, question), question)
    if told := said_before(voice, question):
        return [drawn(voice, "again", told)]
    if field == "name":
        return [person.name]
    if field == "age":
        return [_aged(voice) if person.age else _gap(voice, field, question)]
    if field == "origin" and particular_of(question) is None:
        if _OF_A_PLACE.search(question):
            return [_gap(voice, field, question)]
        return _origin(voice, question) or [_gap(voice, field, question)]
    return None


def _told_or_gap(voice: Voice, facts: list[Fact], question: str) -> list[str]:
    fact = next(iter(voice.fresh(facts)), None)
    return [voice.tell(fact)] if fact else [gap_for(voice, question)]


def _chosen(voice: Voice, field: str, question: str, facts: list[Fact], around: str, room: int) -> list[Fact]:
    """Return the facts to tell: of a particular thing the closest, of a field some by lot, in their order."""
    if field == "own" or (particular_of(question) is not None and field != "work"):
        return voice.fresh(facts)[: 2 if room > 2 else 1]
    chosen: list[Fact] = []
    for _ in range(max(room, 1)):
        fact = voice.pick([fact for fact in facts if fact not in chosen], keys(around))
        if fact is not None:
            chosen.append(fact)
    return sorted(chosen, key=facts.index)


def _told(voice: Voice, field: str, question: str, chosen: list[Fact]) -> list[str]:
    """Return facts as sentences that show what was asked: with a yes, with the time of day, as others would say it."""
    if field == "seen" and chosen and chosen[0].said.startswith(("I ", "I'm ", "My ")):
        return [voice.fill("seen", fact=voice.tell(chosen[0]))]
    things = [fact for fact in chosen if fact.thing]
    if len(things) > 1 and len({fact.kind for fact in things}) == 1:
        voice.told.extend(things[1:])
        listed = f"{things[0].said} and {things[1].said}"
        rest = [voice.tell(fact) for fact in chosen if not fact.thing]
        return [voice.tell(replace(things[0], said=listed)), *rest]
    parts = [_answered(voice, fact, question) if not n else voice.tell(fact) for n, fact in enumerate(chosen)]
    if field in _TIMES and chosen and chosen[0].kind == "routine":
        parts[0] = _timed(parts[0], next((name for name in _TIMES if name in chosen[0].about), field))
    return parts


_OF_A_PLACE = re.compile(
    r"\b(?:what (?:was|is|do|does|did|would|makes?)|how (?:was|is|do|does|did|has))\b(?!.*\b(?:languages?|nationality"
    r"|country (?:are|do) you|city (?:are|do) you|town (?:are|do) you)\b).*\b(?:like|misunderstand|get wrong|love|miss"
    r"|hate|change\w*|feel|think|best|worst|special|different|enjoy|annoy\w*|people|others)\b",
    re.IGNORECASE,
)
"""What is asked about the place where somebody lives, which its name doesn't answer."""
_AGAIN = ("as I said", "I told you", "I've said it", "as I have said", "Told you", "Again")
_OF_WORK = re.compile(
    r"\b(?:to work|at work|your (?:job|work|boss|colleagues|office|commute|shift)|workday)\b", re.IGNORECASE
)
_WHOLE_DAY = re.compile(r"\b(?:yesterday|through|from .* to|all day|whole day)\b", re.IGNORECASE)
_IDLE = re.compile(
    r"\b(?:retired|pensioner|unemployed|out of work|jobless|housewife|house husband|homemaker)\b", re.IGNORECASE
)


_BESIDE_JOB = re.compile(
    r"^\W*(?:and |so )?(?:how (?:has|have|had|long|often|much|do you feel|did)|why|when|do you (?:like|enjoy|love|miss)"
    r"|what(?:'s| is) (?:something|one thing|the (?:most|least|best|worst|first|last|hardest))|would|what would"
    r"|are you (?:happy|proud|good))\b|\b(?:get wrong|got wrong|chang\w+|proud|enjoy|surpris\w+)\b",
    re.IGNORECASE,
)
"""What is asked about a job beside what it is."""


_REASON = re.compile(r"\b(?:because|so that|since|moved|came|inherited|wanted to)\b")


_TRADE = re.compile(
    r"\bfor a living\b|\byour (?:job|occupation|profession|trade)\W*$|\bwhat do you (?:actually |really )?do\W*$"
    r"|\b(?:kind|sort|line) of work\b",
    re.IGNORECASE,
)


def _trade(voice: Voice, question: str) -> list[str]:
    """Return trade and place; once they were told, the trade again where it is what is asked for."""
    if work := job_line(voice):
        return [work]
    title = job_again(voice) if _TRADE.search(question) else ""
    return [drawn(voice, "again", title)] if title else []


def _idle(voice: Voice) -> str:
    """Return that there is no work to go to, where the trade says so; what is asked of work has its answer by that."""
    jobs = voice.portrait.of("job")
    return job_again(voice) if any(_IDLE.search(job.source) for job in jobs) else ""


def _once_more(voice: Voice, fact: Fact | None, question: str) -> str:
    """Return what was told already, as such; where the manner has no such wording, that there is no more."""
    told = voice.tell(fact) if fact is not None else job_again(voice)
    if any(normal(again) in normal(line) for line in voice.own_lines[-6:] for again in _AGAIN):
        return gap_for(voice, question)
    again = drawn(voice, "again", told)
    return (
        again
        if told and lowered(told, voice.proper()) in again and f". {told}" not in again
        else drawn(voice, "nomore", "")
    )


def _timed(told: str, field: str) -> str:
    """Put the time asked for before a routine that doesn't name its own: an answer tells what it answers."""
    if not told.startswith("I ") or _TIME.search(told):
        return told
    return f"{_TIMES[field]} {told}"


def _gap(voice: Voice, field: str, question: str) -> str:
    """Return the gap for what was asked: guarded where it is nobody's business, else with its name."""
    exact = thing_asked(question) if field in NARROW else ""
    named = kin_asked(question) if field == "family" else exact
    day = _DAY.search(question) if field == "weekend" else None
    if day is not None:
        named = f"{day.group(1).capitalize()}s"
    shy = field in _SECRET and not named and not (field == "family" and shape_of(question) in {"how", "count", "when"})
    if shy and (guarded := voice.frame("private", must=False)):
        return guarded
    return gap_for(voice, question, named, "what" if field == "goal" else "")


def _answered(voice: Voice, fact: Fact, question: str) -> str:
    """Return a fact with the yes or no that it gives to a question; without one where it gives neither."""
    told = voice.tell(fact)
    if fact.thing or not _YES_NO.match(question):
        return told
    if fact.sign < 0 or _LACKS.match(fact.said):
        return voice.fill("nay", fact=told) if _LACKS.match(fact.said) else told
    verb = (plain_words(fact.said) or ["", ""])[1:2]
    fits = _HAS.match(fact.said) if _HAVING.search(question) else fact.said.startswith(("I ", "I'm ", "My "))
    past = bool(verb) and is_past(verb[0]) and not re.match(r"^\W*(?:did|have)\b", question, re.IGNORECASE)
    return voice.fill("aye", fact=told) if fits and not past and fact.kind not in {"goal", "trouble"} else told


def _said_again(voice: Voice, fact: Fact) -> str:
    """Return a fact that was told before and is asked for once more."""
    return drawn(voice, "again", voice.tell(fact))


def _aged(voice: Voice) -> str:
    age = voice.portrait.age
    manner = voice.portrait.manner
    if manner.has("hostile") or manner.has("terse") or manner.has("slangy"):
        return age
    return f"I am {age} years old" if manner.has("formal") else f"I'm {age}"


_LIVES = re.compile(r"\bwhere\b.*\blive\b", re.IGNORECASE)


def _origin(voice: Voice, question: str) -> list[str]:
    """Return where somebody lives or comes from; a nationality is no place to live."""
    facts = voice.portrait.of("origin")
    home = next((fact for fact in facts if fact.about in {"residence", "location", "city", "home", "lives in"}), None)
    rest = [fact for fact in voice.fresh(facts) if fact is not home and fact.about != "nationality"]
    parts: list[str] = []
    if home is not None:
        voice.told.append(home)
        parts.append(home.said)
    elif not _LIVES.search(question) and (nation := next((f for f in facts if f.about == "nationality"), None)):
        parts.append(nation.said)
    if rest and voice.portrait.manner.facts > 1:
        parts.append(voice.tell(rest[0]))
    return parts
