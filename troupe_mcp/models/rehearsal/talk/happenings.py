"""What happens before people's eyes as they talk, a carpet that is rolled out: whoever speaks first takes it in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import keys, lowered
from troupe_mcp.models.rehearsal.life.selves import PRIVATE
from troupe_mcp.models.rehearsal.matters.criteria import weak

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived, TurnTask

_NOW = (
    r"^\W*(?:(?:suddenly|then|now|just then|all at once|meanwhile|without warning|at (?:that|this) moment|outside"
    r"|(?:in|from|behind|before|on|at|through) (?:the|you|your) \w+)[, ]+)*"
)
_THING = (
    r"(?P<it>(?:(?:an?|the|some|two|three|several|all|your|somebody's|someone's) )?"
    r"(?!that\b|which\b|it\b|there\b)[a-z][\w'’ -]{0,40}?)"
)
_SOMEBODY = (
    r"(?:somebody|someone|(?:an?|the|two|three|some) (?:\w+ )?(?:waiter|waitress|wom[ae]n|m[ae]n|boys?|girls?"
    r"|child(?:ren)?|stranger|caretaker|helpers?|moderator|host|hostess|clown|assistant|cook|porter|technician|cleaner"
    r"|dog|cat|neighbou?r|guard|police(?:man|woman| officers?)|workers?|musicians?|bird|baby))"
)
_DOES = (
    r"(?:brings?|brought|carr(?:y|ies|ied)|rolls?|wheels?|pushes|puts?|sets?|places?|hands?|serves?|drops?|spills?"
    r"|opens?|closes|shuts?|locks?|switch(?:es)?|turns?|throws?|hangs?|unveils?|knocks? over)"
    r"(?: (?:in|out|round|over|off|on|up|down|away))?"
)
_BROUGHT = (
    r"(?:rolled|carried|brought|wheeled|pushed|hung|unveiled|lowered|lifted|handed|passed|poured|served|switched|turned"
    r"|dropped|thrown|knocked|lit|heard|(?:put|placed|set|laid)(?= (?:up|down|on|out|in|before)\b))"
)
_WENT = (
    r"(?:go(?:es)?|went) (?:out|off|dark|silent|quiet|cold)\b"
    r"|(?:runs?|ran|walks?|walked|comes?|came|bursts?|wanders?|storms?|rush(?:es|ed)?|fl(?:y|ies|ew)|strolls?"
    r"|march(?:es|ed)?|crawls?|slips?|jumps?)"
    r" (?:in(?!\w)|into the|past the|out of the|through the|up to the|onto the)"
    r"|enters?\b|entered\b|(?:falls?|fell|crash(?:es|ed)?|tumbles?|topple[sd]?) (?:down|over|off|from|on|to|in)\b"
    r"|(?:falls?|fell)\W*$"
)
_DID = (
    r"(?:breaks?|broke|bursts?|shatters?|cracks?|collapses?|explodes?|slams?|flickers?|rings?|rang|barks?|howls?"
    r"|screams?|sounds?|beeps?|leaks?|drips?|appears?|fails?|arrives?|wakes? up"
    r"|starts? (?:to )?(?:play|bark|ring|cry|smoke|burn|rain)(?:ing)?)"
    r"(?: (?:again|loudly|suddenly|at the (?:door|window)|in the (?:room|street|hall|corner|kitchen)|outside"
    r"|next door))?\W*$"
)
_AFTER = r"(?= (?:in|out|on|off|to|with|of|up|down|round|over|from|and|before|around)\b|[.,!]|$)"
_HEARD = r"(?:bang|knock|crash|noise|smell|flash|scream|shout|thunder|power cut|blackout|draught)"
_EVENTS = tuple(
    re.compile(f"{_NOW}{wording}", re.IGNORECASE)
    for wording in (
        rf"{_THING} (?:is|are|was|were|gets?|has been|have been)(?: \w+ly)? {_BROUGHT}\b(?! by\b)",
        rf"{_SOMEBODY} (?:\w+ly )?{_DOES} (?P<it>(?:an?|the|some|two|three) [\w'’-]+(?: [\w'’-]+)??){_AFTER}",
        rf"{_THING} (?:\w+ly )?(?:{_WENT}|{_DID})",
        rf"there(?: is|'s|’s| was| are) (?P<it>(?:an?|some) (?:\w+ )?{_HEARD}s?)\b",
        r"it (?:starts|begins|started|began) (?:to )?(?P<it>rain|snow|hail|thunder)(?:ing)?\b",
    )
)
_HABIT = re.compile(
    r"\b(?:every|each|daily|always|usually|per|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|a week|a year|years?|until"
    r"|we|our|us|you(?! see\b)|he|she|they|I|will|would|should|plans?|wants?)\b|\?",
    re.IGNORECASE,
)
"""What is so again and again, is planned, or speaks to the hearers: nothing that happens before their eyes."""
_LONG = 16
_OUTSIDE = ("say", "situation")


@lru_cache(maxsize=5000)
def thing_in(text: str) -> str:
    """Return what something happens with before people's eyes: "a carpet"; empty where nothing happens."""
    parts = sentences(text)
    if len(parts) != 1 or len(text.split()) > _LONG or _HABIT.search(text):
        return ""
    found = next((match for event in _EVENTS if (match := event.match(text))), None)
    it = _WITHIN.split(found["it"].strip())[0] if found else ""
    return lowered(it) if it and not _RELATED.search(it) and len(it.split()) <= _FEW else ""


_FEW = 5
_WITHIN = re.compile(r" (?:in|with|of|from|on|at) ")
_RELATED = re.compile(r"\b(?:that|which|who|prices?|rents?|taxes|wages?|people)\b")


def happening_in(task: TurnTask) -> Perceived | None:
    """Return what has just happened before somebody's eyes, the last of it; nothing where nothing did."""
    news = (p for p in reversed(task.perceived[task.news :]) if not p.own and p.source not in task.here)
    return next((p for p in news if p.kind in _OUTSIDE and thing_in(p.content)), None)


def is_cue(moment: Moment) -> bool:
    """Return whether nothing but what happened is there to speak to."""
    return moment.cue is not None and moment.cue is happening_in(moment.task)


def taken_in(voice: Voice, moment: Moment) -> str:
    """Return what the first to speak says to what happened, others only where it is dear or hateful to them."""
    seen = moment.task.perceived
    event = happening_in(moment.task)
    if event is None:
        return ""
    thing = thing_in(event.content)
    later = any(p.kind == "TALK" and not p.own for p in seen[seen.index(event) :])
    if later and moment.questions:
        return ""
    own = _own(voice, thing)
    told = voice.tell(own) if own is not None else ""
    said = "" if later else voice.fill("happens", x=thing)
    return f"{said} {told}." if said and told else said or told


def _own(voice: Voice, thing: str) -> Fact | None:
    """Return what somebody likes, dislikes or believes about the very thing."""
    wanted = [key for key in keys(thing) if key not in weak()]
    held = voice.portrait.of("like", "dislike", "interest", "belief", "past")
    near = [fact for fact in held if any(key in fact.keys for key in wanted) and not PRIVATE.search(fact.said)]
    return next(iter(voice.fresh(near)), None)
