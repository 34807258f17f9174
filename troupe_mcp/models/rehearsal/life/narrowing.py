"""What a question narrows its field to: "What annoys you about trains?" wants a trouble with trains, or a gap."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys, light, shared
from troupe_mcp.models.rehearsal.life.situations import bond
from troupe_mcp.models.rehearsal.matters.grounds import grounds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact

FIELDS = ("trouble", "like", "dislike", "habit", "skill", "lack", "money")
_ABOUT = re.compile(
    r"\b(?:about|with|regarding|when it comes to|when you(?:['’]re| are)?|while|whenever|in terms of|on|at)"
    r"\s+([^?.!,]+)"
    r"|\b(?:did|does|do|has|have|was|were|is|are) (?:an?|the|your) ([^?.!,]+)"
    r"|\b(?:kinds?|sorts?|type) of ([\w' -]+?) (?:do|did|would|are)\b"
    r"|\bspend (?:each|every|a|per|on|for)? ?(?:\w+ )?(?:on|for) ([^?.!,]+)",
    re.IGNORECASE,
)
_ANY = (
    "( annoy frustrat bother irritat drive mad crazy nuts wall pain point points struggle hard hardest"
    " difficult challenge worst bad part thing things complain nerves wast waste time goes wrong way lose"
    " problem keep awake night sleep stress worry angry slow fed sick tired fix change job work working day"
    " days life home house enjoy boring make most lately recently usually moment today big real person people"
    " world everyday daily situation week weekend like love hate dislike good best great town place year month"
    " good yourself general whole other others career business trade profession routine stuff something"
    " anything everything nothing kind sort age past last first down let habit habits skill skills money dream"
    " hope plan plans goal goals future living somewhere anywhere way ways street worse average typical normal"
    " morning evening family current currently position role industry field area these each spend spending earn"
    " earning outsider outsiders notice really biggest greatest main single number frustration frustrations annoyance"
    " annoyances trouble troubles obstacle obstacles difficulty difficulties complaint complaints headache headaches"
    " irritation irritations burden burdens peeve pet issue issues worries"
)


@lru_cache(maxsize=1)
def _generic() -> dict[str, None]:
    known = {**light(), **dict.fromkeys(keys(_ANY))}
    return {key: None for key in known if key not in keys(_THINGS)}


_THINGS = "apps websites software"
"""These tell nothing of what a product is for, but what annoys one about them is no trouble of another kind."""


@lru_cache(maxsize=5000)
def topic_asked(question: str) -> str:
    """Return the words by which a question narrows its field; empty where it asks for the whole of it."""
    generic = _generic()
    for match in reversed(list(_ABOUT.finditer(question))):
        phrase = next(group for group in match.groups() if group)
        if any(key not in generic for key in keys(phrase)):
            return phrase
    return ""


def on_topic(facts: Sequence[Fact], question: str) -> list[Fact]:
    """Return the facts that are about what a question narrows its field to; all where it narrows nothing."""
    topic = topic_asked(question)
    if not topic:
        return list(facts)
    generic = _generic()
    wanted = tuple(key for key in keys(topic) if key not in generic)
    named = [fact for fact in facts if shared(wanted, fact.keys)]
    grounds = grounds_of(topic)
    return named or [f for f in facts if (shared(grounds, grounds_of(f.said)) if grounds else bond(f.said, question))]
