"""What would make a life easier: the trouble that is held and the wish that follows; no device is thought up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys, shared
from troupe_mcp.models.rehearsal.life.finding import candidates
from troupe_mcp.models.rehearsal.life.neighbours import near_in, regions, regions_of
from troupe_mcp.models.rehearsal.matters.criteria import weak

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_HARD = re.compile(
    r"\b(?:hard|hardest|difficult\w*|tiring|toughest|worst|struggl\w+|stressful|heaviest|challeng\w+|annoy\w*"
    r"|bother\w*|drags?|wears?|exhaust\w*|tires?|drains?"
    r"|frustrat\w*)\b",
    re.IGNORECASE,
)
_ANYWHERE = ("trade", "hardships", "worries", "dreams", "people", "path")


def eased(voice: Voice, question: str) -> list[str]:
    """Return the trouble and the wish that follows; nothing where no trouble is held."""
    fact = _trouble(voice, question)
    if fact is None:
        return []
    voice.draw_alone()
    told = voice.tell(fact)
    said = voice.fill("hard", fact=told) if _HARD.search(question) else told
    goal = _wanted(voice, fact)
    if goal is not None:
        return [f"{said.removesuffix('.')}. {voice.fill('eased.goal', fact=voice.tell(goal))}"]
    wish = voice.fill("eased.past" if _ONCE.match(fact.said) else "eased")
    return [f"{said.removesuffix('.')}. {wish}"]


def _trouble(voice: Voice, question: str) -> Fact | None:
    """Return the trouble of the matter that is named, else the first one held, at work where work is asked."""
    held = voice.portrait.of("trouble")
    for region in regions_of(question):
        if region.name not in _ANYWHERE:
            near = voice.pick([fact for fact in near_in(voice, region) if fact.kind in _FELT], keys(question))
            if near is not None:
                return near
    if _HOME.search(question):
        quarrels = next(region for region in regions() if region.name == "quarrels")
        kin = [fact for fact in near_in(voice, quarrels) if fact.kind == "family"]
        own = [fact for fact in held if _AT_HOME.search(fact.said) and not _OFFICES.search(fact.said)]
        if (fact := voice.pick(own) or voice.pick(kin[:3])) is not None:
            return fact
    if _AT_WORK.search(question):
        apart = [fact for fact in held if not _AT_HOME.search(fact.said)]
        if (fact := voice.pick(apart, keys(question))) is not None:
            return fact
    asked = [fact for fact in candidates(voice.portrait, "trouble", question) if fact.kind in _FELT]
    return voice.pick(asked, keys(question)) or voice.pick(held, keys(question))


_HOME = re.compile(r"\b(?:home|house|flat|household|famil(?:y|ies)|marriage)\b", re.IGNORECASE)
_AT_WORK = re.compile(r"\b(?:work|jobs?|trade|profession|shifts?|workplace|business|career)\b", re.IGNORECASE)
_AT_HOME = re.compile(
    r"\b(?:wife|husband|ex-\w+|neighbour\w*|visas?|pension|cousins?"
    r"|[Mm]y (?:\w+ )?(?:sons?|daughters?|mother|father|brother|sister)|landlord|rents?|health centre"
    r"|hospital|family|flat|apartment|children)\b",
)
_OFFICES = re.compile(r"\b(?:visas?|pension|health centre|hospital)\b")
_FELT = ("trouble", "dislike", "health")


_ONCE = re.compile(r"(?:I|My \w+|We) (?:was|were|lost|missed|failed|broke|(?:\w+ly )?\w+ed)\b")


def _wanted(voice: Voice, fact: Fact) -> Fact | None:
    faint = weak()
    goals = voice.fresh([goal for goal in voice.portrait.of("goal") if not goal.thing])
    return next((goal for goal in goals if any(key not in faint for key in shared(goal.keys, fact.keys))), None)
